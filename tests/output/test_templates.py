"""Templates of a person's own."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.errors import UsageError
from newsgrep.output import FIELDS, Output
from newsgrep.output.templates import template_fields
from newsgrep.results import Hit

HIT = Hit(
    rank=7,
    score=1.5,
    article=Article(key="a.txt", path="a.txt", body="", title="Two\nlines\x1b[1m"),
    path="a.txt",
    line=3,
)


def filled(template: str, *, query: str = "", null: bool = False, hit: Hit = HIT) -> str:
    """Return what a template makes of a hit."""
    out = io.StringIO()
    printer = Output("template", template=template, null=null).printer(out)
    printer.hit(hit, query)
    printer.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{path}:{line}", "a.txt:3"),
        ("{title}", "Two lines [1m"),
        ("[{author}]", "[]"),
        ("{query}/{score}", "q/1.5000"),
        ("{{{rank}}}", "{7}"),
        ("{rank:>3}|{rank:^3}|{rank:3}|", "  7| 7 |7  |"),
        (r"{rank}\t{path}\\n\n", "7\ta.txt\\n\n"),
        ("no field", "no field"),
    ],
)
def test_template_is_filled_in(template: str, line: str) -> None:
    """Names in braces are replaced by fields that are one line each, to a width if one is given."""
    assert filled(template, query="q") == line + "\n"


def test_null_ends_records() -> None:
    """With -0 a filled template ends with NUL."""
    assert filled("{rank}", null=True) == "7\0"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("", "the template is empty"),
        ("{path", "the braces do not match in the template '{path'"),
        ("path}", "the braces do not match in the template 'path}'"),
        ("{}", "a pair of braces holds no field name"),
        ("{titel}", "there is no field 'titel'"),
        ("{0}", "there is no field '0'"),
        ("{path.__class__}", "there is no field 'path.__class__'"),
        ("{path[0]}", "there is no field 'path[0]'"),
        ("{path!r}", "the field 'path' is followed by something other than a width"),
        ("{path:{line}}", "the field 'path' is followed by something other than a width"),
        ("{rank:05d}", "the field 'rank' is followed by something other than a width"),
        ("{path:99999999999}", "the field 'path' is followed by something other than a width"),
    ],
)
def test_template_that_cannot_be_filled_in_is_refused(template: str, message: str) -> None:
    """Broken braces, unknown names, attributes and formats are errors with a hint."""
    with pytest.raises(UsageError) as error:
        template_fields(template)
    assert error.value.message == message
    assert error.value.hint
    with pytest.raises(UsageError):
        Output("template", template=template).printer(io.StringIO())


@given(st.text() | st.lists(st.sampled_from([*"{}!:.[]<^>019", *FIELDS, "\\", "t"])).map("".join))
def test_template_is_filled_in_or_refused(template: str) -> None:
    """Whatever is typed, there is a line or a UsageError."""
    try:
        template_fields(template)
    except UsageError:
        return
    assert filled(template).endswith("\n")


def test_a_line_of_standard_input_has_one_colon_before_it() -> None:
    """Its path ends in one."""
    article = Article(key="stdin:#7", path="stdin:", body="", title="T")
    piped = Hit(rank=1, score=1.0, article=article, path="stdin:", line=3)
    assert filled("{path}:{line}: {title}", hit=piped) == "stdin:3: T\n"
    assert filled("{path} {line}", hit=piped) == "stdin: 3\n"

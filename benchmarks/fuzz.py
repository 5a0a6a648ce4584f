"""Parse random texts as queries: each must parse or raise QuerySyntaxError, quickly.

    python benchmarks/fuzz.py                            100,000 texts
    python benchmarks/fuzz.py --count 1000000 --seed 7   more, and others

A third of the texts are made of tokens of the language, a third are valid queries with changes, and a third
are random characters, lone surrogates and NUL included. Each is parsed with and without --any. A query that
parses is rendered, and must parse to the same tree again; literal() must accept every text. The program
prints the first text that fails or takes too long, and ends with 1.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from newsgrep.cli.forms import FORMS  # noqa: E402
from newsgrep.errors import QuerySyntaxError  # noqa: E402
from newsgrep.query import parse, parse_literal  # noqa: E402
from newsgrep.query.fields import EXACT, FIELD_OF  # noqa: E402
from newsgrep.query.rendering import render  # noqa: E402

#: CPU seconds that one text may take.
LONGEST = 2

GOOD = [form.example for forms in FORMS.values() for form in forms]
TOKENS = [
    *(f"{name}:" for name in (*FIELD_OF, EXACT, "foo")),
    *(" AND ", " OR ", " NOT ", " W/5 ", " PRE/2 ", " near/3 ", " W/0 ", " W/s ", "ATLEAST3 ", "atleast/2 "),
    *(
        "(",
        ")",
        "((",
        "))",
        '"',
        "“",
        "”",
        "«",
        "»",
        "„",
        "-",
        "+",
        "=",
        "*",
        "?",
        "~",
        "~1",
        "~9",
        "^2",
        "^.5",
    ),
    *(
        "/",
        "/gan.a/",
        "/(a/",
        "/[b-",
        "\\",
        "..",
        ">",
        "<=",
        ",",
        ".",
        "!",
        "&&",
        "||",
        "'s",
        "’",
        " ",
        " ",
        " ",
    ),
    *(
        "ganja",
        "missile",
        "a",
        "US",
        "U.S.",
        "AT&T",
        "F-16",
        "C++",
        "20,000",
        "Erdoğan",
        "北京",
        "e\u0301",
        "ﬁ",
    ),
    *("2020", "2020-10", "28 October 2020", "last week", "7d", "500", "words", "https://x.org/a?b=1", "\0"),
]
CHARACTERS: list[Callable[[random.Random], str]] = [
    lambda rng: chr(rng.randrange(0x20, 0x7F)),
    lambda rng: chr(rng.randrange(0x110000)),
    lambda rng: chr(rng.randrange(0xD800, 0xE000)),
    lambda rng: chr(rng.randrange(0x600)),
    lambda rng: rng.choice('()"*?~^/=+-: \0\n\t'),
]


def random_tokens(rng: random.Random) -> str:
    """Return a few tokens of the language, sometimes repeated many times."""
    tokens = rng.choices(TOKENS, k=rng.randrange(1, 12))
    return "".join(tokens * (rng.randrange(2, 400) if rng.random() < 0.02 else 1))


def mutated(rng: random.Random) -> str:
    """Return valid queries joined, with some characters deleted, inserted or repeated."""
    text = list(rng.choice([" ", " OR ", ""]).join(rng.choices(GOOD, k=rng.randrange(1, 4))))
    for _ in range(rng.randrange(1, 6)):
        offset = rng.randrange(len(text)) if text else 0
        match rng.randrange(4):
            case 0:
                del text[offset : offset + rng.randrange(1, 4)]
            case 1:
                text.insert(offset, rng.choice(TOKENS))
            case 2:
                text[offset:offset] = text[offset : offset + rng.randrange(1, 10)]
            case _:
                text.append(rng.choice(CHARACTERS)(rng))
    return "".join(text)


def random_characters(rng: random.Random) -> str:
    """Return characters of one kind or of all kinds."""
    kinds = CHARACTERS if rng.random() < 0.5 else [rng.choice(CHARACTERS)]
    return "".join(rng.choice(kinds)(rng) for _ in range(rng.randrange(60)))


MAKERS = (random_tokens, mutated, random_characters)


def error_in(text: str) -> tuple[str, bool]:
    """Return the error in how a text is parsed, empty if there is none, and whether it is a query."""
    is_query = False
    for any_word in (False, True):
        try:
            tree = parse(text, any_word=any_word)
        except QuerySyntaxError as error:
            if not (
                0 <= error.position <= len(text) and error.hint and "\n" not in error.message + error.hint
            ):
                return f"a malformed error: {error.message} at {error.position}, {error.hint}", is_query
            continue
        is_query = True
        shown = render(tree)
        if render(parse(shown)) != shown or (not any_word and parse(shown) != tree):
            return f"rendered as {shown}, which parses to another tree", is_query
    if text.strip():
        parse_literal(text)
    return "", is_query


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {LONGEST} s")


def main() -> int:
    """Parse random texts, and print how many are queries."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000, help="texts to parse")
    parser.add_argument("--seed", type=int, default=0, help="seed of the random texts")
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    signal.signal(signal.SIGVTALRM, _too_long)
    outcomes: Counter[bool] = Counter()
    slowest, slowest_text = 0.0, ""
    for number in range(arguments.count):
        text = MAKERS[number % len(MAKERS)](rng)
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
        try:
            error_text, is_query = error_in(text)
        except Exception as error:
            error_text, is_query = f"{type(error).__name__}: {error}", False
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        took = time.process_time() - begun
        if error_text:
            sys.stdout.write(f"text {number}: {ascii(error_text)}\n{ascii(text)}\n")
            return 1
        outcomes[is_query] += 1
        if took > slowest:
            slowest, slowest_text = took, text
    sys.stdout.write(
        f"{arguments.count:,} texts: {outcomes[True]:,} are queries, {outcomes[False]:,} are refused\n"
        f"slowest: {slowest * 1000:.1f} ms, {ascii(slowest_text[:100])}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

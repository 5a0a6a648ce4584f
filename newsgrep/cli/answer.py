"""A search from the question to the last line on standard error, or one after another from one index."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from newsgrep.cli.outcome import Outcome
from newsgrep.cli.output import Output
from newsgrep.cli.streams import write_message
from newsgrep.config import index_folder
from newsgrep.engine.base import Engine, open_engine
from newsgrep.output.control_characters import one_line
from newsgrep.output.quantities import count
from newsgrep.query.nodes import render
from newsgrep.results import SearchResults
from newsgrep.search.diagnosis import on_nothing, on_undated
from newsgrep.search.request import Asked, Misread, Question, read_questions
from newsgrep.search.service import SearchOptions, paths_from, search

#: Characters of a query above its blocks.
_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Search:
    """A search as it was meant.

    output:  None for none at all
    limited: whether the number of hits was chosen, and is not the usual one
    """

    asked: Asked
    options: SearchOptions
    output: Output | None
    index: Path | None
    limited: bool


def answer(wanted: Search) -> Outcome:
    """Search, print what is found, and tell the person what else there is to know."""
    questions = read_questions(wanted.asked)
    if wanted.output is not None and wanted.output.style == "reading":
        return _print_readings(questions)
    with closing(open_engine(index_folder(wanted.index))) as engine:
        if wanted.output is None:
            return _found_any(questions, engine)
        return _Run(wanted, wanted.output, engine).answer_all(questions)


def _print_readings(questions: Iterable[Question | Misread]) -> Outcome:
    """Print each query as it was read, in the query language; nothing is searched."""
    outcome = Outcome.FOUND
    for question in questions:
        if isinstance(question, Misread):
            _report(question)
            outcome = Outcome.ERROR
            continue
        _tell(question, *question.notices)
        reading = render(question.tree)
        sys.stdout.write(_named(question, one_line(reading) if sys.stdout.isatty() else reading))
    return outcome


def _found_any(questions: Iterable[Question | Misread], engine: Engine) -> Outcome:
    """Return FOUND as soon as anything is found, as grep -q does, whatever went wrong before."""
    outcome = Outcome.NOTHING
    for question in questions:
        if isinstance(question, Misread):
            _report(question)
            outcome = Outcome.ERROR
        elif search(engine, question.tree, SearchOptions(limit=1), str).total:
            return Outcome.FOUND
    return outcome


class _Run:
    """Answers one question after another, all on one printer."""

    def __init__(self, wanted: Search, output: Output, engine: Engine) -> None:
        self._engine = engine
        self._output = output
        self._printer = None if output.style == "count" else output.printer()
        self._options = replace(wanted.options, marked=output.marked, explain=output.explain)
        if output.style == "count":
            self._options = replace(self._options, limit=1, offset=0)
        self._limited = wanted.limited
        self._several = wanted.asked.file is not None
        self._shown_path = paths_from(engine.home)
        self._asked = 0
        self._cut = 0

    def answer_all(self, questions: Iterable[Question | Misread]) -> Outcome:
        """Answer all questions; one that cannot be read is told of, and the others go on."""
        outcome = Outcome.NOTHING
        for question in questions:
            found = self._answer(question)
            if found is Outcome.ERROR or outcome is Outcome.NOTHING:
                outcome = found
        if self._several:
            self._end()
        return outcome

    def _answer(self, question: Question | Misread) -> Outcome:
        """Print what answers a question, and tell what there is to tell of it."""
        if isinstance(question, Misread):
            _report(question)
            return Outcome.ERROR
        self._asked += 1
        results = search(self._engine, question.tree, self._options, self._shown_path)
        _tell(question, *question.notices, *results.notices, *on_undated(self._engine, results.query))
        shown = self._print(results, question)
        if not results.total:
            _tell(question, "nothing found")
            # Of many queries, others tell as much as a look for the reasons, which takes longer than they do.
            for line in () if self._several else on_nothing(self._engine, results.query):
                write_message(f"  {line}")
        elif self._output.style != "count":
            self._tell_rest(question, shown, results.total)
        return Outcome.FOUND if shown else Outcome.NOTHING

    def _print(self, results: SearchResults, question: Question) -> int:
        """Print the hits, or their number, and return how many articles that was about."""
        if self._printer is None:
            sys.stdout.write(_named(question, str(results.total)))
            sys.stdout.flush()
            return results.total
        shown = 0
        heading = _heading(question) if self._output.style == "blocks" else question.name
        for hit in results.hits:
            self._printer.hit(hit, heading if self._several else "")
            shown += 1
        if not self._several:
            self._printer.close()
        # What is found stands above what is told of it, also where both go to one terminal or file.
        sys.stdout.flush()
        return shown

    def _tell_rest(self, question: Question, shown: int, total: int) -> None:
        """Tell of the hits not shown: below blocks always, else where nobody asked for the cut."""
        offset = self._options.offset
        rest = total - offset - shown
        if not shown:
            _tell(question, f"nothing from {offset + 1:,} on: {count(total, 'article')} found")
        elif self._output.style == "blocks":
            write_message(_below_blocks(offset, shown, total))
        elif rest and not self._limited:
            self._cut += 1
            if not self._several:
                _tell(question, f"{shown:,} of {count(total, 'article')} shown; -n N or --all shows more")

    def _end(self) -> None:
        """End the output of several questions."""
        if self._printer is not None:
            self._printer.close()
        if not self._asked:
            write_message("newsgrep: no query was answered")
        if self._cut:
            limit = self._options.limit
            write_message(
                f"newsgrep: {limit} articles a query shown at most; {self._cut:,} of {self._asked:,} queries "
                "found more; -n N or --all shows more"
            )


def _below_blocks(offset: int, shown: int, total: int) -> str:
    """Return the line below the blocks of one query: which part of what was found they are."""
    if shown == total:
        return f"\n{count(total, 'article')}"
    part = f"{offset + 1:,} to {offset + shown:,}" if offset else f"{shown:,}"
    more = f"; --all for all, --offset {offset + shown} for more" if offset + shown < total else ""
    return f"\n{part} of {count(total, 'article')}{more}"


def _heading(question: Question) -> str:
    """Return what stands above the blocks of one of several queries."""
    text = question.text
    return f"{question.name}: {text if len(text) <= _LONGEST_HEADING else text[:_LONGEST_HEADING] + '…'}"


def _named(question: Question, text: str) -> str:
    """Return a line of text, after the name of its query where there are several."""
    return f"{question.name}\t{text}\n" if question.name else f"{text}\n"


def _tell(question: Question, *lines: str) -> None:
    name = f"{one_line(question.name)}: " if question.name else ""
    for line in lines:
        write_message(f"newsgrep: {name}{line}")


def _report(misread: Misread) -> None:
    from newsgrep.cli.error_report import report_error  # for errors only

    report_error(misread.error, where=misread.where)

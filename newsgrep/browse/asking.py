"""A thread that asks an index, so that the user can type while an answer is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Condition, Thread
from typing import Any, TypeVar

from newsgrep.config import IndexPlace
from newsgrep.explore.explorer import Explorer
from newsgrep.index_group import open_indexes

_Answer = TypeVar("_Answer")

#: A number, a function that asks the index, and two that take the answer or the error.
_Question = tuple[int, Callable[[Explorer], Any], Callable[[Any], None], Callable[[Exception], None]]


class Asker:
    """Asks one question after another, in a thread that has an index of its own.

    Only the newest question of a kind is answered: it replaces a waiting one, and the answer to an older one
    that is just being asked is dropped.
    """

    def __init__(
        self,
        folders: Sequence[IndexPlace],
        deliver: Callable[[Callable[[], None]], None],
        kinds: Sequence[str],
        failed: Callable[[Exception], None],
    ) -> None:
        """Start the thread.

        deliver: called in this thread with a function, which the interface has to call in its own thread
        kinds:   the kinds of questions, in the order in which waiting ones are asked
        failed:  takes the errors of questions that name no other function for them
        """
        self._folders = folders
        self._deliver = deliver
        self._failed = failed
        self._waiting: dict[str, _Question | None] = dict.fromkeys(kinds)
        self._newest = dict.fromkeys(kinds, 0)
        self._changed = Condition()
        self._ends = self._is_old = False
        self._thread = Thread(target=self._run, name="newsgrep-browse", daemon=True)
        self._thread.start()

    def ask(
        self,
        kind: str,
        question: Callable[[Explorer], _Answer],
        answer: Callable[[_Answer], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Ask a question in place of an older one of its kind, and deliver the answer or the error."""
        with self._changed:
            self._newest[kind] += 1
            self._waiting[kind] = self._newest[kind], question, answer, failed or self._failed
            self._changed.notify()

    def drop(self, kind: str) -> None:
        """Forget the questions of a kind."""
        with self._changed:
            self._newest[kind] += 1
            self._waiting[kind] = None

    def open_anew(self) -> None:
        """Open the index again before the next question, so that it is answered from the newest state."""
        self._is_old = True

    def close(self) -> None:
        """End the thread after the question that is being asked."""
        with self._changed:
            self._ends = True
            self._changed.notify()

    def _run(self) -> None:
        index = open_indexes(self._folders)
        while (next_one := self._next()) is not None:
            kind, (number, question, answer, failed) = next_one
            if self._is_old:
                self._is_old = False
                index.close()
                index = open_indexes(self._folders)
            try:
                found = question(index)
            except Exception as error:  # the interface shows it
                self._hand_over(kind, number, failed, error)
            else:
                self._hand_over(kind, number, answer, found)
        index.close()

    def _next(self) -> tuple[str, _Question] | None:
        """Wait for a question and return it; None if the thread has to end."""
        with self._changed:
            while not self._ends:
                for kind, question in self._waiting.items():
                    if question is not None:
                        self._waiting[kind] = None
                        return kind, question
                self._changed.wait()
        return None

    def _hand_over(self, kind: str, number: int, take: Callable[[Any], None], found: Any) -> None:
        def take_if_newest() -> None:
            if number == self._newest[kind]:
                take(found)

        if number == self._newest[kind] and not self._ends:
            self._deliver(take_if_newest)

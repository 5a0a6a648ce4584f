"""Checks of the arguments of the public API. The error for a wrong value names the argument."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from newsgrep.errors import UsageError, choice_hint, shortened


def wrong(name: str, value: object, wanted: str) -> UsageError:
    """Return the error for a wrong value of an argument; `wanted` says what the value has to be."""
    return UsageError(f"{name} cannot be {shortened(repr(value), 40)}", f"it is {wanted}")


def check_names(given: Iterable[str], names: Collection[str], function: Callable[..., object]) -> None:
    """Raise TypeError, as Python does, for a keyword argument that has none of the given names.

    function: takes the arguments with these names as `**`; the error also lists its other arguments
    """
    for name in given:
        if name not in names:
            from inspect import Parameter, signature  # only an error needs it

            arguments = signature(function).parameters.values()
            others = (one.name for one in arguments if one.kind != Parameter.VAR_KEYWORD)
            raise TypeError(f"there is no argument {name!r}: {choice_hint(name, [*others, *names])}")


def streamed(what: str) -> UsageError:
    """Return the error for a second reading of `what`, hits or lines, which were streamed and not kept."""
    return UsageError(f"the {what} were streamed, and are not kept", "ask again, or keep them in a list")


def check_number(
    name: str, value: object, *, least: float | None = 0, unit: str = "", none: str = "", whole: bool = True
) -> None:
    """Raise UsageError unless an argument is a number.

    least: the least number that is allowed; None for no limit
    unit:  what the number counts, after a space
    none:  what None stands for; empty if None is not allowed
    whole: whether it has to be a whole number
    """
    if value is None and none:
        return
    kinds = int if whole else int | float
    if not isinstance(value, kinds) or isinstance(value, bool) or (least is not None and value < least):
        numbers = "a whole number" if least is None else f"a number from {least}{unit} on"
        raise wrong(name, value, numbers + (f", or None for {none}" if none else ""))


def check_sample(sample: object, seed: object) -> None:
    """Raise UsageError unless arguments are the size of a random sample, None for all, and its seed."""
    check_number("sample", sample, least=1, none="all")
    check_number("seed", seed, least=None)


def check_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Raise UsageError unless an argument is one of several texts."""
    if not isinstance(value, str) or value not in choices:
        raise wrong(name, value, f"one of: {', '.join(choices)}")


def check_text(name: str, value: object) -> None:
    """Raise UsageError unless an argument is a text."""
    if not isinstance(value, str):
        raise wrong(name, value, "a text")


def check_flags(flags: Mapping[str, object]) -> None:
    """Raise UsageError unless each of some arguments is a bool: the text "no" would count as true."""
    for name, value in flags.items():
        if not isinstance(value, bool):
            raise wrong(name, value, "True or False")


def path_argument(name: str, value: object) -> Path:
    """Return a path that is given as a text or a path. Raises UsageError for anything else, and for ''."""
    text = os.fspath(value) if isinstance(value, str | os.PathLike) else ""
    if not isinstance(text, str) or not text or "\0" in text or not _is_name_of_file(text):
        raise wrong(name, value, "the path of a file or folder; . is the current folder")
    return Path(text)


def _is_name_of_file(text: str) -> bool:
    try:
        os.fsencode(text)
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def several(value: Any) -> Iterable[Any]:
    """Return an iterable of one or several things; a single text or path is one thing."""
    return (value,) if isinstance(value, str | bytes) or not isinstance(value, Iterable) else value


def texts_argument(name: str, value: object) -> tuple[str, ...]:
    """Return texts that are given as one or as several. Raises UsageError for anything else."""
    texts = tuple(several(value))
    if not all(isinstance(text, str) for text in texts):
        raise wrong(name, value, "a text, or a list of texts")
    return texts


def names_argument(name: str, value: object) -> list[str]:
    """Return names that are given as one or several texts, each with names separated by commas.

    Raises UsageError.
    """
    return [part.strip() for text in texts_argument(name, value) for part in text.split(",")]

"""Immutable values, as frozen dataclasses are, without the time that it takes to make their classes.

>>> class Point(Frozen):
...     x: int
...     y: int = 0
>>> Point(3), Point(3) == Point(3, 0), Point(3).replace(y=1)
(Point(x=3, y=0), True, Point(x=3, y=1))
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Frozen:
    """Base of immutable values: the annotations of a class are its fields, in the order of its arguments.

    Values are equal if they are of one class and their fields are equal; those with hashable fields can be
    hashed. A class is made in 0.02 ms, where a frozen dataclass takes 0.7: a search makes twenty-five.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.__match_args__ = tuple(cls.__annotations__)  # type: ignore[misc]  # mypy makes it itself

    def __init__(self, *values: Any, **named: Any) -> None:
        names = self.__match_args__
        given = dict(zip(names, values), **named)  # noqa: B905  # too many are an error below
        fields = {name: given[name] if name in given else getattr(type(self), name, ...) for name in names}
        if ... in fields.values() or len(given) != len(values) + len(named) or given.keys() - fields.keys():
            raise TypeError(f"{type(self).__name__} takes the arguments {', '.join(names)}")
        self.__dict__.update(fields)

    def replace(self, **changes: Any) -> Self:
        """Return the same value with other contents of some fields."""
        return type(self)(**self.__dict__ | changes)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({fields})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable")

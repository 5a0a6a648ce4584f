"""Random texts for the query language: each is read or refused, quickly, and nothing else happens.

    python benchmarks/fuzz.py                            100,000 texts
    python benchmarks/fuzz.py --count 1000000 --seed 7   more, and others

A third of the texts are made of pieces of the language, a third are good queries with changes, and a third
are any characters, with halves of surrogate pairs and NULs. Each is read with and without --any. What can be
read is shown, and must be read from that as the same tree; parse_literal() must read it too. Ends with
1 at a text where anything but QuerySyntaxError comes out, or that takes too long, and prints the text.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from newsgrep.cli.forms import FORMS  # noqa: E402
from newsgrep.errors import QuerySyntaxError  # noqa: E402
from newsgrep.query import parse, parse_literal  # noqa: E402
from newsgrep.query.fields import EXACT, FIELD_OF  # noqa: E402
from newsgrep.query.nodes import render  # noqa: E402

#: Seconds of the processor's time that one text may take.
LONGEST = 2

GOOD = [form.example for forms in FORMS.values() for form in forms]
PIECES = [
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
CHARACTERS = [
    lambda rng: chr(rng.randrange(0x20, 0x7F)),
    lambda rng: chr(rng.randrange(0x110000)),
    lambda rng: chr(rng.randrange(0xD800, 0xE000)),
    lambda rng: chr(rng.randrange(0x600)),
    lambda rng: rng.choice('()"*?~^/=+-: \0\n\t'),
]


def made_of_pieces(rng: random.Random) -> str:
    """Return pieces of the language in a row, mostly a few, sometimes many of the same few."""
    pieces = rng.choices(PIECES, k=rng.randrange(1, 12))
    return "".join(pieces * (rng.randrange(2, 400) if rng.random() < 0.02 else 1))


def changed(rng: random.Random) -> str:
    """Return good queries joined, with some characters taken out, put in, doubled or swapped."""
    text = list(rng.choice([" ", " OR ", ""]).join(rng.choices(GOOD, k=rng.randrange(1, 4))))
    for _ in range(rng.randrange(1, 6)):
        place = rng.randrange(len(text)) if text else 0
        match rng.randrange(4):
            case 0:
                del text[place : place + rng.randrange(1, 4)]
            case 1:
                text.insert(place, rng.choice(PIECES))
            case 2:
                text[place:place] = text[place : place + rng.randrange(1, 10)]
            case _:
                text.append(rng.choice(CHARACTERS)(rng))
    return "".join(text)


def any_characters(rng: random.Random) -> str:
    """Return characters of one kind or of all kinds."""
    kinds = CHARACTERS if rng.random() < 0.5 else [rng.choice(CHARACTERS)]
    return "".join(rng.choice(kinds)(rng) for _ in range(rng.randrange(60)))


MAKERS = (made_of_pieces, changed, any_characters)


def fault_of(text: str) -> tuple[str, bool]:
    """Return what is wrong with how a text is read, nothing if nothing is, and whether it is a query."""
    read = False
    for any_word in (False, True):
        try:
            tree = parse(text, any_word=any_word)
        except QuerySyntaxError as error:
            if not (
                0 <= error.position <= len(text) and error.hint and "\n" not in error.message + error.hint
            ):
                return f"a bad error: {error.message} at {error.position}, {error.hint}", read
            continue
        read = True
        shown = render(tree)
        if render(parse(shown)) != shown or (not any_word and parse(shown) != tree):
            return f"shown as {shown}", read
    if text.strip():
        parse_literal(text)
    return "", read


def _too_long(*_: object) -> None:
    raise TimeoutError(f"it takes more than {LONGEST} s")


def main() -> int:
    """Read so many texts, and print how it went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000, help="texts to read")
    parser.add_argument("--seed", type=int, default=0, help="another seed makes other texts")
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
            fault, read = fault_of(text)
        except Exception as error:
            fault, read = f"{type(error).__name__}: {error}", False
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        took = time.process_time() - begun
        if fault:
            sys.stdout.write(f"text {number}: {ascii(fault)}\n{ascii(text)}\n")
            return 1
        outcomes[read] += 1
        if took > slowest:
            slowest, slowest_text = took, text
    sys.stdout.write(
        f"{arguments.count:,} texts: {outcomes[True]:,} are queries, {outcomes[False]:,} are refused\n"
        f"slowest: {slowest * 1000:.1f} ms, {ascii(slowest_text[:100])}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Make the table of the names of months and weekdays, `newsgrep/dates/month_names.py`, from CLDR by Babel.

    python -m pip install babel
    python scripts/date_names.py > newsgrep/dates/month_names.py

A test compares the table with what this script makes, where Babel is installed. The names are folded as the
words of an index are: small letters, no accents. A name that means one month in one language and another in a
second is English if English has it, else it is left out, as it has two readings.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

sys.path.insert(0, str(Path(__file__).parents[1]))

from newsgrep.analysis.folding import fold  # noqa: E402

#: The languages of `--language`, by the codes of CLDR, with the countries that name months in their own way.
#: Sesotho comes last: Babel mixes its names into those of the languages that are read after it.
STEMMED = {
    "arabic": ("ar", "ar_LB", "ar_DZ", "ar_MA", "ar_SA"), "armenian": ("hy",), "basque": ("eu",),
    "catalan": ("ca",), "czech": ("cs",), "danish": ("da",), "dutch": ("nl",), "english": ("en", "en_GB"),
    "esperanto": ("eo",), "estonian": ("et",), "finnish": ("fi",), "french": ("fr", "fr_CA"),
    "german": ("de", "de_AT"), "greek": ("el",), "hindi": ("hi",), "hungarian": ("hu",),
    "indonesian": ("id",), "irish": ("ga",), "italian": ("it",), "lithuanian": ("lt",), "nepali": ("ne",),
    "norwegian": ("nb", "nn"), "persian": ("fa", "fa_AF"), "polish": ("pl",), "portuguese": ("pt", "pt_PT"),
    "romanian": ("ro",), "russian": ("ru",), "serbian": ("sr", "sr_Latn"), "spanish": ("es", "es_MX"),
    "swedish": ("sv",), "tamil": ("ta",), "turkish": ("tr",), "yiddish": ("yi",), "sesotho": ("st",),
}  # fmt: skip
#: Languages of many newspapers without a stemmer.
OTHERS = (
    *("uk", "bg", "sk", "sl", "lv", "az", "he", "hr", "be", "mk", "sq", "is", "gl", "ms", "sw", "fil"),
    *("ka", "th", "bn", "te", "gu", "kn", "ml", "mr", "pa", "ur", "si", "km", "lo", "my", "am"),
    *("uz", "uz_Cyrl", "kk", "ky", "tg", "vi"),
)
#: Languages whose short names are not read: of those of Sesotho, `Jan` is June; others are words of English.
WIDE = ("st", "is", "sw", "uz", "vi")
#: What people write and CLDR does not have: (number, names).
MORE_MONTHS = {
    1: "janner jaenner জানুয়ারি", 2: "feber ফেব্রুয়ারি फरवरी", 3: "mrz maerz", 8: "ags agt",
    9: "sept set setiembre सितम्बर", 10: "अक्टूबर अक्तूबर", 11: "नवम्बर", 12: "दिसम्बर",
}  # fmt: skip
MORE_WEEKDAYS = {1: "tues", 2: "weds", 3: "thur thurs"}
_WIDTH = 98

HEAD = '''"""The names of months and weekdays in many languages, folded. Made by scripts/date_names.py."""

from __future__ import annotations

'''


def codes() -> list[str]:
    """Return the codes of all languages, in the order in which Babel may read them."""
    *stemmed, last = STEMMED.values()
    return [code for some in (*stemmed, OTHERS, last) for code in some]


def names(kind: str) -> Iterator[tuple[str, int, str]]:
    """Yield each folded name, its number and the code of its language."""
    for code in codes():
        known = getattr(Locale.parse(code), kind)
        widths = ["wide", "abbreviated"] + ["short"] * (kind == "days")
        if code in WIDE:
            widths = ["wide"]
        for context in ("format", "stand-alone"):
            for width in widths:
                for number, name in known[context].get(width, {}).items():
                    if code == "th":  # `เม.ย.` is read as `เมย`
                        name = name.replace(".", "")
                    # Catalan has `d'octubre` and Irish `de luain` here: the article is a word of its own.
                    folded = " ".join(fold(name).strip(".").split())
                    yield folded.removeprefix("de ").removeprefix("d'"), number, code


def by_number(kind: str, more: dict[int, str]) -> tuple[list[list[str]], list[list[str]]]:
    """Return the names of each number, sorted, and those that mean it too in a language without a stemmer.

    A row at the end of the first has the names that several numbers share in languages with a stemmer.
    """
    meanings: dict[str, dict[int, set[str]]] = {}
    for name, number, code in names(kind):
        if len(name) > 1 and "." not in name and not name[0].isdigit():
            meanings.setdefault(name, {}).setdefault(number, set()).add(code)
    for number, written in more.items():
        for name in map(fold, written.split()):
            meanings.setdefault(name, {}).setdefault(number, set()).add("")
    first, count = (1, 12) if kind == "months" else (0, 7)
    found: list[list[str]] = [[] for _ in range(count + 1)]
    others: list[list[str]] = [[] for _ in range(count)]
    for name, numbers in sorted(meanings.items()):
        english = [number for number, spoken in numbers.items() if "en" in spoken]
        stemmed = [number for number, spoken in numbers.items() if not spoken <= {*OTHERS}]
        chosen = english or stemmed or [*numbers]
        found[chosen[0] - first if len(chosen) == 1 else count].append(name)
        if len(chosen) == 1 and not english:
            for number in numbers.keys() - {*chosen}:
                others[number - first].append(name)
    return found, others


def literal(rows: list[list[str]]) -> str:
    """Return the rows as the source of a tuple of strings."""
    lines = []
    for row in rows:
        joined = "| ".join(name.replace(" ", "\0") for name in row)
        parts = [part.replace("| ", "|").replace("\0", " ") for part in textwrap.wrap(joined, _WIDTH)]
        quoted = [f'        "{part}"' for part in parts or [""]]
        lines += [f"    {quoted[0].strip()},"] if len(quoted) == 1 else ["    (", *quoted, "    ),"]
    return "(\n" + "\n".join(lines) + "\n)"


def table() -> str:
    """Return the source of the module."""
    months, others = by_number("months", MORE_MONTHS)
    weekdays, _ = by_number("days", MORE_WEEKDAYS)
    return (
        HEAD
        + f"#: From January to December.\nMONTHS = {literal(months[:12])}\n\n"
        + "#: Names among these that are those of other months in a further language, such as Croatian.\n"
        + f"OTHER_MONTHS = {literal(others)}\n\n"
        + "#: From Monday to Sunday; the last are short names that stand for several weekdays.\n"
        + f"WEEKDAYS = {literal(weekdays)}\n"
    )


if __name__ == "__main__":
    sys.stdout.write(table())

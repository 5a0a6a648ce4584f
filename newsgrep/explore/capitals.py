"""Runs of words with capitals in a text, which may be names.

>>> finder = NameFinder(CaseUse(frozenset(["today"])))
>>> [mention.name for mention in finder.mentions("Today the Bank of Norway met President Jane Doe.")]
['Bank of Norway', 'Jane Doe']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from newsgrep.analysis.folding import fold
from newsgrep.dates.written_dates import month_number, weekday_number
from newsgrep.explore.nationalities import is_nationality
from newsgrep.explore.short_names import COMPANY_FORMS, without_company_form
from newsgrep.textmatch.sentences import sentence_starts

#: The most words of a name: a longer run is a headline, or a line in capitals.
_MOST_WORDS = 7
#: The size of the caches of analysed runs and words, which texts repeat.
_RUNS_KEPT = 100_000
#: A sentence with a larger share of words with capitals is taken for a headline: its capitals tell nothing.
_HEADLINE = 0.6

#: A word at the beginning of a sentence is a name if elsewhere this share of its mentions do not stand before
#: another word with a capital, unlike `Federal`; and if it begins sentences at most this many times as often
#: as it stands within one, unlike labels of tables, such as `Revs`.
_ALONE, _MOST_FIRST = 0.2, 10

#: What may stand between the words of a name.
_CONNECTORS = (
    "of the|of|de la|de los|de|del|della|di|da|do|dos|du|des|van der|van den|van|von|bin|ibn|al|el|es|y"
).replace(" ", r"[ \n]")
#: What may be joined to a word of a name by a hyphen, in small letters: al-Assad.
_ARTICLES = "al|el|ad|an|ar|as|ash|at|az|ul"


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: Ranks and salutations that stand before the name of a person, and words that stand before a rank.
_RANKS = _words("""
    president premier minister chancellor senator congressman congresswoman representative speaker
    mayor ambassador secretary undersecretary spokesman spokeswoman spokesperson colonel captain lieutenant
    sergeant admiral chairman chairwoman professor sultan emir ayatollah envoy governor commissioner leader
    director director-general treasurer
    mr mrs ms dr prof gen col capt lt sen rep gov rev mme mlle herr frau monsieur madame
    presidente président présidente präsident
    präsidentin ministre ministro ministra kanzler kanzlerin bundeskanzler bundeskanzlerin президент
    министр премьер премьер-министр
    dear cher chère liebe lieber geehrte geehrter estimado estimada уважаемый уважаемая sayın hörmətli
""")
_BEFORE_RANKS = _words("""
    prime vice deputy foreign finance defence defense interior justice first acting former assistant press
    associate under treasury trade executive senior general joint special chief managing commerce agriculture
    energy industry labor labour transport transportation education health housing environment planning
    economy budget information culture tourism majority minority
""")
#: Words that belong to a rank before them: Secretary of State, Chancellor of the Exchequer.
_AFTER_RANKS = {"state": "secretary", "exchequer": "chancellor"}
#: English abbreviations of months, weekdays and time zones. Those of other languages may be words of names.
_SHORT_DATES = _words("""
    jan feb mar apr may jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    gmt utc bst cet cest est edt cst cdt mst mdt pst pdt
""")
_SHORTEST_DATE = 4
#: English months and weekdays. Those of other languages may be names of persons: Marco, Marta, Maja.
_DATES = _words("""
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
""")
#: Words beside a number, as a month in a date is.
_BESIDE_NUMBER = re.compile(r"\d[.,]?[ \n]+([^\W\d_]{4,})|(?<![^\W\d_])([^\W\d_]{4,}+)[.,]?[ \n]+\d")
#: A word that is not part of an address: jane.doe@example.org does not show how `Jane` is written.
_WORD = re.compile(r"(?<![\w@./])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w@]|[.:/]+\w)")
#: What may join two names into one, as in `Food and Drug Administration`, or stand between two names.
_JOINT = re.compile(r"[ \n](and|&|for|on)[ \n]")
#: The widest line that a text is wrapped to, and the share of the longest line from which a line is full. The
#: first word of the next line counts with it: if both are short, the line ends on purpose, as in a list.
_WIDEST, _FULL = 100, 0.6
#: The symbol of a share behind the name of its company, <TX>, (NYSE: TX) or (TX.N); party and state of a
#: politician, D-Tex; a word before its number.
#: Each alternative starts with a letter or a mark, so that a search can skip to one of them.
_NO_NAME = re.compile(
    r"<[A-Z][A-Z.-]*>|\((?:[A-Z]{2,} ?: ?[A-Z][A-Z.]*|[A-Z]+\.[A-Z]{1,2})\)"
    r"|D(?<!\w.)-[A-Z][a-z]{1,4}\b|R(?<!\w.)-[A-Z][a-z]{1,4}\b"
    r"|Chapter(?=[ \n]\d)|Article(?=[ \n]\d)|Section(?=[ \n]\d)|Phase(?=[ \n]\d)"
)
#: A word in small letters behind an abbreviation such as `U.S.`; some archives wrongly give it a capital.
_AFTER_DOTS = re.compile(r"\b(?:[A-Z]\.){2,}[ \n]([a-z]+)")
_DOTTED = re.compile(r"(?:\w\.){2,}")
#: An adjective with a name in it: Oslo-based.
_ADJECTIVE = re.compile(
    r"(.+)-(?:based|born|backed|built|controlled|held|led|linked|listed|made|owned|run|style)"
)
#: The most names that are joined into one.
_MOST_JOINED = 3
#: A shorter line in capitals may be the end of a sentence.
_LEAST_OF_A_LINE = 3
#: What may stand between the beginning of a sentence and its first word.
_DASHES = (" -", " –", " —")
_OPENING = "\"'“”‘’«»„([—–- "


class Mention(NamedTuple):
    """A name in a text.

    name:        as it is written, without ranks and `The`
    key:         the name folded, or the stems of its words, without the legal form of a company;
                 mentions with one key are of one name
    is_doubtful: whether it may be no name: a word at the beginning of a sentence, or a common one after
                 `and`, or anything in a line in capitals
    is_company:  whether it has the legal form of a company
    is_heading:  whether it begins the text, as a dateline does
    before:      names directly before it, each with the word, such as `and`, that joins it to the next one
    """

    name: str
    key: str
    is_doubtful: bool
    is_company: bool
    is_heading: bool = False
    before: tuple[str, ...] = ()


class CaseUse:
    """Knows which words are written with a capital within sentences, and which without."""

    def __init__(self, stopwords: frozenset[str]) -> None:
        self._stopwords = stopwords
        self._upper = Counter[str]()
        self._lower = Counter[str]()
        self._before_capital = Counter[str]()
        self._first = Counter[str]()
        self._beside_number = Counter[str]()
        self._in_a_row = set[tuple[str, str]]()
        self._after_dots = set[str]()

    def learn(self, text: str) -> None:
        """Count the words of a text by their capitals, except headlines and first words of sentences."""
        found = (before or after for before, after in _BESIDE_NUMBER.findall(text))
        self._beside_number.update(word.lower() for word in found if word[0].isupper())
        self._after_dots.update(_AFTER_DOTS.findall(text))
        for line in text.split("\n"):
            start = 0
            for end in (*sentence_starts(line), len(line)):
                first, *words = _WORD.findall(line, start, end) or [""]
                upper = [word.lower() for word in words if word[0].isupper()]
                if len(upper) <= _HEADLINE * len(words):
                    self._upper.update(upper)
                    after_capitals = [pair for pair in pairwise(words) if pair[0][0].isupper()]
                    self._in_a_row.update(after_capitals)
                    self._before_capital.update(
                        word.lower() for word, following in after_capitals if following[0].isupper()
                    )
                if not first.isupper():
                    self._first[first.lower()] += 1
                    self._lower.update(word for word in words if not word[0].isupper())
                start = end

    def is_small(self, word: str) -> bool:
        """Whether a folded word is a stopword, such as `the` or `and`."""
        return word in self._stopwords

    def is_common(self, word: str) -> bool:
        """Whether a word is rather written without a capital."""
        lowered = word.lower()
        return lowered in self._stopwords or self._lower[lowered] > self._upper[lowered]

    def is_raised(self, word: str, following: str) -> bool:
        """Whether a word has a capital only as it follows `U.S.` or the like: elsewhere it has none there."""
        if word[-1] != ".":
            return False
        lowered = following.lower()
        return lowered in self._after_dots and self.is_common(lowered) and _DOTTED.fullmatch(word) is not None

    def are_in_a_row(self, word: str, following: str) -> bool:
        """Whether two words were seen in a row within a sentence, the first with a capital: `New York`."""
        return (word, following) in self._in_a_row

    def is_date(self, word: str) -> bool:
        """Whether a word is a month or a weekday: in English, or one that these texts mostly use in dates."""
        lowered = word.lower().rstrip(".0123456789")
        if len(lowered) < _SHORTEST_DATE:
            return lowered in _SHORT_DATES
        if lowered in _DATES:
            return True
        dated = self._beside_number[lowered]
        return dated > 0 and 2 * dated >= self._upper[lowered] and _is_calendar_word(lowered)

    def is_name(self, word: str) -> bool:
        """Whether a word was seen within sentences by itself with a capital, and rarely without."""
        lowered = word.lower()
        upper = self._upper[lowered]
        alone = upper - self._before_capital[lowered]
        is_often_alone = alone > 0 and alone >= _ALONE * upper and self._first[lowered] <= _MOST_FIRST * upper
        return is_often_alone and not self.is_common(word)


class NameFinder:
    """Finds the names in texts."""

    def __init__(self, case_use: CaseUse, key: Callable[[str], str] = fold) -> None:
        self._case_use = case_use
        self._key = key
        self._in_run = lru_cache(maxsize=_RUNS_KEPT)(self._analyse_run)

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield the names in a text in their order."""
        text = _NO_NAME.sub(lambda found: " " * len(found[0]), _with_lines_apart(text))
        starts = {*sentence_starts(text)}
        chain: tuple[str, ...] = ()
        last_end = -1
        for run in _runs().finditer(text):
            start = run.start()
            joint = _JOINT.fullmatch(text, last_end, start) if chain else None
            before = (*chain[3 - 2 * _MOST_JOINED :], joint[1]) if joint else ()
            chain, last_end = (), run.end()
            in_capitals = run[0].isupper() and _is_in_capitals(text, start)
            for mention, is_none in self._in_run(run[0], _begins_sentence(text, start, starts)):
                if before and not run[0].startswith(mention.name.split(" ", 1)[0]):
                    before = ()
                chain = (*before, mention.name)
                if before or in_capitals or not start:
                    is_doubtful = mention.is_doubtful or is_none or in_capitals
                    mention = mention._replace(is_doubtful=is_doubtful, is_heading=not start, before=before)
                if before or not is_none:
                    yield mention
                before = ()

    def _analyse_run(self, run: str, begins: bool) -> list[tuple[Mention, bool]]:
        """Return each name in a run, and whether it is none by itself.

        begins: whether the run begins a sentence
        """
        words, use, found = run.split(), self._case_use, []
        if len(words) > _MOST_WORDS:
            return []
        is_first_alone = len(words) > 1 and use.is_common(words[0]) and not use.are_in_a_row(*words[:2])
        if begins and is_first_alone and not run.isupper():
            begins, words = False, words[1:]
        for part in _parts(words, use):
            name, is_alone = " ".join(part), len(part) == 1
            if len(part) < 3 and is_nationality(name):
                continue
            bare = without_company_form(name)
            is_doubtful = begins and is_alone and not use.is_name(name)
            is_form = (is_alone or bare != name) and COMPANY_FORMS.issuperset(fold(name).split())
            is_none = is_form or is_alone and _is_no_name(name, use)
            found.append((Mention(name, self._key(bare), is_doubtful, bare != name), is_none))
        return found


def is_without_case(text: str) -> bool:
    """Return whether the letters of a text have no capitals, as those of Arabic and Chinese.

    >>> is_without_case("海光市港口"), is_without_case("no capital"), is_without_case("12.5")
    (True, False, False)
    """
    return text.lower() == text.upper() and any(map(str.isalpha, text))


def _with_lines_apart(text: str) -> str:
    """Return a text with a blank line after each line that ends before it is full: no name goes on there.

    >>> _with_lines_apart("Kind regards\\nJane Doe\\nExample Bank, of 12 Long Road in the town of Oslo")
    'Kind regards\\n\\nJane Doe\\n\\nExample Bank, of 12 Long Road in the town of Oslo'
    """
    lines = text.split("\n")
    full = _FULL * min(_WIDEST, max(map(len, lines)))
    apart = [
        f"{line}\n" if after and len(line) + 1 + len(after.split(" ", 1)[0]) <= full else line
        for line, after in pairwise(lines)
    ]
    return "\n".join([*apart, lines[-1]])


def _begins_sentence(text: str, start: int, starts: set[int]) -> bool:
    """Whether a word begins a sentence, or may do so: after a quotation mark, a bracket or a dash."""
    if text[start - 1 : start] == " " and text[start - 2].isalnum():
        return False
    while start and start not in starts and text[start - 1] in _OPENING:
        start -= 1
    return not start or start in starts or text[start - 1] == "\n" or text[start : start + 2] in _DASHES


def _is_in_capitals(text: str, offset: int) -> bool:
    """Whether the line around an offset is in capitals, like a headline: they mark no names there."""
    begin, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    line = text[begin : end if end >= 0 else None]
    return line.isupper() and len(line.split()) >= _LEAST_OF_A_LINE


def _parts(words: Sequence[str], case_use: CaseUse) -> Iterator[list[str]]:
    """Yield the names in a run, as lists of words: ranks, dates, and small words with a capital part them."""
    part: list[str] = []
    for number, word in enumerate(words):
        lowered = word.lower()
        is_rank = lowered in _RANKS
        is_raised = number > 0 and case_use.is_raised(words[number - 1], word)
        owner = _ADJECTIVE.fullmatch(word) if "-" in word else None
        if is_rank:
            while part and part[-1].lower() in _BEFORE_RANKS:
                part.pop()
        if is_rank or case_use.is_date(word) or is_raised or word[0].isupper() and case_use.is_small(lowered):
            yield from _trimmed(part)
            part = []
        elif owner:
            yield from _trimmed([*part, owner[1]])
            part = []
        elif not (lowered in _AFTER_RANKS and _AFTER_RANKS[lowered] in map(str.lower, words[:number][-3:])):
            part.append(word)
    yield from _trimmed(part)


def _trimmed(part: list[str]) -> Iterator[list[str]]:
    """Yield a name without words in small letters at its ends, such as the `of` of `President of Norway`."""
    while part and part[0].islower():
        part = part[1:]
    while part and part[-1].islower():
        part = part[:-1]
    if part:
        yield part


def _is_no_name(word: str, case_use: CaseUse) -> bool:
    bare = word.strip(".")
    return len(bare) < 2 or case_use.is_common(word)


@lru_cache(maxsize=_RUNS_KEPT)
def _is_calendar_word(word: str) -> bool:
    """Whether a word is the name of a month or a weekday in any language."""
    return bool(month_number(word)) or weekday_number(word) is not None


@cache
def _runs() -> re.Pattern[str]:
    """Return the regular expression for runs of words with capitals.

    It starts with the capital, so that a search can skip to one, and looks behind from there.
    """
    capitals = "".join(re.escape(chr(code)) for code in range(0x3000) if chr(code).isupper())
    capital = f"[{capitals}]"
    saint = rf"(?:(?<=S)(?:te?|T)|(?<=[FM])[tT])\.(?= {capital})"
    rest = rf"(?:{saint}|\.(?:{capital}\.)*|\w*(?:[-‐]\w+|['’](?!s\b)\w+)*)"
    between = rf"[ \n](?:(?:{_CONNECTORS})[ \n])?(?:(?:{_ARTICLES})-)?"
    form = r"(?:and|&)[ \n](?:Cos?|Sons)\b(?:[ \n](?:Inc|Ltd|Plc|Corp|Co)\b)?"
    partners = rf"(?:,[ \n]{capital}{rest}){{0,2}}[ \n]{form}"
    return re.compile(rf"{capital}(?<![\w.].){rest}(?:{between}{capital}{rest})*(?:{partners})?")

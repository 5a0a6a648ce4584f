"""Full stops that end no sentence: after abbreviations, initials and German ordinal numbers.

>>> texts = ["Mr. Doe", "the U.S. Senate", "the U.S. The", "am 21. Mai", "in 21. He", "No oz. of", "it. He"]
>>> [is_within(text, text.rindex("."), text.rindex(" ") + 1) for text in texts]
[True, True, False, True, False, True, False]
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: Abbreviations that stand before a name or another word: titles first.
_BEFORE_WORDS = _words("""
    Mr Mrs Ms Dr Prof St Ste Sen Rep Gov Gen Lt Col Sgt Capt Cpl Maj Adm Cmdr Rev Hon Pres Supt Insp Det
    Mt Ft Sr Sra Srta Dra Lic Ing Gral Excmo Exmo Eng Cel Profa Sig Avv Dott Mons Mme Mlle MM Mgr Pr Doç Av Sn
    Dipl Hr Fr Frl Hl dr prof doc ing mgr mr ir drs dhr mw mevr hr gen płk mjr ks św bp abp im ul al os woj pl
    pt ds tzw tzv tzn tj np mj např zgn bijv vs ca cca bzw sog vgl evtl ggf inkl insb geb gest verh Anm
    esim ns ún özv dl dna им ул просп пл пер акад проф доц гр св тов ген полк д-р δρ Αγ Mio Mrd Tsd
""")
#: Abbreviations that stand before a number.
_BEFORE_NUMBERS = _words("""
    Jan Feb Febr Mar Mär Apr Jun Jul Aug Sep Sept Oct Okt Nov Dec Dez janv févr avr juil sept oct nov déc ene
    feb abr jun jul ago dic gen mag giu lug ott
    No Nos Nr nr no núm n° Art art Abs Az Rn Ziff Bd Vol vol Fig fig Abb Kap cap ch pp pág pag str стр ст рис
    čl min Min ca ok kb cca Tel tel kl
""")
_MONTHS = _words("""
    Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember
    Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez
""")
#: German words that stand before an ordinal number.
_BEFORE_ORDINALS = _words("""
    am im zum vom beim ins der die das des dem den seit bis ab und oder dieser diese dieses jeder jedem jeden
    mein sein ihr unser meinem meinen seinem seinen seiner seines ihrem ihren ihrer ihres unserem unseren
    Am Im Zum Vom Beim Der Die Das Des Dem Den Seit Ab
""")
#: English words that begin a sentence, but no name: after `U.S.` they show that the sentence has ended.
_BEGINNINGS = _words("""
    The This That These Those There It Its He His She Her They Their We Our But However When While
    Although If
""")
#: Letters that are no words by themselves, so that they abbreviate one: `z. B.`, `г. Москва`, `κ. Doe`.
_LETTERS = frozenset("bcdfghjklmnpqrstvwxzбвгджзклмнпрстфхцчшκβγδμνπρστλ")
_ARABIC = ("\u0621", "\u064a")
#: What may stand before a word, without a space between.
_OPENING = "\"'“”„‘’«»([{—–/"
#: What may follow the full stop of an abbreviation.
_AFTER_STOP = frozenset(" \n\t\u00a0\u202f)")
#: How many characters before a full stop are read: for the words before it, and to look for a capital.
_NEAR, _FAR = 32, 200
_LONGEST_ORDINAL = 3
#: The most letters of an abbreviation in these lists.
_LONGEST = 5


def is_within(text: str, stop: int, following: int) -> bool:
    """Return whether a sentence goes on after a full stop, `!` or `?`.

    stop:      the offset of this mark
    following: the offset of the text that follows, after quotation marks and white space
    """
    if text[following].islower():
        return not text[max(0, stop - _FAR) : stop].islower()
    near = text[max(0, stop - _NEAR) : stop]
    is_long = len(near) > _LONGEST and near[-_LONGEST - 1 :].isalpha()
    if is_long or text[stop] != "." or text[stop + 1] not in _AFTER_STOP:
        return False
    *before, word = near.rsplit(None, 2)[-2:] or [""]
    word = word.lstrip(_OPENING)
    if not near.endswith(word):
        return False
    earlier = before[0].lstrip(_OPENING) if before else ""
    if word.isdecimal():
        begins_line = stop == len(word) or text[stop - len(word) - 1] == "\n"
        is_number_of_item = begins_line and "\n" not in text[stop:following]
        return len(word) <= _LONGEST_ORDINAL and (
            is_number_of_item or earlier in _BEFORE_ORDINALS or _word_at(text, following) in _MONTHS
        )
    if _is_initial(word) or word in _BEFORE_WORDS:
        return _word_at(text, following) not in _BEGINNINGS
    if word in _BEFORE_NUMBERS and text[following].isdecimal():
        return True
    return _is_abbreviated(word, earlier)


def _word_at(text: str, start: int) -> str:
    return text[start : start + _NEAR].split(None, 1)[0].rstrip(",.;:)")


def _is_initial(word: str) -> bool:
    """Return whether a word ends with an initial, such as `J`, `U.S` and `J.-P`; not the T of `AT&T`."""
    return word[-1:].isupper() and (len(word) == 1 or not (word[-2].isalnum() or word[-2] == "&"))


def _is_abbreviated(word: str, earlier: str) -> bool:
    """Return whether a word is a single letter that abbreviates one, and not a unit after a number."""
    if len(word) != 1:
        return False
    if earlier.endswith(".") and len(earlier) == 2:
        return earlier != "т."  # т. д., т. п.: and so on
    is_unit = earlier[-1:].isdecimal() or earlier.isupper()
    return not is_unit and (word in _LETTERS or _ARABIC[0] <= word <= _ARABIC[1])

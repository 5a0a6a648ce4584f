"""Each form that cannot be read: its message, its position and its hint.

Today is Thursday 12 November 2020.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse

TODAY = dt.date(2020, 11, 12)

# The query, the position of the error, and parts of its message and hint.
WORDS = [
    # Nothing to search for.
    ("", 0, "the query is empty", "*"),
    (" \n", 0, "the query is empty", "*"),
    ("—", 0, "there is no word in '—'", "remove it"),
    ("…", 0, "there is no word in '…'", ""),
    ("& &", 0, "there is no word in '&'", "AND"),
    ("||", 0, "there is no word in '||'", "OR"),
    (" - ", 1, "there is no word in '-'", "-word"),
    ("title:&", 6, "there is no word in '&'", "AND"),
    ("a AND & ", 2, "there is nothing after AND", '"AND"'),
    ("( … )", 0, "nothing between the brackets", ""),
    ("& OR a", 2, "expected a word, found OR", '"OR"'),
    ("?", 0, "there is no word in '?'", ""),
    ("$*", 0, "there is no word in '$*'", ""),
    ('""', 0, "the phrase is empty", "words"),
    ('a "  "', 2, "the phrase is empty", "words"),
    ('"—"', 0, "there is no word in '—'", ""),
    ("a\0b", 1, "U+0000", "remove it"),
    ("a \ud800", 2, "U+D800", "remove it"),
    # Operators, brackets and quotes.
    ("AND", 0, "expected a word, found AND", '"AND"'),
    ("OR a", 0, "expected a word, found OR", '"OR"'),
    ("a AND OR b", 6, "expected a word, found OR", '"OR"'),
    ("(AND a)", 1, "expected a word, found AND", '"AND"'),
    ("title:AND", 6, "expected a word, found AND", '"AND"'),
    ("a AND", 2, "there is nothing after AND", '"AND"'),
    ("a (b OR )", 5, "there is nothing after OR", '"OR"'),
    ("a NOT", 2, "there is nothing after NOT", '"NOT"'),
    ("a b OR c", 4, "mixed", "(a AND b) OR c, or a AND (b OR c)"),
    ("a OR b c", 7, "mixed", "a OR (b AND c), or (a OR b) AND c"),
    ("a AND b OR c AND d", 8, "mixed", "(a AND b) OR (c AND d), or a AND (b OR c) AND d"),
    ("a OR b -c", 7, "mixed", "a OR (b AND NOT c), or (a OR b) AND NOT c"),
    ("x (a b OR c)", 7, "mixed", "(a AND b) OR c"),
    ("title:(a b OR c)", 11, "mixed", "title:a AND (title:b OR title:c)"),
    ("a " * 200 + "OR b", 400, "mixed", "(a AND b) OR c, or a AND (b OR c)"),
    ("()", 0, "nothing between the brackets", ""),
    ("a ( )", 2, "nothing between the brackets", ""),
    ("(a b", 0, "the bracket is not closed", ")"),
    ("a (", 2, "the bracket is not closed", ")"),
    ("a)", 1, "no opening bracket before this closing bracket", ""),
    (")", 0, "no opening bracket before this closing bracket", ""),
    ('a "b c', 2, "the phrase has no closing quote", 'add "'),
    ("a “b c", 2, "the phrase has no closing quote", "add ”"),
    ('“a b"', 0, "the phrase has no closing quote", "”"),
    ("a”", 1, "there is a quote inside a word", "space"),
    ("a ”b", 2, "no opening quote before this closing quote", "«…»"),
    ("a »b", 2, "no opening quote before this closing quote", "«…»"),
    ("a 「b", 2, "the phrase has no closing quote", "add 」"),
    ('!"a"', 0, "there is no word in '!'", ""),
    ('5"', 1, "there is a quote inside a word", "space"),
    ('"a"b', 3, "there is no space after the closing quote", ""),
    ('"a"-b', 3, "there is no space after the closing quote", ""),
    ("(a)-b", 3, "there is no space after the closing bracket", ""),
    ("--a", 1, "two signs in a row", "-word"),
    ("+-a", 1, "two signs in a row", "-word"),
    ("!a", 0, "! is not an operator here", "-a"),
    ("gan\\*", 0, "a backslash before * has no meaning", "no * to search for"),
    ("a title:g\\?n", 8, "a backslash before ? has no meaning", "no ? to search for"),
    ('a "missil\\?"', 9, "a backslash before ? has no meaning", "no ? to search for"),
    ("missle\\~1", 0, "a backslash before ~ has no meaning", "no ~ to search for"),
    ("a –b", 2, "– is not an operator here", "-b"),
    ("a –(b OR c)", 2, "there is no word in '–'", "put - in place of –"),
    ("a ——b", 2, "—— is not an operator here", "-b"),
    ("a –=b", 2, "– is not an operator here", "-=b"),
    ("a !/b/", 2, "! is not an operator here", "-/b/"),
    ("a －b", 2, "－ is not an operator here", "-b"),
    ("a –-b", 2, "–- is not an operator here", "write -b"),
    ("a !(b)", 2, "! is not an operator here", "put - in place of !"),
    ('a !"b c"', 2, "there is no word in '!'", "put - in place of !"),
    ('a –title:"b c"', 2, "– is not an operator here", "put - in place of –"),
    ("!ATLEAST3 a", 0, "! is not an operator here", "put - in place of !"),
    ("a —OR b", 2, "— is not an operator here", "remove it"),
    # Fields.
    ("foo:a", 0, "there is no field foo:", "title:, author:, body:, lead:, date:, source:"),
    ("a autor:b", 2, "there is no field autor:", "did you mean author:?"),
    ("a (heading:b)", 3, "there is no field heading:", '"heading:b"'),
    ("https://x.org/a", 0, "there is no field https:", '"https://x.org/a"'),
    ("https://x.org/a", 0, "there is no field https:", "put url: right before it"),
    ("title:(author:a)", 7, "author: cannot be used inside title:", "title:word AND author:word"),
    ("title:(a date:2020)", 9, "date: cannot be used inside title:", ""),
    ("title:author:a", 6, "title: is followed by another field", '"a:b"'),
    ("title :a", 6, "there is a space before the colon", "write title:a"),
    ("a Date :2020", 7, "there is a space before the colon", "write Date:2020"),
    ("title: a", 0, "there is nothing after title:", "write title:word"),
    ("(a date:)", 3, "there is nothing after date:", "write date:2020-10"),
    ("title:-a", 6, "- cannot follow title:", "-title:word"),
    ("title:*", 6, "* alone finds every article and cannot follow title:", "title:pre*"),
    ("-author:*", 8, "* alone finds every article and cannot follow author:", "no:author for the others"),
    # Dates.
    ("date:03/04/2020", 5, "two readings: 3 April 2020 and 4 March 2020", "write 2020-04-03 or 2020-03-04"),
    ('date:"winter 1987"', 5, "two readings: winter 1986/87 and winter 1987/88", '"winter 1986/87"'),
    ("after:soon", 6, "cannot read the date", ""),
    ("since:3 months ago", 6, "cannot read the date", 'in quotes: since:"3 months ago"'),
    ("until:>2020", 6, "cannot read the date", ""),
    ("after:2020..2021", 6, "cannot read the date", ""),
    ('date:>="soon"', 5, "cannot read the date 'soon'", ""),
    ("date:(since:2020)", 6, "is followed by another field", ""),
    ("date:soon", 5, "cannot read the date 'soon'", '"28 October 2020"'),
    ("a date:last week", 7, "cannot read the date 'last'", '"28 October 2020"'),
    ("date:2020-13-45", 5, "there is no date '2020-13-45'", "2020-10-28"),
    ("date:2021..2020", 5, "ends before it begins", "2020..2021"),
    ("date:*", 5, "cannot read the date '*'", ""),
    ("date:99999999d", 5, "dates must lie in the years", ""),
    # The first error is the one that is reported.
    ('— "a', 2, "the phrase has no closing quote", ""),
    ("foo:a bar:b", 0, "foo:", ""),
]

PROXIMITY = [
    ("a W/5", 2, "there is nothing after W/5", '"W/5"'),
    ("W/5 a", 0, "expected a word, found W/5", "between two terms"),
    ("a AND w/5 b", 6, "expected a word, found w/5", '"w/5"'),
    ("title:w/5", 6, "expected a word, found w/5", '"w/5"'),
    ("a NOT W/5 b", 6, "W/5 cannot follow NOT", "a NOT (a W/5 b)"),
    ("a W/5 -b", 6, "- cannot follow W/5", "a NOT (a W/5 b)"),
    ("a W/5 NOT b", 6, "NOT cannot follow W/5", "a NOT (a W/5 b)"),
    ("c -a W/5 b", 2, "- cannot apply to the first part of W/5 alone", "-(a W/5 b)"),
    ("NOT a W/5 b", 0, "NOT cannot apply to the first part of W/5 alone", "NOT (a W/5 b)"),
    ("+a PRE/5 b", 0, "+ cannot apply to the first part of PRE/5 alone", "+(a PRE/5 b)"),
    ("a W/5 b W/3 c", 8, "W/5 and W/3 cannot be combined", "a W/5 b AND b W/3 c"),
    ("a W/5 b PRE/5 c", 8, "W/5 and PRE/5 cannot be combined", "a W/5 b AND b PRE/5 c"),
    ("a W/0 b", 2, "from 1 to 500 words", "W/5"),
    ("a W/501 b", 2, "from 1 to 500 words", "W/5"),
    ("a W/" + "9" * 5000 + " b", 2, "from 1 to 500 words", "W/5"),
    (" W/5 ".join("abcdefghi"), 8 * 6 - 4, "at most 8 parts", "AND"),
    ("(a b) W/5 c", 0, "W/5 combines words, phrases and words joined by OR", "a W/5 (b OR c)"),
    ("(a or b) W/5 c", 0, "or is a word here", "write (a OR b) W/5 c, with OR in capitals"),
    ("a W/5 (-b)", 6, "W/5 combines words", "a W/5 (b OR c)"),
    ("a W/5 *", 6, "W/5 combines words", "a W/5 (b OR c)"),
    ("a W/5 date:2020", 6, "W/5 combines words", "a W/5 (b OR c)"),
    ("a W/5 (b OR source:c)", 6, "W/5 combines words", "a W/5 (b OR c)"),
    ("(a W/5 b) W/5 c", 0, "W/5 cannot combine parts that have a proximity", "a W/5 b W/5 c"),
    ('"a b"~5 W/5 c', 0, "W/5 cannot combine parts that have a proximity", "a W/5 b W/5 c"),
    ("ATLEAST3 a W/5 b", 0, "or ATLEAST of their own", "a W/5 b AND ATLEAST3 a"),
    ("a^2 W/5 b", 0, "the parts of W/5 cannot have weights", "(a W/5 b)^2"),
    ("a W/5 b^2", 6, "the parts of W/5 cannot have weights", "(a W/5 b)^2"),
    ("title:a W/5 b", 12, "W/5 cannot combine title: and a word without a field", "title:(a W/5 b)"),
    ("a W/5 title:b", 6, "W/5 cannot combine a word without a field and title:", "title:(a W/5 b)"),
    ("a W/5 (title:b OR body:c)", 6, "W/5 cannot combine words of several fields", "title:(a W/5 b)"),
    ("ganja W/ missile", 6, "W/ has no whole number", "write a W/5 b"),
    ("a NEAR/ b", 2, "NEAR/ has no whole number", "write a W/5 b"),
    ("a W/seg b", 2, "W/seg is not an operator here", "W/P"),
    ("a PRE/sent b", 2, "PRE/sent is not an operator here", "W/S"),
    ("title:a W/S b", 12, "W/S cannot combine title: and a word without a field", "title:(a W/S b)"),
    ("a W/S b W/P c", 8, "W/S and W/P cannot be combined", "a W/S b AND b W/P c"),
    ("caps(appl*)", 5, "caps: finds one spelling only", "remove caps:"),
    ("caps:title:a", 5, "title: cannot follow caps:", "title:caps:word"),
    ("has:colour", 4, "has: takes the name of a field, and colour is none that it knows", "has:author"),
    ("no:site", 3, "no: takes the name of a field", "no:date"),
    ('sounds:"a b"', 7, "sounds: takes one word of Latin letters", "PRE/1"),
    ("sounds:Каддафи", 7, "sounds: takes one word of Latin letters", "sounds:gaddafi"),
    ("sounds:ga*ddafi", 7, "sounds: finds words that sound like one word", "remove sounds:, as"),
    ("sounds:gadd*", 7, "sounds: finds words that sound like one word", "remove sounds:, as"),
    ("a W/n b", 2, "W/n has no whole number", "W/5"),
    ("a /5 b", 2, "the regular expression has no closing slash", "a W/5 b"),
    ("a /s b", 2, "the regular expression has no closing slash", "a W/S b"),
    ('"a b"~', 5, "has no number", '"ganja missile"~5'),
    ('"a b"~x', 5, "has no number", '"ganja missile"~5'),
    ('"a b"~0', 5, "from 1 to 500 words", "W/5"),
    ('"a"~5', 3, "proximity needs two or more words", "missle~1"),
    ('"a —"~5', 5, "proximity needs two or more words", "missle~1"),
    ('"a b c d e f g h i"~5', 19, "at most 8 parts", "phrase"),
    ('a "b c" ~5', 8, "~ cannot begin a word", '"a b"~5'),
    ("(a OR b)~5", 8, "~ cannot follow a bracket", '"a b"~5'),
    ('source:"a b"~5', 12, "source: cannot have a proximity", "remove ~5"),
    ('date:"2020"~5', 11, "date: cannot have a proximity", "remove ~5"),
    ("a &&b", 2, "&& is not an operator here", "write a AND b"),
]

COUNTED = [
    ("ATLEAST a", 0, "ATLEAST has no number", "ATLEAST3"),
    ("ATLEAST3", 0, "there is nothing after ATLEAST3", '"ATLEAST3"'),
    ("a ATLEAST0 b", 2, "from 1 to 1000", "ATLEAST3"),
    ("ATLEAST1001 b", 0, "from 1 to 1000", "ATLEAST3"),
    ("ATLEAST3 (a b)", 9, "ATLEAST3 counts a word", "ATLEAST3 (a OR b)"),
    ("ATLEAST3 *", 9, "ATLEAST3 counts a word", "ATLEAST3 (a OR b)"),
    ("ATLEAST3 (a OR title:b)", 9, "ATLEAST3 counts a word", "of one field"),
    ("ATLEAST3 lang:en", 9, "ATLEAST3 counts a word", "ATLEAST3 (a OR b)"),
    ('ATLEAST3 "a b"~5', 9, "ATLEAST3 counts a word", "ATLEAST3 (a OR b)"),
    ("ATLEAST3 -a", 0, "there is nothing after ATLEAST3", ""),
    ("ATLEAST3 ATLEAST2 a", 9, "expected a word, found ATLEAST2", "before a word, or"),
    ("title:ATLEAST3 a", 6, "expected a word, found ATLEAST3", "before a word, or"),
]

PATTERNS = [
    ("?*?", 0, "there is no word in '?*?'", "a letter or a digit"),
    ("a **", 2, "there is no word in '**'", "* alone finds every article"),
    ("*-", 0, "there is no word", ""),
    ("nagorno-k?rabakh", 0, "a wildcard must be a single word", "nagorno PRE/1 k?rabakh"),
    ("title:F-1?6", 6, "a wildcard must be a single word", "title:F PRE/1 title:1?6"),
    ("ganja(mis*)", 0, "a wildcard must be a single word", "write ganja PRE/1 mis*"),
    ("*-weekly", 0, "a wildcard must be a single word", "write weekly"),
    ("?-weekly*-*", 0, "a wildcard must be a single word", "write weekly*"),
    ("a-*-b", 0, "a wildcard must be a single word", "remove the punctuation"),
    ("U.?.S.", 0, "a wildcard must be a single word", "remove the punctuation"),
    ("北?京", 0, "a wildcard must be a single word", ""),
    ("?" + "a" * 100, 0, "a wildcard has at most 100 characters", ""),
    ("missle~3", 6, "at most 2 letters", "missle~1"),
    ("missle~1~3", 0, "a fuzzy word must be a single word, and missle~1 is not", "PRE/1"),
    ("missle~0.5", 6, "at most 2 letters", "missle~1"),
    ("a missle~0", 8, "1 or 2 letters", "=missle"),
    ("m?ssle~1", 1, "both a wildcard and fuzzy", "missle~1"),
    ("nagorno-karabakh~1", 0, "a fuzzy word must be a single word", "nagorno PRE/1 karabakh~1"),
    ("~1", 0, "~ cannot begin a word", ""),
    ("—~1", 0, "there is no word in", ""),
    ('"bank of jap*"', 12, "a phrase cannot contain a wildcard", '"bank of" PRE/1 jap*'),
    ('"a * b"', 3, "a phrase cannot contain a wildcard", "write a PRE/2 b"),
    ('"a b * * c"', 5, "a phrase cannot contain a wildcard", 'write "a b" PRE/3 c'),
    ('"m?ssile attack"', 2, "a phrase cannot contain a wildcard", "write m?ssile PRE/1 attack"),
    ('"a b c* d e"', 6, "a phrase cannot contain a wildcard", 'write "a b" PRE/1 c* PRE/1 "d e"'),
    ('title:"a b*"', 10, "a phrase cannot contain a wildcard", "write title:(a PRE/1 b*) in the query"),
    ('author:"a * b"', 10, "a phrase cannot contain a wildcard", "write author:(a PRE/2 b) in the query"),
    ('"bank of jap"*', 13, "a star cannot follow a phrase", "PRE/1"),
    ("/gan.a", 0, "the regular expression has no closing slash", '"/gan.a"'),
    ("a /usr/bin", 7, "there is no space after the closing slash", '"/usr/bin"'),
    ("/a/i", 3, "there is no space after the closing slash", "/gan.a/"),
    ("/a/(b)", 3, "there is no space after the closing slash", ""),
    ("/gan a/", 4, "cannot contain a space", "/gan.a/"),
    ("//a", 0, "the regular expression is empty", "/gan.a/"),
    ("/", 0, "there is no word in '/'", ""),
    ("/ga(/", 0, "the regular expression cannot be read", "/gan.a/"),
    ("/[/", 0, "the regular expression cannot be read", "/gan.a/"),
    ("ganja /[/ b", 6, "the regular expression cannot be read", "/gan.a/"),
    ("/[a/", 0, "the regular expression cannot be read", "/gan.a/"),
    ("/(?=a)/", 0, "the regular expression cannot be read", "/gan.a/"),
]

EXACT = [
    ("=title:a", 1, "title: cannot follow =", "title:=word"),
    ("==a", 1, "= cannot follow =", "=word"),
    ("=-a", 1, "- cannot follow =", "-=word"),
    ("exact:-a", 6, "- cannot follow exact:", "-exact:word"),
    ("=", 0, "there is no word in '='", "=word"),
    ("exact: a", 0, "there is nothing after exact:", '"exact"'),
    ("=missil*", 1, "one spelling only", '="missil"'),
    ("=m?ssile", 1, "one spelling only", '="m ssile"'),
    ("=missle~1", 1, "one spelling only", ""),
    ("=/a/", 1, "a regular expression cannot follow =", "/gan.a/"),
    ("=*", 1, "* alone finds every article and cannot follow", "=word"),
    ("=(a date:2020)", 4, "date: cannot follow =", "=word AND date:"),
]

WEIGHTS = [
    ("a^", 1, "a weight is a number over 0 and up to 100", "ganja^2"),
    ("a^0", 1, "a weight is a number", "ganja^2"),
    ("ganja^-1", 5, "a weight is a number over 0", "ganja^2"),
    ("a^+2", 1, "a weight is a number over 0", "ganja^2"),
    ("a^101", 1, "a weight is a number", "ganja^2"),
    ("a^1.2345", 1, "a weight is a number", "ganja^2"),
    ("a^2^3", 1, "a weight is a number", "ganja^2"),
    ("a^2,", 1, "a weight is a number", "ganja^2"),
    ('"a"^x', 3, "a weight is a number", "ganja^2"),
    ("a ^2", 2, "there is a space before the weight", "ganja^2"),
    ("-a^2", 2, "no effect below NOT", "remove it"),
    ("NOT (b a^2)", 8, "no effect below NOT", "remove it"),
    ("(-a)^2", 4, "no effect on filters", "remove it"),
    ("*^2", 1, "no effect on filters", "remove it"),
    ("date:2020^2", 9, "date: cannot have a weight", "remove ^2"),
    ('date:"2020"^2', 11, "no effect on filters", "remove it"),
    ("source:(a OR b)^2", 15, "no effect on filters", "remove it"),
    ("words:>5^2", 8, "words: cannot have a weight", "remove ^2"),
]

FILTERS = [
    ("source:a*b", 8, "the value of source: cannot contain a wildcard", "source:reut*"),
    ("path:*.pdf", 5, "the value of path: cannot contain a wildcard", "write path:pdf"),
    ("source:a?b", 8, "the value of source: cannot contain a wildcard", "source:reut*"),
    ("from:/an+a/", 5, "from: takes no regular expression", "from:reut*"),
    ('source:"a*"', 9, "a phrase cannot contain a wildcard", "source:reut*"),
    ("source:a~1", 8, "source: cannot be fuzzy", "remove ~1"),
    ("source:=a", 7, "= cannot follow source:", "remove ="),
    ("source:title:a", 7, "source: is followed by another field", 'source:"a:b"'),
    ("source:(url:a)", 8, "source: is followed by another field", ""),
    ("source:*", 7, "* alone finds every article and cannot follow", "source:pre*"),
    ("source:—", 7, "there is no word in '—'", ""),
    ("source:!a", 7, "! is not an operator here", ""),
    ("source: a", 0, "there is nothing after source:", "write source:word"),
    ("source:(a W/5 b)", 8, "W/5 combines words", ""),
    ("title:(source:a)", 7, "source: cannot be used inside title:", "title:word AND source:word"),
    ("url:https://x.org/a_(b)", 20, "there is a bracket inside the value", "quotes"),
    ("words:many", 6, "cannot read the number of words 'many'", "words:>500"),
    ("words:..", 6, "cannot read the number of words", "words:..500"),
    ("words:<0", 6, "no article has fewer than 0 words", "words:>500"),
    ("words:" + "9" * 5000, 6, "cannot read the number of words", "words:>500"),
    ("words:500..200", 6, "ends before it begins", "words:200..500"),
    ("words:-5", 6, "- cannot follow words:", "write -words:>500"),
    ("date:28 October 2020", 5, "cannot read the date '28'", 'in quotes: date:"28 October 2020"; dates that'),
    ("date:last week a", 5, "cannot read the date 'last'", 'in quotes: date:"last week"'),
    ("(date:3 months ago)", 6, "cannot read the date '3'", 'in quotes: date:"3 months ago"'),
    ("date:october 2020", 5, "has no year", 'in quotes: date:"october 2020"'),
    ("title:NOT a", 6, "NOT cannot follow title:", "write NOT title:word"),
    ("cc:bbc", 0, "there is no field cc:", "did you mean to:?"),
    ("sender:bbc", 0, "there is no field sender:", "did you mean from:?"),
    ("from:2020-10", 5, "2020-10 looks like a date", "write since:2020-10, or put the value in quotes"),
    ("a to:2020", 5, "2020 looks like a date", 'write until:2020, or put the value in quotes: to:"2020"'),
    ("sorce:a", 0, "there is no field sorce:", "did you mean source:?"),
    # As they are written in other languages.
    ("filetype:pdf", 0, "there is no field filetype:", "did you mean format:?"),
    ("allintitle: a b", 0, "there is nothing after allintitle:", "write title:word"),
    ("a hlead=b", 2, "hlead= is not a field here", 'write lead:b; to search for the text, write "hlead=b"'),
    ("ns=gpol", 0, "ns= is not a field here", '"ns=gpol"'),
    ("a title： b", 2, "title： is not a field here", "put title: in place of title："),
    ("media_id:1", 0, "there is no field media_id:", "the fields are"),
    ("publish_date:[2020-01-01 TO 2021]", 0, "there is no field publish_date:", "did you mean date:?"),
    ("_exists_:author", 0, "there is no field _exists_:", "did you mean has:?"),
    ("is:unread", 0, "there is no field is:", "did you mean tag:?"),
    ("id:1@example.org", 0, "there is no field id:", "did you mean mail:?"),
    ('hd="a b"', 0, "hd= is not a field here", "put title: in place of hd="),
    ("HD=(a OR b)", 0, "HD= is not a field here", "put title: in place of HD="),
    ("a wc>500", 2, "wc> is not a field here", "write words:>500"),
    ("date<=2020-10", 0, "date<= is not a field here", "write date:<=2020-10"),
    ("headline(a)", 0, "headline( is not a field here", "put title:( in place of headline("),
    ('pub("a b")', 0, "pub( is not a field here", "put source:( in place of pub("),
    ("date(geq(10/1/2020))", 0, "date( is not a field here", "write date:2020-10"),
]

ALL = [*WORDS, *PROXIMITY, *COUNTED, *PATTERNS, *EXACT, *WEIGHTS, *FILTERS]


@pytest.mark.parametrize(("text", "position", "message", "hint"), ALL, ids=lambda value: ascii(value)[:30])
def test_a_query_is_refused(text: str, position: int, message: str, hint: str) -> None:
    """At the position of the error, with a message and a hint of one line each."""
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text, today=TODAY)
    error = caught.value
    assert message in error.message
    assert hint in error.hint
    assert error.hint
    assert (error.position, error.text) == (position, text)
    assert "\n" not in error.message + error.hint
    assert len(error.message + error.hint) < 400


def suggestions(hint: str) -> list[str]:
    """Return the queries that a hint says to write."""
    return re.findall(r"\bwrite (.+?)(?=; |, with | to | for |$)", hint)


@pytest.mark.parametrize("text", [text for text, *_ in ALL], ids=lambda text: ascii(text)[:30])
def test_a_suggested_query_can_be_read(text: str) -> None:
    """Each query that a hint says to write is one, and so is each of two that it gives as a choice."""
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    for suggestion in suggestions(caught.value.hint):
        for query in suggestion.split(", or "):
            if not query.endswith(("before each part", "puts it in quotes")):
                assert parse(query), query


def test_most_hints_suggest_a_query() -> None:
    """The rest say what to remove or to put where."""
    hints = []
    for text, *_ in ALL:
        with pytest.raises(QuerySyntaxError) as caught:
            parse(text)
        hints.append(caught.value.hint)
    assert sum(map(bool, map(suggestions, hints))) > len(hints) / 2

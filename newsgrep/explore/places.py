"""Places that the articles of an index name, with their names in several languages.

Not every name can stand for a place in a search. France has the stem of francs, and Того, which is Togo in
Russian, is a common word. Capitals tell: if most matches of a name are in small letters, a search should use
only its exact spelling. If most matches of that are in small letters, too, it should not use the name at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from newsgrep.analysis.folding import fold
from newsgrep.batching import slices_of
from newsgrep.engine.announcing import AnnouncedEngine
from newsgrep.engine.base import Engine
from newsgrep.explore.place_names import place_names
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import Exact, Or
from newsgrep.query.parser import literal_term
from newsgrep.search.equivalents import EXACT
from newsgrep.search.rewrite import prepare
from newsgrep.search.written import forms_in

#: Names that are looked up together: an index gives the inflections of many words nearly as fast as of one.
_AT_ONCE = 50
#: How many articles are read to see how they write a name.
_READ = 10


class PlaceName(Struct, frozen=True):
    """A name of a place, as a search finds it.

    articles:  articles that it finds
    written:   how a few of these mostly write it; the name itself if they do not have it
    is_common: whether they mostly have it as a common word, so that it does not stand for the place
    is_exact:  whether to search for this spelling only, as its other forms are other words
    """

    name: str
    articles: int
    written: str
    is_common: bool = False
    is_exact: bool = False

    @property
    def equivalent(self) -> str:
        """The name as the equivalents of the settings have it."""
        return f"{EXACT}{self.name}" if self.is_exact else self.name


class Place(Struct, frozen=True):
    """A place with its names, in the order of the languages."""

    names: tuple[PlaceName, ...]

    @property
    def articles(self) -> int:
        """The number of articles that its most frequent name finds, without names that are common words."""
        return max((name.articles for name in self.names if not name.is_common), default=0)


def places(engine: Engine, languages: Iterable[str], wanted: Iterable[str] = ()) -> list[Place]:
    """Return the places that an index names in the given languages, the most frequent first.

    Each has two names at least that stand for it.

    languages: codes or names
    wanted:    any name of each wanted place, even if the index does not name it; empty for all places

    Raises UsageError for a language without names of places, and where Babel is not installed.
    """
    asked = set(map(fold, wanted))
    known = [names for names in place_names(languages) if not asked or asked & set(map(fold, names))]
    different = list(dict.fromkeys(name for names in known for name in names))
    by_name = {found.name: found for found in _looked_up(engine, different, is_exact=False)}
    doubtful = [name for name, found in by_name.items() if found.is_common]
    by_name |= {found.name: found for found in _looked_up(engine, doubtful, is_exact=True)}
    every = (Place(tuple(by_name[name] for name in names)) for names in known)
    found = (place for place in every if place.articles or asked)
    several = [place for place in found if sum(not name.is_common for name in place.names) > 1]
    return sorted(several, key=lambda place: -place.articles)


def _looked_up(engine: Engine, names: Sequence[str], *, is_exact: bool) -> Iterator[PlaceName]:
    """Yield what a search finds for each name: in all its forms or, with `is_exact`, in this spelling."""
    for some in slices_of(names, _AT_ONCE):
        terms = [Exact(name) if is_exact else literal_term(name) for name in some]
        query, _ = prepare(combine(Or, terms), engine)
        trees = query.parts if isinstance(query, Or) else (query,)
        if isinstance(engine, AnnouncedEngine):
            engine.announce_searches(trees, sort="random", limit=_READ, offset=0)
        for name, tree in zip(some, trees, strict=True):
            matches = engine.search(tree, sort="random", limit=_READ, offset=0)
            texts = ((article.body, "body") for _, article in matches.articles)
            forms = forms_in(texts, tree, engine.language)
            written = max(forms, key=lambda form: (forms[form], form), default=name)
            small = sum(number for form, number in forms.items() if form[0].islower())
            is_common = name[0].isupper() and 2 * small > forms.total()
            yield PlaceName(name, matches.total, written, is_common, is_exact)

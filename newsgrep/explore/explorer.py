"""The methods of `Index` that answer what people ask after a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from newsgrep.arguments import (
    check_choice,
    check_flags,
    check_number,
    check_sample,
    check_text,
    path_argument,
    several,
    texts_argument,
    wrong,
)
from newsgrep.errors import UsageError, reason_of
from newsgrep.search.searcher import Searcher

if TYPE_CHECKING:
    from newsgrep.article import Article
    from newsgrep.explore.collocates import Collocates
    from newsgrep.explore.concordance import Concordance, Order
    from newsgrep.explore.conversation import Conversation
    from newsgrep.explore.facets import FacetReport
    from newsgrep.explore.keyness import KeyTerms
    from newsgrep.explore.name_pairs import NamePairs
    from newsgrep.explore.names import Names
    from newsgrep.explore.periods import By
    from newsgrep.explore.places import Place
    from newsgrep.explore.question import Question
    from newsgrep.explore.quotes import Quotations
    from newsgrep.explore.receipts import Comparison, Receipt
    from newsgrep.explore.sampling import Sample
    from newsgrep.explore.similar import SimilarArticles
    from newsgrep.explore.story import StoryVersion
    from newsgrep.explore.timeline import Timeline
    from newsgrep.results import Hit
    from newsgrep.search.request import Filters, Query


class Explorer(Searcher):
    """Counts and compares the articles of an index. A method imports what it needs when it is called."""

    def _ask(self, query: Query, filters: Filters, method: Callable[..., object]) -> Question:
        """Return a question that a method is asked; the error for an unknown filter names its arguments."""
        from newsgrep.explore.question import prepare_question

        return prepare_question(self.open(), self.resolved(self._request(query, filters, method)))

    def timeline(
        self,
        queries: Query | Iterable[Query],
        *,
        by: By | None = None,
        fold: bool = False,
        share: bool = True,
        **filters: Unpack[Filters],
    ) -> Timeline:
        """Return how many articles match a query, or each of several, period by period.

        by:    year, quarter, month, week or day; None chooses the shortest that needs at most 40 rows
        fold:  whether to count stories, each in the period of its first version
        share: whether to count all articles of each period, too

        Raises what `search` raises.
        """
        from newsgrep.explore.periods import PERIODS
        from newsgrep.explore.timeline import timeline

        if by is not None:
            check_choice("by", by, PERIODS)
        check_flags({"fold": fold, "share": share})
        questions = [self._ask(query, filters, self.timeline) for query in several(queries)]
        return timeline(self.open(), questions, by, fold=fold, share=share)

    def facets(
        self,
        query: Query = "",
        *,
        by: str | Iterable[str] = "source,author,year",
        top: int | None = 10,
        fold: bool = False,
        share: bool = True,
        **filters: Unpack[Filters],
    ) -> FacetReport:
        """Return how many of the matching articles have each value of facets: by whom, where and when.

        by:    source, author, year, month, date, section, lang, from, to, title_from, format, index
               or tag; several with commas between, or as a list; two that are joined by * make a cross table
        top:   how many values of each, the most frequent; None for all
        fold:  whether to count stories, each with the values of its first version
        share: whether to count all articles with each value, too

        Raises what `search` raises.
        """
        from newsgrep.explore.facets import count_facets, parse_facets

        check_number("top", top, none="all")
        check_flags({"fold": fold, "share": share})
        facets = parse_facets(by)
        question = self._ask(query, filters, self.facets)
        tags = self.whole_tags() if any("tag" in names for names in facets) else None
        return count_facets(
            self.open(),
            question,
            facets,
            top,
            fold=fold,
            share=share,
            tags=tags,
            indexes=self.index_names,
        )

    def concordance(
        self,
        query: Query,
        *,
        width: int = 40,
        order: Order = "date",
        sample: int | None = None,
        seed: int = 0,
        **filters: Unpack[Filters],
    ) -> Concordance:
        """Return every match of a query with the text around it, or a random sample of the matches.

        width:  characters on each side, at most
        order:  date, left (by the words before the match, the nearest first) or right
        sample: number of matches, None for all
        seed:   chooses the sample

        Raises what `search` raises.
        """
        from newsgrep.explore.concordance import ORDERS, concordance

        check_number("width", width)
        check_choice("order", order, ORDERS)
        check_sample(sample, seed)
        question = self._ask(query, filters, self.concordance)
        return concordance(
            self.open(), question, self.shown_path, width=width, order=order, sample=sample, seed=seed
        )

    def quotations(
        self,
        query: Query,
        *,
        speaker: Query = "",
        least: int = 4,
        sample: int | None = None,
        seed: int = 0,
        **filters: Unpack[Filters],
    ) -> Quotations:
        """Return the quotations in the articles that match, each with the sentence around it.

        A quotation is listed if the query matches in it or in its sentence. If an article matches without its
        text, as with filters alone, all its quotations are listed.

        speaker: a query for the words beside the quotation, in its sentence, or in one before if that has a
                 pronoun for the name; with it, `query` may be empty
        least:   words that a quotation has, at least
        sample:  number of quotations, None for all
        seed:    chooses the sample

        Raises what `search` raises.
        """
        from newsgrep.explore.quotes import quotes
        from newsgrep.search.arguments import how_to_read
        from newsgrep.search.request import Query

        if not isinstance(speaker, Query):
            raise wrong("speaker", speaker, "a text, or what parse_query returns")
        check_number("least", least, least=1)
        check_sample(sample, seed)
        how = how_to_read(filters)
        by = self._ask(speaker, how, self.quotations) if speaker else None
        takes_all = by is not None and not query and how == filters
        question = self._ask(*(("*", {}) if takes_all else (query, filters)), self.quotations)
        return quotes(self.open(), question, by, self.shown_path, least=least, sample=sample, seed=seed)

    def collocates(
        self,
        query: Query,
        *,
        span: int = 5,
        top: int = 30,
        stopwords: bool = False,
        **filters: Unpack[Filters],
    ) -> Collocates:
        """Return the words that stand near the matches of a query more often than elsewhere.

        span:      places on each side of a match
        top:       number of words
        stopwords: whether small words and numbers count, too

        Raises what `search` raises.
        """
        from newsgrep.explore.collocates import collocates

        check_number("span", span, least=1)
        check_number("top", top)
        check_flags({"stopwords": stopwords})
        question = self._ask(query, filters, self.collocates)
        return collocates(self.open(), question, span=span, top=top, stopwords=stopwords)

    def key_terms(
        self,
        query: Query = "",
        *,
        against: Query | None = None,
        top: int = 30,
        own: bool = False,
        **filters: Unpack[Filters],
    ) -> KeyTerms:
        """Return the words and two-word phrases that stand out in the articles that match a query.

        against: the query of the articles to compare with, to which no filter applies; None for all others
        top:     number of terms
        own:     whether the words of the query itself, stopwords and numbers count, too

        Raises what `search` raises.
        """
        from newsgrep.explore.keyness import key_terms

        check_number("top", top)
        check_flags({"own": own})
        question = self._ask(query, filters, self.key_terms)
        other = None if against is None else self._ask(against, {}, self.key_terms)
        return key_terms(self.open(), question, other, top=top, own=own)

    def names(
        self,
        query: Query = "",
        *,
        top: int | None = 30,
        sample: int | None = None,
        seed: int = 0,
        **filters: Unpack[Filters],
    ) -> Names:
        """Return the persons, places and organisations that matching articles name, the most frequent first.

        top:    number of names; None for all
        sample: articles to read, drawn at random; None for all that match
        seed:   chooses the sample

        Raises what `search` raises.
        """
        from newsgrep.explore.names import names

        check_number("top", top, none="all")
        check_sample(sample, seed)
        question = self._ask(query, filters, self.names)
        return names(self.open(), question, top=top, sample=sample, seed=seed)

    def name_pairs(
        self,
        query: Query = "",
        *,
        name: str = "",
        top: int | None = 30,
        sample: int | None = None,
        seed: int = 0,
        **filters: Unpack[Filters],
    ) -> NamePairs:
        """Return the names that stand together more often than by chance in the articles that match a query.

        name:   only the pairs with this name, or with one that has these words; empty for all
        top:    number of pairs; None for all
        sample: articles to read, drawn at random; None for all that match
        seed:   chooses the sample

        Without `name`, these are pairs of the 1,000 names that most articles have. Two names for the same, as
        one is a part of the other or has its initials, are no pair. Raises what `search` raises.
        """
        from newsgrep.explore.name_pairs import name_pairs

        check_text("name", name)
        check_number("top", top, none="all")
        check_sample(sample, seed)
        question = self._ask(query, filters, self.name_pairs)
        return name_pairs(self.open(), question, name, top=top, sample=sample, seed=seed)

    def places(self, languages: Iterable[str], names: str | Iterable[str] = ()) -> list[Place]:
        """Return the places that articles name, the most frequent first, with names in the given languages.

        languages: codes or names, such as `en`, `Russian`
        names:     of the wanted places, even if no article names them; empty for all

        Raises UsageError for a language without names of places, and where the library babel is missing.
        """
        from newsgrep.explore.places import places

        return places(self.open(), texts_argument("languages", languages), texts_argument("names", names))

    def sample(
        self,
        query: Query = "",
        *,
        size: int,
        seed: int = 0,
        by: str | Iterable[str] = (),
        **filters: Unpack[Filters],
    ) -> Sample:
        """Return a random sample of the articles that match.

        size: number of articles
        seed: chooses the sample, which is the same for the same articles on every machine
        by:   source, author, year, month, section, lang, from, to, format, title_from or index: each of their
              values has its share of the sample; several with commas between, or as a list

        Raises what `search` raises.
        """
        from newsgrep.explore.sampling import draw, parse_strata

        check_number("size", size, least=1)
        check_number("seed", seed, least=None)
        strata = parse_strata(by)
        question = self._ask(query, filters, self.sample)
        return draw(
            self.open(), question, self.shown(), size=size, seed=seed, by=strata, indexes=self.index_names
        )

    def story(self, key: str) -> list[StoryVersion]:
        """Return all versions of the story of an article, earliest first, the article itself among them.

        Raises ArticleNotFoundError for an unknown key, and UsageError if the index cannot tell stories.
        """
        from newsgrep.explore.story import story_versions

        return story_versions(self.open(), self[key])

    def thread(self, key: str) -> Conversation:
        """Return the conversation of a mail: the mails that answer one another, as a tree.

        key: of a mail, or of what is attached to one; or a Message-ID

        `search("thread:KEY")` finds these mails, and what is attached to them. Raises ArticleNotFoundError
        for an unknown key.
        """
        from newsgrep.explore.conversation import conversation_tree
        from newsgrep.search.conversations import conversation_mail

        return conversation_tree(self.open(), conversation_mail(self, key))

    def similar(
        self, like: str | Article | Hit, *, limit: int = 10, offset: int = 0, **filters: Unpack[Filters]
    ) -> SimilarArticles:
        """Return the articles that are most like another one, without the versions of its own story.

        like:   the key of an article, a hit, or an article that need not be in the index
        limit:  number of hits
        offset: number of hits to skip
        filters: since, until, last, author, source, section and lang; see Filters

        Raises ArticleNotFoundError and what `search` raises.
        """
        from newsgrep.article import Article
        from newsgrep.explore.similar import similar
        from newsgrep.results import Hit
        from newsgrep.search.arguments import checked_options, parsed_filters
        from newsgrep.search.options import SearchOptions

        article = like.article if isinstance(like, Hit) else self[like] if isinstance(like, str) else like
        if not isinstance(article, Article):
            raise wrong("like", like, "the key of an article, a hit, or an Article")
        options = checked_options(SearchOptions(limit, offset))
        return similar(self.open(), article, options, parsed_filters(filters, self.similar), self.shown())

    def check_receipt(self, receipt: Receipt | str | Path) -> Comparison:
        """Ask the question of a receipt, or of the receipt in a file, again, and compare the answers.

        Raises UsageError for a file that is no receipt, or that cannot be read.
        """
        from newsgrep.explore.receipts import Receipt, check_receipt, read_receipt

        try:
            read = (
                receipt if isinstance(receipt, Receipt) else read_receipt(path_argument("receipt", receipt))
            )
        except OSError as error:
            reason = f"{receipt} cannot be read: {reason_of(error)}"
            raise UsageError(reason, "name a file that newsgrep search --receipt FILE has written") from error
        return check_receipt(self, read)

"""How the embedded index answers: the query it builds, the totals and facets, the best section of each hit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import tantivy
from tantivy import Occur, Query, SnippetGenerator

from search.engines import EngineHit, EngineQuery, EngineResult
from search.engines.analysis import words
from search.engines.documents import ALWAYS, IN_FORCE, SCHEMA, milliseconds

TITLE_WEIGHT, HEADING_WEIGHT, TEXT_WEIGHT = 3.0, 2.0, 1.0
ENTRY_FIELDS = (("title", TITLE_WEIGHT), ("headings", HEADING_WEIGHT), ("text", TEXT_WEIGHT))
SECTION_FIELDS = (("section_heading", HEADING_WEIGHT), ("section_text", TEXT_WEIGHT))
# A word found in two fields counts mostly once.
OTHER_FIELDS = 0.2
# More than any words score: what was withdrawn comes after everything that is in force.
BEFORE_ALL_OTHERS = 1_000.0
SECTIONS_TO_RANK = 200
SNIPPET_CHARACTERS = 240
MOST_VALUES = 1_000


class Reading:
    """One look at the index: all parts of an answer come from the same commit."""

    def __init__(self, index: tantivy.Index) -> None:
        self._searcher = index.searcher()

    def search(self, query: EngineQuery) -> EngineResult:
        """Entries with every word; where there are none, entries with some of them."""
        terms = words(query.text)
        if query.text and not terms:
            return EngineResult((), 0)
        for occur in (Occur.Must, Occur.Should):
            asked = _Asked(query, _matching(terms, ENTRY_FIELDS, occur))
            found = self._searcher.search(asked.everything, query.limit, offset=query.offset)
            if _count(found) or not terms:
                break
        hits = self._hits([address for _score, address in found.hits], terms)
        return EngineResult(tuple(hits), _count(found), self._counts(asked), every_word=occur is Occur.Must)

    def versions(self) -> Iterator[tuple[str, int]]:
        """Every entry held."""
        found = self._searcher.search(_entries_only(), max(self._searcher.num_docs, 1), count=False)
        for _score, address in found.hits:
            document = self._searcher.doc(address)
            yield _text(document, "key"), _number(document, "version")

    def _counts(self, asked: "_Asked") -> dict[str, dict[str, int]]:
        """How many entries carry each value; for a facet that is filtered on, as if it were not."""
        free = [name for name in asked.query.facets if name not in asked.query.filters]
        counts = self._aggregate(asked.everything, free)
        for name in set(asked.query.facets) - set(free):
            counts |= self._aggregate(asked.without_filter(name), [name])
        return counts

    def _aggregate(self, query: Query, names: Sequence[str]) -> dict[str, dict[str, int]]:
        if not names:
            return {}
        found = self._searcher.aggregate(query, {n: {"terms": {"field": n, "size": MOST_VALUES}} for n in names})
        return {name: {b["key"]: b["doc_count"] for b in found[name]["buckets"]} for name in names}

    def _hits(self, addresses: Sequence[tantivy.DocAddress], terms: list[str]) -> Iterator[EngineHit]:
        documents = [self._searcher.doc(address) for address in addresses]
        keys = [_text(document, "key") for document in documents]
        best = self._best_sections(keys, terms)
        for key, document in zip(keys, documents, strict=True):
            hit = best.get(key, EngineHit(key, 0))
            yield replace(hit, version=_number(document, "version"))

    def _best_sections(self, keys: list[str], terms: list[str]) -> dict[str, EngineHit]:
        """For each key the section that matches best, with a snippet."""
        if not (keys and terms):
            return {}
        matching = _matching(terms, SECTION_FIELDS, Occur.Should)
        owned = Query.const_score_query(Query.term_set_query(SCHEMA, "owner", keys), 0.0)
        both = Query.boolean_query([(Occur.Must, matching), (Occur.Must, owned)])
        snippets = SnippetGenerator.create(self._searcher, matching, SCHEMA, "section_text")
        snippets.set_max_num_chars(SNIPPET_CHARACTERS)
        best: dict[str, EngineHit] = {}
        for _score, address in self._searcher.search(both, SECTIONS_TO_RANK, count=False).hits:
            document = self._searcher.doc(address)
            if (key := _text(document, "owner")) not in best:
                text, marks = _marked(snippets.snippet_from_doc(document))
                best[key] = EngineHit(key, 0, _text(document, "address"), _text(document, "section_heading"), text, marks)
        return best


class _Asked:
    """The query's parts, so that one filter can be left out for its own facet's counts."""

    def __init__(self, query: EngineQuery, matching: Query) -> None:
        self.query = query
        self._matching = matching

    @cached_property
    def everything(self) -> Query:
        return self.without_filter(None)

    def without_filter(self, name: str | None) -> Query:
        """The whole query, but for the filter of this facet. The audience is always part of it."""
        query = self.query
        at = milliseconds(query.at, 0)
        filters = [Query.term_query(SCHEMA, n, v, "basic") for n, v in query.filters.items() if n != name]
        required = [
            Query.term_set_query(SCHEMA, "audience", list(query.audience_ids)),
            _between("visible_from", 0, at),
            _between("visible_until", at + 1, ALWAYS),
            *filters,
        ]
        clauses = [(Occur.Must, self._matching), *((Occur.Must, _unscored(part)) for part in required)]
        in_force = Query.term_query(SCHEMA, "standing", IN_FORCE, "basic")
        clauses.append((Occur.Should, Query.const_score_query(in_force, BEFORE_ALL_OTHERS)))
        if query.without:
            clauses.append((Occur.MustNot, Query.term_set_query(SCHEMA, "owner", list(query.without))))
        return Query.boolean_query(clauses)


def _matching(terms: Iterable[str], fields: Iterable[tuple[str, float]], occur: Occur) -> Query:
    """Entries or sections with these words; without words, all entries alike."""
    per_word = [(occur, _word(term, fields)) for term in terms]
    return Query.boolean_query(per_word) if per_word else _unscored(_entries_only())


def _word(term: str, fields: Iterable[tuple[str, float]]) -> Query:
    in_fields = [Query.boost_query(Query.term_query(SCHEMA, name, term), weight) for name, weight in fields]
    return Query.disjunction_max_query(in_fields, OTHER_FIELDS)


def _entries_only() -> Query:
    return Query.range_query(SCHEMA, "visible_until", tantivy.FieldType.Unsigned, 0, ALWAYS)


def _between(name: str, low: int, high: int) -> Query:
    return Query.range_query(SCHEMA, name, tantivy.FieldType.Unsigned, low, high)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _count(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # there, but missing in the library's stubs


def _text(document: tantivy.Document, name: str) -> str:
    return str(document.get_first(name) or "")


def _number(document: tantivy.Document, name: str) -> int:
    return int(document.get_first(name) or 0)


def _marked(snippet: tantivy.Snippet) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The snippet's text, and its marks in characters: the library counts bytes."""
    fragment = snippet.fragment()
    raw = fragment.encode()
    marks = ((len(raw[: m.start].decode()), len(raw[: m.end].decode())) for m in snippet.highlighted())
    return fragment, tuple(marks)

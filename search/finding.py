"""Answering a search for a viewer: the engine's answer, minus what the catalogue knows better; or without an engine."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from members.audiences.viewers import Viewer
from richtext.plain import highlight
from search import facets
from search.engines import EngineHit, EngineQuery, EngineResult, EngineUnavailable, engine
from search.listing import entries_for
from search.models import WAITING, Entry
from search.query import HITS_ON_A_PAGE, SearchQuery

log = logging.getLogger("practice_exchange.search")

# With more keys than this to leave out, totals and facets could betray what was withdrawn: they are withheld.
MOST_LEFT_OUT = 1_000
DEGRADED_HITS = 200
DEGRADED_SECONDS = 0.5


@dataclass(frozen=True)
class Hit:
    """One thing found, as it is shown: the item, and where in it the words are."""

    entry: Entry
    address: str
    section_heading: str = ""
    snippet: SafeString | str = ""


@dataclass(frozen=True)
class FacetOption:
    """A value to narrow by, and how many hits it would leave. `count` is None when it is not known."""

    value: str
    label: str
    count: int | None
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A facet as shown beside the hits."""

    name: str
    label: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True)
class Results:
    """A page of hits. `total` is None when it cannot be told; `degraded` when no engine answered."""

    hits: tuple[Hit, ...]
    total: int | None
    facets: tuple[Facet, ...] = ()
    degraded: bool = False
    messages: tuple[str, ...] = field(default=())
    has_more: bool = False


def find(query: SearchQuery, viewer: Viewer, choices: dict[str, list[facets.Choice]]) -> Results:
    """Answer a search. Whatever happens to the engine, the viewer sees what they may see and nothing else."""
    without = _left_out()
    try:
        found = engine().search(_for_engine(query, viewer, without))
    except EngineUnavailable as reason:
        log.warning("searching the catalogue instead of the index: %s", reason)
        return _from_catalogue(query, viewer)
    if found.hits and not found.every_word:
        query = _noting(query, _("Nothing has all of your words; these have some of them."))
    told = len(without) <= MOST_LEFT_OUT
    return Results(
        hits=tuple(_rechecked(found.hits, viewer)),
        total=found.total if told else None,
        facets=_facets(query, found, choices) if told else (),
        messages=query.messages,
        has_more=found.total > query.offset + HITS_ON_A_PAGE,
    )


def _left_out() -> list[str]:
    """Keys that left or became narrower and that the engine has not heard of yet."""
    waiting = Entry.objects.filter(WAITING).filter(Q(is_gone=True) | Q(narrowed=True))
    return list(waiting.values_list("key", flat=True)[: MOST_LEFT_OUT + 1])


def _for_engine(query: SearchQuery, viewer: Viewer, without: list[str]) -> EngineQuery:
    return EngineQuery(
        text=query.text,
        filters=query.filters,
        audience_ids=viewer.audience_ids,
        at=timezone.now(),
        without=without,
        offset=query.offset,
        limit=HITS_ON_A_PAGE,
        facets=tuple(facets.names()),
    )


def _rechecked(hits: tuple[EngineHit, ...], viewer: Viewer) -> Iterator[Hit]:
    """The hits that the catalogue, too, lets this viewer see. The last word before anything is shown."""
    rows = entries_for(viewer).filter(key__in=[hit.key for hit in hits])
    entries = {entry.key: entry for entry in rows}
    for hit in hits:
        if entry := entries.get(hit.key):
            yield _hit(entry, hit)


def _hit(entry: Entry, hit: EngineHit) -> Hit:
    """A snippet only from the version that is current: an older text may hold what was taken out since."""
    if hit.version != entry.version or not hit.section_address:
        return Hit(entry, entry.address)
    return Hit(entry, hit.section_address, hit.section_heading, _snippet(hit))


def _snippet(hit: EngineHit) -> SafeString | str:
    """The engine's cutting with its marks, and an ellipsis where it begins or ends within a sentence."""
    if not hit.snippet:
        return ""
    before = "… " if hit.snippet[0].islower() else ""
    after = "" if hit.snippet.endswith((".", "!", "?")) else " …"
    marks = [(start + len(before), end + len(before)) for start, end in hit.marks]
    return highlight(f"{before}{hit.snippet}{after}", marks)


def _facets(query: SearchQuery, found: EngineResult, choices: dict[str, list[facets.Choice]]) -> tuple[Facet, ...]:
    shown = (_facet(name, values, query.filters.get(name), found.counts.get(name, {})) for name, values in choices.items())
    return tuple(facet for facet in shown if facet.options)


def _facet(name: str, values: list[facets.Choice], selected: str | None, counts: dict[str, int]) -> Facet:
    options = (FacetOption(v.value, v.label, counts.get(v.value, 0), v.value == selected) for v in values)
    return Facet(name, facets.label_of(name), tuple(o for o in options if o.count or o.selected))


def _noting(query: SearchQuery, message: str) -> SearchQuery:
    return SearchQuery(query.text, query.filters, query.page, (*query.messages, message))


def _from_catalogue(query: SearchQuery, viewer: Viewer) -> Results:
    """Words in titles and summaries, newest first: at most 200 matches, at most half a second."""
    matches = _matches(query, viewer)
    hits = [Hit(entry, entry.address) for entry in matches]
    page = hits[query.offset : query.offset + HITS_ON_A_PAGE]
    more = len(hits) > query.offset + HITS_ON_A_PAGE
    return Results(tuple(page), None, degraded=True, messages=query.messages, has_more=more)


def _matches(query: SearchQuery, viewer: Viewer) -> list[Entry]:
    rows = entries_for(viewer).order_by("-updated_at", "-id")
    for name, value in query.filters.items():
        rows = rows.filter(kind=value) if name == facets.KIND else rows.carrying(name, value)
    words = query.text.casefold().split()
    deadline = monotonic() + DEGRADED_SECONDS
    found: list[Entry] = []
    for entry in rows.iterator(chunk_size=500):
        if all(word in f"{entry.title} {entry.summary}".casefold() for word in words):
            found.append(entry)
        if len(found) >= DEGRADED_HITS or monotonic() > deadline:
            break
    return found

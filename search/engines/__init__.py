"""What a search engine must do here, whichever it is, and the one that is configured."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from search.models import Entry


class EngineUnavailable(Exception):
    """The engine cannot answer now; the caller falls back to the catalogue."""


@dataclass(frozen=True, kw_only=True)
class EngineQuery:
    """A search as an engine needs it. `audience_ids` is the viewer's; keys in `without` count for nothing."""

    text: str
    filters: dict[str, str]
    audience_ids: Collection[int]
    at: datetime
    without: Collection[str] = ()
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()


@dataclass(frozen=True)
class EngineHit:
    """One entry found, in the version the engine holds, with its best matching section.

    `snippet` is plain text; `marks` are the (start, end) character ranges in it that matched.
    """

    key: str
    version: int
    section_address: str = ""
    section_heading: str = ""
    snippet: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class EngineResult:
    """Hits of one page, the total, and for each facet how many entries carry each value.

    A facet's counts are for the search without that facet's own filter. `every_word` is False when nothing had
    all the words and entries with some of them are shown instead.
    """

    hits: tuple[EngineHit, ...]
    total: int
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    every_word: bool = True


class Engine(Protocol):
    """Both engines answer to this, and to one contract suite. Similar items and suggestions join with their features."""

    def index(self, entries: Iterable[Entry]) -> None:
        """Hold these rows in their present version, at once visible to searches."""

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys, at once."""

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a query. Raises `EngineUnavailable`."""

    def rebuild(self, entries: Iterable[Entry], swapping: AbstractContextManager[None]) -> None:
        """Build a new index from all rows beside the live one and put it in place, inside `swapping`."""

    def versions(self) -> Iterator[tuple[str, int]]:
        """Every key held, with its version. Raises `EngineUnavailable`."""

    def is_ready(self) -> bool:
        """Whether there is an index that can answer."""


@cache
def engine() -> Engine:
    """The configured engine of this process. Nothing is opened until it is first asked."""
    chosen: Engine = import_string(settings.SEARCH_ENGINE)()
    return chosen

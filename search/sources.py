"""How rooms tell the catalogue what can be found: one source per kind, registered when the apps are ready."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from members.audiences.access import AudienceControlled


@dataclass(frozen=True)
class Section:
    """A part of a thing with an address of its own: what a search hit leads to."""

    address: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class EntryContent:
    """What a row of the catalogue says, before it is stored. `facets` maps a facet's name to values."""

    address: str
    title: str
    summary: str
    sections: tuple[Section, ...]
    facets: dict[str, tuple[str, ...]]
    published_at: datetime
    updated_at: datetime
    author_id: int | None = None
    weight: float = 1.0
    is_withdrawn: bool = False
    citations: frozenset[str] = field(default_factory=frozenset)

    def sections_as_json(self) -> list[dict[str, str]]:
        """The form that is stored."""
        return [asdict(section) for section in self.sections]


class Source(ABC):
    """Derives catalogue rows of one kind from stored, live model rows - never from an instance in hand."""

    kind: str
    label: str | Promise
    model: type[AudienceControlled]

    @abstractmethod
    def live(self) -> QuerySet[Any]:
        """The rows that can be found, whoever may see them, with all that `content` reads prefetched."""

    @abstractmethod
    def content(self, obj: Any) -> EntryContent:
        """What the catalogue says of one of them."""

    def part_address(self, address: str, part: str) -> str:
        """Where a part of a thing is, from the thing's own address and the part's fragment."""
        return f"{address}#{part}"

    def key(self, obj: Model) -> str:
        """The one string that names the object everywhere."""
        return f"{self.kind}:{obj.pk}"


_sources: dict[str, Source] = {}
_excluded: dict[type[Model], str] = {}


def register(source: Source) -> None:
    """Make a kind findable. Called from an app's `ready`."""
    _sources[source.kind] = source


def exclude(model: type[Model], reason: str) -> None:
    """Say that a model is not findable on purpose, and why. Called from an app's `ready`."""
    _excluded[model] = reason


def registered() -> Iterator[Source]:
    """All sources."""
    yield from _sources.values()


def of_kind(kind: str) -> Source | None:
    """The source of a kind, or None for a kind nobody registered."""
    return _sources.get(kind)


def of_model(model: type[Model]) -> Source | None:
    """The source of a model, or None."""
    return next((source for source in _sources.values() if source.model is model), None)


def key_of(obj: Model) -> str | None:
    """The key of a row; None for a kind of row that cannot be found."""
    source = of_model(type(obj))
    return source.key(obj) if source else None


def is_settled(model: type[Model]) -> bool:
    """Whether somebody decided if rows of this model can be found."""
    return model in _excluded or of_model(model) is not None


def label_of_kind(kind: str) -> str | Promise:
    """A kind in words; the code itself where its room is gone."""
    source = of_kind(kind)
    return source.label if source else kind

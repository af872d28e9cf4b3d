"""How collections and step-by-steps appear in the catalogue."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kb.collections.models import CollectionPage, CuratedPage, StepByStepPage
from kb.collections.reading import chosen_on
from kb.guidance.contents import anchor_of
from kb.guidance.entries import published
from search.sources import EntryContent, Section, Source


class CuratedSource(Source):
    """A page that lists others. It cites them; their titles are not its words, because not every reader may know them."""

    model: type[CuratedPage]

    def live(self) -> QuerySet[Any]:
        """Source: Source."""
        return published(self.model).prefetch_related("themes")

    def content(self, obj: CuratedPage) -> EntryContent:
        """Source: Source."""
        address, chosen = obj.get_url() or "", chosen_on(obj)
        return EntryContent(
            address=address,
            title=obj.title,
            summary=obj.summary,
            sections=(Section(address, obj.title, ""), *self.sections(obj, address)),
            facets={"theme": tuple(theme.code for theme in obj.themes.all())},
            published_at=obj.first_published_at,
            updated_at=obj.updated_at or obj.last_published_at,
            author_id=obj.owner_id,
            is_withdrawn=obj.is_withdrawn,
            citations=frozenset(key for part in chosen for key in part.keys),
        )

    def sections(self, obj: Any, address: str) -> Iterator[Section]:
        """What it has beside its title that everybody is shown who may see it."""
        yield from ()


class CollectionSource(CuratedSource):
    """A collection. Not everybody is shown the headings of all its groups."""

    kind = CollectionPage.kind
    label = _("Collection")
    model = CollectionPage


class StepByStepSource(CuratedSource):
    """A step-by-step, with its steps as sections."""

    kind = StepByStepPage.kind
    label = _("Step by step")
    model = StepByStepPage

    def sections(self, obj: StepByStepPage, address: str) -> Iterator[Section]:
        """Source: CuratedSource."""
        for step, (heading, texts) in zip(obj.steps, obj.text_sections()[1:], strict=True):
            yield Section(f"{address}#{anchor_of(step)}", heading, "\n".join(texts[1:]))

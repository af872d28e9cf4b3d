"""How collections and step-by-steps appear in the catalogue."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kb.collections.models import CollectionPage, CuratedPage, StepByStepPage
from kb.collections.reading import chosen_on
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
        address = obj.get_url() or ""
        chosen, words = chosen_on(obj), obj.text_sections()[1:]
        sections = (
            Section(f"{address}#{part.anchor}", part.heading, "\n".join(texts[1:]))
            for part, (_heading, texts) in zip(chosen, words, strict=True)
        )
        return EntryContent(
            address=address,
            title=obj.title,
            summary=obj.summary,
            sections=(Section(address, obj.title, ""), *sections),
            facets={"theme": tuple(theme.code for theme in obj.themes.all())},
            published_at=obj.first_published_at,
            updated_at=obj.updated_at or obj.last_published_at,
            author_id=obj.owner_id,
            is_withdrawn=obj.is_withdrawn,
            citations=frozenset(key for part in chosen for key in part.keys),
        )


class CollectionSource(CuratedSource):
    """A collection, with its groups as sections."""

    kind = CollectionPage.kind
    label = _("Collection")
    model = CollectionPage


class StepByStepSource(CuratedSource):
    """A step-by-step, with its steps as sections."""

    kind = StepByStepPage.kind
    label = _("Step by step")
    model = StepByStepPage

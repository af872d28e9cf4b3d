"""How guidance appears in the catalogue."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from kb.guidance.contents import Contents
from kb.guidance.models import AnnexPage, GuidancePage
from kb.guidance.plain import sections_of, text_of_body
from search.sources import EntryContent, Section, Source


class GuidanceSource(Source):
    """A guidance, with its chapters and annexes as sections."""

    kind = "guidance"
    label = _("Guidance")
    model = GuidancePage

    def live(self) -> QuerySet[Any]:
        """Source: Source."""
        return published(GuidancePage).prefetch_related("themes", "sectors", "regions")

    def content(self, obj: GuidancePage) -> EntryContent:
        """Source: Source."""
        address = obj.get_url() or ""
        opening = Section(address, obj.title, text_of_body([*obj.opening, *obj.about]))
        return EntryContent(
            address=address,
            title=obj.title,
            summary=obj.summary,
            sections=(opening, *sections_of(Contents(obj, address))),
            facets=_filed_under(obj),
            published_at=obj.first_published_at,
            updated_at=obj.updated_at or obj.last_published_at,
            author_id=obj.owner_id,
            is_withdrawn=obj.is_withdrawn,
        )

    def part_address(self, address: str, part: str) -> str:
        """Parts move between chapters; the page knows where they are (kb.guidance.views.part). Source: Source."""
        return f"{address}{part}/"


def _filed_under(guidance: GuidancePage) -> dict[str, tuple[str, ...]]:
    """What searches can be narrowed by to find it."""
    filed = {"theme": guidance.themes, "sector": guidance.sectors, "region": guidance.regions}
    return {name: tuple(row.code for row in rows.all()) for name, rows in filed.items()}


def published(model: type[Page]) -> QuerySet[Any]:
    """The live pages of a type. Wagtail saves a new page as live a moment before it publishes it: not yet these."""
    return model.objects.live().filter(first_published_at__isnull=False, last_published_at__isnull=False)


def _live_guidance_above() -> QuerySet[Any]:
    """The live guidance that an annex of the outer query lies in: a path is its parent's and one more step."""
    parent = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - AnnexPage.steplen)
    return published(GuidancePage).filter(path=parent)


class AnnexSource(Source):
    """An annex with readers of its own. It is filed where its guidance is."""

    kind = "annex"
    label = _("Annex")
    model = AnnexPage

    def live(self) -> QuerySet[Any]:
        """Source: Source."""
        return published(AnnexPage).filter(Exists(_live_guidance_above()))

    def content(self, obj: AnnexPage) -> EntryContent:
        """Source: Source."""
        address = obj.get_url() or ""
        guidance = obj.get_parent().specific
        return EntryContent(
            address=address,
            title=obj.title,
            summary=guidance.title,
            sections=(Section(address, obj.title, text_of_body(obj.body)),),
            facets=_filed_under(guidance),
            published_at=obj.first_published_at,
            updated_at=obj.updated_at or obj.last_published_at,
            author_id=obj.owner_id,
            is_withdrawn=guidance.is_withdrawn,
            citations=frozenset({f"guidance:{guidance.pk}"}),
        )

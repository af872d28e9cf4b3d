"""How pages about the site appear in the catalogue."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kb.frame.models import InformationPage
from kb.guidance.entries import published
from kb.guidance.plain import text_of_body
from search.sources import EntryContent, Section, Source


class InformationSource(Source):
    """A page about the site."""

    kind = "information"
    label = _("About this site")
    model = InformationPage

    def live(self) -> QuerySet[Any]:
        """Source: Source."""
        return published(InformationPage)

    def content(self, obj: InformationPage) -> EntryContent:
        """Source: Source."""
        address = obj.get_url() or ""
        return EntryContent(
            address=address,
            title=obj.title,
            summary=obj.summary,
            sections=(Section(address, obj.title, text_of_body(obj.body)),),
            facets={},
            published_at=obj.first_published_at,
            updated_at=obj.last_published_at,
            author_id=obj.owner_id,
        )

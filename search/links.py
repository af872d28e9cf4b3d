"""Links between pages inside rich text, resolved through the catalogue when a page is read."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from wagtail.rich_text.pages import PageLinkHandler

from members.audiences.pages import AudiencePage
from search import sources
from search.models import Entry


class CataloguePageLinkHandler(PageLinkHandler):
    """All links of a text in one query.

    A public page is linked by its address. The address of any other page would tell its name to readers who may not
    see it, so it is linked by its key, which is resolved for whoever follows it.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Source: wagtail.rich_text.LinkHandler."""
        kinds = [s.kind for s in sources.registered() if issubclass(s.model, AudiencePage)]
        keys = [f"{kind}:{attrs.get('id')}" for kind in kinds for attrs in attrs_list]
        rows = Entry.objects.filter(key__in=keys, is_gone=False).select_related("audience").defer("sections")
        by_id = {row.key.partition(":")[2]: row for row in rows}
        return [_opening_tag(by_id.get(str(attrs.get("id")))) for attrs in attrs_list]


def _opening_tag(entry: Entry | None) -> str:
    if entry is None:
        return "<a>"
    address = entry.address if entry.clauses.is_public else reverse("search:by_key", args=[entry.key])
    return format_html('<a href="{}">', address)

"""Atom feeds of what readers are told: of everything, and of one theme. A feed shows what its reader may see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kb.changes.history import ShownChange, changes_in, with_entries
from kb.themes.models import Theme
from members.audiences.viewers import Viewer
from members.middleware import viewer_of
from richtext.characters import drop_controls
from search.freshness import same_for_everybody

ENTRIES = 30


class Asked(NamedTuple):
    """Whose feed, and of what."""

    viewer: Viewer
    theme: Theme | None


class ChangesFeed(Feed):
    """The latest changes, newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str = "") -> Asked:
        """Source: django.contrib.syndication.views.Feed."""
        return Asked(viewer_of(request), get_object_or_404(Theme, slug=slug) if slug else None)

    def title(self, obj: Asked) -> str:
        """Source: Feed."""
        return drop_controls(_("What has changed: %s") % obj.theme.name) if obj.theme else _("What has changed")

    def link(self, obj: Asked) -> str:
        """Source: Feed."""
        address = reverse("changes:now")
        return f"{address}?theme={obj.theme.code}" if obj.theme else address

    def subtitle(self, obj: Asked) -> str:
        """Source: Feed."""
        return _("Guidance that was published, changed or withdrawn, with what is different.")

    def items(self, obj: Asked) -> Sequence[ShownChange]:
        """Source: Feed."""
        return with_entries(changes_in(obj.viewer, theme=obj.theme.code if obj.theme else "")[:ENTRIES], obj.viewer)

    def item_title(self, item: Any) -> str:
        """Source: Feed."""
        return drop_controls(f"{item.kind_label}: {item.title}")

    def item_description(self, item: Any) -> str:
        """Source: Feed."""
        return drop_controls(str(item.note))

    def item_link(self, item: Any) -> str:
        """Source: Feed."""
        return str(item.address)

    def item_guid(self, item: Any) -> str:
        """Two changes of one page are two entries. Source: Feed."""
        return f"{item.address}#{item.at.isoformat()}"

    def item_updateddate(self, item: Any) -> datetime:
        """Source: Feed."""
        moment: datetime = item.at
        return moment


_serve = ChangesFeed()


@require_safe
@same_for_everybody
def feed(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The feed of everything, or of the theme at this address."""
    return _serve(request, slug=slug)

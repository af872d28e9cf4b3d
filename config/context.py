"""What every template knows of the site and of its reader."""

from typing import Any

from django.http import HttpRequest

from config.permissions import CMS_ROLES
from kb.frame.identity import identity
from members.audiences.scopes import SiteRole
from members.middleware import viewer_of

AT_THE_DESK = (SiteRole.EDITOR, SiteRole.MODERATOR, SiteRole.REGIONAL_LEAD, SiteRole.COORDINATOR, SiteRole.ADMINISTRATOR)


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, colours and notice. Not called `site`: allauth's views bring one of their own."""
    return {"this_site": identity()}


def reader(request: HttpRequest) -> dict[str, Any]:
    """What the frame offers to this reader. Asked for only where a page shows it."""
    return {
        "has_desk": lambda: any(viewer_of(request).holds(role) for role in AT_THE_DESK),
        "has_cms": lambda: any(viewer_of(request).holds(role) for role in CMS_ROLES),
    }

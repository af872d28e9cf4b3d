"""What this room adds to the CMS."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from members.audiences.access import AudienceControlled, can_see
from members.middleware import viewer_of
from members.views import change_audience


@hooks.register("register_admin_urls")
def audience_addresses() -> list[URLPattern]:
    """Where "Who can see this" is changed."""
    route = "who-can-see/<slug:app_label>/<slug:model_name>/<int:pk>/"
    return [path(route, change_audience, name="members_who_can_see")]


@hooks.register("before_serve_page", order=-100)
def only_for_its_audience(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Whoever may not see a page gets the answer of a page that does not exist. Runs before Wagtail's own doors."""
    if not isinstance(page, AudienceControlled) or not can_see(viewer_of(request), page):
        raise Http404


@hooks.register("register_log_actions")
def audience_log(actions: Any) -> None:
    """The name of the log entry for a changed audience."""
    actions.register_action("members.audience", _("Change who can see"), _("Changed who can see it"))

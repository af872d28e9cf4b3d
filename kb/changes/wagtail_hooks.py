"""What the history asks of the CMS, and adds to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from kb.changes import cms_views
from kb.changes.models import Change
from kb.changes.pages import ChangeNotedPage


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Where pages are reviewed, withdrawn and put in force again."""
    return [
        path("changes/<int:pk>/review/", cms_views.review_page, name="changes_review"),
        path("changes/<int:pk>/withdraw/", cms_views.withdraw_page, name="changes_withdraw"),
        path("changes/<int:pk>/restore/", cms_views.restore_page, name="changes_restore"),
    ]


@hooks.register("before_bulk_action")
def refuse_to_publish_many_at_once(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Whether a change is minor or major is asked of each page: many at once cannot be."""
    if action_type != "publish":
        return None
    asked = [page for page in objects if _has_to_be_asked(page)]
    if not asked:
        return None
    titles = get_text_list([f"“{page.title}”" for page in asked], _("and"))
    messages.error(
        request, _("Not published: %s. Publish each by itself, and say whether the change is minor or major.") % titles
    )
    return redirect("wagtailadmin_explore", asked[0].get_parent().pk)


def _has_to_be_asked(page: Any) -> bool:
    specific = page.specific
    return isinstance(specific, ChangeNotedPage) and specific.first_published_at is not None


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """The names of our log entries."""
    actions.register_action("kb.withdrawn", gettext_lazy("Withdraw"), gettext_lazy("Withdrew it"))
    actions.register_action("kb.restored", gettext_lazy("Put in force again"), gettext_lazy("Put it in force again"))
    actions.register_action("kb.reviewed", gettext_lazy("Review"), gettext_lazy("Reviewed it"))


class OnlyToBeCorrected(ModelPermissionPolicy):
    """Nobody, administrators included, adds to the history or takes from it by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Source: ModelPermissionPolicy."""
        return action not in ("add", "delete") and super().user_has_permission(user, action)


class ChangeViewSet(SnippetViewSet):
    """The history in the CMS: a note can be put right, and the text of a version kept from readers. Nothing is added."""

    model = Change
    icon = "history"
    copy_view_enabled = False
    add_to_admin_menu = True
    menu_label = gettext_lazy("History notes")
    menu_order = 800
    list_display = (
        Column("title", label=gettext_lazy("Page"), accessor="title"),
        Column("kind", label=gettext_lazy("What"), accessor="get_kind_display"),
        "note",
        Column("when", label=gettext_lazy("When"), accessor="when"),
        BooleanColumn("text_hidden", label=gettext_lazy("Text hidden")),
    )
    list_filter = ("kind", "text_hidden")
    search_fields = ("note", "key")
    panels = (FieldPanel("note"), FieldPanel("text_hidden"))


register_permission_policy(Change, OnlyToBeCorrected(Change))
register_snippet(ChangeViewSet)

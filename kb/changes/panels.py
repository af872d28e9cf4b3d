"""The CMS panel that says where a page stands, and leads to review and withdrawal."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from kb.changes.pages import LookedAfterPage


class StandingPanel(Panel):
    """Shows review and withdrawal. Each is changed in a form of its own, holds at once and is no part of a draft."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Review and withdrawal"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "kb/changes/cms/standing_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Source: wagtail.admin.ui.components.Component."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, **standing(self.instance)}


def standing(page: LookedAfterPage) -> dict[str, Any]:
    """What the panel and the forms say of a page."""
    if page.pk is None or page.first_published_at is None:
        return {"is_new": True}
    return {
        "page": page,
        "is_overdue": page.is_overdue(),
        "review_address": reverse("changes_review", args=[page.pk]),
        "withdraw_address": reverse("changes_withdraw", args=[page.pk]),
        "restore_address": reverse("changes_restore", args=[page.pk]),
    }

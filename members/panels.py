"""The CMS panel that says who can see a page, and leads to where that is changed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from members.audiences.access import AudienceControlled
from members.audiences.actions import is_alias
from members.audiences.levels import level_of


class WhoCanSeePanel(Panel):
    """Shows the level in words. Changing it is a form of its own: it holds at once, for drafts and live pages alike."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Who can see this"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "members/cms/who_can_see_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Source: wagtail.admin.ui.components.Component."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, **who_can_see(self.instance)}


def address_of_form(obj: AudienceControlled) -> str:
    """Where the audience of this object is changed."""
    return reverse("members_who_can_see", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])


def who_can_see(obj: AudienceControlled) -> dict[str, Any]:
    """What the panel and the form say of an object's audience."""
    if obj.pk is None:
        return {"is_new": True}
    return {
        "object": obj,
        "level": level_of(obj.audience.as_clauses()),
        "own_level": level_of(obj.own_audience.as_clauses()),
        "is_narrowed": obj.access != obj.own_access,
        "is_alias": is_alias(obj),
        "form_address": address_of_form(obj),
    }

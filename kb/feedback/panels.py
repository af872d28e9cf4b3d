"""The CMS panel that says what readers say of a page."""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from kb.feedback.models import Answer, PageFeedback

LATEST = 5


class FeedbackPanel(Panel):
    """How many found the page useful, and what others wrote last."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("What readers say"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "kb/feedback/cms/panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Source: wagtail.admin.ui.components.Component."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, **said_of(self.instance.key if self.instance.pk else "")}


def said_of(key: str) -> dict[str, Any]:
    """Counts of each answer, and the latest words."""
    given = PageFeedback.objects.filter(key=key)
    counts = dict(given.values_list("answer").annotate(number=Count("pk")))
    return {
        "counts": [{"label": answer.label, "number": counts.get(answer.value, 0)} for answer in Answer],
        "latest": given.exclude(text="").order_by("-pk")[:LATEST],
    }

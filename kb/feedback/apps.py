"""The app of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Makes what readers say a kind of work."""

    name = "kb.feedback"
    label = "feedback"
    verbose_name = "Feedback"

    def ready(self) -> None:
        from kb.feedback.actions import FEEDBACK
        from kb.feedback.models import PageFeedback
        from notices.desk import kinds
        from search import freshness

        kinds.register(FEEDBACK, _("Feedback on a page"))
        freshness.quiet(PageFeedback)

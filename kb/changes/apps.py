"""The app of this room."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    """Notes each publication, and makes reviews a kind of work."""

    name = "kb.changes"
    label = "changes"
    verbose_name = "Changes"

    def ready(self) -> None:
        from kb.changes.recording import record_publication
        from kb.changes.reviewing import REVIEW
        from notices.desk import kinds

        post_save.connect(record_publication, dispatch_uid="changes.record")
        kinds.register(REVIEW, _("Review due"))

"""The app of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The desk: what waits for somebody to do it."""

    name = "notices.desk"
    label = "desk"
    verbose_name = "Desk"

    def ready(self) -> None:
        from notices.desk import kinds, receivers
        from notices.desk.models import WorkItem, WorkItemStep
        from search import freshness

        freshness.quiet(WorkItem, WorkItemStep)
        kinds.register(receivers.MAIL_IN_DOUBT, _("Mail in doubt"))
        receivers.connect()

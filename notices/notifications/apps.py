"""The app of this room."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """What a person is told on the site."""

    name = "notices.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from notices.notifications.models import Notification
        from search import freshness

        freshness.quiet(Notification)

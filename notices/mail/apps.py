"""The app of this room."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """All mail of the site: written down first, sent by the background process."""

    name = "notices.mail"
    label = "mail"
    verbose_name = "Mail"

    def ready(self) -> None:
        from notices.mail.models import OutgoingMail
        from search import freshness

        freshness.quiet(OutgoingMail)

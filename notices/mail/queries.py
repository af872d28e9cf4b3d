"""Reads of the outbox."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from notices.mail import transport
from notices.mail.models import OutgoingMail


def mail_can_be_read_here() -> bool:
    """Whether this is a development or demonstration site whose mail goes nowhere: then anybody may read it."""
    return bool(settings.MAIL_PAGE) and not transport.leaves_this_machine()


def all_mail() -> QuerySet[OutgoingMail]:
    """Every mail, without what it says."""
    rows: QuerySet[OutgoingMail] = OutgoingMail.objects.defer("text", "html")
    return rows


def longest_wait() -> float:
    """How long the oldest mail that should have left by now has been waiting, in seconds; 0 when none waits."""
    oldest = OutgoingMail.objects.due().order_by("not_before").values_list("not_before", flat=True).first()
    return (timezone.now() - oldest).total_seconds() if oldest else 0.0

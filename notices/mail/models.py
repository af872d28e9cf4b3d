"""The outbox: a row per recipient and event, written in the transaction of what happened, sent afterwards."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notices.events import EVENT_LENGTH
from search.models import KEY_LENGTH

SUBJECT_LENGTH = 200


class MailState(models.TextChoices):
    """Where a mail is on its way. Only `notices.mail.queue` moves it along."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    HANDED_OVER = "handed over", _("Handed over, no answer yet")
    SENT = "sent", _("Sent")
    IN_DOUBT = "in doubt", _("In doubt")
    FAILED = "failed", _("Failed")
    WITHHELD = "withheld", _("Withheld")


CLOSED_STATES = (MailState.SENT, MailState.FAILED, MailState.WITHHELD)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Reads of the outbox."""

    def due(self) -> Self:
        """What may be sent now."""
        return self.filter(state=MailState.WAITING, not_before__lte=timezone.now())

    def abandoned(self, state: MailState, before: Any) -> Self:
        """What a worker took, and left in this state when its lease ended."""
        return self.filter(state=state, claimed_at__lt=before)


class OutgoingMail(models.Model):
    """One mail to one person about one event.

    `claimed_at` names the claim as well: whoever moves a claimed row on asks for the moment of their own claim, so a
    worker that lost its lease can do nothing more. `text` and `html` may hold a link that opens an account: where
    `MAIL_KEEP_TEXT` is off they are erased as soon as the row is closed. `key` is what the mail is about; its recipient
    must still be allowed to see that when the mail is sent.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("recipient")
    )
    address = models.EmailField(_("address"))
    event = models.CharField(_("event"), max_length=EVENT_LENGTH)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    key = models.CharField(max_length=KEY_LENGTH, blank=True)
    message_id = models.CharField(max_length=255)
    state = models.CharField(_("state"), max_length=12, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    last_error = models.CharField(_("reason"), max_length=500, blank=True)

    objects: ClassVar = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address", "event"], name="one_mail_per_recipient_and_event")
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "not_before", "id"], name="mail_queue"),
            models.Index(fields=["state", "claimed_at"], name="mail_leases"),
            models.Index(fields=["state", "created_at"], name="mail_retention"),
        ]

    def __str__(self) -> str:
        return self.subject

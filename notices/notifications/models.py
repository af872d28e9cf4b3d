"""What a person is told on the site: a row per recipient and event."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notices.events import EVENT_LENGTH
from search.models import KEY_LENGTH

TEXT_LENGTH = 300


class Notification(models.Model):
    """One sentence for one person about one event. `address` leads to more; without one, `key` does."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("recipient")
    )
    event = models.CharField(max_length=EVENT_LENGTH)
    key = models.CharField(max_length=KEY_LENGTH, blank=True)
    text = models.CharField(_("text"), max_length=TEXT_LENGTH)
    address = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "event"], name="one_notification_per_recipient_and_event")
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-id"], name="notifications_newest"),
            models.Index(fields=["recipient"], name="notifications_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def leads_to(self) -> str:
        """Where more can be read; empty when there is nothing more."""
        return self.address or (reverse("search:by_key", args=[self.key]) if self.key else "")

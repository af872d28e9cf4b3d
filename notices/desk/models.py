"""Work that waits for somebody, and every step that was taken with it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audiences.scopes import SiteRole
from members.roles import GROUP_NAMES
from notices.desk import kinds
from notices.events import EVENT_LENGTH
from search.models import KEY_LENGTH

TITLE_LENGTH = 200
NOTE_LENGTH = 2_000


class ItemState(models.TextChoices):
    """How far an item is."""

    OPEN = "open", _("Open")
    TAKEN = "taken", _("Taken")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")


UNFINISHED = (ItemState.OPEN, ItemState.TAKEN)
CLOSED = (ItemState.DONE, ItemState.DECLINED)


class WorkItem(models.Model):
    """Something that somebody with a role has to do. An open item is nobody's; a taken one has an owner.

    `key` is what it is about, `part` the part of that, `address` where it is done; each may be empty. Who may not see
    the thing does not see the item either, so a thing that is in no catalogue yet (a draft) is named by `address` only.
    """

    kind = models.CharField(_("kind"), max_length=40)
    event = models.CharField(max_length=EVENT_LENGTH, unique=True)
    key = models.CharField(max_length=KEY_LENGTH, blank=True)
    part = models.CharField(max_length=KEY_LENGTH, blank=True)
    address = models.CharField(max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    text = models.TextField(_("text"), blank=True)
    for_role = models.CharField(_("for"), max_length=30, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ItemState.choices, default=ItemState.OPEN)
    created_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(state=ItemState.OPEN, owner__isnull=True) | Q(state=ItemState.TAKEN, owner__isnull=False))
                | Q(state__in=CLOSED),
                name="taken_means_owned",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNFINISHED, closed_at__isnull=True) | Q(state__in=CLOSED, closed_at__isnull=False),
                name="closed_has_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["for_role", "state", "due_on"], name="desk_by_role"),
            models.Index(fields=["owner", "state"], name="desk_by_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the desk."""
        return reverse("desk:item", args=[self.pk])

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return kinds.label_of(self.kind)

    @property
    def role_label(self) -> str:
        """For whom it is, in words."""
        return str(GROUP_NAMES[SiteRole(self.for_role)]) if self.for_role else str(GROUP_NAMES[SiteRole.ADMINISTRATOR])

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in CLOSED

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed and it is not closed."""
        due: date | None = self.due_on
        return due is not None and not self.is_closed and due < timezone.localdate()


class StepKind(models.TextChoices):
    """What can be done with an item."""

    OPENED = "opened", _("Opened")
    TAKEN = "taken", _("Taken")
    HANDED_BACK = "handed back", _("Handed back")
    GIVEN = "given", _("Given")
    DUE = "due", _("Due date changed")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    REOPENED = "reopened", _("Opened again")
    RETURNED = "returned", _("Returned")


class WorkItemStep(models.Model):
    """One step with an item. `who` is empty for what the site did by itself, and for people who have left."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="steps")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=12, choices=StepKind.choices)
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.get_what_display())

"""Named groups: people picked one by one, for a paper that goes to them only."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.kept import SavedWhole


class NamedGroup(models.Model):
    """A list of people with a name. Belonging to it may begin and end at a moment."""

    name = models.CharField(_("name"), max_length=160, unique=True)

    class Meta:
        verbose_name = _("named group")
        verbose_name_plural = _("named groups")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class NamedGroupMembership(SavedWhole):
    """One person's place in a group, with `starts_at <= now < ends_at`."""

    group = models.ForeignKey(NamedGroup, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("group"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_memberships", verbose_name=_("person")
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering: ClassVar = ["group", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "person"], name="one_membership_per_person_and_group"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.group})"

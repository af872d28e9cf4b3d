"""The rule, on objects: the columns that hold an audience, and the two faces `can_see` and `visible_to`.

The third face is the search engine's filter, on the same audience ids and the same two moments.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audiences.clauses import PUBLIC, Clauses
from members.audiences.viewers import Viewer
from members.models import Audience
from members.models.kept import SetByActions

# More ids than this go to the database as a subquery: parameter lists have a limit.
MOST_IDS_IN_A_QUERY = 1_000


class AudienceForeignKey(SetByActions, models.ForeignKey[Audience, Audience]):
    """A reference to an audience, set at creation and by actions only."""


class WindowField(SetByActions, models.DateTimeField):
    """One end of the time during which an object can be seen, set by actions only."""


def in_audience(viewer: Viewer) -> Q:
    """The condition that the viewer belongs to a row's audience."""
    if len(viewer.audience_ids) > MOST_IDS_IN_A_QUERY:
        return Q(audience__in=Audience.objects.satisfied_by(viewer.scopes).values("pk"))
    return Q(audience__in=viewer.audience_ids)


def in_window(at: datetime) -> Q:
    """The condition `visible_from <= at < visible_until`, open where an end is not set."""
    begun = Q(visible_from__isnull=True) | Q(visible_from__lte=at)
    not_over = Q(visible_until__isnull=True) | Q(visible_until__gt=at)
    return begun & not_over


def is_within(moment: datetime, begin: datetime | None, end: datetime | None) -> bool:
    """The same of one moment: `begin <= moment < end`, open where an end is not set."""
    return (begin is None or begin <= moment) and (end is None or moment < end)


class AudienceQuerySetMixin:
    """Gives a queryset the face `visible_to`."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Only what this viewer may see, now."""
        return self.filter(in_audience(viewer), in_window(timezone.now()))  # type: ignore[attr-defined, no-any-return]


@dataclass(frozen=True)
class Access:
    """Who may see something, and when: `visible_from <= now < visible_until`, open where an end is not set."""

    clauses: Clauses = PUBLIC
    visible_from: datetime | None = None
    visible_until: datetime | None = None

    def __and__(self, other: "Access") -> "Access":
        """What both allow: those who are in both audiences, while both are visible."""
        begins = [moment for moment in (self.visible_from, other.visible_from) if moment]
        ends = [moment for moment in (self.visible_until, other.visible_until) if moment]
        return Access(self.clauses & other.clauses, max(begins, default=None), min(ends, default=None))

    @property
    def is_never(self) -> bool:
        """Whether the times leave no moment."""
        return bool(self.visible_from and self.visible_until and self.visible_until <= self.visible_from)


class AudienceControlled(models.Model):
    """Something that only its audience may see.

    The `own_` columns are what was asked for this object; the others are that AND what its parent allows.
    Readers use those others only.
    """

    own_audience = AudienceForeignKey(Audience, on_delete=models.PROTECT, related_name="+", verbose_name=_("own audience"))
    own_visible_from = WindowField(_("own visible from"), null=True, blank=True)
    own_visible_until = WindowField(_("own visible until"), null=True, blank=True)
    audience = AudienceForeignKey(Audience, on_delete=models.PROTECT, related_name="+", verbose_name=_("audience"))
    visible_from = WindowField(_("visible from"), null=True, blank=True)
    visible_until = WindowField(_("visible until"), null=True, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new object gets its access from what was asked for it and from its parent.

        A copy is new and comes with the access of what it was made from: it asks for no more than that.
        Source: django.db.models.Model.save.
        """
        if self._state.adding:
            if self.own_audience_id is None:
                self.own_audience = Audience.objects.store(self.default_own_clauses())
            if self.audience_id is not None:
                self.own_access &= self.access
            self.access = self.own_access & self.parent_access()
        super().save(*args, **kwargs)

    @property
    def own_access(self) -> Access:
        """What was asked for this object."""
        return Access(self.own_audience.as_clauses(), self.own_visible_from, self.own_visible_until)

    @own_access.setter
    def own_access(self, asked: Access) -> None:
        self.own_audience = Audience.objects.store(asked.clauses)
        self.own_visible_from, self.own_visible_until = asked.visible_from, asked.visible_until

    @property
    def access(self) -> Access:
        """What holds: what was asked for, as far as the parent allows it."""
        return Access(self.audience.as_clauses(), self.visible_from, self.visible_until)

    @access.setter
    def access(self, effective: Access) -> None:
        self.audience = Audience.objects.store(effective.clauses)
        self.visible_from, self.visible_until = effective.visible_from, effective.visible_until

    def is_visible_at(self, moment: datetime) -> bool:
        """Whether its time has come and is not over: `visible_from <= moment < visible_until`."""
        return is_within(moment, self.visible_from, self.visible_until)

    def default_own_clauses(self) -> Clauses:
        """What a new object asks for when nobody said: everybody that the parent admits."""
        return PUBLIC

    def parent_access(self) -> Access:
        """What whatever this object lies in allows; everything when it lies in nothing."""
        return Access()

    def facts_once_settled(self) -> dict[str, Any]:
        """Columns to write along with an audience that somebody, or a page, has chosen for this object."""
        return {}

    def always_admitted(self) -> frozenset[str]:
        """Scopes that belong in every clause asked for this object, as an author or the editors of the CMS."""
        return frozenset()


OWN_COLUMNS = ("own_audience_id", "own_visible_from", "own_visible_until")
EFFECTIVE_COLUMNS = ("audience_id", "visible_from", "visible_until")


def can_see(viewer: Viewer, obj: AudienceControlled) -> bool:
    """Whether the viewer may see this object, now."""
    return obj.audience_id in viewer.audience_ids and obj.is_visible_at(timezone.now())

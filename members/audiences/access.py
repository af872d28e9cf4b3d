"""The rule, on objects: the columns that hold an audience, and the two faces `can_see` and `visible_to`.

The third face is the search engine's filter, on the same audience ids and the same two moments.
"""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audiences.clauses import PUBLIC, Clauses
from members.audiences.viewers import Viewer
from members.models import Audience

# More ids than this go to the database as a subquery: parameter lists have a limit.
MOST_IDS_IN_A_QUERY = 1_000


class _SetByActionsOnly(models.Field[Any, Any]):
    """A column that an ordinary save of an existing row leaves as it is stored.

    A page loaded before its audience was narrowed, a revision restored, a scheduled publish: none of them may
    write an old, wider audience back. Only a query (`members.audiences.actions`) changes the stored value.
    `serialize=False` keeps the column out of Wagtail's revisions for the same reason.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "serialize": False, "editable": False})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        return value if add else F(self.name)


class AudienceForeignKey(_SetByActionsOnly, models.ForeignKey[Audience, Audience]):
    """A reference to an audience, set at creation and by actions only."""


class WindowField(_SetByActionsOnly, models.DateTimeField):
    """One end of the time during which an object can be seen, set by actions only."""


def in_audience(viewer: Viewer, column: str = "audience") -> Q:
    """The condition that the viewer belongs to the audience in this column."""
    if len(viewer.audience_ids) > MOST_IDS_IN_A_QUERY:
        return Q(**{f"{column}__in": Audience.objects.satisfied_by(viewer.scopes).values("pk")})
    return Q(**{f"{column}__in": viewer.audience_ids})


def in_window(at: datetime) -> Q:
    """The condition `visible_from <= at < visible_until`, open where an end is not set."""
    begun = Q(visible_from__isnull=True) | Q(visible_from__lte=at)
    not_over = Q(visible_until__isnull=True) | Q(visible_until__gt=at)
    return begun & not_over


class AudienceQuerySetMixin:
    """Gives a queryset the face `visible_to`."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Only what this viewer may see, now."""
        return self.filter(in_audience(viewer), in_window(timezone.now()))  # type: ignore[attr-defined, no-any-return]


class AudienceQuerySet(AudienceQuerySetMixin, models.QuerySet[Any]):
    """The default queryset of an audience-controlled model."""


class AudienceControlled(models.Model):
    """Something that only its audience may see.

    `own_audience` is what was asked for this object; `audience` is that AND the parent's. Readers use `audience` only.
    """

    own_audience = AudienceForeignKey(Audience, on_delete=models.PROTECT, related_name="+", verbose_name=_("own audience"))
    audience = AudienceForeignKey(Audience, on_delete=models.PROTECT, related_name="+", verbose_name=_("audience"))
    visible_from = WindowField(_("visible from"), null=True, blank=True)
    visible_until = WindowField(_("visible until"), null=True, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new object gets its audience from what was asked for it and from its parent.

        Source: django.db.models.Model.save.
        """
        if self._state.adding:
            if self.own_audience_id is None:
                self.own_audience = Audience.objects.store(self.default_own_clauses())
            self.audience = Audience.objects.store(self.own_audience.as_clauses() & self.parent_clauses())
        super().save(*args, **kwargs)

    def default_own_clauses(self) -> Clauses:
        """What a new object asks for when nobody said: everybody that the parent admits."""
        return PUBLIC

    def parent_clauses(self) -> Clauses:
        """The effective audience of whatever this object lies in; everybody when it lies in nothing."""
        return PUBLIC

    def always_admitted(self) -> frozenset[str]:
        """Scopes that belong in every clause asked for this object, as an author or the editors of the CMS."""
        return frozenset()


ACCESS_COLUMNS = ("own_audience_id", "audience_id", "visible_from", "visible_until")


def can_see(viewer: Viewer, obj: AudienceControlled) -> bool:
    """Whether the viewer may see this object, now."""
    now = timezone.now()
    begun = obj.visible_from is None or obj.visible_from <= now
    not_over = obj.visible_until is None or now < obj.visible_until
    return obj.audience_id in viewer.audience_ids and begun and not_over

"""Reads of the desk, always for a viewer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.audiences.scopes import SiteRole
from members.audiences.viewers import Viewer
from members.models import User
from notices.desk.models import CLOSED, UNFINISHED, ItemState, WorkItem, WorkItemStep
from notices.visibility import about_nothing_hidden, holding_role, readers_of

NO_DATE = date(9999, 12, 31)
MINE, OPEN, OVERDUE, ALL_CLOSED = "mine", "open", "overdue", "closed"


def items_for(viewer: Viewer) -> QuerySet[WorkItem]:
    """The items on a viewer's desk: for a role they hold, or theirs, about nothing that they may not see.

    Administrators see all. Nobody else sees an item about a thing that has left the catalogue.
    """
    if viewer.is_anonymous:
        return WorkItem.objects.none()
    if viewer.holds(SiteRole.ADMINISTRATOR):
        return WorkItem.objects.all()
    concerned = Q(owner=viewer.user_id) | Q(for_role__in=_roles_of(viewer))
    return WorkItem.objects.filter(concerned, about_nothing_hidden(viewer))


def waiting_for(viewer: Viewer) -> int:
    """How many items the viewer could begin or go on with now. One query, none for who has not signed in."""
    if viewer.is_anonymous:
        return 0
    return items_for(viewer).filter(_could_act(viewer)).count()


def _could_act(viewer: Viewer) -> Q:
    """Open for a role they hold, or taken by them: what others have taken is not waiting for them."""
    roles = _roles_of(viewer)
    roles += [""] if viewer.holds(SiteRole.ADMINISTRATOR) else []
    return Q(state=ItemState.OPEN, for_role__in=roles) | Q(state=ItemState.TAKEN, owner=viewer.user_id)


def _roles_of(viewer: Viewer) -> list[str]:
    return [site_role.value for site_role in SiteRole if viewer.holds(site_role)]


def shown_as(which: str, viewer: Viewer) -> Q:
    """The condition of one of the lists: mine, open, overdue, closed."""
    return {
        MINE: Q(state__in=UNFINISHED, owner=viewer.user_id),
        OPEN: Q(state=ItemState.OPEN),
        OVERDUE: Q(state__in=UNFINISHED, due_on__lt=timezone.localdate()),
        ALL_CLOSED: Q(state__in=CLOSED),
    }.get(which, Q(state__in=UNFINISHED))


@dataclass(frozen=True)
class Counts:
    """How many items each list of a desk holds."""

    unfinished: int
    mine: int
    open: int
    overdue: int
    closed: int


def counts_for(viewer: Viewer, kind: str = "") -> Counts:
    """The counts of a viewer's desk, of one kind of work or of all. One query."""
    rows = items_for(viewer).filter(kind=kind) if kind else items_for(viewer)
    lists = {"unfinished": "", "mine": MINE, "open": OPEN, "overdue": OVERDUE, "closed": ALL_CLOSED}
    found = rows.aggregate(**{name: Count("pk", filter=shown_as(which, viewer)) for name, which in lists.items()})
    return Counts(**found)


def kinds_for(viewer: Viewer) -> list[str]:
    """The kinds of work that there are on a viewer's desk."""
    return list(items_for(viewer).order_by().values_list("kind", flat=True).distinct())


def listed(viewer: Viewer, which: str, kind: str = "") -> QuerySet[WorkItem]:
    """One of the lists, with what it shows; `rank` is the due date, or a day that never comes."""
    rows = items_for(viewer).filter(shown_as(which, viewer)).select_related("owner")
    return _ranked(rows.filter(kind=kind) if kind else rows)


def _ranked(rows: QuerySet[WorkItem]) -> Any:
    return rows.annotate(rank=Coalesce("due_on", Value(NO_DATE)))


def steps_of(item: WorkItem) -> QuerySet[WorkItemStep]:
    """Everything that was done with an item, in order."""
    return item.steps.select_related("who", "whom")


def who_can_do(item: WorkItem) -> QuerySet[User]:
    """Everybody to whom an item could be given: active, in its role or an administrator, able to see what it is about."""
    return readers_of(item.key, User.objects.filter(in_role(item.for_role)))


def in_role(for_role: str) -> Q:
    """The accounts that work for a role is for: those who hold it, and administrators; of none, administrators only."""
    administrators = holding_role(SiteRole.ADMINISTRATOR)
    return administrators | holding_role(SiteRole(for_role)) if for_role else administrators

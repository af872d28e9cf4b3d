"""The only writers of an object's audience. Each runs in one transaction, logged, and announces what it changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from members.audiences.access import EFFECTIVE_COLUMNS, OWN_COLUMNS, Access, AudienceControlled
from members.audiences.clauses import CLOSED, Clauses
from members.audiences.pages import EDITORS, AudiencePage, mirror
from members.models import AccessEpoch, Audience, User
from members.signals import audience_changed

MOST_PAGES_AT_ONCE = 1_000


@transaction.atomic
def set_audience(
    obj: AudienceControlled,
    clauses: Clauses,
    *,
    by: User | None = None,
    visible_from: datetime | None = None,
    visible_until: datetime | None = None,
) -> None:
    """Say who may see an object and when. Holds at once, for the object and everything that lies in it.

    Raises `ValidationError` when the times leave no moment at which it can be seen, and for a page that mirrors another.
    """
    asked = Access(clauses.admitting(obj.always_admitted()), visible_from, visible_until)
    if asked.is_never:
        raise ValidationError({"visible_until": _("The end must be later than the beginning.")})
    if is_alias(obj):
        raise ValidationError(_("This page mirrors another one. Whoever may see that one may see this one."))
    AccessEpoch.lock()
    before = _described(obj)
    obj.own_access = asked
    _write(obj, *OWN_COLUMNS, **obj.facts_once_settled())
    recompute(obj)
    log(obj, "members.audience", user=by, data={"before": before, "after": _described(obj)})


@transaction.atomic
def recompute(obj: AudienceControlled) -> None:
    """Reckon the effective access of an object anew, and of everything below it."""
    AccessEpoch.lock()
    if not isinstance(obj, AudiencePage):
        _apply(obj, obj.own_access & obj.parent_access())
        return
    obj.refresh_from_db(fields=["path", "depth"])
    mirror(obj)
    _apply(obj, obj.own_access & obj.parent_access())
    if obj.get_descendants().count() > MOST_PAGES_AT_ONCE:
        close_below(obj)
    else:
        recompute_below(obj)


def recompute_below(page: AudiencePage) -> None:
    """Reckon the access of all pages under this one, parents before children."""
    effective = {page.path: page.access}
    for child in _descendants(page):
        effective[child.path] = child.own_access & effective[child.path[: -child.steplen]]
        if effective[child.path] != child.access:
            _apply(child, effective[child.path])


def close_below(page: AudiencePage) -> None:
    """Shut a large subtree in a few statements; a background task then gives each page its exact access.

    Between the two only editors see it, and what mirrors it: a change of many pages fails closed.
    """
    from members.tasks import finish_recompute  # the task calls back into this module

    closed = Audience.objects.store(CLOSED.admitting(EDITORS))
    below = Page.objects.descendant_of(page).values("pk")
    for model in _page_models():
        changed = model.objects.filter(Q(pk__in=below) | Q(alias_of__in=below) | Q(alias_of__alias_of__in=below))
        changed.update(audience=closed)
        audience_changed.send(sender=model, objects=changed)
    transaction.on_commit(lambda: finish_recompute.enqueue(page.pk))


def is_alias(obj: AudienceControlled) -> bool:
    """Whether this is a page that shows what another one says, to those who may see that other one."""
    return isinstance(obj, AudiencePage) and obj.alias_of_id is not None


def _page_models() -> Iterator[type[AudiencePage]]:
    return (model for model in apps.get_models() if issubclass(model, AudiencePage))


def _descendants(page: AudiencePage) -> Iterator[AudiencePage]:
    pages = page.get_descendants().order_by("path").specific(defer=False)
    return (child for child in pages.iterator() if isinstance(child, AudiencePage))


def _apply(obj: AudienceControlled, effective: Access) -> None:
    obj.access = effective
    _write(obj, *EFFECTIVE_COLUMNS)
    audience_changed.send(sender=type(obj), objects=[obj])
    if isinstance(obj, AudiencePage):
        for alias in type(obj)._base_manager.filter(alias_of=obj.pk):
            _follow(alias, effective)


def _follow(alias: AudiencePage, effective: Access) -> None:
    """An alias shows the words of its original: it asks for exactly the readers that the original has."""
    alias.own_access = effective
    _write(alias, *OWN_COLUMNS)
    recompute(alias)


def _write(obj: AudienceControlled, *columns: str, **facts: Any) -> None:
    values = {name: getattr(obj, name) for name in columns}
    type(obj)._base_manager.filter(pk=obj.pk).update(**values, **facts)


def _described(obj: AudienceControlled) -> dict[str, Any]:
    moments = {"visible_from": obj.own_visible_from, "visible_until": obj.own_visible_until}
    return {
        "audience": str(obj.own_audience.as_clauses()),
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }

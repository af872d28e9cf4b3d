"""The only writers of an object's audience. Each runs in one transaction, logged, and announces what it changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from members.audiences.access import AudienceControlled
from members.audiences.clauses import CLOSED, Clauses
from members.audiences.pages import EDITORS, AudiencePage, mirror
from members.models import Audience, User
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

    Raises `ValidationError` when the times leave no moment at which it can be seen.
    """
    if visible_from and visible_until and visible_until <= visible_from:
        raise ValidationError({"visible_until": _("The end must be later than the beginning.")})
    before = _described(obj)
    obj.own_audience = Audience.objects.store(clauses.admitting(obj.always_admitted()))
    obj.visible_from, obj.visible_until = visible_from, visible_until
    _write(obj, own_audience=obj.own_audience, visible_from=visible_from, visible_until=visible_until)
    recompute(obj)
    log(obj, "members.audience", user=by, data={"before": before, "after": _described(obj)})


@transaction.atomic
def recompute(obj: AudienceControlled) -> None:
    """Reckon the effective audience of an object anew, and of everything below it."""
    audience = Audience.objects.store(obj.own_audience.as_clauses() & obj.parent_clauses())
    _apply(obj, audience)
    if isinstance(obj, AudiencePage):
        mirror(obj)
        if obj.get_descendant_count() > MOST_PAGES_AT_ONCE:
            close_below(obj)
        else:
            recompute_below(obj)


def recompute_below(page: AudiencePage) -> None:
    """Reckon the audiences of all pages under this one, parents before children."""
    effective = {page.path: page.audience.as_clauses()}
    for child in _descendants(page):
        parent = effective[child.path[: -child.steplen]]
        effective[child.path] = child.own_audience.as_clauses() & parent
        if effective[child.path].digest != child.audience.digest:
            _apply(child, Audience.objects.store(effective[child.path]))


def close_below(page: AudiencePage) -> None:
    """Shut a large subtree in a few statements; a background task then gives each page its exact audience.

    Between the two only editors see it: a change of many pages fails closed.
    """
    from members.tasks import finish_recompute  # the task calls back into this module

    closed = Audience.objects.store(CLOSED.admitting(EDITORS))
    below = Page.objects.descendant_of(page)
    for model in AudiencePage.__subclasses__():
        changed = model.objects.filter(pk__in=below.values("pk"))
        changed.update(audience=closed)
        audience_changed.send(sender=model, objects=changed)
    transaction.on_commit(lambda: finish_recompute.enqueue(page.pk))


def _descendants(page: AudiencePage) -> Iterator[AudiencePage]:
    pages = page.get_descendants().order_by("path").specific(defer=False)
    return (child for child in pages.iterator() if isinstance(child, AudiencePage))


def _apply(obj: AudienceControlled, audience: Audience) -> None:
    obj.audience = audience
    _write(obj, audience=audience)
    audience_changed.send(sender=type(obj), objects=[obj])


def _write(obj: AudienceControlled, **columns: Any) -> None:
    type(obj)._base_manager.filter(pk=obj.pk).update(**columns)


def _described(obj: AudienceControlled) -> dict[str, Any]:
    moments = {name: getattr(obj, name) for name in ("visible_from", "visible_until")}
    return {
        "audience": str(obj.own_audience.as_clauses()),
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }

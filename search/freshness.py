"""Whether what was shown before may be shown again: one value that changes with every write a reader could notice.

Caches of pages and of reference data carry that value in their key, so that nothing has to be purged and no process can
miss a purge: the row that changes it is committed with the change itself, and a reader asks for it first.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Min, Model
from django.db.models.signals import post_delete, post_save
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from members.audiences.access import AudienceControlled
from members.signals import audience_changed
from search.models import ContentChange

Value = TypeVar("Value")
Epoch = tuple[int, int, int]
KEPT = timedelta(minutes=10)
MOST_OLD_ROWS = 1_000

# Apps whose rows no visitor is ever shown on a page that may be kept. Everything else counts, so forgetting is safe.
QUIET_APPS = {
    "admin",
    "contenttypes",
    "django_tasks_database",
    "sessions",
    "wagtailadmin",
    "wagtailsearch",
    "wagtailusers",
}
_quiet: set[type[Model]] = set()


@dataclass
class _Reading:
    """What one request has read, so that it asks the database once. `has_written` ends that: what it wrote may not last."""

    epoch: Epoch | None = None
    has_written: bool = False


@dataclass(frozen=True)
class _Memory:
    """What this process has read at an epoch. A thread that holds one writes into that one, never into a later one."""

    epoch: Epoch | None = None
    values: dict[str, Any] = field(default_factory=dict)


_reading: ContextVar[_Reading | None] = ContextVar("reading", default=None)
_memory = _Memory()
MOST_REMEMBERED = 5_000
_NOTHING = object()


def epoch() -> Epoch:
    """The present value. One query, or none when this request has asked before.

    Number, sum and greatest id together: a transaction that commits late changes the first two, though its ids are not
    the greatest, and no sweep of older rows brings all three back.
    """
    reading = _reading.get()
    if reading is not None and reading.epoch is not None:
        return reading.epoch
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), COALESCE(SUM(id), 0), COALESCE(MAX(id), 0) FROM search_contentchange")
        number, total, greatest = map(int, cursor.fetchone())
    if reading is not None and not reading.has_written:
        reading.epoch = (number, total, greatest)
    return number, total, greatest


@contextmanager
def one_reading() -> Iterator[None]:
    """Within this, the value is read once: what one page is made of belongs together."""
    token = _reading.set(_Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def announce() -> None:
    """Note, in the running transaction, that readers may be shown something else from now on."""
    ContentChange.objects.bulk_create([ContentChange()])
    if reading := _reading.get():
        reading.epoch, reading.has_written = None, True


def remembered(name: str, read: Callable[[], Value]) -> Value:
    """What `read` gave at this epoch, in this language. Requests share it: it is never changed, nor one viewer's own."""
    name = f"{get_language()}:{name}"
    now, memory = epoch(), _memory
    if memory.epoch == now and (value := memory.values.get(name, _NOTHING)) is not _NOTHING:
        return value  # type: ignore[no-any-return]
    fresh = read()
    reading = _reading.get()
    if reading is None or not reading.has_written:
        # Inside a transaction only once it has committed: one that is rolled back has read what never was.
        transaction.on_commit(lambda: _remember(now, name, fresh))
    return fresh


def _remember(at: Epoch, name: str, value: Any) -> None:
    global _memory
    memory = _memory
    if memory.epoch != at or len(memory.values) > MOST_REMEMBERED:
        memory = _Memory(at)
        _memory = memory
    memory.values[name] = value


def forget() -> None:
    """Remember nothing, as a new process."""
    global _memory
    _memory = _Memory()


def next_moment() -> datetime | None:
    """The next moment at which something begins or ceases to be visible by itself, without anybody writing anything."""
    moment = remembered("next-moment", _next_moment)
    return _next_moment() if moment is not None and moment <= timezone.now() else moment


def _next_moment() -> datetime | None:
    now = timezone.now()
    controlled = (model for model in apps.get_models() if issubclass(model, AudienceControlled))
    moments = (
        model._base_manager.filter(**{f"{name}__gt": now}).aggregate(soonest=Min(name))["soonest"]
        for model in controlled
        for name in ("visible_from", "visible_until")
    )
    return min((moment for moment in moments if moment), default=None)


def same_for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say of a view that whoever has not signed in gets the same page: it carries no token and sets no cookie.

    Such pages may be kept and are told apart by their ETag (config.public_pages).
    """

    def marked(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response.same_for_everybody = True  # type: ignore[attr-defined]
        return response

    marked.__name__, marked.__doc__, marked.__module__ = view.__name__, view.__doc__, view.__module__
    return marked


def quiet(*models: type[Model]) -> None:
    """Say that no kept page shows rows of these models. Called from an app's `ready`."""
    _quiet.update(models)


def sweep() -> None:
    """Drop old rows once there are many: each sweep makes every process read anew.

    Young ones stay: a transaction that began before them may still be about to commit.
    """
    old = ContentChange.objects.filter(at__lt=timezone.now() - KEPT)
    if old.count() > MOST_OLD_ROWS:
        newest = ContentChange.objects.order_by("-pk").values_list("pk", flat=True)[:1]
        old.exclude(pk__in=list(newest)).delete()


def connect() -> None:
    """Listen to all writes. Called once all apps are ready."""
    post_save.connect(_written, dispatch_uid="freshness.saved")
    post_delete.connect(_written, dispatch_uid="freshness.deleted")
    audience_changed.connect(_audience_changed, dispatch_uid="freshness.audience")


def _written(sender: type[Model], update_fields: Any = None, **kwargs: Any) -> None:
    is_migration = sender._meta.apps is not apps
    quiet_app = sender._meta.app_label in QUIET_APPS
    if not (is_migration or quiet_app or sender in _quiet or update_fields == frozenset({"last_login"})):
        announce()


def _audience_changed(**kwargs: Any) -> None:
    announce()

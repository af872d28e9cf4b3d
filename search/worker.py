"""Bringing the engine in line with the catalogue: what the background process does all the time."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from search import catalogue
from search.engines import EngineUnavailable, engine
from search.models import Entry

log = logging.getLogger("practice_exchange.search")

BATCH = 200
REBUILD_BATCH = 500


@contextmanager
def taking_turns() -> Iterator[None]:
    """One writer of the index at a time, whichever process; a process that dies gives its turn back."""
    folder = Path(settings.SEARCH_INDEX_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "writers-turn").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def drain() -> int:
    """Derive what is pending and tell the engine one batch of what it lacks. Returns how much was done; 0 means idle."""
    pending = catalogue.derive_pending()
    try:
        with taking_turns():
            return pending + _drain_batch()
    except EngineUnavailable as reason:
        log.warning("building the search index: %s", reason)
        rebuild()
        return pending + 1


def drain_all() -> None:
    """Until nothing waits."""
    while drain():
        pass


def _drain_batch() -> int:
    rows = list(Entry.objects.waiting().order_by("version")[:BATCH])
    live, gone = [row for row in rows if not row.is_gone], [row.key for row in rows if row.is_gone]
    if live:
        engine().index(live)
    if gone:
        engine().delete(gone)
    if rows:
        catalogue.catch_up({row.pk: row.version for row in rows})
    elif not engine().is_ready():
        raise EngineUnavailable("there is no index")
    return len(rows)


def rebuild() -> int:
    """Make the whole index anew beside the live one, then put it in place. Returns how many entries it holds.

    What changed meanwhile is indexed again afterwards, and until then counts as narrowed.
    """
    started = catalogue.now_version()
    held: dict[int, int] = {}
    engine().rebuild(_all_rows(held), _swapping(started))
    for start in range(0, len(held), REBUILD_BATCH):
        catalogue.catch_up(dict(list(held.items())[start : start + REBUILD_BATCH]))
    return len(held)


def _all_rows(held: dict[int, int]) -> Iterator[Entry]:
    for entry in Entry.objects.filter(is_gone=False).order_by("pk").iterator(chunk_size=REBUILD_BATCH):
        held[entry.pk] = entry.version
        yield entry


@contextmanager
def _swapping(started: int) -> Iterator[None]:
    with taking_turns():
        Entry.objects.filter(version__gte=started).update(indexed_version=0, narrowed=True)
        yield


def sweep() -> None:
    """Drop tombstones that the engine forgot long ago."""
    a_day_ago = catalogue.now_version() - 24 * 3600 * 1000
    Entry.objects.filter(is_gone=True, version=F("indexed_version"), version__lt=a_day_ago).delete()


def age_of_outbox() -> float:
    """How long the oldest change has been waiting for the engine, in seconds; 0 when nothing waits."""
    oldest = Entry.objects.waiting().order_by("version").values_list("version", flat=True).first()
    return max(0.0, timezone.now().timestamp() - oldest / 1000) if oldest else 0.0

"""Writes of the catalogue. Rows are derived from what is stored; what leaves, leaves in the transaction that removes it."""

import hashlib
import json
import logging
import time
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest

from members.audiences.access import AudienceControlled
from search import freshness, sources
from search.models import Citation, Entry, EntryFacet, PendingEntry
from search.sources import EntryContent, Source

log = logging.getLogger("practice_exchange.search")

BATCH = 200
MOST_ATTEMPTS = 5


def now_version() -> int:
    """A version for a change made now: milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def next_version() -> Greatest:
    """The same for rows in the database: now, and always above what the row has."""
    return Greatest(F("version") + 1, Value(now_version()))


def mark(keys: Iterable[str]) -> None:
    """Remember, in the running transaction, that these rows must be derived; derive them once it has committed."""
    keys = list(dict.fromkeys(keys))
    PendingEntry.objects.bulk_create(
        [PendingEntry(key=key) for key in keys], update_conflicts=True, unique_fields=["key"], update_fields=["attempts"]
    )
    transaction.on_commit(lambda: derive(keys), robust=True)


def derive(keys: Iterable[str]) -> None:
    """Bring the rows of these keys in line with what is stored. Safe to repeat, and to run in two processes at once."""
    for kind, group in groupby(sorted(keys), key=kind_of):
        if source := sources.of_kind(kind):
            _derive_batch(source, list(group))


def derive_pending() -> int:
    """Derive what a process that died left marked. Returns how many keys it was.

    A row that cannot be derived does not hold up the others: it is tried a few times, then left for `search_check`.
    """
    waiting = PendingEntry.objects.filter(attempts__lt=MOST_ATTEMPTS).order_by("attempts", "pk")
    keys = list(waiting.values_list("key", flat=True)[:BATCH])
    try:
        derive(keys)
    except Exception:
        for key in keys:
            _derive_alone(key)
    return len(keys)


def _derive_alone(key: str) -> None:
    try:
        derive([key])
    except Exception:
        log.exception("%s cannot be derived", key)
        PendingEntry.objects.filter(key=key).update(attempts=F("attempts") + 1)


def kind_of(key: str) -> str:
    """The kind in a key."""
    return key.partition(":")[0]


def id_of(key: str) -> str:
    """The id in a key."""
    return key.partition(":")[2]


@transaction.atomic
def _derive_batch(source: Source, keys: list[str]) -> None:
    PendingEntry.objects.filter(key__in=keys).delete()
    stored = {entry.key: entry for entry in Entry.objects.select_for_update().filter(key__in=keys)}
    found = {source.key(obj): obj for obj in source.live().filter(pk__in=map(id_of, keys))}
    for key, obj in found.items():
        _store(source, obj, stored.get(key))
    forget(set(keys) - set(found))


def _store(source: Source, obj: Any, entry: Entry | None) -> None:
    """Write one row if what it says has changed; a row that says the same keeps its version."""
    content = source.content(obj)
    digest = digest_of(content)
    access = access_columns(obj)
    if entry and not entry.is_gone and entry.content_digest == digest and has_columns(entry, access):
        return
    narrowed = entry is not None and (entry.narrowed or not has_columns(entry, access))
    version = max(now_version(), entry.version + 1 if entry else 0)
    values = {
        **_columns(content),
        **access,
        "content_digest": digest,
        "version": version,
        "narrowed": narrowed,
        "is_gone": False,
    }
    entry, _created = Entry.objects.update_or_create(key=source.key(obj), defaults={"kind": source.kind, **values})
    _store_facets(entry, content)
    _store_citations(entry.key, content.citations)


def has_columns(entry: Entry, columns: dict[str, Any]) -> bool:
    return all(getattr(entry, name) == value for name, value in columns.items())


def _columns(content: EntryContent) -> dict[str, Any]:
    return {
        "address": content.address,
        "title": content.title,
        "summary": content.summary,
        "sections": content.sections_as_json(),
        "labels": {name: list(values) for name, values in content.facets.items()},
        "author_id": content.author_id,
        "published_at": content.published_at,
        "updated_at": content.updated_at,
        "weight": content.weight,
        "is_withdrawn": content.is_withdrawn,
    }


def access_columns(obj: AudienceControlled) -> dict[str, Any]:
    return {"audience_id": obj.audience_id, "visible_from": obj.visible_from, "visible_until": obj.visible_until}


def digest_of(content: EntryContent) -> str:
    text = json.dumps([_columns(content), sorted(content.citations)], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _store_facets(entry: Entry, content: EntryContent) -> None:
    entry.facets.all().delete()
    EntryFacet.objects.bulk_create(
        EntryFacet(entry=entry, facet=name, value=value, updated_at=content.updated_at)
        for name, values in content.facets.items()
        for value in dict.fromkeys(values)
    )


def _store_citations(key: str, cited: frozenset[str]) -> None:
    Citation.objects.filter(from_key=key).exclude(to_key__in=cited).delete()
    Citation.objects.bulk_create([Citation(from_key=key, to_key=to) for to in sorted(cited)], ignore_conflicts=True)


def forget(keys: Iterable[str]) -> None:
    """Take these out of every list at once, within the running transaction; the rows stay until the engine forgot them."""
    leaving = Entry.objects.filter(key__in=list(keys), is_gone=False)
    Citation.objects.filter(from_key__in=leaving.values("key")).delete()
    leaving.update(is_gone=True, narrowed=True, version=next_version(), title="", summary="", sections=[], labels={})
    freshness.announce()


def rewrite_access(source: Source, objects: Iterable[AudienceControlled] | QuerySet[Any]) -> None:
    """Give rows the audience their objects have now, within the running transaction.

    Every such change counts as a narrowing until the engine knows it: a little too silent, never too open.
    """
    if isinstance(objects, QuerySet):
        _rewrite_many(source, objects)
        return
    for obj in objects:
        Entry.objects.filter(key=source.key(obj)).update(**access_columns(obj), narrowed=True, version=next_version())


def _rewrite_many(source: Source, objects: QuerySet[Any]) -> None:
    """The same for a large subtree that was just given one audience: few statements, whatever its size."""
    rows = objects.values_list("pk", "audience_id")
    by_audience: dict[int, list[str]] = {}
    for pk, audience_id in rows.iterator():
        by_audience.setdefault(audience_id, []).append(f"{source.kind}:{pk}")
    for audience_id, keys in by_audience.items():
        for start in range(0, len(keys), BATCH):
            batch = Entry.objects.filter(key__in=keys[start : start + BATCH])
            batch.update(audience_id=audience_id, narrowed=True, version=next_version())


def catch_up(versions: dict[int, int]) -> None:
    """Note that the engine holds these rows (primary key → version), unless they changed again meanwhile."""
    held = [(version, pk, version) for pk, version in versions.items()]
    with transaction.atomic(), connection.cursor() as cursor:
        # A statement for each row, prepared once, is several times as fast as one statement that names them all.
        cursor.executemany("UPDATE search_entry SET indexed_version = %s WHERE id = %s AND version = %s", held)
        Entry.objects.filter(pk__in=versions, version=F("indexed_version")).update(narrowed=False)

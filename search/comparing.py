"""Whether models, catalogue and engine agree; what `search_check` prints."""

from collections.abc import Iterator
from itertools import islice

from search import sources
from search.catalogue import access_columns, digest_of, has_columns
from search.engines import engine
from search.models import Entry, PendingEntry
from search.sources import Source

BATCH = 500


def differences() -> Iterator[str]:
    """One line for each disagreement, and none when all is well. Memory is bounded by the number of keys."""
    yield from (f"{key}: still marked as pending" for key in PendingEntry.objects.values_list("key", flat=True))
    known: set[str] = set()
    for source in sources.registered():
        yield from _models_against_catalogue(source, known)
    strangers = Entry.objects.filter(is_gone=False).exclude(kind__in=[s.kind for s in sources.registered()])
    yield from (f"{key}: no room answers for this kind" for key in strangers.values_list("key", flat=True))
    for key in Entry.objects.filter(is_gone=False).values_list("key", flat=True).iterator():
        if key not in known:
            yield f"{key}: in the catalogue, but no longer live"
    yield from _catalogue_against_engine()


def _models_against_catalogue(source: Source, known: set[str]) -> Iterator[str]:
    ids = iter(source.live().order_by("pk").values_list("pk", flat=True))
    while batch := list(islice(ids, BATCH)):
        objects = {source.key(obj): obj for obj in source.live().filter(pk__in=batch)}
        rows = {row.key: row for row in Entry.objects.filter(key__in=objects, is_gone=False)}
        for key, obj in objects.items():
            known.add(key)
            if (row := rows.get(key)) is None:
                yield f"{key}: live, but not in the catalogue"
            elif not has_columns(row, access_columns(obj)):
                yield f"{key}: the catalogue has another audience"
            elif row.content_digest != digest_of(source.content(obj)):
                yield f"{key}: the catalogue has other content"


def _catalogue_against_engine() -> Iterator[str]:
    held = dict(engine().versions())
    for key, version, indexed in Entry.objects.filter(is_gone=False).values_list("key", "version", "indexed_version"):
        in_engine = held.pop(key, None)
        if in_engine != version:
            state = "waits in the outbox" if indexed < version else "is thought to be indexed"
            yield f"{key}: version {version} {state}, the engine has {in_engine or 'nothing'}"
    yield from (f"{key}: in the engine, but not in the catalogue" for key in held)

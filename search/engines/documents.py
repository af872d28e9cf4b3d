"""What the embedded index holds of an entry: its fields, and how a catalogue row becomes documents."""

from collections.abc import Iterator
from datetime import datetime

import tantivy

from search.engines.analysis import ANALYZER
from search.models import Entry

FACET_FIELDS = ("theme", "region", "sector", "kind")
ALWAYS = 2**62
IN_FORCE, WITHDRAWN = "in force", "withdrawn"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # `owner` is the entry's key on all of its documents, `key` on the one that stands for the entry itself.
    for name in ("owner", "key"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("standing", tokenizer_name="raw", index_option="basic")
    for name in ("title", "headings", "text"):
        builder.add_text_field(name, tokenizer_name=ANALYZER)
    for name in ("section_heading", "section_text"):
        builder.add_text_field(name, stored=True, tokenizer_name=ANALYZER)
    builder.add_text_field("address", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("version", stored=True)
    for name in ("audience", "visible_from", "visible_until"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


SCHEMA = _schema()


def milliseconds(moment: datetime | None, otherwise: int) -> int:
    """A moment as the index stores it."""
    return int(moment.timestamp() * 1000) if moment else otherwise


def documents_of(entry: Entry) -> Iterator[tantivy.Document]:
    """The entry itself, then each section of it."""
    sections = entry.sections
    yield _document(
        owner=entry.key,
        key=entry.key,
        version=entry.version,
        title=entry.title,
        headings=" ".join(section["heading"] for section in sections),
        text="\n".join([entry.summary, *(section["text"] for section in sections)]),
        kind=entry.kind,
        standing=WITHDRAWN if entry.is_withdrawn else IN_FORCE,
        **{name: entry.labels.get(name, []) for name in FACET_FIELDS if name != "kind"},
        audience=entry.audience_id,
        visible_from=milliseconds(entry.visible_from, 0),
        visible_until=milliseconds(entry.visible_until, ALWAYS),
    )
    for section in sections:
        yield _document(
            owner=entry.key,
            address=section["address"],
            section_heading=section["heading"],
            section_text=section["text"],
        )


def _document(**values: object) -> tantivy.Document:
    # from_dict checks each value against the schema; a mismatch in the constructor would kill the writer's thread.
    return tantivy.Document.from_dict(values, SCHEMA)

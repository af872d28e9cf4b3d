"""Which reader reads which file, and what is refused before it is read."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from kb.guidance.importing import html, markdown, plain_text
from kb.guidance.importing.documents import CannotImport, ImportedDocument

MOST_BYTES = 5_000_000
READERS = {".md": markdown.read, ".txt": plain_text.read, ".html": html.read, ".htm": html.read}
LINES = (".jsonl", ".jsonl.gz")


def expand(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those that lie in folders named, in order."""
    for path in paths:
        yield from sorted(found for found in path.rglob("*") if _is_readable(found)) if path.is_dir() else [path]


def documents_in(path: Path) -> Iterator[ImportedDocument | tuple[str, CannotImport]]:
    """What is in a file: one document, or one for each line. What cannot be read comes as (where, why)."""
    if path.name.endswith(LINES):
        yield from _lines(path)
        return
    try:
        yield _whole(path)
    except CannotImport as refusal:
        yield path.name, refusal


def _is_readable(path: Path) -> bool:
    return path.is_file() and (path.suffix in READERS or path.name.endswith(LINES))


def _whole(path: Path) -> ImportedDocument:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join([*READERS, *LINES])
        raise CannotImport(f"'{path.suffix or path.name}' is not a kind that can be imported ({kinds})")
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise CannotImport(f"it cannot be read: {error.strerror}") from error
    if size > MOST_BYTES:
        raise CannotImport(f"it has {size:,} bytes; a guidance has at most {MOST_BYTES:,}. Split it")
    return reader(path.name, _decoded(raw))


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotImport(f"it is not UTF-8 text (byte {error.start}). Save it as UTF-8") from error
    if "\0" in text:
        raise CannotImport("it holds NUL characters, so it is not a text file")
    if not text.strip():
        raise CannotImport("it is empty")
    return text


def _lines(path: Path) -> Iterator[ImportedDocument | tuple[str, CannotImport]]:
    opened = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opened(path, "rb") as file:
            while line := file.readline(MOST_BYTES + 1):
                number += 1
                try:
                    yield _line(line)
                except CannotImport as refusal:
                    yield f"{path.name}, line {number}", refusal
    except (OSError, EOFError) as error:
        yield f"{path.name}, after line {number}", CannotImport(f"it cannot be read further: {error}")


def _line(raw: bytes) -> ImportedDocument:
    if len(raw) > MOST_BYTES:
        raise CannotImport(f"it is longer than {MOST_BYTES:,} bytes. Split it")
    try:
        record = json.loads(_decoded(raw))
    except (json.JSONDecodeError, RecursionError) as error:
        raise CannotImport(f"it is not JSON ({error})") from error
    if not isinstance(record, dict) or not all(
        isinstance(record.get(k), str) and record[k] for k in ("id", "title", "text")
    ):
        raise CannotImport('it must be an object with the texts "id", "title" and "text"')
    document = markdown.read(record["id"][:300], record["text"], title=record["title"])
    document.summary = document.summary or str(record.get("summary") or "")
    return document

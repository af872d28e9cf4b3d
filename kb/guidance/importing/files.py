"""Which reader reads which file, and what is refused before it is read."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any

from kb.guidance.importing import html, markdown, plain_text
from kb.guidance.importing.documents import CannotImport, ImportedDocument
from richtext.characters import storable

MOST_BYTES = 1_000_000
LONGEST_IDENTITY = 300
READERS: dict[str, Callable[..., ImportedDocument]] = {
    ".md": markdown.read,
    ".txt": plain_text.read,
    ".html": html.read,
    ".htm": html.read,
}
NOT_TEXT = "it holds NUL characters, so it is not a text file"
LINES = (".jsonl", ".jsonl.gz")

Read = ImportedDocument | tuple[str, CannotImport]
"""A document, or where there is none and why."""


def expand(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those that lie in folders named, in order. A folder without any stands for itself."""
    for path in paths:
        yield from _within(path) or [path]


def documents_in(path: Path) -> Iterator[Read]:
    """What is in a file: one document, or one for each line. What cannot be read comes as (where, why)."""
    try:
        if not path.exists():
            raise CannotImport("there is no such file")
        if path.is_dir():
            raise CannotImport("there is nothing in this folder that can be imported")
        if path.name.lower().endswith(LINES):
            yield from _lines(path)
        else:
            yield _whole(path)
    except CannotImport as refusal:
        yield str(path), refusal
    except OSError as error:
        yield str(path), CannotImport(f"it cannot be read: {error.strerror}")


def document_in(path: Path) -> ImportedDocument:
    """The one document of a file. Raises `CannotImport` where there is none."""
    document = next(documents_in(path))
    if isinstance(document, ImportedDocument):
        return document
    raise CannotImport(f"{document[0]}: {document[1]}")


def _within(path: Path) -> list[Path]:
    """What can be read in a folder. A path that cannot even be looked at is told when it is opened."""
    try:
        return sorted(file for file in path.rglob("*") if _is_readable(file)) if path.is_dir() else []
    except OSError:
        return []


def _is_readable(path: Path) -> bool:
    return path.is_file() and (path.suffix.lower() in READERS or path.name.lower().endswith(LINES))


def _whole(path: Path) -> ImportedDocument:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join([*READERS, *LINES])
        raise CannotImport(f"this is not a kind of file that can be imported ({kinds})")
    with path.open("rb") as file:
        text = _decoded(file.read(MOST_BYTES + 1))
    if not text.strip():
        raise CannotImport("it is empty")
    return reader(_identity(path.name), text, otherwise=_readable_name(path))


def _readable_name(path: Path) -> str:
    """A title for a document that has none: "field-notes.md" is "Field notes"."""
    words = path.stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _decoded(raw: bytes) -> str:
    """UTF-8 text with every line end as LF."""
    if len(raw) > MOST_BYTES:
        raise CannotImport(f"it has more than {MOST_BYTES:,} bytes. Split it")
    if b"\0" in raw:
        raise CannotImport(NOT_TEXT)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotImport(f"it is not UTF-8 text (byte {error.start + 1:,}). Save it as UTF-8") from error
    return _with_plain_line_ends(text)


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _identity(wanted: str) -> str:
    if len(wanted) > LONGEST_IDENTITY or wanted != storable(wanted):
        raise CannotImport(f"its name or id cannot be kept: use at most {LONGEST_IDENTITY} ordinary characters")
    return wanted


def _lines(path: Path) -> Iterator[Read]:
    """The documents in a file of lines. Blank lines are nothing; a file that breaks off is told after what was read."""
    number = documents = 0
    try:
        with _opened(path) as file:
            for number, line in enumerate(_raw_lines(file), start=1):
                if line.strip():
                    documents += 1
                    yield _read_line(line, f"{path}, line {number:,}")
    except (OSError, EOFError, zlib.error) as error:
        raise CannotImport(f"it cannot be read beyond line {number:,}: {error}") from error
    if not documents:
        raise CannotImport("it is empty")


def _opened(path: Path) -> BufferedReader:
    opened: Any = gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb", buffering=0)  # noqa: SIM115
    return BufferedReader(opened)


def _raw_lines(file: BufferedReader) -> Iterator[bytes]:
    """Each line, of one that is too long only as much as shows that it is. Raises `CannotImport` for a binary file."""
    if b"\0" in file.peek(1):
        raise CannotImport(NOT_TEXT)
    while line := file.readline(MOST_BYTES + 1):
        yield line
        while len(line) > MOST_BYTES and not line.endswith(b"\n"):
            line = file.readline(MOST_BYTES + 1)


def _read_line(line: bytes, where: str) -> Read:
    try:
        return _document(_decoded(line))
    except CannotImport as refusal:
        return where, refusal


def _document(line: str) -> ImportedDocument:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CannotImport(f"it is not JSON ({error})") from error
    if not isinstance(record, dict) or not all(_has_words(record.get(name)) for name in ("id", "title", "text")):
        raise CannotImport('it must be an object with the texts "id", "title" and "text"')
    text = _with_plain_line_ends(storable(record["text"]))
    summary = record.get("summary")
    return markdown.read_titled(
        _identity(record["id"]), text, title=record["title"], summary=summary if isinstance(summary, str) else ""
    )


def _has_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())

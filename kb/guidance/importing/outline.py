"""From a flat run of headings, text and tables to chapters and annexes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.guidance.importing.documents import CannotImport, ImportedDocument, ImportedPart, RawBlock, heading_block

ANNEX = re.compile(r"^(?:annex|appendix)\s+[A-Z]{1,2}\s*[:.\-–—]\s*(?P<rest>\S.*)$", re.IGNORECASE)
LONGEST_HEADING = 200
DEEPEST = 3


@dataclass(frozen=True)
class Heading:
    """A heading as the file has it, `level` from 1."""

    level: int
    text: str


def build(identity: str, run: Sequence[Heading | RawBlock], *, title: str = "") -> ImportedDocument:
    """Divide a run at its topmost headings. Raises `CannotImport` for a document without a title or without text.

    A single heading above all others is the title when none was given, and is not repeated when it was.
    """
    run = list(run)
    title, run = _titled(title, run)
    top = min((item.level for item in run if isinstance(item, Heading)), default=0)
    document = ImportedDocument(identity, title)
    for item in run:
        if isinstance(item, Heading) and item.level == top:
            document.parts.append(_part(item.text))
        else:
            body = document.parts[-1].body if document.parts else document.opening
            body.append(_block(item, top))
    document.parts = [part for part in document.parts if part.body or part.heading]
    if document.is_empty:
        raise CannotImport("there is no text in it")
    return document


def _titled(title: str, run: list[Heading | RawBlock]) -> tuple[str, list[Heading | RawBlock]]:
    levels = Counter(item.level for item in run if isinstance(item, Heading))
    first = next((item for item in run if isinstance(item, Heading)), None)
    alone = first is not None and first is run[0] and levels[first.level] == 1 and first.level == min(levels)
    if first is not None and alone and (not title or first.text.casefold() == title.casefold()):
        return title or first.text, run[1:]
    if not title:
        raise CannotImport("it has no title: begin it with a heading, or give it one in the front matter")
    return title, run


def _part(text: str) -> ImportedPart:
    if annex := ANNEX.match(text):
        return ImportedPart(annex["rest"][:LONGEST_HEADING], [], is_annex=True)
    return ImportedPart(text[:LONGEST_HEADING], [])


def _block(item: Heading | RawBlock, top: int) -> RawBlock:
    if isinstance(item, Heading):
        return heading_block(item.text, min(max(item.level - top + 1, 2), DEEPEST))
    return item


def joined(items: Iterable[Heading | RawBlock]) -> list[Heading | RawBlock]:
    """Neighbouring pieces of running text as one block: what an editor would have written in one."""
    run: list[Heading | RawBlock] = []
    for item in items:
        previous = run[-1] if run else None
        if _is_text(item) and _is_text(previous) and len(previous["value"]) < LONGEST_TEXT:  # type: ignore[index]
            run[-1] = {"type": "text", "value": previous["value"] + item["value"]}  # type: ignore[index]
        else:
            run.append(item)
    return run


LONGEST_TEXT = 20_000


def _is_text(item: Heading | RawBlock | None) -> bool:
    return isinstance(item, dict) and item["type"] == "text"

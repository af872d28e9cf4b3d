"""From a flat run of headings, text and tables to chapters and annexes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from kb.guidance.importing.documents import (
    LONGEST_HEADING,
    MOST_PIECES,
    CannotImport,
    ImportedDocument,
    ImportedPart,
    RawBlock,
    heading_block,
)
from richtext.plain import one_line

# "Annex B: Useful contacts", "Appendix 2 - Forms", "ANNEX C". Which letter it has follows from its place.
ANNEX = re.compile(r"^(?i:annex|appendix)\s+(?:[A-Z]{1,2}|\d{1,2})(?:\s*[:.\-–—]\s*|\s+|$)(?P<rest>.*)$")
SECTION, PART_OF_SECTION = 2, 3
LONGEST_TEXT = 20_000
"""Characters in one block of text: well inside the 3,000 elements that the page policy allows."""


@dataclass(frozen=True)
class Heading:
    """A heading as the file has it, `level` from 1."""

    level: int
    text: str


Item = Heading | RawBlock


def build(identity: str, items: Iterable[Item], *, title: str = "", otherwise: str = "") -> ImportedDocument:
    """Divide a run at its topmost headings. `otherwise` is the title of a document that has none.

    Raises `CannotImport` for a document without text, or with more of it than a page can hold.
    """
    run = joined(items)
    title, run = _titled(one_line(title), run)
    document = ImportedDocument(identity, title or otherwise)
    top = _dividing_level(run)
    for item in run:
        if isinstance(item, Heading) and item.level <= top:
            document.parts.append(_part(item.text))
        else:
            body = document.parts[-1].body if document.parts else document.opening
            body.append(_block(item, top))
    if document.is_empty:
        raise CannotImport("there is no text in it")
    _check_size(run)
    return document


def joined(items: Iterable[Item]) -> list[Item]:
    """Neighbouring pieces of running text as one block: what an editor would have written in one."""
    run: list[Item] = []
    for item in items:
        previous = run[-1] if run else None
        if _is_text(item) and _is_text(previous) and len(previous["value"]) + len(item["value"]) <= LONGEST_TEXT:
            previous["value"] += item["value"]
        else:
            run.append(item)
    return run


def _is_text(item: Item | None) -> TypeGuard[RawBlock]:
    return isinstance(item, dict) and item["type"] == "text"


def _titled(title: str, run: list[Item]) -> tuple[str, list[Item]]:
    """A single first heading above all others is the title when none was given, and is not repeated when it was."""
    headings = [item for item in run if isinstance(item, Heading)]
    first = headings[0] if headings else None
    if first is None or any(other.level <= first.level for other in headings[1:]):
        return title, run
    if title and one_line(first.text).casefold() != title.casefold():
        return title, run
    return title or one_line(first.text), [item for item in run if item is not first]


def _dividing_level(run: Sequence[Item]) -> int:
    """The level whose headings begin chapters. A lone heading that stands above those before it is one of them."""
    levels = [item.level for item in run if isinstance(item, Heading)]
    repeated = [level for level, times in Counter(levels).items() if times > 1]
    return min([*levels[:1], *repeated], default=0)


def _part(text: str) -> ImportedPart:
    text = one_line(text, LONGEST_HEADING)
    if annex := ANNEX.match(text):
        return ImportedPart(annex["rest"] or text, [], is_annex=True)
    return ImportedPart(text, [])


def _block(item: Item, top: int) -> RawBlock:
    if isinstance(item, Heading):
        return heading_block(item.text, SECTION if item.level <= top + 1 else PART_OF_SECTION)
    return item


def _check_size(run: Sequence[Item]) -> None:
    pieces = sum(1 + _cells(item) for item in run)
    if pieces > MOST_PIECES:
        raise CannotImport(f"it has {pieces:,} pieces (texts, headings, cells); a page holds {MOST_PIECES:,}. Split it")


def _cells(item: Item) -> int:
    if isinstance(item, Heading) or item["type"] != "table":
        return 0
    return len(item["value"]["columns"]) * len(item["value"]["rows"])

"""A document that has been read: its outline in the CMS's own block form, ready to become a page."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from richtext.plain import one_line

RawBlock = dict[str, Any]

LONGEST_HEADING = 200
MOST_COLUMNS = 50
MOST_PIECES = 10_000
"""Blocks and table cells together: what one page can show, and an import clean in seconds."""


class CannotImport(ValueError):
    """One document cannot become guidance. The message says why, and what to do, in one line without a full stop."""


@dataclass
class ImportedPart:
    """A chapter or an annex to be."""

    heading: str
    body: list[RawBlock]
    is_annex: bool = False


@dataclass
class ImportedDocument:
    """A document in outline. `identity` names it for later imports; `facts` is what its front matter says beside."""

    identity: str
    title: str
    summary: str = ""
    opening: list[RawBlock] = field(default_factory=list)
    parts: list[ImportedPart] = field(default_factory=list)
    about: list[RawBlock] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Equal exactly when what a page would show is; facts are not shown."""
        parts = [[part.heading, part.is_annex, part.body] for part in self.parts]
        content = [self.title, self.summary, self.opening, parts, self.about]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return not (self.opening or self.about or any(part.body for part in self.parts))


def heading_block(text: str, level: int) -> RawBlock:
    """A heading inside a chapter; `level` 2 is a section, 3 a part of one."""
    return {"type": "heading", "value": {"text": one_line(text, LONGEST_HEADING), "level": str(level)}}


def text_block(html: str) -> RawBlock:
    """Running text as HTML; it is cleaned when a page takes it."""
    return {"type": "text", "value": html}


def table_block(headings: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> RawBlock:
    """A table: headings as plain text, cells as HTML. Short rows are filled, so that none of them is lost.

    Raises `CannotImport` when it is wider or larger than a page can show.
    """
    width = max(map(len, [headings, *rows]))
    if width > MOST_COLUMNS:
        raise CannotImport(f"a table in it has {width:,} columns; at most {MOST_COLUMNS} can be read on a page")
    if (cells := width * len(rows)) > MOST_PIECES:
        raise CannotImport(f"a table in it has {cells:,} cells; a page holds {MOST_PIECES:,}. Attach it as a file")
    columns = [{"type": "text", "heading": one_line(heading, LONGEST_HEADING)} for heading in _filled(headings, width)]
    values = [{"values": _filled(row, width)} for row in rows]
    return {"type": "table", "value": {"columns": columns, "rows": values, "caption": one_line(caption, LONGEST_HEADING)}}


def _filled(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]

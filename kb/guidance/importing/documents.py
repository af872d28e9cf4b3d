"""A document that has been read: its outline in the CMS's own block form, ready to become a page."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

RawBlock = dict[str, Any]


class CannotImport(ValueError):
    """One document cannot become guidance. The message says why, and what to do, in one line."""


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
        """Equal exactly when the content is."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, default=str).encode()).hexdigest()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return not (self.opening or self.about or any(part.body for part in self.parts))


def heading_block(text: str, level: int) -> RawBlock:
    """A heading inside a chapter; `level` 2 is a section, 3 a part of one."""
    return {"type": "heading", "value": {"text": text[:200], "level": str(level)}}


def text_block(html: str) -> RawBlock:
    """Running text as HTML; the page policy cleans it when the page takes it."""
    return {"type": "text", "value": html}


def table_block(headings: Iterable[str], rows: Iterable[Iterable[str]], caption: str = "") -> RawBlock:
    """A table: headings as plain text, cells as HTML. Short rows are filled, so that none of them is lost."""
    columns = [{"type": "text", "heading": heading} for heading in headings]
    filled = [(list(row) + [""] * len(columns))[: len(columns)] for row in rows]
    return {
        "type": "table",
        "value": {"columns": columns, "rows": [{"values": row} for row in filled], "caption": caption},
    }

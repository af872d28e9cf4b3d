"""The words of guidance without its markup, for search."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from kb.guidance.contents import Contents, Part, Piece, pieces_of
from richtext.plain import plain_text
from search.sources import Section


def sections_of(contents: Contents) -> Iterator[Section]:
    """Every section with its address: what a search hit can lead to."""
    for part in contents.parts:
        yield from _sections(part)


def _sections(part: Part) -> Iterator[Section]:
    """A part is cut at its headings; what stands before the first of them belongs to the part itself."""
    texts: list[str] = []
    address, heading = part.address, f"{part.kind_label}: {part.heading}"
    for piece in part.pieces:
        if piece.type == "heading":
            yield Section(address, heading, "\n".join(texts))
            address, heading, texts = f"{part.address}#{piece.anchor}", _title(piece), []
        else:
            texts.append(text_of(piece.block))
    yield Section(address, heading, "\n".join(texts))


def _title(piece: Piece) -> str:
    return f"{piece.number} {piece.block.value['text']}".strip()


def text_of_body(body: Iterable[Any]) -> str:
    """The words of running text."""
    return "\n".join(text_of(piece.block) for piece in pieces_of(body))


def paragraphs_of_guidance(page: Any) -> list[tuple[str, list[str]]]:
    """Headings and paragraphs of a whole guidance in plain words, without files and their titles."""
    first = [(page.title, [page.title, page.summary]), *paragraphs_of("", page.opening)]
    parts = [
        section
        for part in Contents(page).parts
        for section in paragraphs_of(f"{part.kind_label}: {part.heading}", (piece.block for piece in part.pieces))
    ]
    return [*first, *parts, *paragraphs_of(_("About this document"), page.about)]


def paragraphs_of(heading: str, blocks: Iterable[Any]) -> list[tuple[str, list[str]]]:
    """Running text as headings and the paragraphs under them. A file's title is not the page's own words."""
    sections: list[tuple[str, list[str]]] = [(heading, [heading] if heading else [])]
    for block in blocks:
        if block.block_type == "heading":
            sections.append((str(block.value["text"]), [str(block.value["text"])]))
        elif block.block_type not in ("attachment", "image"):
            sections[-1][1].extend(line for line in text_of(block).split("\n") if line.strip())
    return sections


def text_of(block: Any) -> str:
    """The words of one block, as a reader would hear them."""
    value = block.value
    match block.block_type:
        case "heading":
            return str(value["text"])
        case "text":
            return plain_text(value.html)
        case "note":
            return plain_text(value["text"].html)
        case "table":
            return "\n".join(_table_rows(value))
        case "quote":
            return f"{value['text']} {value['source']}".strip()
        case "image":
            return f"{value['alt']} {value['caption']}".strip()
        case _:
            return str(value["title"] or (value["document"].title if value["document"] else ""))


def _table_rows(table: Any) -> Iterator[str]:
    yield str(table.caption or "")
    yield " ".join(column["heading"] for column in table.columns)
    for row in table.rows:
        yield " ".join(plain_text(cell.value.html) for cell in row)

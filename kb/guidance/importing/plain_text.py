"""Plain text, as it comes out of a word processor or an old archive: headings are short lines standing alone."""

import calendar
import re
from collections.abc import Iterator, Sequence
from html import escape

from kb.guidance.importing.documents import CannotImport, ImportedDocument, RawBlock, text_block
from kb.guidance.importing.markdown import run_of
from kb.guidance.importing.outline import build

LONGEST_TITLE = 200
LONGEST_HEADING = 80
LONGEST_IMPRINT = 600
SHORTEST_PROSE = 80

_BLANK_LINES = re.compile(r"\n\s*\n")
# One line that begins with a letter or a section number and does not end like a sentence …
_HEADING = re.compile(r"(?:\d+(?:\.\d+)*\.?\s+)?[^\W\d_][^:;@©]*[\w)?’”\"']")
# … or one that says what it is.
_NAMED_HEADING = re.compile(r"(?:annex|appendix|chapter|section|part)\s+(?:[a-z]|\d+|[ivx]+)\b.*[^.,;:!]", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?\s+[^\W\d_]")
_PROSE = re.compile(r".*[.!?:;]|(?:[-*+•]|\d+[.)])\s.*|\|.*", re.DOTALL)
_DATE = re.compile(rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{'|'.join(calendar.month_name[1:])})\s+\d{{4}}", re.IGNORECASE)
# What tells where a printed document came from, not what it says; a barcode is ten digits or more.
_IMPRINT = re.compile(
    r"(?:ISBN|ISSN)\b|©|\(c\)\s|(?:crown )?copyright\b|(?:reference|publication) (?:number|no\.?)\s*:|[\d\s-]{10,}\Z",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*[•●▪‣◦]\s*", re.MULTILINE)


def read(identity: str, source: str, *, otherwise: str = "") -> ImportedDocument:
    """A plain-text document in outline. Raises `CannotImport`.

    The first line is the title. What stands before the first heading is an imprint when any of it is, and so is every
    block of that kind further down: it becomes "about this document", so that nothing is lost and none is a chapter.
    """
    title, blocks = _titled([block.strip() for block in _BLANK_LINES.split(source) if block.strip()])
    front, body = _without_front(blocks)
    imprint = [block for block in body if is_imprint(block)]
    text = _as_markdown([block for block in body if not is_imprint(block)])
    if not text:
        raise CannotImport("there is no text in it")
    document = build(identity, run_of(text), title=title, otherwise=otherwise)
    document.about = [_lines_kept([*front, *imprint])] if front or imprint else []
    return document


def is_imprint(block: str) -> bool:
    """Whether a block is about the printed document."""
    return len(block) < LONGEST_IMPRINT and bool(_IMPRINT.match(block))


def is_heading(block: str, following: str | None) -> bool:
    """Whether a block is a heading: one short line, no sentence, no date, with prose or a heading below it after it."""
    if "\n" in block or len(block) > LONGEST_HEADING or is_imprint(block) or _DATE.fullmatch(block):
        return False
    if not (_HEADING.fullmatch(block) or _NAMED_HEADING.fullmatch(block)):
        return False
    return following is not None and (_is_prose(following) or _level(following) > _level(block) > 1)


def _titled(blocks: list[str]) -> tuple[str, list[str]]:
    """The first line, and the rest without repetitions of it. A line too long for a title stays in the text."""
    title, _, rest = blocks[0].partition("\n") if blocks else ("", "", "")
    if len(title) > LONGEST_TITLE:
        return "", blocks
    return title.strip(), [block for block in (rest, *blocks[1:]) if block and block != title]


def _without_front(blocks: list[str]) -> tuple[list[str], list[str]]:
    """What stands before the first heading, when it holds an imprint; else nothing is taken off."""
    first = next((n for n in range(len(blocks)) if is_heading(blocks[n], _after(blocks, n))), len(blocks))
    if first < len(blocks) and any(is_imprint(block) for block in blocks[:first]):
        return blocks[:first], blocks[first:]
    return [], blocks


def _as_markdown(blocks: Sequence[str]) -> str:
    return "\n\n".join(_marked_up(blocks))


def _marked_up(blocks: Sequence[str]) -> Iterator[str]:
    """Headings with their marks. Lines lose what indents them: four spaces would make them code."""
    for n, block in enumerate(blocks):
        if is_heading(block, _after(blocks, n)):
            yield f"{'#' * min(_level(block) or 2, 6)} {block}"
        else:
            yield "\n".join(line.lstrip() for line in _BULLET.sub("- ", block).splitlines())


def _level(block: str) -> int:
    """2 for "1 Aims", 3 for "1.1 Background"; 0 for a line without a number."""
    number = _NUMBER.match(block)
    return number[1].count(".") + 2 if number else 0


def _is_prose(block: str) -> bool:
    return len(block) >= SHORTEST_PROSE or bool(_PROSE.fullmatch(block))


def _lines_kept(blocks: Sequence[str]) -> RawBlock:
    """An address is read line by line."""
    lines = [[escape(line.strip(), quote=False) for line in block.splitlines()] for block in blocks]
    return text_block("".join(f"<p>{'<br>'.join(block)}</p>" for block in lines))


def _after(blocks: Sequence[str], n: int) -> str | None:
    return blocks[n + 1] if n + 1 < len(blocks) else None

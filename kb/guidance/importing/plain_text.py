"""Plain text, as it comes out of a word processor or an old archive: headings are short lines standing alone."""

import calendar
import re
from collections.abc import Iterator

from kb.guidance.importing.documents import CannotImport, ImportedDocument
from kb.guidance.importing.markdown import run_of
from kb.guidance.importing.outline import build, joined

LONGEST_HEADING = 80
SHORTEST_PROSE = 80
HEADING = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s+)?[^\W\d_][^:@©]*[^\W_.,;:?!]$|^(?:annex|appendix)\s+[a-z]\b.{0,70}$", re.IGNORECASE
)
MONTHS = [month.lower() for month in calendar.month_name[1:]]
# Lines that tell where a printed document came from, not what it says.
IMPRINT = re.compile(
    r"(?:^|\b)(?:ISBN\b|ISSN\b|©|crown copyright|copyright in|reference number)|^[\d\s]{8,}$", re.IGNORECASE
)


def read(identity: str, source: str) -> ImportedDocument:
    """A plain-text document in outline. Raises `CannotImport`.

    The first line is the title. What comes before the first heading is an opening when it reads like prose and an
    imprint when it does not; imprint lines become "about this document", so nothing is lost and none is a chapter.
    """
    blocks = [block for block in re.split(r"\n\s*\n", source.replace("\r\n", "\n")) if block.strip()]
    if not blocks:
        raise CannotImport("there is no text in it")
    title = blocks[0].strip().splitlines()[0][:200]
    rest = [block for block in blocks[1:] if block.strip() != title]
    front, body = _without_front(rest)
    imprint = [block for block in body if is_imprint(block)]
    document = build(identity, joined(run_of(_as_markdown([b for b in body if not is_imprint(b)]))), title=title)
    document.about = joined(run_of(_lines_kept([*front, *imprint])))  # type: ignore[assignment]
    return document


def is_imprint(block: str) -> bool:
    """Whether a block is about the printed document."""
    return bool(IMPRINT.search(block.strip())) and len(block) < 600


def is_heading(block: str, following: str | None) -> bool:
    """Whether a block is a heading: one short line, no sentence, no date, with prose after it."""
    line = block.strip()
    if "\n" in line or len(line) > LONGEST_HEADING or not HEADING.match(line) or is_imprint(line) or _is_date(line):
        return False
    return following is not None and (
        len(following.strip()) >= SHORTEST_PROSE or following.lstrip().startswith(("-", "*", "1."))
    )


def _without_front(blocks: list[str]) -> tuple[list[str], list[str]]:
    """What stands before the first heading, when it holds an imprint; else nothing is taken off."""
    first = next((n for n, b in enumerate(blocks) if is_heading(b, _after(blocks, n))), len(blocks))
    if first < len(blocks) and any(is_imprint(block) for block in blocks[:first]):
        return blocks[:first], blocks[first:]
    return [], blocks


def _as_markdown(blocks: list[str]) -> str:
    return "\n\n".join(_marked_up(blocks))


def _marked_up(blocks: list[str]) -> Iterator[str]:
    for n, block in enumerate(blocks):
        if is_heading(block, _after(blocks, n)):
            yield f"## {block.strip()}"
        else:
            yield "\n".join(line.lstrip() for line in block.strip().splitlines())


def _lines_kept(blocks: list[str]) -> str:
    """An address is read line by line."""
    return "\n\n".join("  \n".join(block.strip().splitlines()) for block in blocks)


def _after(blocks: list[str], n: int) -> str | None:
    return blocks[n + 1] if n + 1 < len(blocks) else None


def _is_date(line: str) -> bool:
    words = line.lower().split()
    return len(words) <= 3 and any(word in MONTHS for word in words)

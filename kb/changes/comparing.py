"""Two versions of a text, laid side by side so that people can read what is different."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from django.utils.safestring import SafeString

from richtext.differences import marked_differences

Section = tuple[str, list[str]]
SAME, ADDED, REMOVED, CHANGED, SKIPPED = "same", "added", "removed", "changed", "skipped"
CONTEXT = 1
"""Unchanged paragraphs shown around a difference; longer stretches are only counted."""
MOST_PARAGRAPHS = 4_000
MOST_WORDS = 1_500
ALIKE = 0.4


class TooLong(Exception):
    """Comparing these texts would take longer than a reader waits."""


@dataclass(frozen=True)
class Row:
    """One paragraph of a comparison. `count` is how many are left out, for rows of kind "skipped"."""

    kind: str
    html: SafeString | str = ""
    count: int = 0


@dataclass(frozen=True)
class ComparedSection:
    """What is different under one heading."""

    heading: str
    rows: tuple[Row, ...]


def compare(old: Sequence[Section], new: Sequence[Section]) -> list[ComparedSection]:
    """The differences, heading by heading, in the order of the new text. Headings without any are left out."""
    before, after = _lines(old), _lines(new)
    if max(len(before), len(after)) > MOST_PARAGRAPHS:
        raise TooLong
    rows = list(_rows(before, after))
    grouped = ((heading, [row for _heading, row in group]) for heading, group in groupby(rows, key=lambda pair: pair[0]))
    return [
        ComparedSection(heading, tuple(_shortened(group)))
        for heading, group in grouped
        if any(row.kind != SAME for row in group)
    ]


def _lines(sections: Sequence[Section]) -> list[tuple[str, str]]:
    return [(heading, text) for heading, paragraphs in sections for text in paragraphs if text.strip()]


def _rows(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> Iterator[tuple[str, Row]]:
    matcher = SequenceMatcher(None, [text for _h, text in before], [text for _h, text in after], autojunk=False)
    heading = after[0][0] if after else ""
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for heading, text in after[j1:j2]:
                yield heading, Row(SAME, text)
            continue
        pairs = _paired(before[i1:i2], after[j1:j2])
        for removed, added in pairs:
            heading = added[0] if added else heading
            yield heading, _difference(removed and removed[1], added and added[1])


def _paired(
    removed: list[tuple[str, str]], added: list[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str] | None, tuple[str, str] | None]]:
    """Paragraphs that were rewritten beside what became of them; the others alone, where they stood."""
    waiting = list(removed)
    for line in added:
        match = next((n for n, old in enumerate(waiting) if _are_alike(old[1], line[1])), None)
        if match is None:
            yield None, line
            continue
        yield from ((old, None) for old in waiting[:match])
        yield waiting[match], line
        waiting = waiting[match + 1 :]
    yield from ((old, None) for old in waiting)


def _are_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split()[:MOST_WORDS], other.split()[:MOST_WORDS], autojunk=False)
    return matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE


def _difference(removed: str | None, added: str | None) -> Row:
    if removed and added:
        return Row(CHANGED, marked_differences(removed, added))
    return Row(ADDED, added) if added else Row(REMOVED, removed or "")


def _shortened(rows: list[Row]) -> Iterator[Row]:
    """Stretches without a difference are cut to what stands right beside one."""
    kept = {n + offset for n, row in enumerate(rows) if row.kind != SAME for offset in range(-CONTEXT, CONTEXT + 1)}
    for is_kept, group in groupby(enumerate(rows), key=lambda pair: pair[0] in kept):
        stretch = [row for _n, row in group]
        if is_kept:
            yield from stretch
        else:
            yield Row(SKIPPED, count=len(stretch))

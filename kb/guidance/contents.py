"""How a guidance is divided: chapters by number, annexes by letter, sections inside them, and where each one is.

Everything here follows from the stored blocks, so a page, a search hit and the contents list cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from kb.guidance.models import GuidancePage

ANCHOR_LENGTH = 8
SECTION_LEVEL = "2"


def anchor_of(block: Any) -> str:
    """The fragment that leads to a block. It follows the block's own id, so it survives edits and moves."""
    return f"b-{str(block.id or '')[:ANCHOR_LENGTH]}"


@dataclass(frozen=True)
class Piece:
    """One block of running text with its public number, where it has one."""

    block: Any
    number: str = ""

    @property
    def type(self) -> str:
        """The kind of block."""
        return str(self.block.block_type)

    @property
    def anchor(self) -> str:
        """The fragment that leads here."""
        return anchor_of(self.block)


@dataclass(frozen=True)
class Part:
    """A chapter or an annex. `label` is its number or "Annex B"; `slug` the last step of its address."""

    block: Any
    label: str
    kind_label: str
    slug: str
    heading: str
    address: str
    is_annex: bool
    pieces: tuple[Piece, ...] = field(compare=False)

    @property
    def sections(self) -> list[Piece]:
        """The headings in it that have a number."""
        return [piece for piece in self.pieces if piece.number]

    @property
    def anchor(self) -> str:
        """The fragment of the part's own heading."""
        return anchor_of(self.block)


class Contents:
    """The parts of one guidance, in order: chapters, then annexes."""

    def __init__(self, page: "GuidancePage", address: str = "") -> None:
        self._page = page
        self._address = address

    @cached_property
    def parts(self) -> list[Part]:
        """Chapters and annexes."""
        return [*self.chapters, *self.annexes]

    @cached_property
    def chapters(self) -> list[Part]:
        """The numbered parts."""
        return list(self._chapters())

    @cached_property
    def annexes(self) -> list[Part]:
        """The lettered parts, but for annexes that are pages of their own."""
        return list(self._annexes())

    def find(self, slug: str) -> Part | None:
        """The part at this address; the id of its block is an address that never changes."""
        return next((part for part in self.parts if slug == part.slug or slug == part.anchor), None)

    def address_of(self, anchor: str) -> str:
        """Where a block of running text stands, whichever part it is in now; empty for one that is not there."""
        if any(anchor_of(block) == anchor for block in (*self._page.opening, *self._page.about)):
            return f"{self._address}#{anchor}"
        holders = (part for part in self.parts if any(piece.anchor == anchor for piece in part.pieces))
        return next((f"{part.address}#{anchor}" for part in holders), "")

    def around(self, part: Part) -> tuple[Part | None, Part | None]:
        """The parts before and after this one."""
        before = next((a for a, b in pairwise(self.parts) if b is part), None)
        after = next((b for a, b in pairwise(self.parts) if a is part), None)
        return before, after

    def _blocks(self, kind: str) -> list[Any]:
        return [block for block in self._page.chapters if block.block_type == kind]

    def _chapters(self) -> Iterator[Part]:
        taken: set[str] = set()
        for number, block in enumerate(self._blocks("chapter"), start=1):
            slug = _free_slug(block.value["heading"] or "", number, taken)
            kind = _("Chapter %(number)s") % {"number": number}
            yield self._part(block, str(number), kind, slug, is_annex=False)

    def _annexes(self) -> Iterator[Part]:
        for position, block in enumerate(self._blocks("annex")):
            letter = letter_of(position)
            label = label_of_annex(position)
            yield self._part(block, label, label, f"annex-{letter.lower()}", is_annex=True, numbered_by=letter)

    def _part(self, block: Any, label: str, kind: str, slug: str, *, is_annex: bool, numbered_by: str = "") -> Part:
        pieces = tuple(pieces_of(block.value["body"], numbered_by or label))
        return Part(block, label, kind, slug, block.value["heading"], f"{self._address}{slug}/", is_annex, pieces)


def pieces_of(body: Any, numbered_by: str = "") -> Iterator[Piece]:
    """Running text, with a number at each section heading when the text belongs to something numbered."""
    section = 0
    for block in body:
        if numbered_by and block.block_type == "heading" and block.value["level"] == SECTION_LEVEL:
            section += 1
            yield Piece(block, f"{numbered_by}.{section}")
        else:
            yield Piece(block)


def label_of_annex(position: int) -> str:
    """An annex's name from its place, counted from 0."""
    return _("Annex %(letter)s") % {"letter": letter_of(position)}


def letter_of(position: int) -> str:
    """A, B, … Z, AA, AB, …: the letter of an annex from its place, counted from 0."""
    letters = ""
    position += 1
    while position:
        position, remainder = divmod(position - 1, len(ascii_uppercase))
        letters = ascii_uppercase[remainder] + letters
    return letters


def _free_slug(heading: str, number: int, taken: set[str]) -> str:
    """The heading as an address, made different from the chapters before it and from the annexes."""
    slug = slugify(heading)[:80].strip("-") or f"chapter-{number}"
    if slug in taken or slug == "history" or slug.startswith(("annex-", "b-")):
        slug = f"{slug}-{number}"
    taken.add(slug)
    return slug

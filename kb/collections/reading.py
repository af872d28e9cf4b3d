"""What collections and step-by-steps list, for one reader; and where in them a page stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kb.collections.blocks import key_of
from kb.collections.models import KINDS, STEPS, CuratedPage, StepByStepPage
from kb.guidance.contents import anchor_of
from members.audiences.viewers import Viewer
from search.catalogue import id_of
from search.freshness import remembered
from search.listing import entries_for
from search.models import Citation, Entry

MOST_PART_OF = 20


@dataclass(frozen=True)
class Chosen:
    """A group or step as it is stored, whoever reads it."""

    anchor: str
    heading: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class ShownPart:
    """A group or step for one reader, with the pages that they may see."""

    number: int
    anchor: str
    heading: str
    text: Any
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class StepLink:
    """A page in the navigation of a step-by-step. As previous or next, `label` says which step it belongs to, and it
    may lead to the step itself."""

    label: str
    title: str
    address: str
    is_current: bool = False

    @property
    def heading(self) -> str:
        """The title, where links to parts of a page are shown."""
        return self.title


@dataclass(frozen=True)
class StepStop:
    """A stop on the way through the steps; without `key` at a step itself instead of a page."""

    key: str
    link: StepLink


@dataclass(frozen=True)
class NavigationStep:
    """A step in the navigation."""

    number: int
    heading: str
    address: str
    is_current: bool
    pages: tuple[StepLink, ...]


@dataclass(frozen=True)
class StepNavigation:
    """The way through a step-by-step, seen from one of its pages. `others` is what else the page is part of."""

    title: str
    address: str
    steps: tuple[NavigationStep, ...]
    others: tuple[Entry, ...]
    previous: StepLink | None
    next: StepLink | None


def chosen_on(page: CuratedPage) -> tuple[Chosen, ...]:
    """The groups or steps of a page in their order. Pages that were deleted are not there any more."""
    return tuple(
        Chosen(anchor_of(block), str(block.value["heading"]), tuple(_keys(block.value["pages"]))) for block in page.parts
    )


def _keys(pages: Iterable[Any]) -> Iterator[str]:
    yield from dict.fromkeys(key for page in pages if page is not None and (key := key_of(page)))


def shown_parts(page: CuratedPage, viewer: Viewer) -> list[ShownPart]:
    """All groups or steps with what the reader may see, in one query."""
    chosen = chosen_on(page)
    entries = _entries(chosen, viewer)
    return [
        ShownPart(n, part.anchor, part.heading, block.value.get("text"), _in_order(part, entries))
        for n, (part, block) in enumerate(zip(chosen, page.parts, strict=True), start=1)
    ]


def _entries(chosen: Iterable[Chosen], viewer: Viewer) -> dict[str, Entry]:
    keys = {key for part in chosen for key in part.keys}
    return {entry.key: entry for entry in entries_for(viewer).filter(key__in=keys)} if keys else {}


def _in_order(part: Chosen, entries: dict[str, Entry]) -> tuple[Entry, ...]:
    return tuple(entries[key] for key in part.keys if key in entries)


def part_of(key: str, viewer: Viewer) -> list[Entry]:
    """The collections and step-by-steps that list a page, as far as the reader may see them. One query."""
    citing = Citation.objects.filter(to_key=key).values("from_key")
    found = entries_for(viewer).filter(kind__in=KINDS, key__in=citing)
    return list(found.order_by("kind", "title", "pk")[:MOST_PART_OF])


def navigation_of(key: str, belongs_to: Sequence[Entry], viewer: Viewer) -> StepNavigation | None:
    """The way through the step-by-step in force that a page is part of; None where there is none, or more than one."""
    in_force = [entry for entry in belongs_to if entry.kind == STEPS and not entry.is_withdrawn]
    if len(in_force) != 1:
        return None
    entry = in_force[0]
    chosen = remembered(f"steps:{entry.key}", lambda: _steps_of(entry.key))
    entries = _entries(chosen, viewer)
    steps = tuple(_navigation_steps(entry, chosen, key, entries))
    others = tuple(other for other in belongs_to if other is not entry)
    way = list(_way(entry.address, chosen, entries))
    return StepNavigation(entry.title, entry.address, steps, others, *_around(way, key))


def _navigation_steps(
    steps: Entry, chosen: Iterable[Chosen], key: str, entries: dict[str, Entry]
) -> Iterator[NavigationStep]:
    """A page that two steps name is marked in the first of them: one can only be in one place."""
    is_found = False
    for number, part in enumerate(chosen, start=1):
        is_current = not is_found and key in part.keys
        is_found = is_found or is_current
        pages = tuple(
            StepLink("", entry.title, entry.address, is_current and entry.key == key) for entry in _in_order(part, entries)
        )
        yield NavigationStep(number, part.heading, f"{steps.address}#{part.anchor}", is_current, pages)


def _steps_of(key: str) -> tuple[Chosen, ...]:
    """The steps as they are stored, for nobody in particular."""
    page = StepByStepPage.objects.live().filter(pk=id_of(key)).first()
    return chosen_on(page) if page else ()


def _around(way: Sequence[StepStop], key: str) -> tuple[StepLink | None, StepLink | None]:
    """What comes before and after a page on the way: a page stands where the first step names it."""
    at = next((n for n, stop in enumerate(way) if stop.key == key), None)
    if at is None:
        return None, None
    return (way[at - 1].link if at else None), (way[at + 1].link if at + 1 < len(way) else None)


def _way(address: str, chosen: Iterable[Chosen], entries: dict[str, Entry]) -> Iterator[StepStop]:
    """All steps with all their pages, in order.

    A page cannot know which step led to it, so it leads on from the first that names it, and is passed only there.
    Where it stands again, and where a step has no page for this reader, one stops at the heading of the step, once.
    """
    met: set[str] = set()
    for n, part in enumerate(chosen, start=1):
        label = _step_label(n)
        heading = StepStop("", StepLink(label, part.heading, f"{address}#{part.anchor}"))
        pages = [StepStop(e.key, StepLink(label, e.title, e.address)) for e in _in_order(part, entries)]
        yield from dict.fromkeys(heading if page.key in met else page for page in pages or [heading])
        met.update(page.key for page in pages)


def first_page(parts: Iterable[ShownPart]) -> StepLink | None:
    """Where the way through the steps begins."""
    for part in parts:
        for entry in part.entries:
            return StepLink(_step_label(part.number), entry.title, entry.address)
    return None


def _step_label(number: int) -> str:
    return _("Step %(number)s") % {"number": number}

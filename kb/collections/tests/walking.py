"""Walks through a step-by-step as a reader does."""

from collections.abc import Callable, Sequence

from kb.collections.reading import StepLink

Parts = Sequence[tuple[str, Sequence[str]]]
"""The steps in order: the address of each, and the addresses of its pages."""


def visited(parts: Parts, start: str, next_of: Callable[[str], StepLink | None]) -> list[int]:
    """The steps that "next" leads through, in the order in which they are first met.

    At the heading of a step one reads on there: its first page that one has not read, else what stands below.
    """
    seen: list[int] = []
    read: set[str] = set()
    address: str | None = start
    while address is not None:
        at = _step_of(parts, address)
        if at not in seen:
            seen.append(at)
        if address in read:
            raise AssertionError(f"{address} again: this way never ends")
        read.add(address)
        if "#" in address:
            address = _below(parts, at, read)
        else:
            following = next_of(address)
            address = following.address if following else None
    return seen


def _step_of(parts: Parts, address: str) -> int:
    """The step that has this address, or that names it first."""
    return next(n for n, (heading, pages) in enumerate(parts) if address == heading or address in pages)


def _below(parts: Parts, at: int, read: set[str]) -> str | None:
    """What a reader of the list comes to from the heading of a step."""
    for heading, pages in parts[at:]:
        for address in (*pages, *([] if heading in read else [heading])):
            if address not in read:
                return address
    return None

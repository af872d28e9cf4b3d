"""The files a page uses."""

from collections.abc import Iterator
from typing import Any

from files.models import File


def files_on(page: Any) -> Iterator[File]:
    """Every document and image in the page's text, each once."""
    seen: set[tuple[type[File], int]] = set()
    for body in _bodies(page):
        for block in body:
            file = _file_in(block)
            if file is not None and (type(file), file.pk) not in seen:
                seen.add((type(file), file.pk))
                yield file


def too_narrow_for(page: Any) -> list[File]:
    """Files that some readers of the page could not open: the page may not be published with them."""
    readers = page.audience.as_clauses()
    return [file for file in files_on(page) if file.audience_settled and not readers.implies(file.audience.as_clauses())]


def _bodies(page: Any) -> Iterator[Any]:
    for name in ("opening", "about", "body"):
        yield getattr(page, name, [])
    for part in getattr(page, "chapters", []):
        yield part.value["body"]


def _file_in(block: Any) -> File | None:
    if block.block_type == "attachment":
        return block.value["document"]  # type: ignore[no-any-return]
    return block.value["image"] if block.block_type == "image" else None

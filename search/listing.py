"""Lists of catalogue entries for a viewer: newest first, in pages that cost the same however far one reads."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q

from members.audiences.viewers import Viewer
from search.models import Entry, EntryQuerySet

ENTRIES_ON_A_PAGE = 20
NEWER, OLDER = "after", "before"


@dataclass(frozen=True)
class EntryPage:
    """One page of a list, with the cursors of its neighbours (empty where there is none)."""

    entries: tuple[Entry, ...]
    newer: str = ""
    older: str = ""

    @property
    def previous_address(self) -> str:
        """The address of the page before, from this page's own address."""
        return f"?{NEWER}={self.newer}" if self.newer else ""

    @property
    def next_address(self) -> str:
        """The address of the page after."""
        return f"?{OLDER}={self.older}" if self.older else ""


def entries_for(viewer: Viewer) -> EntryQuerySet:
    """What this viewer may see, with what a list shows and without the texts."""
    rows: EntryQuerySet = Entry.objects.visible_to(viewer).select_related("audience").defer("sections")
    return rows


def page_of(rows: Any, parameters: Any, size: int = ENTRIES_ON_A_PAGE) -> EntryPage:
    """The page that `?before=` or `?after=` names, else the first. A cursor that cannot be read means the first."""
    if "listed_at" not in rows.query.annotations:
        rows = rows.annotate(listed_at=F("updated_at"), listed_id=F("pk"))
    if cursor := _cursor(parameters.get(OLDER, "")):
        return _page(rows.filter(_older_than(cursor)), size, has_newer=True)
    if cursor := _cursor(parameters.get(NEWER, "")):
        return _page_backwards(rows.filter(_newer_than(cursor)), size)
    return _page(rows, size, has_newer=False)


def _page(rows: Any, size: int, *, has_newer: bool) -> EntryPage:
    found = list(rows.order_by("-listed_at", "-listed_id")[: size + 1])
    shown = found[:size]
    older = _name(shown[-1]) if len(found) > size else ""
    return EntryPage(tuple(shown), _name(shown[0]) if has_newer and shown else "", older)


def _page_backwards(rows: Any, size: int) -> EntryPage:
    found = list(rows.order_by("listed_at", "listed_id")[: size + 1])
    shown = found[:size][::-1]
    newer = _name(shown[0]) if len(found) > size else ""
    return EntryPage(tuple(shown), newer, _name(shown[-1]) if shown else "")


def _older_than(cursor: tuple[datetime, int]) -> Q:
    moment, pk = cursor
    return Q(listed_at__lt=moment) | Q(listed_at=moment, listed_id__lt=pk)


def _newer_than(cursor: tuple[datetime, int]) -> Q:
    moment, pk = cursor
    return Q(listed_at__gt=moment) | Q(listed_at=moment, listed_id__gt=pk)


def _name(entry: Entry) -> str:
    return f"{int(entry.updated_at.timestamp() * 1_000_000)}-{entry.pk}"


def _cursor(text: str) -> tuple[datetime, int] | None:
    """A cursor as a moment and an id; None for anything that is none."""
    moment, separator, pk = text.partition("-")
    if not (separator and moment.isascii() and moment.isdigit() and pk.isascii() and pk.isdigit()):
        return None
    if len(moment) > 17 or len(pk) > 18:
        return None
    return datetime.fromtimestamp(int(moment) / 1_000_000, UTC), int(pk)

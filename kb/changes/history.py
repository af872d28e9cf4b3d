"""What readers are told of changes: of one page, and of all pages in a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from django.utils import timezone

from kb.changes.models import WITH_TEXT, Change, ChangeQuerySet
from members.audiences.levels import Level
from members.audiences.scopes import SiteRole
from members.audiences.viewers import Viewer
from search.listing import entries_for
from search.models import Entry


@dataclass(frozen=True)
class ShownChange:
    """A change as it is listed. `compare_address` is empty where its text cannot be compared."""

    at: datetime
    kind: str
    kind_label: str
    note: str
    title: str = ""
    address: str = ""
    level: Level | None = None
    compare_address: str = ""


@dataclass(frozen=True)
class Month:
    """A month of a calendar, as it stands in an address."""

    year: int
    month: int

    @property
    def code(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def begins(self) -> datetime:
        """Its first moment, where the site is."""
        return timezone.make_aware(datetime.combine(self.first_day, time.min))

    @property
    def next(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def previous(self) -> "Month":
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)


def this_month() -> Month:
    """The month of today."""
    today = timezone.localdate()
    return Month(today.year, today.month)


def changes_of(key: str, viewer: Viewer) -> list[Change]:
    """The history of one page, newest first; editors also see minor changes."""
    rows = Change.objects.visible_to(viewer).filter(key=key)
    return list(rows if viewer.holds(SiteRole.EDITOR) else rows.told())


def versions_before(changes: list[Change], viewer: Viewer) -> dict[int, Change]:
    """By the id of each version of a page whose text the viewer may read, the one before it that they may read too."""
    readable = (change for change in changes if _has_text_for(change, viewer))
    return {later.pk: earlier for later, earlier in pairwise(readable)}


def _has_text_for(change: Change, viewer: Viewer) -> bool:
    """Whether this viewer may read the text as it stood then."""
    is_editor = viewer.holds(SiteRole.EDITOR)
    return change.revision_id is not None and (is_editor or (change.kind in WITH_TEXT and not change.text_hidden))


def as_shown(changes: list[Change], viewer: Viewer, address: str) -> list[ShownChange]:
    """The history of one page, with the addresses at which versions can be compared."""
    compared = versions_before(changes, viewer)
    return [
        ShownChange(
            at=change.at,
            kind=change.kind,
            kind_label=str(change.get_kind_display()),
            note=change.note,
            compare_address=f"{address}history/{change.pk}/" if change.pk in compared else "",
        )
        for change in changes
    ]


def changes_in(viewer: Viewer, month: Month | None = None, theme: str = "") -> ChangeQuerySet:
    """What readers are told of all pages, newest first: of one month, of one theme."""
    rows = Change.objects.visible_to(viewer).told()
    if theme:
        on_theme = Entry.objects.filter(facets__facet="theme", facets__value=theme)
        rows = rows.filter(key__in=on_theme.values("key"))
    if month:
        rows = rows.filter(at__gte=month.begins, at__lt=month.next.begins)
    return rows


def with_entries(changes: Iterable[Change], viewer: Viewer) -> list[ShownChange]:
    """Changes with the titles and addresses of what was changed, as the viewer may see them."""
    changes = list(changes)
    entries = {entry.key: entry for entry in entries_for(viewer).filter(key__in={c.key for c in changes})}
    return [_listed(change, entries[change.key]) for change in changes if change.key in entries]


def _listed(change: Change, entry: Entry) -> ShownChange:
    return ShownChange(
        at=change.at,
        kind=change.kind,
        kind_label=str(change.get_kind_display()),
        note=change.note,
        title=entry.title,
        address=entry.address,
        level=entry.level,
    )

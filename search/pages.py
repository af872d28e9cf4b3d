"""Lists in pages that cost the same however far one reads: a page begins where the one before it ended."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

ROWS_ON_A_PAGE = 20
EARLIER, LATER = "after", "before"
Cursor = tuple[Any, ...]


@dataclass(frozen=True)
class Page:
    """One page of a list, with the addresses of its neighbours (empty where there is none)."""

    rows: tuple[Any, ...]
    previous_address: str = ""
    next_address: str = ""
    label: Any = ""


def newest_first(rows: QuerySet[Any], parameters: QueryDict, label: Any = "", size: int = ROWS_ON_A_PAGE) -> Page:
    """The page that `?before=` or `?after=` names, else the first. A cursor that cannot be read means the first."""
    return _page(rows, parameters, _NewestFirst(), label, size)


def newest_moment_first(rows: QuerySet[Any], parameters: QueryDict, label: Any = "", size: int = ROWS_ON_A_PAGE) -> Page:
    """The same for rows with a moment `at` that need not follow the order in which they were written."""
    return _page(rows, parameters, _ByMoment("at", "pk"), label, size)


def newest_entries_first(rows: QuerySet[Any], parameters: QueryDict, label: Any = "", size: int = ROWS_ON_A_PAGE) -> Page:
    """The same for catalogue entries, by their last change; of one facet in the order of that facet's own index."""
    if "listed_at" not in rows.query.annotations:
        rows = rows.annotate(listed_at=F("updated_at"), listed_id=F("pk"))
    return _page(rows, parameters, _ByMoment("listed_at", "listed_id"), label, size)


def due_first(rows: QuerySet[Any], parameters: QueryDict, label: Any = "", size: int = ROWS_ON_A_PAGE) -> Page:
    """The same for rows with a `rank` (a date that is never empty): the earliest first, then the oldest."""
    return _page(rows, parameters, _DueFirst(), label, size)


class _Order(ABC):
    """An order of rows, and how a place in it is written into an address."""

    order: tuple[str, ...]
    reverse: tuple[str, ...]

    @abstractmethod
    def name(self, row: Any) -> str:
        """The place of a row."""

    @abstractmethod
    def read(self, text: str) -> Cursor | None:
        """A place that was written so; None for anything that is none."""

    @abstractmethod
    def beyond(self, cursor: Cursor) -> Q:
        """The rows after a place."""

    @abstractmethod
    def short_of(self, cursor: Cursor) -> Q:
        """The rows before it."""


class _NewestFirst(_Order):
    order = ("-pk",)
    reverse = ("pk",)

    def name(self, row: Any) -> str:
        return str(row.pk)

    def read(self, text: str) -> Cursor | None:
        return (int(text),) if _is_number(text) else None

    def beyond(self, cursor: Cursor) -> Q:
        return Q(pk__lt=cursor[0])

    def short_of(self, cursor: Cursor) -> Q:
        return Q(pk__gt=cursor[0])


class _ByMoment(_Order):
    """The newest moment first; of equal ones the greatest id."""

    def __init__(self, moment: str, identity: str) -> None:
        self._moment, self._identity = moment, identity
        self.order = (f"-{moment}", f"-{identity}")
        self.reverse = (moment, identity)

    def name(self, row: Any) -> str:
        moment: datetime = getattr(row, self._moment)
        return f"{int(moment.timestamp() * 1_000_000)}-{row.pk}"

    def read(self, text: str) -> Cursor | None:
        moment, _separator, pk = text.partition("-")
        if not (_is_number(moment) and _is_number(pk)) or len(moment) > 17:
            return None
        return datetime.fromtimestamp(int(moment) / 1_000_000, UTC), int(pk)

    def beyond(self, cursor: Cursor) -> Q:
        return self._compared(cursor, "lt")

    def short_of(self, cursor: Cursor) -> Q:
        return self._compared(cursor, "gt")

    def _compared(self, cursor: Cursor, how: str) -> Q:
        moment, pk = cursor
        same = Q(**{self._moment: moment, f"{self._identity}__{how}": pk})
        return Q(**{f"{self._moment}__{how}": moment}) | same


class _DueFirst(_Order):
    order = ("rank", "pk")
    reverse = ("-rank", "-pk")

    def name(self, row: Any) -> str:
        return f"{row.rank.isoformat()}_{row.pk}"

    def read(self, text: str) -> Cursor | None:
        day, _separator, pk = text.partition("_")
        try:
            return (date.fromisoformat(day), int(pk)) if _is_number(pk) else None
        except ValueError:
            return None

    def beyond(self, cursor: Cursor) -> Q:
        day, pk = cursor
        return Q(rank__gt=day) | Q(rank=day, pk__gt=pk)

    def short_of(self, cursor: Cursor) -> Q:
        day, pk = cursor
        return Q(rank__lt=day) | Q(rank=day, pk__lt=pk)


def _page(rows: QuerySet[Any], parameters: QueryDict, order: _Order, label: Any, size: int) -> Page:
    if cursor := order.read(parameters.get(LATER, "")):
        found = list(rows.filter(order.beyond(cursor)).order_by(*order.order)[: size + 1])
        shown, has_previous, has_next = found[:size], True, len(found) > size
    elif cursor := order.read(parameters.get(EARLIER, "")):
        found = list(rows.filter(order.short_of(cursor)).order_by(*order.reverse)[: size + 1])
        shown, has_previous, has_next = found[:size][::-1], len(found) > size, True
    else:
        found = list(rows.order_by(*order.order)[: size + 1])
        shown, has_previous, has_next = found[:size], False, len(found) > size
    return Page(
        tuple(shown),
        _address(parameters, EARLIER, order.name(shown[0])) if shown and has_previous else "",
        _address(parameters, LATER, order.name(shown[-1])) if shown and has_next else "",
        label,
    )


def _address(parameters: QueryDict, direction: str, cursor: str) -> str:
    """The same list, its filters too, from there on."""
    kept = parameters.copy()
    for name in (EARLIER, LATER):
        kept.pop(name, None)
    kept[direction] = cursor
    return f"?{kept.urlencode()}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18

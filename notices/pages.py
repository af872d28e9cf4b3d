"""Lists in pages that cost the same however far one reads: a page begins where the one before it ended."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

ROWS_ON_A_PAGE = 20
EARLIER, LATER = "after", "before"


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
    return _page(rows, parameters, _NewestMomentFirst(), label, size)


def due_first(rows: QuerySet[Any], parameters: QueryDict, label: Any = "", size: int = ROWS_ON_A_PAGE) -> Page:
    """The same for rows with a `rank` (a date that is never empty): the earliest first, then the oldest."""
    return _page(rows, parameters, _DueFirst(), label, size)


class _NewestFirst:
    order = ("-pk",)
    reverse = ("pk",)

    def name(self, row: Any) -> str:
        return str(row.pk)

    def read(self, text: str) -> tuple[Any, ...] | None:
        return (int(text),) if _is_number(text) else None

    def beyond(self, cursor: tuple[Any, ...]) -> Q:
        return Q(pk__lt=cursor[0])

    def short_of(self, cursor: tuple[Any, ...]) -> Q:
        return Q(pk__gt=cursor[0])


class _NewestMomentFirst:
    order = ("-at", "-pk")
    reverse = ("at", "pk")

    def name(self, row: Any) -> str:
        return f"{int(row.at.timestamp() * 1_000_000)}_{row.pk}"

    def read(self, text: str) -> tuple[Any, ...] | None:
        moment, _separator, pk = text.partition("_")
        if not (_is_number(moment) and _is_number(pk)) or len(moment) > 17:
            return None
        return datetime.fromtimestamp(int(moment) / 1_000_000, UTC), int(pk)

    def beyond(self, cursor: tuple[Any, ...]) -> Q:
        moment, pk = cursor
        return Q(at__lt=moment) | Q(at=moment, pk__lt=pk)

    def short_of(self, cursor: tuple[Any, ...]) -> Q:
        moment, pk = cursor
        return Q(at__gt=moment) | Q(at=moment, pk__gt=pk)


class _DueFirst:
    order = ("rank", "pk")
    reverse = ("-rank", "-pk")

    def name(self, row: Any) -> str:
        return f"{row.rank.isoformat()}_{row.pk}"

    def read(self, text: str) -> tuple[Any, ...] | None:
        day, _separator, pk = text.partition("_")
        try:
            return (date.fromisoformat(day), int(pk)) if _is_number(pk) else None
        except ValueError:
            return None

    def beyond(self, cursor: tuple[Any, ...]) -> Q:
        day, pk = cursor
        return Q(rank__gt=day) | Q(rank=day, pk__gt=pk)

    def short_of(self, cursor: tuple[Any, ...]) -> Q:
        day, pk = cursor
        return Q(rank__lt=day) | Q(rank=day, pk__lt=pk)


Order = _NewestFirst | _NewestMomentFirst | _DueFirst


def _page(rows: QuerySet[Any], parameters: QueryDict, order: Order, label: Any, size: int) -> Page:
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

"""What has changed: in one page, between two versions of it, and on the whole site by month and theme."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kb.changes.comparing import ComparedSection, TooLong, compare
from kb.changes.history import Month, as_shown, changes_in, changes_of, this_month, versions_before, with_entries
from kb.changes.models import Change
from kb.changes.pages import ChangeNotedPage
from kb.themes.models import Theme
from kb.themes.queries import all_themes
from members.audiences.levels import level_of
from members.middleware import viewer_of
from search.freshness import same_for_everybody
from search.pages import newest_moment_first

FIRST_YEAR = 2000


@require_safe
@same_for_everybody
def month(request: HttpRequest, year: str = "", month: str = "") -> HttpResponse:
    """What changed in a month (this one), all themes or one of them."""
    shown = _month(int(year), int(month)) if year else this_month()
    theme = _theme(request.GET.get("theme", ""))
    viewer = viewer_of(request)
    code = theme.code if theme else ""
    pages = newest_moment_first(changes_in(viewer, shown, code), request.GET, _("Pages of changes"))
    context = {
        "month": shown,
        "is_this_month": shown == this_month(),
        "theme": theme,
        "themes": _theme_links(shown, theme),
        "changes": with_entries(pages.rows, viewer),
        "pages": pages,
        "previous": _month_link(shown.previous, theme),
        "next": _month_link(shown.next, theme) if shown.begins < this_month().begins else None,
        "feed_address": reverse("changes:theme_feed", args=[theme.slug]) if theme else reverse("changes:feed"),
        "crumbs": [{"label": _("Home"), "address": "/"}, {"label": _("What has changed")}],
    }
    return render(request, "kb/changes/month.html", context)


@same_for_everybody
def history(request: HttpRequest, page: ChangeNotedPage, crumbs: list[dict[str, str]]) -> HttpResponse:
    """Everything that happened to one page, as far as readers are told."""
    viewer, address = viewer_of(request), page.get_url() or ""
    context = {
        "page": page,
        "level": level_of(page.audience.as_clauses()),
        "changes": as_shown(changes_of(page.key, viewer), viewer, address),
        "crumbs": [*crumbs, {"label": page.title, "address": address}, {"label": _("History")}],
    }
    return render(request, "kb/changes/history.html", context)


@same_for_everybody
def comparison(request: HttpRequest, page: ChangeNotedPage, pk: int, crumbs: list[dict[str, str]]) -> HttpResponse:
    """One version of a page beside the one before it."""
    viewer, address = viewer_of(request), page.get_url() or ""
    changes = changes_of(page.key, viewer)
    earlier = versions_before(changes, viewer).get(pk)
    if earlier is None:
        raise Http404
    change = next(change for change in changes if change.pk == pk)
    history_address = f"{address}history/"
    context = {
        "page": page,
        "change": change,
        "earlier": earlier,
        "sections": _sections(earlier, change),
        "history_address": history_address,
        "level": level_of(page.audience.as_clauses()),
        "crumbs": [
            *crumbs,
            {"label": page.title, "address": address},
            {"label": _("History"), "address": history_address},
            {"label": _("What was different")},
        ],
    }
    return render(request, "kb/changes/comparison.html", context)


def _sections(earlier: Change, later: Change) -> list[ComparedSection] | None:
    """The differences; None when the texts are too long to lay side by side."""
    versions = (change.revision.as_object() for change in (earlier, later) if change.revision)
    try:
        return compare(*(version.text_sections() for version in versions))
    except TooLong:
        return None


def _month(year: int, month: int) -> Month:
    """The month of an address. Months to come, and long gone ones, are no pages."""
    if not (year >= FIRST_YEAR and 1 <= month <= 12) or (year, month) > (this_month().year, this_month().month):
        raise Http404
    return Month(year, month)


def _theme(code: str) -> Theme | None:
    return get_object_or_404(Theme, code=code) if code else None


def _theme_links(month: Month, chosen: Theme | None) -> list[dict[str, Any]]:
    return [{"label": t.name, "address": _address(month, t), "is_current": t == chosen} for t in all_themes()]


def _month_link(month: Month, theme: Theme | None) -> dict[str, str]:
    return {"label": date_format(month.first_day, "F Y"), "address": _address(month, theme)}


def _address(month: Month, theme: Theme | None) -> str:
    address = reverse("changes:month", args=[month.year, f"{month.month:02}"])
    return f"{address}?theme={theme.code}" if theme else address

"""The pages of collections. Whether the reader may see the page at all was decided before (members.wagtail_hooks)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kb.changes import views as changes
from kb.collections.models import KINDS, STEPS, CollectionIndexPage, CuratedPage
from kb.collections.reading import first_page, shown_parts
from kb.guidance.reading import asides_of, trust_marks_of
from members.middleware import viewer_of
from search.freshness import same_for_everybody
from search.listing import entries_for
from search.pages import newest_entries_first


@same_for_everybody
def index(request: HttpRequest, page: CollectionIndexPage) -> HttpResponse:
    """All collections and step-by-steps that the reader may see, newest first."""
    pages = newest_entries_first(entries_for(viewer_of(request)).filter(kind__in=KINDS), request.GET)
    crumbs = [{"label": _("Home"), "address": "/"}, {"label": page.title}]
    context = {"page": page, "entries": pages.rows, "pages": pages, "crumbs": crumbs}
    return render(request, "kb/collections/collection_index_page.html", context)


@same_for_everybody
def curated(request: HttpRequest, page: CuratedPage) -> HttpResponse:
    """A collection or a step-by-step."""
    viewer = viewer_of(request)
    parts = shown_parts(page, viewer)
    context = {
        "page": page,
        **trust_marks_of(page, viewer),
        **asides_of(page),
        "themes": list(page.themes.all()),
        "crumbs": [*_crumbs_above(), {"label": page.title}],
        **(_steps(parts) if page.kind == STEPS else {"groups": [part for part in parts if part.entries]}),
    }
    name = "step_by_step_page" if page.kind == STEPS else "collection_page"
    return render(request, f"kb/collections/{name}.html", context)


@same_for_everybody
def history(request: HttpRequest, page: CuratedPage) -> HttpResponse:
    """What happened to a collection."""
    return changes.history(request, page, _crumbs_above())


@same_for_everybody
def comparison(request: HttpRequest, page: CuratedPage, change: int) -> HttpResponse:
    """One version of a collection beside the one before it."""
    return changes.comparison(request, page, change, _crumbs_above())


def _steps(parts: list[Any]) -> dict[str, Any]:
    return {"steps": parts, "next": first_page(parts)}


def _crumbs_above() -> list[dict[str, str]]:
    return [{"label": _("Home"), "address": "/"}, {"label": _("Collections"), "address": "/collections/"}]

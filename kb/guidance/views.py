"""The pages of guidance. Whether the reader may see the page at all was decided before (members.wagtail_hooks)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kb.changes import views as changes
from kb.collections.reading import navigation_of, part_of
from kb.glossary.reading import FirstUses
from kb.guidance.contents import Contents, pieces_of
from kb.guidance.models import AnnexPage, GuidanceIndexPage, GuidancePage
from kb.guidance.reading import (
    annex_pages,
    asides_of,
    edit_address_for,
    related_to,
    shown_blocks,
    shown_parts,
    trust_marks_of,
    withdrawal_of,
)
from kb.themes.queries import all_themes
from members.audiences.levels import level_of
from members.middleware import viewer_of
from search.freshness import remembered, same_for_everybody
from search.listing import entries_for
from search.pages import newest_entries_first


@same_for_everybody
def index(request: HttpRequest, page: GuidanceIndexPage) -> HttpResponse:
    """All guidance that the reader may see, newest first."""
    pages = newest_entries_first(entries_for(viewer_of(request)).filter(kind="guidance"), request.GET)
    context = {
        "page": page,
        "entries": pages.rows,
        "pages": pages,
        "themes": all_themes(),
        "crumbs": [{"label": _("Home"), "address": "/"}, {"label": page.title}],
    }
    return render(request, "kb/guidance/guidance_index_page.html", context)


@same_for_everybody
def overview(request: HttpRequest, page: GuidancePage) -> HttpResponse:
    """The first page of a guidance."""
    viewer = viewer_of(request)
    contents = Contents(page, page.get_url() or "")
    uses = FirstUses()
    opening = shown_blocks(list(pieces_of(page.opening)), viewer, page.key, uses)
    frame = _frame(request, page, contents)
    context = {
        **frame,
        "opening": opening,
        "about": shown_blocks(list(pieces_of(page.about)), viewer, page.key, uses),
        "navigation": navigation_of(page.key, frame["part_of"], viewer),
        "related": related_to(page, frame["themes"], viewer),
        "next": next(iter(shown_parts(contents.parts)), None),
        "crumbs": _crumbs(page),
    }
    return render(request, "kb/guidance/guidance_page.html", context)


@same_for_everybody
def part(request: HttpRequest, page: GuidancePage, slug: str) -> HttpResponse:
    """One chapter or annex. Its own id, and that of each block in it, lead here too, wherever they have moved."""
    contents = page.contents
    found = contents.find(slug)
    if found is None or slug != found.slug:
        return redirect(found.address if found else contents.address_of(slug))
    before, after = contents.around(found)
    context = {
        **_frame(request, page, contents, found),
        "chapter": {
            "label": found.label,
            "heading": found.heading,
            "kind_label": found.kind_label,
            "anchor": found.anchor,
            "sections": [{"number": s.number, "heading": s.block.value["text"], "anchor": s.anchor} for s in found.sections],
            "blocks": shown_blocks(found.pieces, viewer_of(request), page.key, FirstUses()),
        },
        "previous": next(iter(shown_parts([before] if before else [])), None),
        "next": next(iter(shown_parts([after] if after else [])), None),
        "crumbs": _crumbs(page, found.heading),
    }
    return render(request, "kb/guidance/chapter.html", context)


@same_for_everybody
def annex(request: HttpRequest, page: AnnexPage) -> HttpResponse:
    """An annex with readers of its own."""
    viewer = viewer_of(request)
    guidance: GuidancePage = page.get_parent().specific
    shown = annex_pages(guidance, viewer, page)
    context = {
        "page": page,
        "label": next((line.label for line in shown if line.is_current), _("Annex")),
        "level": level_of(page.audience.as_clauses()),
        "withdrawn": withdrawal_of(guidance, viewer),
        "edit_address": edit_address_for(viewer, page),
        **asides_of(page),
        "blocks": shown_blocks(list(pieces_of(page.body)), viewer, page.key, FirstUses()),
        "parent_guidance": {"title": guidance.title, "address": guidance.get_url()},
        "crumbs": _crumbs(guidance, page.title),
    }
    return render(request, "kb/guidance/annex_page.html", context)


@same_for_everybody
def history(request: HttpRequest, page: GuidancePage) -> HttpResponse:
    """What happened to a guidance."""
    return changes.history(request, page, _crumbs_above())


@same_for_everybody
def comparison(request: HttpRequest, page: GuidancePage, change: int) -> HttpResponse:
    """One version of a guidance beside the one before it."""
    return changes.comparison(request, page, change, _crumbs_above())


def _frame(request: HttpRequest, page: GuidancePage, contents: Contents, current: Any = None) -> dict[str, Any]:
    """What every page of a guidance shows around its text."""
    return {
        "page": page,
        **trust_marks_of(page, viewer_of(request)),
        "edit_address": edit_address_for(viewer_of(request), page),
        **asides_of(page, current.anchor if current else ""),
        "themes": remembered(f"themes-of:{page.key}", lambda: list(page.themes.all())),
        "part_of": part_of(page.key, viewer_of(request)),
        "chapters": shown_parts(contents.chapters, current),
        "annexes": [*shown_parts(contents.annexes, current), *annex_pages(page, viewer_of(request))],
    }


def _crumbs_above() -> list[dict[str, str]]:
    return [{"label": _("Home"), "address": "/"}, {"label": _("Guidance"), "address": "/guidance/"}]


def _crumbs(page: GuidancePage, last: str = "") -> list[dict[str, str]]:
    crumbs = _crumbs_above()
    if not last:
        return [*crumbs, {"label": page.title}]
    return [*crumbs, {"label": page.title, "address": page.get_url() or ""}, {"label": last}]

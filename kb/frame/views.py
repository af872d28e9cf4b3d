"""Pages about the site, and its colours."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kb.frame.colours import digest
from kb.frame.identity import colours as colours_now
from kb.frame.models import InformationPage
from kb.guidance.contents import pieces_of
from kb.guidance.reading import shown_blocks
from members.audiences.levels import level_of
from members.middleware import viewer_of
from search.freshness import same_for_everybody

A_YEAR = 365 * 24 * 3600


@same_for_everybody
def information(request: HttpRequest, page: InformationPage) -> HttpResponse:
    """Contact, privacy, terms and the like."""
    context = {
        "page": page,
        "level": level_of(page.audience.as_clauses()),
        "blocks": shown_blocks(list(pieces_of(page.body)), viewer_of(request), f"information:{page.pk}"),
        "crumbs": [{"label": _("Home"), "address": "/"}, {"label": page.title}],
    }
    return render(request, "kb/frame/information_page.html", context)


@require_safe
def colours(request: HttpRequest, wanted: str) -> HttpResponse:
    """The stylesheet with the colours set in the CMS. Its address changes with them, so it may be kept for good."""
    css = colours_now()
    if not css or digest(css) != wanted:
        raise Http404
    headers = {"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers=headers)

"""The search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.middleware import viewer_of
from search import facets, freshness, sources
from search.finding import Results, find
from search.models import Entry
from search.query import SearchQuery, parse


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Search over everything the viewer may see. Without words or filters it only offers the form."""
    choices = freshness.remembered("facet-choices", facets.choices)
    query = parse(request.GET, choices)
    found = None if query.is_empty else find(query, viewer_of(request), choices)
    return render(request, "search/results.html", {"query": query, "results": found, **_around(query, found, choices)})


def _around(query: SearchQuery, found: Results | None, choices: dict[str, list[facets.Choice]]) -> dict[str, Any]:
    names = {(name, c.value): c.label for name, values in choices.items() for c in values}
    return {
        "messages_about_query": query.messages if found is None else found.messages,
        "active_filters": [
            {"label": names[name, value], "remove_address": query.address(**{name: None})}
            for name, value in query.filters.items()
        ],
        "pages": {
            "previous_address": query.address(page=query.page - 1) if query.page > 1 else "",
            "next_address": query.address(page=query.page + 1) if found and found.has_more else "",
            "label": _("Pages of results"),
        },
    }


@require_safe
def by_key(request: HttpRequest, key: str, part: str = "") -> HttpResponse:
    """The short, stable address of a thing or a part of it: leads to where it is now, for whom may see it."""
    entry = get_object_or_404(Entry.objects.visible_to(viewer_of(request)).defer("sections"), key=key)
    source = sources.of_kind(entry.kind)
    return HttpResponseRedirect(source.part_address(entry.address, part) if part and source else entry.address)

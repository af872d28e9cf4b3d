"""The list of themes and the page of one: everything on it that the viewer may see, whatever the kind."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kb.themes.models import Theme
from members.middleware import viewer_of
from search.freshness import same_for_everybody
from search.listing import entries_for
from search.pages import newest_entries_first


@require_safe
@same_for_everybody
def index(request: HttpRequest) -> HttpResponse:
    """All themes, in their order."""
    crumbs = [{"label": _("Home"), "address": "/"}, {"label": _("Themes")}]
    return render(request, "kb/themes/index.html", {"themes": Theme.objects.all(), "crumbs": crumbs})


@require_safe
@same_for_everybody
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme. An address it used to have leads to the present one."""
    found = Theme.objects.filter(slug=slug).first()
    if found is None:
        return _moved(slug)
    pages = newest_entries_first(entries_for(viewer_of(request)).carrying("theme", found.code), request.GET)
    crumbs = [
        {"label": _("Home"), "address": "/"},
        {"label": _("Themes"), "address": "/themes/"},
        {"label": found.name},
    ]
    context = {"theme": found, "entries": pages.rows, "pages": pages, "crumbs": crumbs}
    return render(request, "kb/themes/theme.html", context)


def _moved(slug: str) -> HttpResponse:
    found = Theme.objects.filter(former_addresses__slug=slug).first()
    if found is None:
        raise Http404
    return HttpResponsePermanentRedirect(found.address)

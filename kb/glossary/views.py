"""The page of all terms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kb.glossary.reading import letters
from search.freshness import same_for_everybody


@require_safe
@same_for_everybody
def index(request: HttpRequest) -> HttpResponse:
    """All terms by the alphabet, with letters to jump to."""
    crumbs = [{"label": _("Home"), "address": "/"}, {"label": _("Glossary")}]
    return render(request, "kb/glossary/index.html", {"letters": letters(), "crumbs": crumbs})

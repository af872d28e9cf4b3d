"""The front page, and how an address becomes a page."""

from itertools import takewhile
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail import hooks
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site
from wagtail.views import serve_chain

from kb.home.models import HomePage
from kb.themes.queries import all_themes
from members.audiences.pages import AudiencePage
from members.audiences.scopes import SiteRole
from members.audiences.viewers import Viewer
from members.middleware import viewer_of
from members.models import Sector
from notices.desk.queries import waiting_for
from notices.follows.queries import follows_of
from search.freshness import remembered, same_for_everybody
from search.listing import entries_for
from search.models import EntryQuerySet

LATEST = 6
MINE = 5
NOT_NEWS = ("information", "term")
MOST_STEPS = 20


@same_for_everybody
def home(request: HttpRequest, page: HomePage) -> HttpResponse:
    """The ways in: search, "I need help with", themes, readers, and what is new; for who signed in, what is theirs."""
    themes = all_themes()
    sectors = remembered("sectors", lambda: list(Sector.objects.all()))
    viewer = viewer_of(request)
    context = {
        "page": page,
        "themes": themes,
        "needs": [{"label": theme.help_phrase, "address": theme.address} for theme in themes if theme.help_phrase],
        "sectors": [{"name": s.name, "address": f"/search/?sector={s.code}"} for s in sectors],
        "latest": _latest(viewer),
        "mine": None if viewer.is_anonymous else _mine(viewer),
    }
    return render(request, "kb/home/home_page.html", context)


def _latest(viewer: Viewer) -> EntryQuerySet:
    """The newest things in force; pages about the site and the words of the glossary are no news."""
    rows: EntryQuerySet = entries_for(viewer).exclude(kind__in=NOT_NEWS).exclude(is_withdrawn=True)
    return rows.order_by("-updated_at", "-id")[:LATEST]


def _mine(viewer: Viewer) -> dict[str, Any]:
    """What waits for the viewer, what they follow, and the drafts they saved last."""
    followed = follows_of(viewer).order_by("-pk").values_list("key", flat=True)[:MINE]
    drafts = Page.objects.filter(has_unpublished_changes=True, latest_revision__user=viewer.user_id)
    return {
        "waiting": waiting_for(viewer),
        "follows": list(entries_for(viewer).filter(key__in=list(followed))),
        "drafts": list(drafts.order_by("-latest_revision_created_at")[:MINE]) if viewer.holds(SiteRole.EDITOR) else [],
    }


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at an address, as wagtail.views.serve does, but with two queries however deep the page lies.

    Wagtail asks for every step of the address in turn; the stored path of a page answers for all of them at once.
    """
    page, rest = _deepest_page(path)
    found = page.route(request, rest)
    chain = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        if isinstance(answer := hook(found.page, request, found.args, found.kwargs), HttpResponse):
            return answer
    response: HttpResponse = chain(found.page, request, found.args, found.kwargs)
    return response


def _deepest_page(path: str) -> tuple[Any, list[str]]:
    """The live page whose address is the longest beginning of this one, and the steps that are left."""
    model, pk, rest = remembered(f"route:{path}", lambda: _route(path))
    if model is None or (rest and not issubclass(model, RoutablePageMixin)):
        raise Http404
    page = model._default_manager.select_related(*model.read_with).filter(pk=pk).order_by().first()
    if page is None:
        raise Http404
    return page, list(rest)


def _root_path() -> str | None:
    """The stored path of the front page. Wagtail keeps it in each process for an hour; where it has moved, that ends."""
    root = Site.objects.order_by("-is_default_site", "pk").values_list("root_page__url_path", flat=True).first()
    if root not in [kept.root_path for kept in Site.get_site_root_paths()]:
        Site.clear_site_root_paths_cache()
    return root


def _route(path: str) -> tuple[type[AudiencePage] | None, int, tuple[str, ...]]:
    """Which page an address leads to, whoever asks; no model where it leads nowhere."""
    nowhere = None, 0, ()
    steps = [step for step in path.split("/") if step]
    root = _root_path()
    if not root or len(steps) > MOST_STEPS:
        return nowhere
    prefixes = [f"{root}{''.join(f'{step}/' for step in steps[:n])}" for n in range(len(steps) + 1)]
    rows = Page.objects.filter(url_path__in=prefixes, live=True).values_list("url_path", "pk", "content_type_id")
    live = {url_path: (pk, type_id) for url_path, pk, type_id in rows}
    # What lies under a page that is not live is not there either, so the first gap ends the way.
    way = list(takewhile(live.__contains__, prefixes))
    if not way:
        return nowhere
    pk, type_id = live[way[-1]]
    model = ContentType.objects.get_for_id(type_id).model_class()
    return (model, pk, tuple(steps[len(way) - 1 :])) if model and issubclass(model, AudiencePage) else nowhere

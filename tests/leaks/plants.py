"""One planted leak for each channel: what a careless change would look like. The harness must fail on each."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from members.models import Audience
from search.finding import _for_engine as for_engine
from search.models import Entry

PLANTS: dict[str, Callable[[], Any]] = {}


def plant(*channels: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Register a leak for these channels."""

    def register(leak: Callable[[], Any]) -> Callable[[], Any]:
        PLANTS.update(dict.fromkeys(channels, contextmanager(leak)))
        return leak

    return register


def everything() -> Any:
    """Every live row, whoever looks."""
    return Entry.objects.filter(is_gone=False).select_related("audience").defer("sections")


@plant("guidance page", "chapter", "annex page", "history of a page")
def the_hook_forgets_to_ask() -> Iterator[None]:
    with patch("members.wagtail_hooks.can_see", return_value=True):
        yield


@plant("contents list", "attachments on a page")
def the_page_lists_without_asking() -> Iterator[None]:
    with patch("kb.guidance.reading.can_see", return_value=True):
        yield


@plant("document file")
def the_file_view_forgets_to_ask() -> Iterator[None]:
    with patch("files.models.FileDocumentQuerySet.visible_to", lambda rows, viewer: rows):
        yield


@plant("short address", "link to a paragraph")
def the_short_address_leads_everybody_on() -> Iterator[None]:
    with patch("search.views.Entry.objects.visible_to", lambda viewer: everything()):
        yield


@plant("old address")
def an_old_address_gives_the_new_one_away() -> Iterator[None]:
    with patch("members.redirects._is_open", return_value=True):
        yield


def _asking_for_all_audiences(query: Any, viewer: Any, without: Any) -> Any:
    ids = list(Audience.objects.values_list("pk", flat=True))
    return replace(for_engine(query, viewer, without), audience_ids=ids)


@plant("search total", "facet counts")
def the_engine_counts_what_the_recheck_hides() -> Iterator[None]:
    with patch("search.finding._for_engine", _asking_for_all_audiences):
        yield


@plant("search hits", "search list")
def neither_the_engine_nor_the_recheck_asks() -> Iterator[None]:
    with ExitStack() as leaks:
        leaks.enter_context(patch("search.finding._for_engine", _asking_for_all_audiences))
        leaks.enter_context(patch("search.finding.entries_for", lambda viewer: everything()))
        yield


@plant("search without an engine")
def the_fallback_searches_everything() -> Iterator[None]:
    with patch("search.finding.entries_for", lambda viewer: everything()):
        yield


@plant("theme page")
def the_theme_page_lists_everything() -> Iterator[None]:
    with patch("kb.themes.views.entries_for", lambda viewer: everything()):
        yield


@plant("guidance list")
def the_guidance_list_lists_everything() -> Iterator[None]:
    with patch("kb.guidance.views.entries_for", lambda viewer: everything()):
        yield


@plant("latest on the front page")
def the_front_page_shows_the_newest_of_all() -> Iterator[None]:
    with patch("kb.home.views.entries_for", lambda viewer: everything()):
        yield


@plant("related items")
def related_items_are_taken_from_everything() -> Iterator[None]:
    with patch("kb.guidance.reading.entries_for", lambda viewer: everything()):
        yield

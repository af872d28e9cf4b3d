"""What all tests share: a site with its foundation, people in their roles, and an index of one's own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from tests.builders import Site


@pytest.fixture(autouse=True)
def _own_surroundings(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Every test has its own index, files and cache, so that tests run in any order and side by side."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    settings.MEDIA_ROOT = tmp_path / "media"
    from search import freshness
    from search.engines import engine

    def start_anew() -> None:
        for name in settings.CACHES:
            caches[name].clear()
        freshness.forget()

    start_anew()
    engine.cache_clear()
    yield
    start_anew()


@pytest.fixture
def site(db: None, django_capture_on_commit_callbacks: Any) -> Site:
    """A small site: foundation, three themes, two regions, and methods to add pages and people."""
    return Site.build()


@pytest.fixture
def as_(client: Client) -> Callable[[Any], Client]:
    """`as_(user)` is a browser in which this person is signed in; `as_(None)` one in which nobody is."""

    def sign_in(user: Any) -> Client:
        browser = Client()
        if user is not None:
            browser.force_login(user)
        return browser

    return sign_in

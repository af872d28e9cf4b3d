"""What browser tests share: a site to look at, and browsers that look at it."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.browser.kinds import PAGE_HEIGHT, WIDE
from tests.browser.looking import CHROMIUM, SWITCHES
from tests.browser.running import RunningSite, build_once

PATIENCE = 20_000  # milliseconds: on a busy machine a page may take its time

# Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(config, items):
    """Everything here needs Chromium. Where it is missing, one test stays, to say so once."""
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in mine:
        item.add_marker(pytest.mark.browser)
        # Wagtail leaves a file open when it makes an image; that is not what is tested here.
        item.add_marker(pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"))
    if not CHROMIUM:
        spared = set(mine[1:])
        items[:] = [item for item in items if item not in spared]
        config.hook.pytest_deselected(items=mine[1:])


@pytest.fixture(scope="session")
def chromium():
    """Where Chromium is. Without it browser tests are skipped; where services are required, that is a failure."""
    if not CHROMIUM:
        missing = "Browser tests need Chromium: install the package 'chromium'."
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    return CHROMIUM


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, chromium):
    """Debian's Chromium. Source: pytest-playwright."""
    return {**browser_type_launch_args, "executable_path": chromium, "args": SWITCHES}


@pytest.fixture(scope="session")
def demo_site(chromium, tmp_path_factory, django_test_environment, django_db_blocker, worker_id):
    """The demonstration, running. Test processes that run side by side build it once, and each serves its own copy."""
    if connection.vendor != "sqlite":
        pytest.skip("Pages look the same on every database; browser tests run on SQLite.")
    base = tmp_path_factory.getbasetemp()
    own = base / "browser-site"
    build_once((base if worker_id == "master" else base.parent) / "browser-site-shared", own, django_db_blocker)
    running = RunningSite(own, django_db_blocker)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def base_url(demo_site):
    """Where short addresses lead. Source: pytest-playwright."""
    return demo_site.address


@pytest.fixture(autouse=True)
def _own_surroundings(demo_site):
    """The surroundings of the demonstration, in place of the empty ones that other tests get."""
    with demo_site.in_use():
        yield


@pytest.fixture(scope="session")
def page_in(demo_site):
    """`page_in(context, reader)` is a new page in a browser in which this reader is signed in."""

    def make(context, reader=""):
        context.set_default_timeout(PATIENCE)
        if reader:
            session = {"name": settings.SESSION_COOKIE_NAME, "value": demo_site.session_of(reader)}
            context.add_cookies([{**session, "url": demo_site.address}])
        return context.new_page()

    return make


@pytest.fixture
def new_page(new_context, page_in):
    """`new_page(reader, width=…, …)` is a page of a browser of its own."""

    def make(reader="", *, width=WIDE, height=PAGE_HEIGHT, **options):
        size = {"width": width, "height": height}
        return page_in(new_context(viewport=size, **options), reader)

    return make

"""A site for browsers: the demonstration with samples, served from a database, an index and a folder of its own.

pytest-django's `live_server` fixture empties the database after every test. This one is built once and only read
from; what a test switches on for it (`in_use`) is switched off afterwards, so that other tests notice nothing.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as site_cache
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from members.models import User
from search import worker
from search.engines import engine
from tests.browser import samples

HOST = "127.0.0.1"


class RunningSite:
    """The site, while a browser may use it."""

    def __init__(self, folder: Path, blocker: DjangoDbBlocker) -> None:
        self._folder = folder
        self._blocker = blocker
        with self.in_use():
            self._server = LiveServer(HOST)
        self.address = self._server.url
        self.session_of = cache(self._session_of)

    @contextmanager
    def in_use(self, *, is_searchable: bool = True) -> Iterator[None]:
        """Let the site answer, from its own database and index; without an index if it is not searchable."""
        with ExitStack() as stack:
            stack.enter_context(_surroundings(self._folder, "search" if is_searchable else "nowhere"))
            stack.enter_context(self._blocker.unblock())
            stack.enter_context(_database(self._folder))
            yield

    def stop(self) -> None:
        """End the server."""
        self._server.stop()

    def _session_of(self, email: str) -> str:
        browser = Client()
        browser.force_login(User.objects.get(email=email))
        return browser.cookies[settings.SESSION_COOKIE_NAME].value


def build_once(shared: Path, own: Path, blocker: DjangoDbBlocker) -> None:
    """Build the site in a folder that all test processes share, and copy it to this process's own."""
    shared.mkdir(exist_ok=True)
    with (shared / "builders-turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        built = shared / "site"
        if not built.exists():
            _build(shared / "unfinished", blocker)
            (shared / "unfinished").rename(built)
    shutil.copytree(built, own)


def _build(folder: Path, blocker: DjangoDbBlocker) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with _surroundings(folder, "search"), blocker.unblock(), _database(folder):
        call_command("migrate", verbosity=0)
        with (folder / "demo.log").open("w") as log:
            call_command("demo", stdout=log)
        samples.add()
        worker.rebuild()


@contextmanager
def _surroundings(folder: Path, index: str) -> Iterator[None]:
    values = {
        "DEMO": True,
        "ROOT_URLCONF": "tests.browser.urls",
        "MEDIA_ROOT": folder / "media",
        "SEARCH_INDEX_DIR": folder / index,
    }
    with override_settings(**values):
        _forget()
        yield
    _forget()


def _forget() -> None:
    site_cache.clear()
    engine.cache_clear()


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    """The default database is a file in this folder, in this thread and in those that the server starts."""
    usual = connections["default"]
    place = usual.settings_dict
    name = place["NAME"]
    place["NAME"] = str(folder / "db.sqlite3")
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual
        place["NAME"] = name

"""Scratch sites: the demonstration in a folder of its own, and copies of it with many rows. The checkout is not touched."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from sqlite3 import connect
from typing import Any

from bench.processes import ROOT, Server, serving

# Nothing of the surroundings' database, cache, mail or search service.
OF_THE_SURROUNDINGS = ("DATABASE_URL", "CACHE_URL", "EMAIL_URL", "ELASTICSEARCH_URL", "ALLOWED_HOSTS", "SITE_URL", "DEBUG")
SIGNED_IN_AS = "practitioner@example.org"
# Who brings something that says who they are is not answered from the kept pages (config.public_pages).
UNCACHED = {"Authorization": "none"}


@dataclass(frozen=True)
class Site:
    """A site in a folder. `told` is what filling it has said."""

    folder: Path
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are started with."""
        kept = {name: value for name, value in os.environ.items() if name not in OF_THE_SURROUNDINGS}
        settings = {"ENVIRONMENT": "development", "DEMO": "1", "DJANGO_SETTINGS_MODULE": "bench.settings"}
        return {**kept, **settings, "DATA_DIR": str(self.folder)}

    def manage(self, *words: str) -> None:
        """A command of `manage.py`. What it says goes to standard error, where it does not mix with the figures."""
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def inside(self, module: str, *words: object, **environment: str) -> Any:
        """Run a module of `bench.inside` in a process of this site, and read what it printed last."""
        command = [sys.executable, "-m", f"bench.inside.{module}", *map(str, words)]
        surroundings = {**self.environment, **environment}
        done = subprocess.run(command, cwd=ROOT, env=surroundings, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout.splitlines()[-1])

    def serving(self, address: str = "/", workers: int = 2) -> AbstractContextManager[Server]:
        """Its web server, running."""
        return serving("config.wsgi:application", self.environment, address, workers)

    @cached_property
    def cookie(self) -> dict[str, str]:
        """The header of a practitioner who has signed in."""
        return {"Cookie": self.inside("sign_in", SIGNED_IN_AS)}


class Sites:
    """All sites of a run, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Site] = {}

    @property
    def demonstration(self) -> Site:
        """What `make run` shows."""
        if "demonstration" not in self._made:
            self._made["demonstration"] = self._demonstration()
        return self._made["demonstration"]

    def with_rows(self, rows: int) -> Site:
        """The demonstration and so many catalogue rows, found by search."""
        return self._filled(f"rows-{rows}", "fill_catalogue", rows)

    def with_pages(self, pages: int) -> Site:
        """The demonstration and so many pages in Wagtail's tree and search table, with the same texts in our catalogue."""
        return self._filled(f"pages-{pages}", "fill_pages", pages)

    def copy(self, name: str) -> Site:
        """The demonstration once more, for a benchmark that writes."""
        if name not in self._made:
            folder = self._folder / name
            shutil.copytree(self.demonstration.folder, folder)
            self._made[name] = Site(folder)
        return self._made[name]

    def _filled(self, name: str, module: str, count: int) -> Site:
        if name not in self._made:
            site = self.copy(name)
            self._made[name] = Site(site.folder, site.inside(module, count))
        return self._made[name]

    def _demonstration(self) -> Site:
        site = Site(self._folder / "demonstration")
        site.folder.mkdir()
        for words in (["migrate", "-v0"], ["demo"], ["search_rebuild"], ["collectstatic", "-v0", "--no-input"]):
            site.manage(*words)
        # One file holds everything, so that it can be copied.
        with closing(connect(site.folder / "db.sqlite3")) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return site


@contextmanager
def scratch_sites() -> Iterator[Sites]:
    """A temporary folder for them, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield Sites(Path(folder))

"""Real processes, real signals: whoever is killed while pages are published, no acknowledged page is lost."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 120


class RunningSite:
    """The site as `make run` starts it, with data of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")},
            "ENVIRONMENT": "development",
            "DEMO": "1",
            "DATA_DIR": str(folder),
            "SITE_URL": self.address,
        }
        self.log = (folder / "log").open("wb")
        self.process = subprocess.Popen(self._manage("up", "--port", str(self.port)), **self._surroundings())

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command beside the running site."""
        return subprocess.run(self._manage(*words), env=self.environment, cwd=ROOT, capture_output=True, text=True)

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                if urllib.request.urlopen(f"{self.address}/readyz", timeout=5).status == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the site did not answer again")

    def kill(self, which: int) -> None:
        """SIGKILL to one of the processes under the supervisor, with everything it started."""
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        children = sorted(map(int, listed.stdout.split()))
        os.killpg(children[which % len(children)], signal.SIGKILL)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self.log.close()

    def _manage(self, *words: str) -> list[str]:
        return [sys.executable, "manage.py", *words]

    def _surroundings(self) -> dict:
        return {"env": self.environment, "cwd": ROOT, "stdout": self.log, "stderr": self.log}


class Editor:
    """Somebody who publishes guidance in the CMS, over HTTP."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.post("/account/login/", login="editor@example.org", password="practice-exchange")

    def get(self, path: str) -> str:
        return self.browser.open(self.address + path, timeout=30).read().decode()

    def post(self, path: str, **fields: str) -> str:
        """Send a form; returns the address that it led to."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path)).group(1)
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        request = urllib.request.Request(self.address + path, body, {"Referer": self.address + path})
        return self.browser.open(request, timeout=30).geturl()

    def publish(self, title: str, parent: int, theme: int) -> bool:
        """Publish a guidance. True only when the site acknowledged it."""
        path = f"/cms/pages/add/guidance/guidancepage/{parent}/"
        streams = {f"{name}-count": "0" for name in ("opening", "chapters", "about")}
        where = self.post(
            path,
            title=title,
            slug=title.lower().replace(" ", "-"),
            summary="Published while processes were killed.",
            themes=str(theme),
            **streams,
            **{"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "action-publish"},
        )
        return f"/cms/pages/{parent}/" in where


@pytest.fixture
def running(tmp_path) -> Iterator[RunningSite]:
    site = RunningSite(tmp_path)
    try:
        site.wait_until_it_answers()
        yield site
    finally:
        site.stop()


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_no_acknowledged_page_is_lost_and_search_agrees_afterwards(running, kills):
    facts = running.run("shell", "--no-imports", "-c", FACTS).stdout.split()
    parent, theme = int(facts[0]), int(facts[1])
    acknowledged: list[str] = []
    stop = threading.Event()
    publisher = threading.Thread(target=_publish_until, args=(stop, running.address, parent, theme, acknowledged))
    publisher.start()
    chance = random.Random(20_081_203)
    for _ in range(kills):
        _wait_for_more(acknowledged)
        stop.wait(chance.uniform(0.0, 0.5))
        running.kill(chance.randrange(2))
        running.wait_until_it_answers()
    stop.set()
    publisher.join()
    assert len(acknowledged) >= kills
    live = running.run("shell", "--no-imports", "-c", LIVE).stdout.splitlines()
    assert [title for title in acknowledged if title not in live] == []
    assert running.run("search_sync").returncode == 0
    checked = running.run("search_check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def _wait_for_more(acknowledged: list[str]) -> None:
    """Until another page was acknowledged: a kill while nobody publishes would prove nothing."""
    before, deadline = len(acknowledged), time.monotonic() + PATIENCE_SECONDS
    while len(acknowledged) == before and time.monotonic() < deadline:
        time.sleep(0.05)


FACTS = """
from kb.guidance.models import GuidanceIndexPage
from kb.themes.models import Theme
print(GuidanceIndexPage.objects.get().pk, Theme.objects.first().pk)
"""
LIVE = """
from kb.guidance.models import GuidancePage
print("\\n".join(GuidancePage.objects.live().values_list("title", flat=True)))
"""


def _publish_until(stop: threading.Event, address: str, parent: int, theme: int, acknowledged: list[str]) -> None:
    """Publish page after page; one whose request was cut off is given up, as a person who sees an error would."""
    editor, number = None, 0
    while not stop.is_set():
        number += 1
        title = f"Killed {number}"
        try:
            editor = editor or Editor(address)
            if editor.publish(title, parent, theme):
                acknowledged.append(title)
        except (OSError, urllib.error.URLError, AttributeError):
            editor = None
            stop.wait(0.3)

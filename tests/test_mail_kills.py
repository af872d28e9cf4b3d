"""Security faults 11 and 13 with real processes and a real mail server: whoever dies when, nobody gets a mail twice.

The mail server runs in the test; the worker is a process of its own on a database in a file. What it does is product
code; where it is to die exactly, the driver below puts a trap around one function before it begins.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from notices.mail.tests.server import HOST, MailServer

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 120
LEASE_SECONDS = 2

DRIVER = """
import os, sys, time
import django
django.setup()
from django.conf import settings
from notices.mail import actions, queue, transport, worker
from notices.mail.models import OutgoingMail, MailState
settings.MAIL_LEASE_SECONDS = {lease}
worker.PAUSE_WHILE_UNREACHABLE_SECONDS = 0.2
queue.FIRST_PAUSE_SECONDS = 0.2

def dying(module, name, before=False, after=False):
    plain = getattr(module, name)
    def trap(*words, **named):
        if before:
            os._exit(9)
        answer = plain(*words, **named)
        if after:
            os._exit(9)
        return answer
    setattr(module, name, trap)

def die_once_the_dot_is_out():
    plain = transport._Connection.send
    def trap(self, data):
        plain(self, data)
        if data == b".\\r\\n":
            time.sleep(0.3)
            os._exit(9)
    transport._Connection.send = trap

{work}
"""
WRITE = """
actions.enqueue_all(
    actions.Letter(to=f"p{n}@example.org", event="e", subject=f"Mail {n}", text="Words.") for n in range(int(sys.argv[1]))
)
"""
LOOP = """
print("ready", flush=True)
while True:
    if not worker.deliver():
        time.sleep(0.05)
"""
UNTIL_NOTHING_IS_LEFT = """
while OutgoingMail.objects.filter(state__in=[MailState.WAITING, MailState.CLAIMED, MailState.HANDED_OVER]).exists():
    if not worker.deliver():
        time.sleep(0.05)
"""


class Outbox:
    """A database with mail in it, and workers that can be killed."""

    def __init__(self, folder: Path, server: MailServer) -> None:
        self.database = folder / "db.sqlite3"
        self.environment = {
            **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ENVIRONMENT": "test",
            "DEMO": "1",
            "DATA_DIR": str(folder),
            "EMAIL_URL": f"smtp://{HOST}:{server.port}",
        }

    def migrate(self) -> None:
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=self.environment, check=True)

    def start(self, work: str, *words: str) -> subprocess.Popen[str]:
        code = DRIVER.format(lease=LEASE_SECONDS, work=work)
        arguments: dict[str, Any] = {"cwd": ROOT, "env": self.environment, "text": True, "stdout": subprocess.PIPE}
        return subprocess.Popen([sys.executable, "-c", code, *words], stderr=subprocess.DEVNULL, **arguments)

    def run(self, work: str, *words: str) -> int:
        return _ended(self.start(work, *words))

    def states(self) -> dict[str, str]:
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as database:
            return dict(database.execute("SELECT address, state FROM mail_outgoingmail"))

    def work_items(self) -> int:
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as database:
            return database.execute("SELECT COUNT(*) FROM desk_workitem").fetchone()[0]


@pytest.fixture
def server():
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A database with all tables, made once."""
    outbox = Outbox(tmp_path_factory.mktemp("empty"), MailServer())
    outbox.migrate()
    return outbox.database


@pytest.fixture
def outbox(tmp_path, server, empty):
    shutil.copy(empty, tmp_path / "db.sqlite3")
    return Outbox(tmp_path, server)


# Where the worker dies, whether the server has the mail then, and how the row must end.
MOMENTS = {
    "before the row is handed over": ("dying(queue, 'hand_over', before=True)", 0, "sent"),
    "after the row is handed over, before the dot": ("dying(queue, 'hand_over', after=True)", 0, "in doubt"),
    "after the dot": ("die_once_the_dot_is_out()", 1, "in doubt"),
    "after the answer, before the row says sent": ("dying(queue, 'note_sent', before=True)", 1, "in doubt"),
    "after the row says sent": ("dying(queue, 'note_sent', after=True)", 1, "sent"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_fault_11_a_worker_that_dies_at_a_moment_loses_and_doubles_nothing(outbox, server, moment):
    trap, received_by_then, ending = MOMENTS[moment]
    outbox.run(WRITE, "1")
    assert outbox.run(trap + LOOP) == 9
    assert sum(server.recipients.values()) == received_by_then
    assert outbox.run(UNTIL_NOTHING_IS_LEFT) == 0
    assert outbox.states() == {"p0@example.org": ending}
    assert sum(server.recipients.values()) == (1 if ending == "sent" else received_by_then)
    assert outbox.work_items() == (ending == "in doubt"), "a mail in doubt waits on the administrators' desk"


@pytest.mark.parametrize(
    ("mails", "kills"), [(60, 4), pytest.param(500, 20, marks=pytest.mark.slow)], ids=["short", "500 mails"]
)
def test_fault_11_workers_killed_at_random_send_each_mail_once(outbox, server, mails, kills):
    outbox.run(WRITE, str(mails))
    chance = random.Random(20_081_203)
    server.slow = 0.01
    for _ in range(kills):
        with outbox.start(LOOP) as process:
            assert process.stdout is not None
            process.stdout.readline()
            _wait_for_more(server, mails)
            time.sleep(chance.uniform(0.0, 0.3))
            process.send_signal(signal.SIGKILL)
    server.slow = 0.0
    assert outbox.run(UNTIL_NOTHING_IS_LEFT) == 0
    received, states = server.recipients, outbox.states()
    held = {address for address, state in states.items() if state == "in doubt"}
    assert [address for address, number in received.items() if number > 1] == []
    assert set(states) - set(received) - held == set()
    assert {states[address] for address in set(states) - held} == {"sent"}
    print(f"held: {sorted(held)}, of these not received: {sorted(held - set(received))}")
    assert len(held) <= kills
    assert outbox.work_items() == len(held)


@pytest.mark.parametrize(
    ("mails", "workers"), [(60, 2), pytest.param(1_000, 8, marks=pytest.mark.slow)], ids=["two", "eight"]
)
def test_fault_13_workers_side_by_side_send_each_mail_once(outbox, server, mails, workers):
    outbox.run(WRITE, str(mails))
    running = [outbox.start(UNTIL_NOTHING_IS_LEFT) for _ in range(workers)]
    assert [_ended(process) for process in running] == [0] * workers
    assert server.recipients == Counter(f"p{n}@example.org" for n in range(mails))
    assert set(outbox.states().values()) == {"sent"}


def _ended(process: subprocess.Popen[str]) -> int:
    process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode


def _wait_for_more(server: MailServer, enough: int) -> None:
    """Until another mail has arrived: a kill while nothing is sent would prove nothing."""
    before, deadline = len(server.received), time.monotonic() + PATIENCE_SECONDS
    while before < enough and len(server.received) == before and time.monotonic() < deadline:
        time.sleep(0.01)

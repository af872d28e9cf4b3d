"""`manage.py up`: the whole site on one machine, from an empty database to a page in the browser."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.fingerprint import fingerprint_of
from search import worker
from search.engines import engine

LOOK_SECONDS = 0.5
RESTART_SECONDS = 2.0
STOP_SECONDS = 30


class Command(BaseCommand):
    """Prepares what is missing, then keeps one web server and one background process running."""

    help = "Prepare the database, the demonstration (with DEMO=1) and the index, then serve. Ctrl-C ends everything."

    def add_arguments(self, parser: CommandParser) -> None:
        """Source: BaseCommand."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Source: BaseCommand."""
        os.environ.setdefault("SITE_URL", f"http://{options['host']}:{options['port']}")  # for links in mail and citations
        self._prepare()
        commands = {"web": _web(options["host"], options["port"]), "background": _background()}
        self.stdout.write(f"Practice Exchange is starting on http://{options['host']}:{options['port']} (Ctrl-C ends it)")
        self.stdout.flush()
        Supervisor(commands, self.stdout.write).run()

    def _prepare(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0)
        connection.close()
        self._content()
        if not engine().is_ready():
            self.stdout.write("Building the search index …")
            worker.rebuild()

    def _content(self) -> None:
        """Foundation and demonstration, when their files have changed since they were last laid."""
        stamp = settings.ENV.data_dir / "content-stamp"
        now = fingerprint_of(settings.BASE_DIR / "fixtures", settings.DEMO)
        if stamp.exists() and stamp.read_text() == now:
            return
        call_command("demo" if settings.DEMO else "set_up", stdout=self.stdout)
        stamp.write_text(now)


class Supervisor:
    """Keeps processes running: one that ends is started again, and a signal to stop ends them all."""

    def __init__(self, commands: dict[str, list[str]], tell: Any) -> None:
        self._commands = commands
        self._tell = tell
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def run(self) -> None:
        """Until SIGINT or SIGTERM. A process that ends at once is started again no faster than every two seconds."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        started: dict[str, float] = {}
        while not self._stopping:
            for name, command in self._commands.items():
                process = self._running.get(name)
                if process is None or process.poll() is not None:
                    if process is not None:
                        _end_group(process)
                        self._tell(f"The {name} process ended with code {process.returncode}; starting it again.")
                        time.sleep(max(0.0, RESTART_SECONDS - (time.monotonic() - started[name])))
                    if self._stopping:
                        break
                    started[name] = time.monotonic()
                    self._running[name] = subprocess.Popen(command, start_new_session=True)  # noqa: S603
            time.sleep(LOOK_SECONDS)
        self._end_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _end_all(self) -> None:
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """What a process left behind when it ended: workers of a killed web server would keep its port."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _web(host: str, port: int) -> list[str]:
    granian = Path(sys.executable).with_name("granian")
    if not granian.exists():
        raise CommandError("granian is not installed beside this Python; run 'pip install -r requirements.txt'.")
    workers = ["--workers", "2", "--blocking-threads", "1", "--workers-kill-timeout", "10s", "--respawn-failed-workers"]
    quiet = ["--log-level", "warning", "--no-ws"]
    return [
        str(granian),
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        *workers,
        *quiet,
        "config.wsgi:application",
    ]


def _background() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "background"]

"""`manage.py background`: all work that no visitor waits for, in one process."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from kb.changes.reminders import remind
from notices.desk.receivers import return_what_cannot_be_done
from notices.mail import actions as mail
from notices.mail.worker import deliver
from search import freshness, worker

log = logging.getLogger("practice_exchange.background")

INDEX_SECONDS = 0.25
SCHEDULE_SECONDS = 60
SWEEP_SECONDS = 3600
REMINDER_SECONDS = 900
QUEUE_SECONDS = 1.0
MAIL_SECONDS = 1.0


class Command(BaseCommand):
    """Keeps the search index in step, runs the job queue, publishes and expires pages on time, sends mail."""

    help = "Run the background work: search index, jobs, schedule, mail. Stops on Ctrl-C or SIGTERM, after the step in hand."

    def handle(self, *args: Any, **options: Any) -> None:
        """Source: BaseCommand. One loop that fails ends the process, for its supervisor to start it anew."""
        stop, failed = threading.Event(), threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        loops = [
            threading.Thread(target=_loop, args=(step, seconds, stop, failed), daemon=True)
            for step, seconds in (
                (worker.drain, INDEX_SECONDS),
                (_publish_scheduled, SCHEDULE_SECONDS),
                (worker.sweep, SWEEP_SECONDS),
                (freshness.sweep, SCHEDULE_SECONDS),
                (remind, REMINDER_SECONDS),
                (_run_queue, QUEUE_SECONDS),
                (deliver, MAIL_SECONDS),
                (mail.sweep, SWEEP_SECONDS),
                (return_what_cannot_be_done, SWEEP_SECONDS),
            )
        ]
        for loop in loops:
            loop.start()
        stop.wait()
        for loop in loops:
            loop.join(timeout=10)
        if failed.is_set():
            raise CommandError("Background work stopped on an error; the log says which.")


def _loop(step: Callable[[], Any], seconds: float, stop: threading.Event, failed: threading.Event) -> None:
    """Repeat a step until told to stop; wait only when it found nothing to do."""
    while not stop.is_set():
        started = time.monotonic()
        try:
            close_old_connections()
            busy = step()
        except Exception:
            log.exception("background step %s failed", step.__name__)
            failed.set()
            stop.set()
            return
        if not busy:
            stop.wait(max(0.0, seconds - (time.monotonic() - started)))


def _publish_scheduled() -> None:
    call_command("publish_scheduled", verbosity=0)


def _run_queue() -> None:
    """The jobs that wait now, one after the other; then the worker returns."""
    if "Database" not in settings.TASKS["default"]["BACKEND"]:
        return
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="background",
        excluded_queue_names=[],
    ).run()

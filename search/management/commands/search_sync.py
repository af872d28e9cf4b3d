"""`manage.py search_sync`: derive what is pending, index what waits."""

from typing import Any

from django.core.management.base import BaseCommand

from search import worker


class Command(BaseCommand):
    """Does once what the background process does all the time; safe to run beside it."""

    help = "Derive pending catalogue rows and tell the engine what it lacks, until nothing waits."

    def handle(self, *args: Any, **options: Any) -> None:
        """Source: BaseCommand."""
        done = 0
        while step := worker.drain():
            done += step
        self.stdout.write(f"{done:,} changes brought to the index; nothing waits.")

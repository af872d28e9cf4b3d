"""`manage.py search_rebuild`: a new index beside the live one."""

from typing import Any

from django.core.management.base import BaseCommand

from search import worker


class Command(BaseCommand):
    """Builds the index anew from the catalogue and puts it in place; searches are answered throughout."""

    help = "Build the search index anew from the catalogue, beside the live one, then put it in place."

    def handle(self, *args: Any, **options: Any) -> None:
        """Source: BaseCommand."""
        held = worker.rebuild()
        worker.drain_all()
        self.stdout.write(f"The index holds {held:,} entries.")

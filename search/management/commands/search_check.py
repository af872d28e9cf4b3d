"""`manage.py search_check`: do models, catalogue and engine agree?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.comparing import differences
from search.engines import EngineUnavailable


class Command(BaseCommand):
    """Compares all three, and prints a line for each difference."""

    help = "Compare models, catalogue and engine. Exit code 0 when they agree, 1 with a line for each difference."

    def handle(self, *args: Any, **options: Any) -> None:
        """Source: BaseCommand."""
        count = 0
        try:
            for line in differences():
                self.stdout.write(line)
                count += 1
        except EngineUnavailable as reason:
            raise CommandError(f"There is no index to compare with ({reason}). Run 'manage.py search_rebuild'.") from reason
        if count:
            raise CommandError(f"{count:,} differences. 'manage.py search_sync' brings the index in step.")
        self.stdout.write("Models, catalogue and engine agree.")

"""`manage.py demo`: the demonstration site, in our own words."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config import demonstration


class Command(BaseCommand):
    """Builds the demonstration from `fixtures/demo/`. Safe to repeat: what is there and unchanged stays as it is."""

    help = "Build the demonstration site: places, people and guidance. Only with DEMO=1. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Source: BaseCommand."""
        if not settings.DEMO:
            raise CommandError(
                "This site is no demonstration (DEMO is not set): its accounts would have a published password."
            )
        call_command("set_up", stdout=self.stdout)
        for done in demonstration.build():
            self.stdout.write(done)

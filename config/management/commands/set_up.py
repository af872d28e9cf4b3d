"""`manage.py set_up`: what every site needs before its first page."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.foundation import lay_foundation, lay_information
from kb.themes.models import Theme
from members import first_administrator
from members.models import Region, Sector

REFERENCE = {"themes": Theme, "regions": Region, "sectors": Sector}


class Command(BaseCommand):
    """Reference data where there is none, the front page and the guidance list. Safe to repeat."""

    help = (
        "Load themes, regions and sectors where there are none; make the front page and the guidance list. Safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Source: BaseCommand. What editors changed since is left alone."""
        for name, model in REFERENCE.items():
            if not model.objects.exists():
                call_command("loaddata", name, verbosity=0)
        lay_foundation()
        lay_information()
        self.stdout.write("The foundation stands.")
        if first_administrator.is_missing() and not settings.DEMO:
            self.stdout.write("Nobody can administrate this site yet. Within a day, make the first account here:")
            self.stdout.write(f"  {settings.SITE_URL}{first_administrator.invitation()}")

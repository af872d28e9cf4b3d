"""The site as a whole: its checks, its commands, and what must stand once all rooms are ready."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """Last of the apps, so that everything it connects is there."""

    name = "config"
    label = "site"
    verbose_name = "Site"

    def ready(self) -> None:
        from config import checks  # noqa: F401
        from search import freshness, signals

        signals.connect()
        freshness.connect()
        # Apps without models, as this one, are not told of migrations: the last one that has some is told last.
        last = [app for app in apps.get_app_configs() if app.models_module][-1]
        post_migrate.connect(give_permissions, sender=last)


def give_permissions(**kwargs: Any) -> None:
    """Let the site roles use the CMS as far as they need it. Safe to repeat."""
    from config.permissions import ensure_permissions
    from search.freshness import announce

    ensure_permissions()
    announce()  # migrations write without signals

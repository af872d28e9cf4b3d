"""The app of this room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Connects the catalogue to the rooms; what is findable is registered by the rooms themselves."""

    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from files.models import SiteDocument, SiteImage
        from search import checks, sources  # noqa: F401

        sources.exclude(SiteDocument, "read on the page it is attached to; found by itself once its text is extracted")
        sources.exclude(SiteImage, "seen on the page that shows it")

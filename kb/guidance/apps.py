"""The app of this room."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """Makes guidance findable."""

    name = "kb.guidance"
    label = "guidance"
    verbose_name = "Guidance"

    def ready(self) -> None:
        from kb.guidance import entries, signals  # noqa: F401
        from kb.guidance.models import GuidanceIndexPage
        from search import sources

        sources.register(entries.GuidanceSource())
        sources.register(entries.AnnexSource())
        sources.exclude(GuidanceIndexPage, "a list of what is findable itself")

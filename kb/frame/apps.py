"""The app of this room."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """Makes the pages about the site findable."""

    name = "kb.frame"
    label = "frame"
    verbose_name = "Frame"

    def ready(self) -> None:
        from kb.frame.entries import InformationSource
        from search import sources

        sources.register(InformationSource())

"""The app of this room."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The front page is where everything starts, so it is not itself found."""

    name = "kb.home"
    label = "home"
    verbose_name = "Home"

    def ready(self) -> None:
        from kb.home.models import HomePage
        from search import sources

        sources.exclude(HomePage, "the front page is on every page already")

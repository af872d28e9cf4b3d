"""The app of this room."""

from django.apps import AppConfig


class FollowsConfig(AppConfig):
    """Who wants to hear about what."""

    name = "notices.follows"
    label = "follows"
    verbose_name = "Follows"

    def ready(self) -> None:
        from notices.follows.models import Follow
        from search import freshness

        freshness.quiet(Follow)

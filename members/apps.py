"""The app of this room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from wagtail.users.apps import WagtailUsersAppConfig


class MembersConfig(AppConfig):
    """Connects the signals and makes the role groups after every migration."""

    default = True
    name = "members"
    verbose_name = "Members"

    def ready(self) -> None:
        from members import signals  # noqa: F401

        post_migrate.connect(make_standing_rows, sender=self)


class CmsUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration, with our forms."""

    user_viewset = "members.user_admin.MemberViewSet"


def make_standing_rows(**kwargs: Any) -> None:
    """The rows that must always be there: groups of the site roles, the public audience. Safe to repeat."""
    from members.models import Audience
    from members.roles import ensure_role_groups

    ensure_role_groups()
    Audience.objects.public()

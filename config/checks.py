"""System checks that look at the settings of the whole site."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.db.models import Model


@register(Tags.database)
def sqlite_is_immediate(**kwargs: Any) -> list[CheckMessage]:
    """SQLite without IMMEDIATE transactions fails under two writers, whatever the timeout."""
    return [
        Error(
            f"The SQLite database '{alias}' does not use IMMEDIATE transactions.",
            hint="Keep config.settings.storage.SQLITE_OPTIONS.",
            id="site.E001",
        )
        for alias, database in settings.DATABASES.items()
        if "sqlite" in database["ENGINE"] and database.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE"
    ]


@register(Tags.database)
def no_demonstration_accounts(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Demonstration accounts have a published password: they may exist on a demonstration only."""
    from members.models import User

    if settings.DEMO or not databases or not _has_table(User) or not User.objects.filter(is_demo=True).exists():
        return []
    return [Error("There are demonstration accounts on a site that is none.", hint="Delete them.", id="site.E002")]


def _has_table(model: type[Model]) -> bool:
    """Whether the database has been prepared: the first migration runs these checks before there is a table."""
    return model._meta.db_table in connection.introspection.table_names()

"""Reads of themes."""

from kb.themes.models import Theme
from search.freshness import remembered


def all_themes() -> list[Theme]:
    """Every theme in its order; read once for each change of anything. The list is shared: it must not be changed."""
    return remembered("themes", lambda: list(Theme.objects.all()))

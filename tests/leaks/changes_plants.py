"""A planted leak for each channel of `changes_channels`."""

from collections.abc import Iterator
from contextlib import ExitStack
from unittest.mock import patch

from search.models import Entry
from tests.leaks.plants import everything, plant


@plant("what has changed", "feed of changes", "feed of a theme")
def changes_are_told_to_everybody() -> Iterator[None]:
    with ExitStack() as leaks:
        leaks.enter_context(patch("kb.changes.models.ChangeQuerySet.visible_to", lambda rows, viewer: rows))
        leaks.enter_context(patch("kb.changes.history.entries_for", lambda viewer: everything()))
        yield


@plant("feedback form")
def anybody_is_asked_about_anything() -> Iterator[None]:
    with patch("kb.feedback.views.entry_for", lambda viewer, key: Entry.objects.filter(key=key, is_gone=False).first()):
        yield

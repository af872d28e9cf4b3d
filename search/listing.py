"""What of the catalogue a viewer may see, as lists show it."""

from members.audiences.viewers import Viewer
from search.models import Entry, EntryQuerySet


def entries_for(viewer: Viewer) -> EntryQuerySet:
    """What this viewer may see, with what a list shows and without the texts."""
    rows: EntryQuerySet = Entry.objects.visible_to(viewer).select_related("audience").defer("sections")
    return rows

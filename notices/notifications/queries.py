"""Reads of notifications: what tells of a thing that one may no longer see is not there."""

from django.db.models import QuerySet

from members.audiences.viewers import Viewer
from notices.notifications.models import Notification
from notices.visibility import about_nothing_hidden


def notifications_for(viewer: Viewer) -> QuerySet[Notification]:
    """What the viewer has been told, as far as they may know of it now."""
    return Notification.objects.filter(about_nothing_hidden(viewer), recipient=viewer.user_id)


def unread_for(viewer: Viewer) -> int:
    """How much of that is new to the viewer. One query."""
    return notifications_for(viewer).filter(read_at__isnull=True).count()

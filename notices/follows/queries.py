"""Reads of follows."""

from django.db.models import Exists, OuterRef, QuerySet

from members.audiences.viewers import Viewer
from members.models import User
from notices.follows.models import Follow
from notices.visibility import thing
from search.models import Entry


def followers_of(key: str) -> QuerySet[User]:
    """Everybody who follows a thing, whoever may see it now: what they are told is decided when they are told."""
    follows = Follow.objects.filter(key=thing(key), person=OuterRef("pk"))
    return User.objects.filter(Exists(follows), is_active=True)


def follows_of(viewer: Viewer) -> QuerySet[Follow]:
    """What the viewer follows, as far as they may see it now."""
    visible = Entry.objects.visible_to(viewer).filter(key=OuterRef("key"))
    return Follow.objects.filter(Exists(visible), person=viewer.user_id)


def is_following(viewer: Viewer, key: str) -> bool:
    """Whether the viewer follows this thing."""
    return Follow.objects.filter(person=viewer.user_id, key=thing(key)).exists()

"""Beginning and ending to follow. Each is the same done twice as done once."""

from members.models import User
from notices.follows.models import Follow
from notices.visibility import thing


def follow(person: User, key: str) -> None:
    """The person is told from now on what happens to this thing."""
    Follow.objects.get_or_create(person=person, key=thing(key))


def unfollow(person: User, key: str) -> None:
    """The person is told no more."""
    Follow.objects.filter(person=person, key=thing(key)).delete()

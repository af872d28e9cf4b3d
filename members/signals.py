"""What this room announces, and how it keeps cached viewers true.

`audience_changed(sender=model, objects=iterable of that model)` is sent inside the transaction that changes them.
"""

from typing import Any

from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import Signal, receiver

from members.models import AccessEpoch, Area, NamedGroupMembership, Organisation, OrganisationPost, User

audience_changed = Signal()


def raise_access_version(**people: Any) -> None:
    """Make the cached viewers of these people stale. The arguments are a filter on accounts."""
    User.objects.filter(**people).update(access_version=F("access_version") + 1)


@receiver([post_save, post_delete], sender=OrganisationPost)
@receiver([post_save, post_delete], sender=NamedGroupMembership)
def membership_changed(instance: OrganisationPost | NamedGroupMembership, **kwargs: Any) -> None:
    """A post or a group membership began, ended, moved or went."""
    raise_access_version(pk=instance.person_id)


@receiver(m2m_changed, sender=User.groups.through)
def roles_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Site roles were given or taken, from either end of the relation."""
    if not action.startswith("post_"):
        return
    if not reverse:
        raise_access_version(pk=instance.pk)
    elif pk_set:
        raise_access_version(pk__in=pk_set)
    else:
        AccessEpoch.raise_()


@receiver(post_save, sender=User)
def account_changed(instance: User, created: bool, **kwargs: Any) -> None:
    """An account was changed: being an administrator or active may have changed with it."""
    if not created:
        raise_access_version(pk=instance.pk)


@receiver([post_save, post_delete], sender=Area)
@receiver([post_save, post_delete], sender=Organisation)
def place_changed(**kwargs: Any) -> None:
    """An organisation or an area moved: everybody who works there may see other things now."""
    AccessEpoch.raise_()

"""What this room announces, and how it keeps cached viewers true.

`audience_changed(sender=model, objects=iterable of that model)` is sent inside the transaction that changes them.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import Signal, receiver

from members.models import AccessEpoch, Area, NamedGroupMembership, Organisation, OrganisationPost, User

audience_changed = Signal()
Membership = OrganisationPost | NamedGroupMembership
# What of an account bears on what it may see; a sign-in saves the time of it, and nothing else.
ACCESS_FIELDS = {"is_active", "is_superuser"}


def raise_access_version(**people: Any) -> None:
    """Make the cached viewers of these people stale. The arguments are a filter on accounts."""
    User.objects.filter(**people).update(access_version=F("access_version") + 1)


@receiver(pre_save, sender=OrganisationPost)
@receiver(pre_save, sender=NamedGroupMembership)
def membership_changing(sender: type[Membership], instance: Membership, **kwargs: Any) -> None:
    """A stored post or membership is about to change, perhaps its person too: whoever has it now."""
    if instance.pk:
        holder = sender._default_manager.filter(pk=instance.pk).exclude(person_id=instance.person_id)
        raise_access_version(pk__in=holder.values("person_id"))


@receiver([post_save, post_delete], sender=OrganisationPost)
@receiver([post_save, post_delete], sender=NamedGroupMembership)
def membership_changed(instance: Membership, **kwargs: Any) -> None:
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
def account_changed(instance: User, created: bool, update_fields: Any, **kwargs: Any) -> None:
    """An account was changed: being an administrator or active may have changed with it."""
    if not created and (update_fields is None or ACCESS_FIELDS & set(update_fields)):
        raise_access_version(pk=instance.pk)


@receiver([post_save, post_delete], sender=Group)
@receiver([post_save, post_delete], sender=Area)
@receiver([post_save, post_delete], sender=Organisation)
def many_changed(**kwargs: Any) -> None:
    """An organisation or an area moved, a role's group was renamed or deleted: many may see other things now."""
    AccessEpoch.raise_()

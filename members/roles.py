"""Site roles are Django groups: made here, read here, given here."""

from collections.abc import Iterator

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet

from members.audiences.scopes import SiteRole
from members.models.accounts import User

GROUP_NAMES = {
    SiteRole.MEMBER: "Member",
    SiteRole.PRACTITIONER: "Practitioner",
    SiteRole.PEER_MENTOR: "Peer mentor",
    SiteRole.EDITOR: "Editor",
    SiteRole.MODERATOR: "Moderator",
    SiteRole.REGIONAL_LEAD: "Regional lead",
    SiteRole.COORDINATOR: "Coordinator",
    SiteRole.ADMINISTRATOR: "Administrator",
}
ROLE_OF_GROUP = {name: site_role for site_role, name in GROUP_NAMES.items()}

# Wagtail's migrations make these two; here the roles above are the only ones.
WAGTAIL_DEFAULT_GROUPS = ("Editors", "Moderators")


def ensure_role_groups() -> None:
    """Make the groups of the site roles where they are missing. Safe to repeat."""
    for name in GROUP_NAMES.values():
        Group.objects.get_or_create(name=name)
    Group.objects.filter(name__in=WAGTAIL_DEFAULT_GROUPS, user__isnull=True).delete()


def roles_of(user: User) -> Iterator[SiteRole]:
    """The site roles an account holds. Whoever holds any role is a member; superusers are administrators."""
    held = {ROLE_OF_GROUP[name] for name in user.groups.values_list("name", flat=True) if name in ROLE_OF_GROUP}
    if user.is_superuser:
        held.add(SiteRole.ADMINISTRATOR)
    if held:
        held.add(SiteRole.MEMBER)
    yield from sorted(held)


@transaction.atomic
def give_roles(user: User, *roles: SiteRole) -> None:
    """Set the site roles of an account to exactly these; groups that are no site role stay as they are."""
    other = user.groups.exclude(name__in=GROUP_NAMES.values())
    user.groups.set([*other, *Group.objects.filter(name__in=[GROUP_NAMES[r] for r in roles])])


def people_with(*roles: SiteRole) -> QuerySet[User]:
    """Everybody who may sign in and holds one of these site roles, by name."""
    names = [GROUP_NAMES[site_role] for site_role in roles]
    return User.objects.filter(is_active=True, groups__name__in=names).distinct().order_by("display_name", "pk")


def permissions_named(app_label: str, *codenames: str) -> list[Permission]:
    """Django permissions by app and codename. Raises `LookupError` for one that does not exist."""
    found = list(Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames))
    if missing := set(codenames) - {permission.codename for permission in found}:
        raise LookupError(f"{app_label} has no permissions {sorted(missing)}")
    return found


def grant(site_role: SiteRole, app_label: str, *codenames: str) -> None:
    """Let a site role use these permissions. Safe to repeat."""
    group = Group.objects.get(name=GROUP_NAMES[site_role])
    group.permissions.add(*permissions_named(app_label, *codenames))

"""The first administrator of a new site: whoever started it gets a link, which works until there is one."""

from django.contrib.auth.models import Group
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from members.audiences.scopes import SiteRole
from members.models import AccessEpoch, User
from members.roles import GROUP_NAMES, give_roles

SALT = "members.first-administrator"
VALID_SECONDS = 24 * 3600


class AlreadyThere(Exception):
    """There is an administrator: further ones are made by that one. The message says so."""


def is_missing() -> bool:
    """Whether nobody can administrate this site yet."""
    group = Group.objects.filter(name=GROUP_NAMES[SiteRole.ADMINISTRATOR])
    active = User.objects.filter(is_active=True)
    return not active.filter(is_superuser=True).exists() and not active.filter(groups__in=group).exists()


def invitation() -> str:
    """The path of a link for whoever started the site. It works for a day, and only while nobody has used one."""
    return reverse("account_first_administrator", args=[signing.dumps("first", salt=SALT)])


def is_valid(token: str) -> bool:
    """Whether a link was made here, is no more than a day old, and is still needed."""
    try:
        signing.loads(token, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        return False
    return is_missing()


@transaction.atomic
def create(email: str, display_name: str, password: str) -> User:
    """Make the first administrator. Raises `AlreadyThere` when somebody else was faster."""
    AccessEpoch.lock()
    if not is_missing():
        raise AlreadyThere(_("This site has an administrator by now. Ask them for an account."))
    user = User.objects.create_superuser(email, display_name, password)
    give_roles(user, SiteRole.ADMINISTRATOR)
    return user

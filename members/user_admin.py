"""Accounts in the CMS."""

from typing import Any

from wagtail.users.views.users import UserViewSet

from members.forms import MemberCreationForm, MemberEditForm


class MemberViewSet(UserViewSet):
    """Wagtail's user administration for accounts with one name and an e-mail address."""

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        """Source: wagtail.users.views.users.UserViewSet."""
        return MemberEditForm if for_update else MemberCreationForm

"""Accounts in the CMS."""

from typing import Any

from wagtail.users.views.users import IndexView, UserViewSet

from members.forms import MemberCreationForm, MemberEditForm


class MemberIndexView(IndexView):
    """The list of accounts, found by the one name that people have here, or by address."""

    search_fields = ("display_name", "email")


class MemberViewSet(UserViewSet):
    """Wagtail's user administration for accounts with one name and an e-mail address."""

    index_view_class = MemberIndexView
    create_template_name = "members/cms/user_create.html"
    edit_template_name = "members/cms/user_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        """Source: wagtail.users.views.users.UserViewSet."""
        return MemberEditForm if for_update else MemberCreationForm

"""What this site asks of django-allauth beyond its settings."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from members.backends import MemberBackend
from members.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators until vetted registration is built; nobody signs themselves up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Source: DefaultAccountAdapter."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this site, which name no host. Source: DefaultAccountAdapter, which fails on half of one."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse | None:
        """Whoever the backend refuses with the right password is refused here too. Source: DefaultAccountAdapter."""
        answer = super().pre_login(request, user, **details)
        if answer is None and not MemberBackend().user_can_authenticate(user):
            answer = self.respond_user_inactive(request, user)
        return answer  # type: ignore[no-any-return]

"""How an account is found for a request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Subquery

from members.models import AccessEpoch, User


class MemberBackend(AuthenticationBackend):
    """allauth's sign-in by e-mail. Reads the access epoch along with the account, so that `viewer_for` needs no query."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session, or None when it may not sign in (any more). Source: ModelBackend."""
        epoch = Subquery(AccessEpoch.objects.filter(pk=1).values("value")[:1])
        user = User.objects.annotate(access_epoch=epoch).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Active accounts only; demonstration accounts only on a demonstration site. Source: ModelBackend."""
        allowed = settings.DEMO or not getattr(user, "is_demo", False)
        return allowed and super().user_can_authenticate(user)

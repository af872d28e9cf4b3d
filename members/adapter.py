"""What this site asks of django-allauth beyond its settings."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators until vetted registration is built; nobody signs themselves up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Source: DefaultAccountAdapter."""
        return False

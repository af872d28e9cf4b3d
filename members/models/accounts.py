"""The member's account: an e-mail address to sign in with and a name to be known by."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.kept import SavedWhole, VersionField
from richtext.plain import clean_line, one_line
from richtext.refusal import TextRefused

LONGEST_NAME = 120


def validate_display_name(value: str) -> None:
    """Refuse names that could imitate another or break a line: control and direction-changing characters."""
    try:
        clean_line(value)
    except TextRefused as refusal:
        raise ValidationError(str(refusal)) from refusal


class UserManager(BaseUserManager["User"]):
    """Creates accounts."""

    def create_user(self, email: str, display_name: str, password: str | None = None, **fields: Any) -> "User":
        """An account with a usable password, or none when `password` is None."""
        user = self.model(email=email, display_name=display_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, display_name: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator, as `manage.py createsuperuser` makes one."""
        return self.create_user(email, display_name, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an address, however it is spelt. Source: BaseUserManager."""
        return self.get(email=(username or "").lower())


class User(SavedWhole, AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # Wagtail is untyped
    """One person. `access_version` rises with every change of what this person may see (see members.signals)."""

    email = models.EmailField(_("email address"), unique=True)
    display_name = models.CharField(_("name"), max_length=LONGEST_NAME, validators=[validate_display_name])
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Untick instead of deleting: what the person wrote keeps its author.")
    )
    is_demo = models.BooleanField(_("demonstration account"), default=False, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    access_version = VersionField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering: ClassVar = ["display_name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save address and name as they are compared and shown, whichever way they came. Source: django.db.models.Model."""
        self.email = self.email.lower()
        self.display_name = one_line(self.display_name, limit=LONGEST_NAME)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """The name others see. Source: AbstractBaseUser's contract as used by Wagtail."""
        return self.display_name

    def get_short_name(self) -> str:
        """The same name: people choose one name here. Source: as above."""
        return self.display_name

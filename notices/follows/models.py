"""Who wants to hear about what, by key."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.models import KEY_LENGTH


class Follow(models.Model):
    """That a person follows a thing. It stays while the thing is hidden from them, and says nothing meanwhile."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows", verbose_name=_("person")
    )
    key = models.CharField(max_length=KEY_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="one_follow_per_person_and_key")]
        indexes: ClassVar = [models.Index(fields=["key", "person"], name="followers_of_key")]

    def __str__(self) -> str:
        return self.key

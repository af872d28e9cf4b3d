"""One answer to "Is this page useful?"."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.models import KEY_LENGTH

LONGEST_TEXT = 2_000


class Answer(models.TextChoices):
    """What a reader says."""

    YES = "yes", _("Yes, it is useful")
    NO = "no", _("No, it is not useful")
    WRONG = "wrong", _("Something on it is wrong")


class PageFeedback(models.Model):
    """One reader's answer, tied to the version they read. Who it was is not asked and not kept."""

    key = models.CharField(max_length=KEY_LENGTH)
    part = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=5, choices=Answer.choices)
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    form = models.UUIDField(help_text="Which form it came from: one that is sent twice counts once.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("feedback on a page")
        verbose_name_plural = _("feedback on pages")
        indexes: ClassVar = [models.Index(fields=["key", "answer"], name="feedback_by_key")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "key"], name="one_feedback_per_form")]

    def __str__(self) -> str:
        return f"{self.key}: {self.answer}"

"""The history of pages: what was changed, when, and in the editor's own words why."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from members.audiences.access import in_audience
from members.audiences.viewers import Viewer
from members.models import Audience
from members.models.kept import SavedWhole
from search.models import KEY_LENGTH, Entry


class ChangeKind(models.TextChoices):
    """What happened to a page."""

    FIRST = "first", _("Published")
    MAJOR = "major", _("Changed")
    MINOR = "minor", _("Minor change")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RESTORED = "restored", _("In force again")


WITH_TEXT = (ChangeKind.FIRST, ChangeKind.MAJOR)


class ChangeQuerySet(models.QuerySet["Change"]):
    """Reads of the history."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Changes of what the viewer may see now, made while they would have been among its readers.

        A note written for few readers stays theirs when the page is later opened to more.
        """
        return self.filter(in_audience(viewer), Exists(Entry.objects.visible_to(viewer).filter(key=OuterRef("key"))))

    def told(self) -> Self:
        """What readers are told. A minor change is silent: it moves no date, is in no list and nobody is told."""
        return self.exclude(kind=ChangeKind.MINOR)  # said so, the rows come in the order of their own index


class Change(SavedWhole):
    """One thing that happened to a page. Written with the change itself, in its transaction; only the note is edited."""

    key = models.CharField(max_length=KEY_LENGTH)
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    text_hidden = models.BooleanField(
        _("keep the text of this version from readers"),
        default=False,
        help_text=_("The note stays in the history; nobody but editors can compare this version with others."),
    )

    objects: ClassVar = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("history note")
        verbose_name_plural = _("history notes")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["key", "-at", "-id"], name="changes_of_key"),
            models.Index(fields=["-at", "-id"], name="changes_told", condition=~Q(kind="minor")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision"], condition=Q(kind__in=["first", "major", "minor"]), name="one_change_per_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.get_kind_display()}"

    @property
    def title(self) -> str:
        """What the page is called now; its key once it has left the catalogue."""
        found = Entry.objects.filter(key=self.key, is_gone=False).values_list("title", flat=True).first()
        return found or self.key

    @property
    def when(self) -> str:
        """The moment in words, where the site is, with the zone."""
        return date_format(timezone.localtime(self.at), "j F Y, H:i T")

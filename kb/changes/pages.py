"""What a page carries because it is kept, changed, reviewed and one day withdrawn."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from kb.changes.forms import ChangeNotedForm, ChangeType
from members.audiences.clauses import CLOSED
from members.audiences.pages import AudiencePage
from members.models import Audience
from members.models.kept import SetByActions
from search import sources


class MomentSetByActions(SetByActions, models.DateTimeField):
    """A moment that only actions change."""


class DaySetByActions(SetByActions, models.DateField):
    """A day that only actions change."""


class TextSetByActions(SetByActions, models.TextField):
    """A text that only actions change."""


class ForeignKeySetByActions(SetByActions, models.ForeignKey):
    """A reference that only actions change."""


class ChangeNotedPage(AudiencePage):
    """A page whose publishing asks: is this a change that readers should know of?

    `changed_at` is the date that readers see as "updated"; only a major change moves it (kb.changes.recording).
    """

    change_type = models.CharField(_("this change is"), max_length=5, choices=ChangeType.choices, blank=True)
    change_note = models.TextField(
        _("what has changed"),
        max_length=1000,
        blank=True,
        help_text=_("For readers, in a sentence or two: what is different for them. Needed for a major change."),
    )
    changed_at = MomentSetByActions(null=True)

    base_form_class = ChangeNotedForm
    change_panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("change_type", widget=forms.RadioSelect), FieldPanel("change_note")],
            heading=_("When this is published"),
        )
    ]

    class Meta:
        abstract = True

    @property
    def updated_at(self) -> datetime | None:
        """When something that matters to readers was last changed."""
        return self.changed_at or self.first_published_at

    @property
    def key(self) -> str:
        """The one string that names this page everywhere. Raises `LookupError` for a type that cannot be found."""
        if (key := sources.key_of(self)) is None:
            raise LookupError(f"no source is registered for {type(self).__name__}")
        return key

    def text_sections(self) -> list[tuple[str, list[str]]]:
        """Headings and paragraphs in plain words, as versions are compared; without files and their titles."""
        raise NotImplementedError


class LookedAfterPage(ChangeNotedPage):
    """A page that somebody looks after: reviewed by a date, and withdrawn when its time is over."""

    withdrawn_at = MomentSetByActions(null=True)
    withdrawal_reason = TextSetByActions(default="")
    successor = ForeignKeySetByActions(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("successor")
    )
    reviewed_on = DaySetByActions(null=True)
    next_review_on = DaySetByActions(null=True, db_index=True)
    looked_after_by = ForeignKeySetByActions(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("looked after by")
    )

    class Meta:
        abstract = True

    # A copy is a new page, with a history of its own.
    exclude_fields_in_copy: ClassVar = [
        *("changed_at", "withdrawn_at", "withdrawal_reason", "successor"),
        *("reviewed_on", "next_review_on", "looked_after_by"),
    ]

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is kept for the record only."""
        return self.withdrawn_at is not None

    def is_overdue(self, today: date | None = None) -> bool:
        """Whether its review should have happened before this day (today)."""
        due = self.next_review_on
        return bool(due and not self.is_withdrawn and due < (today or timezone.localdate()))


def looked_after_types() -> list[type[LookedAfterPage]]:
    """Every type of page that is reviewed and can be withdrawn."""
    return [model for model in apps.get_models() if issubclass(model, LookedAfterPage)]


def readers_at_this_moment(page: AudiencePage) -> int:
    """The audience that may see a page now: nobody but editors while time hides it.

    What is said of a page at a moment stays with those who could have heard it then.
    """
    if page.is_visible_at(timezone.now()):
        return int(page.audience_id)
    return Audience.objects.store(CLOSED.admitting(page.always_admitted())).pk


def set_facts(page: Any, **facts: Any) -> None:
    """Write columns that only actions change: of the page, of pages that mirror it, and of the instance in hand."""
    type(page)._base_manager.filter(Q(pk=page.pk) | Q(alias_of=page.pk)).update(**facts)
    for name, value in facts.items():
        setattr(page, name, value)

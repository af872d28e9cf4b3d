"""The question that publishing asks, and the forms of withdrawal and review."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm


class ChangeType(models.TextChoices):
    """How much a change matters to readers."""

    MINOR = "minor", gettext_lazy("Minor: a correction; nobody is told, the date stays")
    MAJOR = "major", gettext_lazy("Major: readers should know; it moves the date and is told with your note")


class ChangeNotedForm(WagtailAdminPageForm):
    """The editor's form of a page. A draft may leave the question open; publishing and submitting may not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if "change_type" not in self.fields:
            return
        if page.first_published_at is None:
            del self.fields["change_type"], self.fields["change_note"]
            return
        self.fields["change_type"].required = True
        self.fields["change_type"].choices = ChangeType.choices
        self.fields["change_type"].error_messages["required"] = _("Choose minor or major.")
        if not page.live or not page.has_unpublished_changes:
            # Each change is asked about anew: what was said of the last one is not said of the next.
            self.initial.update(change_type="", change_note="")

    def clean(self) -> dict[str, Any]:
        """Source: django.forms.Form."""
        cleaned: dict[str, Any] = super().clean()
        is_draft = getattr(self, "is_deferred_validation", False)
        is_major = cleaned.get("change_type") == ChangeType.MAJOR
        if is_major and not is_draft and not (cleaned.get("change_note") or "").strip():
            self.add_error("change_note", _("Say what has changed: a major change is told to readers with this note."))
        if self._is_out_of_date():
            raise ValidationError(
                _(
                    "Somebody else saved this page after you opened it, so nothing was saved. Your text is still here. "
                    "Look at theirs in the page's history first; if you save or publish again now, yours takes its place."
                )
            )
        return cleaned

    def _is_out_of_date(self) -> bool:
        """Whether a newer version than the one this form was opened with is there. Wagtail asks so for autosave only."""
        opened = self.data.get("overwrite_revision_id") or self.data.get("loaded_revision_id")
        if not opened or self.instance.pk is None:
            return False
        latest = type(self.instance)._base_manager.values_list("latest_revision_id", flat=True).get(pk=self.instance.pk)
        return str(latest) != opened


class WithdrawalForm(forms.Form):
    """Why guidance no longer holds, and what holds instead."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("For readers; it stands above the text."),
    )
    successor: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("What to read instead"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("Readers who may see it are led there."),
    )

    def __init__(self, *args: Any, pages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = pages  # type: ignore[attr-defined]


class RestoringForm(forms.Form):
    """Why withdrawn guidance holds again."""

    reason = forms.CharField(
        label=gettext_lazy("Why it holds again"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReviewForm(forms.Form):
    """That somebody read the page and it is right, and when that is asked again."""

    next_review_on = forms.DateField(
        label=gettext_lazy("Next review"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    looked_after_by: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("Looked after by"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("Reminded by mail 30 and 7 days before the review, and on its day."),
    )
    reviewed = forms.BooleanField(
        label=gettext_lazy("I have read the page today and it is right"),
        required=False,
        help_text=gettext_lazy("Leave this empty if you only change the date or the person."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["looked_after_by"].queryset = people  # type: ignore[attr-defined]

    def clean_next_review_on(self) -> date:
        """Source: django.forms.Form."""
        day: date = self.cleaned_data["next_review_on"]
        if day <= timezone.localdate():
            raise ValidationError(_("Choose a day after today: a review in the past would be overdue at once."))
        return day

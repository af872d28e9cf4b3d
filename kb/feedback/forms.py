"""The form behind "Is this page useful?"."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.feedback.models import LONGEST_TEXT, Answer


class FeedbackForm(forms.Form):
    """What a reader says of a page. Each form carries a number of its own, so that sending it twice is saying it once."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Is this page useful?"), choices=Answer.choices, widget=forms.RadioSelect, required=True
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong, or missing?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Say nothing about individuals. Whoever looks after the page reads this."),
        error_messages={"max_length": gettext_lazy("Use %(limit_value)d characters or fewer; these are %(show_value)d.")},
    )
    form = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self) -> dict[str, Any]:
        """Source: django.forms.Form."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == Answer.WRONG and "text" in cleaned and not cleaned["text"].strip():
            self.add_error("text", _("Say what is wrong, so that it can be put right."))
        return cleaned

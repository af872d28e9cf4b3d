"""The form behind "Is this page useful?"."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.feedback.models import LONGEST_TEXT, Answer

NEEDS_WORDS = gettext_lazy("Say what is wrong, so that it can be put right.")


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever came to report something wrong is asked for nothing but that.
        asked = self.data.get("answer") if self.is_bound else self.initial.get("answer")
        if asked == Answer.WRONG:
            self.fields["text"].label = _("What is wrong?")
            self.fields["text"].required = True
            self.fields["text"].error_messages["required"] = NEEDS_WORDS

"""A list of short texts that people write one to a line."""

from typing import Any

from django import forms
from django.db import models

from richtext.plain import one_line

LONGEST_LINE = 100


class LinesFormField(forms.CharField):
    """A text area; each line that says something is one value, once."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        """What was sent comes back as it was written. Source: django.forms.Field."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Source: django.forms.Field."""
        lines = (one_line(line, LONGEST_LINE + 1) for line in (value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class LinesField(models.JSONField):  # type: ignore[type-arg]
    """A list of lines in one column."""

    def formfield(self, **kwargs: Any) -> Any:
        """Source: django.db.models.JSONField."""
        return models.Field.formfield(self, **{"form_class": LinesFormField, **kwargs})

"""Samples of forms and their fields."""

from django import forms

from config.gallery.documents import LONG
from config.gallery.sample import Sample

CHOICES = [("a", "By mail"), ("b", "By post"), ("c", LONG)]


class Everything(forms.Form):
    """A form with a field of each kind."""

    name = forms.CharField(label="Your name", help_text="As others should read it.")
    email = forms.EmailField(label="Email")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    text = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    place = forms.ChoiceField(label="Region", choices=CHOICES)
    way = forms.ChoiceField(label="How shall we answer?", choices=CHOICES, widget=forms.RadioSelect, help_text="Choose one.")
    about = forms.MultipleChoiceField(label="What is it about?", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    file = forms.FileField(label="A file", required=False)
    agreed = forms.BooleanField(label="I agree", help_text="You can change your mind.")


def _form(prefix: str, data: dict[str, str] | None = None) -> Everything:
    return Everything(data, prefix=prefix)


SAMPLES = {
    "error_summary": [
        Sample("with errors", {"form": _form("summary", {}), "is_quiet": True}),
        Sample("without", {"form": _form("clean")}),
    ],
    "field": [
        Sample("usual", {"field": _form("one")["name"]}),
        Sample("with an error", {"field": _form("wrong", {})["name"]}),
        Sample("optional", {"field": _form("free")["text"]}),
        Sample("password, hint below", {"field": _form("secret")["password"], "hint_below": True}),
    ],
    "field_choices": [
        Sample("one of several", {"field": _form("radios")["way"], "kind": "radioselect"}),
        Sample("with an error", {"field": _form("boxes", {})["about"], "kind": "checkboxselectmultiple"}),
    ],
    "field_errors": [
        Sample("one", {"field": _form("error", {})["name"]}),
        Sample("none", {"field": _form("right")["name"]}),
    ],
    "field_hint": [
        Sample("above", {"field": _form("hint")["name"]}),
        Sample("below", {"field": _form("below")["name"], "is_below": True}),
    ],
    "fields": [Sample("one of each", {"form": _form("all")}), Sample("all wrong", {"form": _form("bad", {})})],
    "widget_attributes": [Sample("as text", {"attributes": {"maxlength": 50, "required": True, "disabled": False}})],
}

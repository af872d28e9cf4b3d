"""The forms on the page of an item, one for each thing that can be done with it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import User
from notices.desk import actions, queries
from notices.desk.models import NOTE_LENGTH, ItemState, WorkItem


class StepForm(forms.Form):
    """A step with an item. `seen` is the last step that its reader had before them."""

    action: ClassVar[str]
    heading: ClassVar[Any]
    button: ClassVar[Any]
    done: ClassVar[Any]
    is_main: ClassVar[bool] = False

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, item: WorkItem, data: Any = None, *, seen: int | None = None) -> None:
        super().__init__(data, auto_id=f"{self.action}-%s", initial={"seen": seen, "due_on": item.due_on})
        self.item = item

    def show_as_of(self, step: int) -> None:
        """Show a form that was refused again: what its reader has before them now is the item as it is now."""
        self.data = {**self.data.dict(), "seen": step}  # type: ignore[attr-defined]

    def act(self, by: User) -> None:
        """Do it. Raises `Refused`."""
        values = dict(self.cleaned_data)
        self.do(by=by, **values)

    def do(self, **values: Any) -> None:
        """What the form is for, with its fields as arguments."""
        raise NotImplementedError


def _note(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=NOTE_LENGTH, widget=area, help_text=help_text)


class TakeForm(StepForm):
    """Take it."""

    action, heading, button, done = "take", _("Take this"), _("Take this"), _("This is yours now.")
    is_main = True

    def do(self, **values: Any) -> None:
        """Source: StepForm."""
        actions.take(self.item, **values)


class FinishForm(StepForm):
    """Say that it is done."""

    action, heading, button, done = "finish", _("This is done"), _("Mark as done"), _("Marked as done.")
    is_main = True
    note = _note(_("Note"), help_text=_("What was done, for whoever looks later."))

    def do(self, **values: Any) -> None:
        """Source: StepForm."""
        actions.finish(self.item, **values)


class DeclineForm(StepForm):
    """Say that it will not be done."""

    action, heading, button, done = "decline", _("This will not be done"), _("Decline"), _("Declined.")
    note = _note(_("Reason"), required=True)

    def do(self, **values: Any) -> None:
        """Source: StepForm."""
        actions.decline(self.item, reason=values.pop("note"), **values)


class HandBackForm(StepForm):
    """Let go of it."""

    action, heading, button, done = "hand-back", _("Hand it back"), _("Hand back"), _("Anybody can take this again.")
    note = _note(_("Note"))

    def do(self, **values: Any) -> None:
        """Source: StepForm."""
        actions.hand_back(self.item, **values)


class GiveForm(StepForm):
    """Let somebody else do it."""

    action, heading, button, done = "give", _("Give it to somebody"), _("Give"), _("Given. They have been told.")
    to = forms.ModelChoiceField(User.objects.none(), label=_("To"), empty_label=_("Choose a person"))
    note = _note(_("Note"))

    def __init__(self, item: WorkItem, data: Any = None, *, seen: int | None = None) -> None:
        super().__init__(item, data, seen=seen)
        people = queries.who_can_do(item)
        self.fields["to"].queryset = people.exclude(pk=item.owner_id) if item.owner_id else people  # type: ignore[attr-defined]

    def do(self, **values: Any) -> None:
        """Source: StepForm."""
        actions.give(self.item, values.pop("to"), **values)


class DueForm(StepForm):
    """Say by when it is to be done."""

    action, heading, button, done = "due", _("Change the due date"), _("Save the date"), _("The due date is saved.")
    due_on = forms.DateField(
        label=_("To be done by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Leave it empty for no date."),
    )

    def do(self, **values: Any) -> None:
        """Source: StepForm."""
        actions.set_due(self.item, values.pop("due_on"), **values)


class ReopenForm(StepForm):
    """Say that it is not over."""

    action, heading, button, done = "reopen", _("Open it again"), _("Open again"), _("This is open again.")
    note = _note(_("Note"), help_text=_("Why there is more to do."))

    def do(self, **values: Any) -> None:
        """Source: StepForm."""
        actions.reopen(self.item, **values)


FORMS: dict[str, type[StepForm]] = {
    form.action: form for form in (TakeForm, FinishForm, DeclineForm, GiveForm, DueForm, HandBackForm, ReopenForm)
}


def forms_for(item: WorkItem, person: User) -> list[type[StepForm]]:
    """What this person can do with the item as it is now."""
    if item.is_closed:
        return [ReopenForm]
    if item.state == ItemState.OPEN:
        return [TakeForm, GiveForm, DueForm]
    return [FinishForm, DeclineForm, GiveForm, DueForm, HandBackForm] if actions.may_act_on(item, person) else []

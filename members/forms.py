"""Forms about people and audiences in the CMS."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from members.audiences.clauses import ADMINISTRATOR, PUBLIC, Clause, Clauses
from members.audiences.levels import LABELS, MEMBERS_CODE, PRACTITIONERS_CODE, PUBLIC_CODE, RESTRICTED_CODE
from members.audiences.pages import EDITORS
from members.audiences.scopes import ScopeKind, SiteRole, role, scope, split
from members.models import NamedGroup, Organisation, Region, Sector, User

ROLE_OF_LEVEL = {MEMBERS_CODE: SiteRole.MEMBER, PRACTITIONERS_CODE: SiteRole.PRACTITIONER}
# Fields that name places or people, in clauses: those of one clause are alternatives, the clauses all hold.
PLACES = {"regions": ScopeKind.REGION, "sectors": ScopeKind.SECTOR}
NAMED = {"organisations": ScopeKind.ORGANISATION, "groups": ScopeKind.GROUP, "people": ScopeKind.PERSON}


class MemberCreationForm(UserCreationForm):
    """A new account. People have one name here, not a first and a last one."""

    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        model = User
        fields: ClassVar = {*(UserCreationForm.Meta.fields - {"first_name", "last_name"}), "display_name"}


class MemberEditForm(UserEditForm):
    """An existing account."""

    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        model = User
        fields: ClassVar = {*(UserEditForm.Meta.fields - {"first_name", "last_name"}), "display_name"}


class AudienceForm(forms.Form):
    """Who may see something, as an editor says it: a level, narrowed by places and by names, during a time."""

    level = forms.ChoiceField(
        label=_("Level"),
        choices=[(code, LABELS[code]) for code in (PUBLIC_CODE, MEMBERS_CODE, PRACTITIONERS_CODE, RESTRICTED_CODE)],
        widget=forms.RadioSelect,
        help_text=_("“Named readers only” needs at least one group, organisation or person below."),
    )
    regions = forms.ModelMultipleChoiceField(Region.objects.all(), required=False, label=_("Only people who work in"))
    sectors = forms.ModelMultipleChoiceField(Sector.objects.all(), required=False, label=_("Only people from the sectors"))
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.all(), required=False, label=_("Only people of these organisations")
    )
    groups = forms.ModelMultipleChoiceField(NamedGroup.objects.all(), required=False, label=_("or in these groups"))
    people = forms.ModelMultipleChoiceField(User.objects.filter(is_active=True), required=False, label=_("or these people"))
    visible_from = forms.DateTimeField(
        required=False, label=_("Visible from"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    visible_until = forms.DateTimeField(
        required=False, label=_("Visible until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what would not mean what it seems to. Source: django.forms.Form."""
        data = super().clean() or {}
        level, names = data.get("level"), any(data.get(name) for name in NAMED)
        places = any(data.get(name) for name in PLACES)
        if level == PUBLIC_CODE and (names or places):
            raise ValidationError(_("Public means everybody. To narrow it by places or names, choose another level."))
        if level == RESTRICTED_CODE and not names:
            self.add_error("level", _("Name at least one group, organisation or person, or choose another level."))
        begins, ends = data.get("visible_from"), data.get("visible_until")
        if begins and ends and ends <= begins:
            self.add_error("visible_until", _("The end must be later than the beginning."))
        return data

    def clauses(self) -> Clauses:
        """The audience asked for. Call after `is_valid()`."""
        data = self.cleaned_data
        clauses: list[Clause] = []
        if data["level"] in ROLE_OF_LEVEL:
            clauses.append(frozenset({role(ROLE_OF_LEVEL[data["level"]])}))
        clauses += [self._scopes({name: kind}) for name, kind in PLACES.items() if data[name]]
        if named := self._scopes(NAMED):
            clauses.append(named)
        return Clauses.of(clauses) if clauses else PUBLIC

    def _scopes(self, fields: dict[str, ScopeKind]) -> Clause:
        return frozenset(scope(kind, row.pk) for name, kind in fields.items() for row in self.cleaned_data[name])


def initial_for(clauses: Clauses) -> dict[str, Any]:
    """The form's values for an audience that this form made."""
    values: dict[str, Any] = {"level": PUBLIC_CODE if clauses.is_public else RESTRICTED_CODE}
    for kind, identity in _words(clauses):
        if kind is ScopeKind.ROLE:
            values["level"] = next((code for code, r in ROLE_OF_LEVEL.items() if r == identity), values["level"])
        for name, of_field in {**PLACES, **NAMED}.items():
            if of_field is kind:
                values.setdefault(name, []).append(int(identity))
    return values


def _words(clauses: Clauses) -> Iterator[tuple[ScopeKind, str]]:
    for clause in clauses:
        yield from (split(word) for word in clause - {ADMINISTRATOR} - EDITORS)

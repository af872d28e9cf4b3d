"""Forms about people and audiences in the CMS."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from members.audiences.clauses import ADMINISTRATOR, PUBLIC, Clause, Clauses
from members.audiences.levels import LABELS, MEMBERS_CODE, PRACTITIONERS_CODE, PUBLIC_CODE, RESTRICTED_CODE
from members.audiences.scopes import ScopeKind, SiteRole, role, scope, split
from members.models import NamedGroup, Organisation, Region, Sector, User

MAX_BIGINT = BigIntegerField.MAX_BIGINT
ROLE_OF_LEVEL = {MEMBERS_CODE: SiteRole.MEMBER, PRACTITIONERS_CODE: SiteRole.PRACTITIONER}
# Fields that name places or people, in clauses: those of one clause are alternatives, the clauses all hold.
PLACES = {"regions": ScopeKind.REGION, "sectors": ScopeKind.SECTOR}
NAMED = {"organisations": ScopeKind.ORGANISATION, "groups": ScopeKind.GROUP, "people": ScopeKind.PERSON}


class _OneSpelling(forms.ModelForm):
    """An address is kept in small letters, so that it is found however it is typed."""

    def clean_email(self) -> str:
        """Source: django.forms.ModelForm."""
        return str(self.cleaned_data["email"]).lower()


class MemberCreationForm(_OneSpelling, UserCreationForm):
    """A new account. People have one name here, not a first and a last one."""

    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        model = User
        fields: ClassVar = {*(UserCreationForm.Meta.fields - {"first_name", "last_name"}), "display_name"}


class MemberEditForm(_OneSpelling, UserEditForm):
    """An existing account."""

    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        model = User
        fields: ClassVar = {*(UserEditForm.Meta.fields - {"first_name", "last_name"}), "display_name"}


class FirstAdministratorForm(_OneSpelling, BaseUserCreationForm):
    """The account of whoever sets up the site."""

    class Meta(BaseUserCreationForm.Meta):
        model = User
        fields = ("display_name", "email")


class LocalMoment(forms.DateTimeInput):
    """A date and a time in the form that browsers read back; any other would come back empty, and open what was shut."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(attrs={"step": "1"}, format="%Y-%m-%dT%H:%M:%S")


class Rows(forms.ModelMultipleChoiceField):
    """Rows picked from a list. A number no row can have is refused here: databases fail on it."""

    def clean(self, value: Any) -> Any:
        """Source: django.forms.Field."""
        for pk in value or ():
            if str(pk).isdigit() and int(pk) > MAX_BIGINT:
                raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": pk})
        return super().clean(value)


class AudienceForm(forms.Form):
    """Who may see something, as an editor says it: a level, narrowed by places and by names, during a time."""

    level = forms.ChoiceField(
        label=_("Level"),
        choices=[(code, LABELS[code]) for code in (PUBLIC_CODE, MEMBERS_CODE, PRACTITIONERS_CODE, RESTRICTED_CODE)],
        widget=forms.RadioSelect,
        help_text=_("“Named readers only” needs at least one group, organisation or person below."),
    )
    regions = Rows(Region.objects.all(), required=False, label=_("Only people who work in"))
    sectors = Rows(Sector.objects.all(), required=False, label=_("Only people from the sectors"))
    organisations = Rows(Organisation.objects.all(), required=False, label=_("Only people of these organisations"))
    groups = Rows(NamedGroup.objects.all(), required=False, label=_("or in these groups"))
    people = Rows(User.objects.filter(is_active=True), required=False, label=_("or these people"))
    visible_from = forms.DateTimeField(required=False, label=_("Visible from"), widget=LocalMoment)
    visible_until = forms.DateTimeField(required=False, label=_("Visible until"), widget=LocalMoment)

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
        return _clauses(self.cleaned_data["level"], {name: self.cleaned_data[name] for name in (*PLACES, *NAMED)})


def initial_for(clauses: Clauses, admitted: Iterable[str] = ()) -> dict[str, Any]:
    """The form's values for an audience, apart from the scopes always admitted to it.

    An audience that this form cannot express (as of a file that took over two narrowings at once) gives no values:
    with some of them, saving without a change would widen it.
    """
    values: dict[str, Any] = {}
    for kind, identity in _words(clauses, frozenset(admitted)):
        for name, of_field in {**PLACES, **NAMED}.items():
            if of_field is kind:
                values.setdefault(name, set()).add(int(identity))
    meaningless = PUBLIC_CODE if values else RESTRICTED_CODE
    for code in LABELS:
        if code != meaningless and _clauses(code, values).admitting(admitted) == clauses:
            return {"level": code, **{name: sorted(numbers) for name, numbers in values.items()}}
    return {}


def _clauses(level: str, chosen: dict[str, Iterable[Any]]) -> Clauses:
    """The audience for a level and for what was chosen, by field: rows or their numbers."""
    clauses: list[Clause] = []
    if level in ROLE_OF_LEVEL:
        clauses.append(frozenset({role(ROLE_OF_LEVEL[level])}))
    clauses += [_scopes({name: kind}, chosen) for name, kind in PLACES.items() if chosen.get(name)]
    if named := _scopes(NAMED, chosen):
        clauses.append(named)
    return Clauses.of(clauses) if clauses else PUBLIC


def _scopes(fields: dict[str, ScopeKind], chosen: dict[str, Iterable[Any]]) -> Clause:
    return frozenset(scope(kind, getattr(row, "pk", row)) for name, kind in fields.items() for row in chosen.get(name, ()))


def _words(clauses: Clauses, admitted: frozenset[str]) -> Iterator[tuple[ScopeKind, str]]:
    for clause in clauses:
        yield from (split(word) for word in clause - {ADMINISTRATOR} - admitted)

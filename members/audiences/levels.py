"""An audience in words, for readers: at the top of each item and on every printed page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.audiences.clauses import Clauses
from members.audiences.scopes import ScopeKind, SiteRole, role, split

PUBLIC_CODE, MEMBERS_CODE, PRACTITIONERS_CODE, RESTRICTED_CODE = "public", "members", "practitioners", "restricted"

LABELS: dict[str, str | Promise] = {
    PUBLIC_CODE: _("Public"),
    MEMBERS_CODE: _("Members only"),
    PRACTITIONERS_CODE: _("Practitioners only"),
    RESTRICTED_CODE: _("Named readers only"),
}
NARROWED_LABELS: dict[str, str | Promise] = {
    MEMBERS_CODE: _("Members only, within named places or groups"),
    PRACTITIONERS_CODE: _("Practitioners only, within named places or groups"),
}


@dataclass(frozen=True)
class Level:
    """How far something may travel. `code` is one of four; `label` says it in words."""

    code: str
    label: str | Promise

    @property
    def is_public(self) -> bool:
        return self.code == PUBLIC_CODE


@cache
def level_of(clauses: Clauses) -> Level:
    """The level of an audience: its widest site role, and whether places, groups or people narrow it further."""
    if clauses.is_public:
        return Level(PUBLIC_CODE, LABELS[PUBLIC_CODE])
    bases = [base for base in map(_base, clauses) if base]
    narrowed = len(bases) < len(clauses)
    if not bases:
        return Level(RESTRICTED_CODE, LABELS[RESTRICTED_CODE])
    code = PRACTITIONERS_CODE if PRACTITIONERS_CODE in bases else MEMBERS_CODE
    return Level(code, NARROWED_LABELS[code] if narrowed else LABELS[code])


def _base(clause: Iterable[str]) -> str | None:
    """The level that a clause sets by roles alone, or None when it names places, groups or people."""
    words = set(clause)
    if any(split(word)[0] is not ScopeKind.ROLE for word in words):
        return None
    if role(SiteRole.MEMBER) in words:
        return MEMBERS_CODE
    return PRACTITIONERS_CODE if role(SiteRole.PRACTITIONER) in words else None

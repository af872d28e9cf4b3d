"""The words an audience is made of: a kind and an id or code, as `region:3`."""

from enum import StrEnum


class SiteRole(StrEnum):
    """What a person may do across the site. Values are stored in audiences: add to them, never rename one."""

    MEMBER = "member"
    PRACTITIONER = "practitioner"
    PEER_MENTOR = "peer_mentor"
    EDITOR = "editor"
    MODERATOR = "moderator"
    REGIONAL_LEAD = "regional_lead"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class ScopeKind(StrEnum):
    """What a scope may name."""

    ROLE = "role"
    REGION = "region"
    AREA = "area"
    SECTOR = "sector"
    ORGANISATION = "organisation"
    GROUP = "group"
    PERSON = "person"


def scope(kind: ScopeKind, identity: int | str) -> str:
    """The stored word for one scope."""
    return f"{kind}:{identity}"


def role(site_role: SiteRole) -> str:
    """The stored word for holding a site role."""
    return scope(ScopeKind.ROLE, site_role)


def split(word: str) -> tuple[ScopeKind, str]:
    """A stored word back into kind and identity. Raises `ValueError` for anything that is no scope."""
    kind, separator, identity = word.partition(":")
    if not (separator and identity):
        raise ValueError(f"'{word}' is not a scope")
    return ScopeKind(kind), identity

"""The facts about people, places and audiences, one module per concept."""

from members.models.accounts import User
from members.models.audiences import AccessEpoch, Audience, AudienceScope
from members.models.groups import NamedGroup, NamedGroupMembership
from members.models.places import Area, Organisation, OrganisationPost, Region, Sector

__all__ = [
    "AccessEpoch",
    "Area",
    "Audience",
    "AudienceScope",
    "NamedGroup",
    "NamedGroupMembership",
    "Organisation",
    "OrganisationPost",
    "Region",
    "Sector",
    "User",
]

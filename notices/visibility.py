"""Whether a thing is there for somebody, by its key: what every notice is asked before it is shown or sent."""

from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from members.audiences.access import Access, is_within
from members.audiences.clauses import Clauses
from members.audiences.scopes import ScopeKind, SiteRole, split
from members.audiences.viewers import Viewer
from members.models import NamedGroupMembership, OrganisationPost, User
from members.roles import GROUP_NAMES
from search.listing import entries_for
from search.models import Entry


def thing(key: str) -> str:
    """The key of a thing, of the key of a part of it: `guidance:12` of `guidance:12#b41`."""
    return key.partition("#")[0]


def entry_for(viewer: Viewer, key: str) -> Entry | None:
    """The catalogue's row of this key, if the viewer may see it now."""
    return entries_for(viewer).filter(key=thing(key)).first()


def about_nothing_hidden(viewer: Viewer) -> Q:
    """The condition on rows with a `key`: it is empty, or names something that the viewer may see now."""
    return Q(key="") | Q(Exists(Entry.objects.visible_to(viewer).filter(key=OuterRef("key"))))


def readers_of(key: str, among: QuerySet[User], access: Access | None = None) -> QuerySet[User]:
    """Those of these accounts who are active and may see the thing now; of an empty key, all who are active.

    `access` is given by whoever has the thing in hand, as while it is being published and is not in the catalogue yet.

    The rule of `visible_to`, asked from the other side: one query for any number of people. A test holds the two equal.
    """
    people = among.filter(is_active=True)
    if not key:
        return people
    access = access or _access_of(key)
    if access is None or not is_within(timezone.now(), access.visible_from, access.visible_until):
        return people.none()
    return people.filter(_in_all(access.clauses))


def _access_of(key: str) -> Access | None:
    """Who may see a thing and when, as the catalogue has it; None for what it does not have."""
    entry = Entry.objects.filter(key=thing(key), is_gone=False).select_related("audience").first()
    return Access(entry.clauses, entry.visible_from, entry.visible_until) if entry else None


def _in_all(clauses: Clauses) -> Q:
    return reduce(and_, (reduce(or_, (_holding(word) for word in clause)) for clause in clauses), Q())


def _holding(word: str) -> Q:
    """The accounts that hold a scope now, as `members.audiences.viewers` reckons it."""
    kind, identity = split(word)
    match kind:
        case ScopeKind.PERSON:
            return Q(pk=identity)
        case ScopeKind.ROLE:
            return holding_role(SiteRole(identity))
        case ScopeKind.GROUP:
            return Q(Exists(_memberships().filter(group_id=int(identity))))
        case ScopeKind.ORGANISATION:
            return Q(Exists(_posts().filter(organisation_id=identity)))
        case ScopeKind.SECTOR:
            return Q(Exists(_posts().filter(organisation__sector_id=identity)))
        case ScopeKind.AREA:
            return Q(Exists(_posts().filter(organisation__area_id=identity)))
        case ScopeKind.REGION:
            return Q(Exists(_posts().filter(organisation__area__region_id=identity)))


def holding_role(site_role: SiteRole) -> Q:
    """The accounts with this site role: whoever holds any is a member; superusers are administrators."""
    names = [*GROUP_NAMES.values()] if site_role is SiteRole.MEMBER else [GROUP_NAMES[site_role]]
    held = Q(Exists(User.groups.through.objects.filter(user=OuterRef("pk"), group__name__in=names)))
    return held | Q(is_superuser=True) if site_role in (SiteRole.MEMBER, SiteRole.ADMINISTRATOR) else held


def _memberships() -> QuerySet[NamedGroupMembership]:
    now = timezone.now()
    begun = NamedGroupMembership.objects.filter(person=OuterRef("pk"), starts_at__lte=now)
    return begun.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))


def _posts() -> QuerySet[OrganisationPost]:
    today = timezone.localdate()
    begun = OrganisationPost.objects.filter(person=OuterRef("pk"), started_on__lte=today)
    return begun.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today))

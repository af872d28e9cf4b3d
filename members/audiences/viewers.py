"""Who is looking: a person resolved once into scopes and into the audiences they satisfy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from members.audiences.scopes import ScopeKind, SiteRole, role, scope
from members.models import AccessEpoch, Audience, User
from members.roles import roles_of

CACHE_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Viewer:
    """A reader as the access rule sees them. `valid_until` is the moment a membership of theirs starts or ends."""

    user_id: int | None
    scopes: frozenset[str]
    audience_ids: frozenset[int]
    valid_until: datetime | None = None

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None

    def holds(self, site_role: SiteRole) -> bool:
        """Whether the viewer has this site role."""
        return role(site_role) in self.scopes


def anonymous_viewer() -> Viewer:
    """The reader who has not signed in: sees what is public, and nothing else exists for them."""
    if (public := cache.get("audience:public")) is None:
        public = Audience.objects.public().pk
        _remember("audience:public", public)
    return Viewer(None, frozenset(), frozenset({public}))


def viewer_for(user: User | AnonymousUser) -> Viewer:
    """The viewer for an account, from the cache while nothing about their access has changed.

    No query when cached: the version travels on the account row, which the session has read already
    (`members.backends` adds the epoch to it).
    """
    if not isinstance(user, User) or not user.is_active:
        return anonymous_viewer()
    epoch = getattr(user, "access_epoch", None)
    key = f"viewer:{user.pk}:{user.access_version}:{AccessEpoch.current() if epoch is None else epoch}"
    viewer: Viewer | None = cache.get(key)
    if viewer is None or (viewer.valid_until and viewer.valid_until <= timezone.now()):
        viewer = _resolve(user)
        _remember(key, viewer)
    return viewer


def _remember(key: str, value: Any) -> None:
    """Cache what was read. Inside a transaction only once it has committed: one rolled back has read what never was."""
    transaction.on_commit(lambda: cache.set(key, value, CACHE_SECONDS))


def _resolve(user: User) -> Viewer:
    scopes = frozenset(_scopes(user))
    ids = frozenset(Audience.objects.satisfied_by(scopes).values_list("pk", flat=True))
    return Viewer(user.pk, scopes, ids, _next_change(user))


def _scopes(user: User) -> Iterator[str]:
    """Everything the person is, now."""
    now = timezone.now()
    today = timezone.localdate(now)
    yield scope(ScopeKind.PERSON, user.pk)
    yield from map(role, roles_of(user))
    posts = user.posts.filter(started_on__lte=today).select_related("organisation__area")
    for post in posts:
        if post.ended_on is None or today < post.ended_on:
            yield from _organisation_scopes(post.organisation)
    for membership in user.group_memberships.filter(starts_at__lte=now):
        if membership.ends_at is None or now < membership.ends_at:
            yield scope(ScopeKind.GROUP, membership.group_id)


def _organisation_scopes(organisation: Any) -> Iterator[str]:
    yield scope(ScopeKind.ORGANISATION, organisation.pk)
    yield scope(ScopeKind.SECTOR, organisation.sector_id)
    if organisation.area:
        yield scope(ScopeKind.AREA, organisation.area_id)
        yield scope(ScopeKind.REGION, organisation.area.region_id)


def _next_change(user: User) -> datetime | None:
    """The first moment ahead at which a post or a membership of this person begins or ends."""
    now = timezone.now()
    days = [day for dates in user.posts.values_list("started_on", "ended_on") for day in dates if day]
    moments = [timezone.make_aware(datetime.combine(day, time.min)) for day in days]
    moments += [m for pair in user.group_memberships.values_list("starts_at", "ends_at") for m in pair if m]
    return min((moment for moment in moments if moment > now), default=now + timedelta(days=1))

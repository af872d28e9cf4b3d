"""Who may see a thing, asked for many people at once: the same answer as asked for each of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.audiences import actions
from members.audiences.clauses import CLOSED, PUBLIC, Clauses
from members.audiences.scopes import ScopeKind, SiteRole, role, scope
from members.audiences.viewers import viewer_for
from members.models import Area, NamedGroup, NamedGroupMembership, Organisation, OrganisationPost, User
from notices.visibility import entry_for, readers_of

pytestmark = [pytest.mark.django_db, pytest.mark.access]


@pytest.fixture
def people(site):
    """One of every role, and people whose posts and memberships have begun, have ended, or have not begun."""
    for site_role in SiteRole:
        site.person(site_role, region=site.regions[len(site_role) % 2])
    site.person()
    User.objects.create_superuser("root@example.org", "Root", "a long enough password")
    gone = site.person(SiteRole.PRACTITIONER, region=site.regions[0])
    User.objects.filter(pk=gone.pk).update(is_active=False)
    today, now = timezone.localdate(), timezone.now()
    group = NamedGroup.objects.create(name="Group")
    for days in ((-9, None), (-9, 0), (-9, 1), (0, None), (1, None)):
        person = site.person(SiteRole.MEMBER)
        begins, ends = (None if n is None else timedelta(days=n) for n in days)
        OrganisationPost.objects.create(
            person=person,
            organisation=Organisation.objects.first(),
            title="Officer",
            started_on=today + begins,
            ended_on=today + ends if ends is not None else None,
        )
        NamedGroupMembership.objects.create(
            group=group, person=person, starts_at=now + begins, ends_at=now + ends if ends is not None else None
        )
    return User.objects.all()


def audiences(site):
    region, area = site.regions[0], Area.objects.first()
    single = [
        *(role(site_role) for site_role in SiteRole),
        scope(ScopeKind.REGION, region.pk),
        scope(ScopeKind.AREA, area.pk),
        scope(ScopeKind.SECTOR, site.sectors[0].pk),
        scope(ScopeKind.ORGANISATION, Organisation.objects.first().pk),
        scope(ScopeKind.GROUP, NamedGroup.objects.first().pk),
        scope(ScopeKind.PERSON, User.objects.first().pk),
    ]
    yield PUBLIC
    yield CLOSED
    for word in single:
        yield Clauses.of([[word]])
    yield Clauses.of([[role(SiteRole.PRACTITIONER)], [scope(ScopeKind.REGION, region.pk), single[-1]]])
    yield Clauses.of([[role(SiteRole.MEMBER)], [scope(ScopeKind.GROUP, NamedGroup.objects.first().pk)], [single[-4]]])


def test_readers_are_those_to_whom_the_thing_is_visible(site, people):
    page = site.guidance("Thing")
    site.settle()
    key = f"guidance:{page.pk}"
    sizes = set()
    for clauses in audiences(site):
        actions.set_audience(page, clauses)
        active = list(people.filter(is_active=True))
        expected = {person.pk for person in active if entry_for(viewer_for(person), key)}
        assert set(readers_of(f"{key}#part", people).values_list("pk", flat=True)) == expected, clauses
        sizes.add(len(expected))
    assert len(sizes) > 5, "the audiences must differ, or nothing was proven"


def test_a_time_that_is_over_or_has_not_begun_counts_for_all(site, people):
    page = site.guidance("Thing")
    site.settle()
    now = timezone.now()
    for times in ({"visible_until": now}, {"visible_from": now + timedelta(hours=1)}):
        actions.set_audience(page, PUBLIC, **times)
        assert not readers_of(f"guidance:{page.pk}", people).exists()
    actions.set_audience(page, PUBLIC)
    assert readers_of(f"guidance:{page.pk}", people).count() == people.filter(is_active=True).count()
    page.unpublish()
    assert not readers_of(f"guidance:{page.pk}", people).exists()

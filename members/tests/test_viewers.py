"""Who is looking: resolved once, kept at no cost, and never older than what changed about them."""

from datetime import UTC, date, datetime, time, timedelta
from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from django.utils import timezone

from members.audiences.clauses import Clauses
from members.audiences.scopes import ScopeKind, SiteRole, role, scope
from members.audiences.viewers import anonymous_viewer, viewer_for
from members.backends import MemberBackend
from members.models import (
    AccessEpoch,
    Area,
    Audience,
    NamedGroup,
    NamedGroupMembership,
    Organisation,
    OrganisationPost,
    Region,
    Sector,
    User,
)
from members.roles import GROUP_NAMES, give_roles
from tests.builders import PRACTITIONERS

pytestmark = [pytest.mark.django_db, pytest.mark.access]

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def person(db):
    return User.objects.create_user("ann@example.org", "Ann", "a long enough password")


@pytest.fixture
def north(db):
    """An organisation in an area of a region."""
    region = Region.objects.create(code="north", slug="north", name="North")
    area = Area.objects.create(code="coast", name="Coast", region=region)
    sector = Sector.objects.create(code="schools", slug="schools", name="Schools")
    return Organisation.objects.create(code="school", name="School", area=area, sector=sector)


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """Does what waits for a commit, as outside of a test: what a request reads is then kept for the next one."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def at_next_request(user):
    """The viewer of somebody's next request: the account as the session reads it."""
    return viewer_for(MemberBackend().get_user(user.pk) or AnonymousUser())


def at(moment):
    return mock.patch.object(timezone, "now", return_value=moment)


def works_at(person, organisation, **facts):
    return OrganisationPost.objects.create(
        person=person, organisation=organisation, title="Officer", **{"started_on": date(2026, 1, 1), **facts}
    )


# What a person is


def test_whoever_has_no_role_is_only_themselves(person):
    assert at_next_request(person).scopes == {scope(ScopeKind.PERSON, person.pk)}


def test_whoever_holds_any_role_is_a_member(person):
    give_roles(person, SiteRole.PEER_MENTOR)
    assert {role(SiteRole.MEMBER), role(SiteRole.PEER_MENTOR)} <= at_next_request(person).scopes


def test_a_superuser_is_an_administrator(person):
    person.is_superuser = True
    person.save()
    assert at_next_request(person).holds(SiteRole.ADMINISTRATOR)


def test_a_group_that_is_no_site_role_gives_nothing(person):
    person.groups.add(Group.objects.create(name="Editors of the choir's magazine"))
    assert not [word for word in at_next_request(person).scopes if word.startswith("role:")]


def test_a_post_makes_one_of_the_organisation_its_sector_area_and_region(person, north):
    works_at(person, north)
    assert at_next_request(person).scopes >= {
        scope(ScopeKind.ORGANISATION, north.pk),
        scope(ScopeKind.SECTOR, north.sector_id),
        scope(ScopeKind.AREA, north.area_id),
        scope(ScopeKind.REGION, north.area.region_id),
    }


def test_a_national_organisation_is_in_no_region(person, north):
    north.area = None
    north.save()
    works_at(person, north)
    kinds = {word.partition(":")[0] for word in at_next_request(person).scopes}
    assert kinds == {"person", "organisation", "sector"}


def test_who_has_not_signed_in_or_is_not_active_is_anonymous(person):
    person.is_active = False
    person.save()
    for viewer in (viewer_for(AnonymousUser()), viewer_for(person), at_next_request(person)):
        assert viewer == anonymous_viewer()
        assert viewer.is_anonymous
        assert not viewer.scopes


# What it costs


def test_a_known_viewer_costs_nothing_beyond_session_and_account(person, django_assert_num_queries, committing):
    with committing():
        at_next_request(person)
        anonymous_viewer()
    with django_assert_num_queries(1):  # the account, which a session reads anyway
        at_next_request(person)
    with django_assert_num_queries(0):
        anonymous_viewer()


def test_what_a_transaction_read_is_kept_only_if_it_commits(person, committing):
    """One that is rolled back has seen what never was, under a version that comes again."""
    with committing():
        at_next_request(person)
    with committing(), transaction.atomic():
        give_roles(person, SiteRole.PRACTITIONER)
        assert at_next_request(person).holds(SiteRole.PRACTITIONER)
        transaction.set_rollback(True)
    give_roles(person, SiteRole.MEMBER)
    assert not at_next_request(person).holds(SiteRole.PRACTITIONER)


# What changes is seen at the next request


@pytest.fixture
def known(person, committing):
    """Keeps the viewer of Ann as she is now, and tells what her next request sees."""

    def keep():
        with committing():
            return at_next_request(person)

    return keep


def test_a_role_given_and_taken(person, known):
    known()
    give_roles(person, SiteRole.PRACTITIONER)
    assert known().holds(SiteRole.PRACTITIONER)
    give_roles(person)
    assert not known().holds(SiteRole.MEMBER)


def test_a_role_given_and_taken_from_the_side_of_the_group(person, known):
    group = Group.objects.get(name=GROUP_NAMES[SiteRole.PRACTITIONER])
    known()
    group.user_set.add(person)
    assert known().holds(SiteRole.PRACTITIONER)
    group.user_set.remove(person)
    assert not known().holds(SiteRole.PRACTITIONER)
    group.user_set.set([person])
    assert known().holds(SiteRole.PRACTITIONER)
    group.user_set.clear()
    assert not known().holds(SiteRole.PRACTITIONER)


def test_a_role_whose_group_was_renamed_or_deleted(person, known):
    give_roles(person, SiteRole.PRACTITIONER, SiteRole.MODERATOR)
    assert known().holds(SiteRole.PRACTITIONER)
    group = Group.objects.get(name=GROUP_NAMES[SiteRole.PRACTITIONER])
    group.name = "Something else"
    group.save()
    assert not known().holds(SiteRole.PRACTITIONER)
    assert known().holds(SiteRole.MODERATOR)
    Group.objects.get(name=GROUP_NAMES[SiteRole.MODERATOR]).delete()
    assert not known().holds(SiteRole.MODERATOR)


def test_an_account_deactivated_and_a_superuser_made_and_unmade(person, known):
    known()
    person.is_superuser = True
    person.save()
    assert known().holds(SiteRole.ADMINISTRATOR)
    person.is_superuser = False
    person.save(update_fields=["is_superuser"])
    assert not known().holds(SiteRole.ADMINISTRATOR)
    person.is_active = False
    person.save()
    assert known().is_anonymous


def test_a_post_begun_ended_and_gone(person, north, known):
    here = scope(ScopeKind.REGION, north.area.region_id)
    known()
    post = works_at(person, north)
    assert here in known().scopes
    post.ended_on = timezone.localdate()
    post.save()
    assert here not in known().scopes
    post.ended_on = None
    post.save()
    assert here in known().scopes
    post.delete()
    assert here not in known().scopes


def test_a_post_given_to_somebody_else(person, north, known):
    here = scope(ScopeKind.REGION, north.area.region_id)
    post = works_at(person, north)
    assert here in known().scopes
    post.person = User.objects.create_user("ben@example.org", "Ben")
    post.save()
    assert here not in known().scopes
    assert here in at_next_request(post.person).scopes


def test_a_group_joined_left_and_dissolved(person, known):
    group = NamedGroup.objects.create(name="Steering group")
    there = scope(ScopeKind.GROUP, group.pk)
    known()
    membership = NamedGroupMembership.objects.create(group=group, person=person)
    assert there in known().scopes
    membership.delete()
    assert there not in known().scopes
    NamedGroupMembership.objects.create(group=group, person=person)
    assert there in known().scopes
    group.delete()
    assert there not in known().scopes


def test_an_organisation_that_moved_to_another_area_or_sector_and_an_area_to_another_region(person, north, known):
    works_at(person, north)
    known()
    south = Region.objects.create(code="south", slug="south", name="South")
    valley = Area.objects.create(code="valley", name="Valley", region=south)
    north.area, north.sector = valley, Sector.objects.create(code="police", slug="police", name="Police")
    north.save()
    assert known().scopes >= {scope(ScopeKind.AREA, valley.pk), scope(ScopeKind.SECTOR, north.sector_id)}
    valley.region = Region.objects.create(code="east", slug="east", name="East")
    valley.save()
    assert scope(ScopeKind.REGION, south.pk) not in known().scopes


def test_an_audience_that_is_new_since(person, known):
    give_roles(person, SiteRole.PRACTITIONER)
    known()
    new = Audience.objects.store(Clauses.of([[role(SiteRole.PRACTITIONER), scope(ScopeKind.GROUP, 99)]]))
    assert new.pk in known().audience_ids


def test_an_old_copy_of_the_account_saved_late_brings_no_old_version_back(person, known):
    """Else the version of yesterday would come again, and with it the viewer of yesterday."""
    held = User.objects.get(pk=person.pk)
    give_roles(person, SiteRole.PRACTITIONER)
    assert known().holds(SiteRole.PRACTITIONER)
    give_roles(person)
    held.display_name = "Anna"
    held.save()
    assert not known().holds(SiteRole.PRACTITIONER)
    assert User.objects.get(pk=person.pk).access_version > held.access_version


def test_signing_in_does_not_make_a_viewer_stale(person, client):
    before = User.objects.get(pk=person.pk).access_version
    client.force_login(person)
    assert User.objects.get(pk=person.pk).access_version == before


# Moments


@pytest.fixture
def membership(person):
    """A membership from noon until one o'clock."""
    group = NamedGroup.objects.create(name="Steering group")
    return NamedGroupMembership.objects.create(group=group, person=person, starts_at=NOON, ends_at=NOON + timedelta(hours=1))


def test_a_membership_holds_from_its_first_moment_until_just_before_its_last(person, membership, known):
    there = scope(ScopeKind.GROUP, membership.group_id)
    for moment, belongs in (
        (NOON - MOMENT, False),
        (NOON, True),
        (NOON + timedelta(hours=1) - MOMENT, True),
        (NOON + timedelta(hours=1), False),
    ):
        with at(moment):
            assert (there in known().scopes) is belongs, moment


@pytest.mark.parametrize(
    "day", [date(2026, 3, 2), date(2026, 3, 29), date(2026, 10, 25)], ids=["winter", "spring", "autumn"]
)
def test_a_post_holds_from_midnight_in_london_to_midnight_in_london(person, north, known, day):
    here = scope(ScopeKind.REGION, north.area.region_id)
    works_at(person, north, started_on=day, ended_on=day + timedelta(days=1))
    begins, ends = (timezone.make_aware(datetime.combine(d, time.min)) for d in (day, day + timedelta(days=1)))
    for moment, works in ((begins - MOMENT, False), (begins, True), (ends - MOMENT, True), (ends, False)):
        with at(moment):
            assert (here in known().scopes) is works, moment


def test_a_viewer_is_kept_no_longer_than_until_the_next_moment_that_changes_it(membership, known):
    with at(NOON - timedelta(hours=2)):
        assert known().valid_until == NOON
    with at(NOON):
        assert known().valid_until == NOON + timedelta(hours=1)


# Two transactions


def test_a_viewer_read_before_another_transaction_commits_is_not_kept_beyond_it(person, known, committing):
    """One request reads the epoch; an audience is stored and committed; the request keeps what it saw, under the old one."""
    give_roles(person, SiteRole.PRACTITIONER)
    account = MemberBackend().get_user(person.pk)
    stored = Audience.objects.store(PRACTITIONERS & Clauses.of([[scope(ScopeKind.PERSON, person.pk)]]))
    with committing():
        viewer_for(account)
    assert AccessEpoch.current() > account.access_epoch
    assert stored.pk in known().audience_ids


def test_the_epoch_is_one_row_that_only_rises(db):
    before = AccessEpoch.current()
    AccessEpoch.raise_()
    AccessEpoch.raise_()
    assert AccessEpoch.current() == before + 2
    assert AccessEpoch.objects.count() == 1


def test_without_an_epoch_the_first_change_begins_one(person, known):
    AccessEpoch.objects.all().delete()
    known()
    AccessEpoch.raise_()
    assert AccessEpoch.current() == 1

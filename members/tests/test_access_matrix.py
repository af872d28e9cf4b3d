"""The rule of who may see what, for everybody, every audience and every state - the same at all its doors.

The table below is the specification, written by hand. The plain computation, `can_see`, `visible_to` and the search
engine's filter each have to give exactly it.
"""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from files.models import SiteDocument
from kb.guidance.models import GuidancePage
from members.audiences.access import can_see
from members.audiences.actions import set_audience
from members.audiences.clauses import CLOSED, PUBLIC, Clauses
from members.audiences.scopes import ScopeKind, SiteRole, scope
from members.audiences.viewers import anonymous_viewer, viewer_for
from members.models import NamedGroup, NamedGroupMembership, Organisation, User
from search.engines import EngineQuery, engine
from search.models import Entry
from tests.builders import MEMBERS, PRACTITIONERS

pytestmark = [pytest.mark.django_db, pytest.mark.access]

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MOMENT = timedelta(milliseconds=1)

TABLE = """
                          public members practitioners region both group person organisation closed
anonymous                 yes    .       .             .      .    .     .      .            .
member                    yes    yes     .             .      .    .     .      .            .
practitioner              yes    yes     yes           yes    yes  .     .      yes          .
practitioner_elsewhere    yes    yes     yes           .      .    .     .      .            .
practitioner_who_left     yes    yes     yes           .      .    .     .      .            .
member_of_the_region      yes    yes     .             yes    .    .     .      yes          .
peer_mentor               yes    yes     .             .      .    .     .      .            .
moderator                 yes    yes     .             .      .    .     .      .            .
regional_lead             yes    yes     .             .      .    .     .      .            .
coordinator               yes    yes     .             .      .    .     .      .            .
in_the_group              yes    yes     .             .      .    yes   .      .            .
no_more_in_the_group      yes    yes     .             .      .    .     .      .            .
not_yet_in_the_group      yes    yes     .             .      .    .     .      .            .
named_person              yes    yes     .             .      .    .     yes    .            .
without_a_role            yes    .       .             .      .    .     .      .            .
inactive_practitioner     yes    .       .             .      .    .     .      .            .
editor                    yes    yes     yes           yes    yes  yes   yes    yes          yes
administrator             yes    yes     yes           yes    yes  yes   yes    yes          yes
superuser                 yes    yes     yes           yes    yes  yes   yes    yes          yes
"""

# State: (visible from, visible until, whether it is there now). A draft is nowhere.
STATES = {
    "live": (None, None, True),
    "a moment before it begins": (NOW + MOMENT, None, False),
    "at the moment it begins": (NOW, None, True),
    "a moment before it ends": (None, NOW + MOMENT, True),
    "at the moment it ends": (None, NOW, False),
    "over": (NOW - 2 * MOMENT, NOW - MOMENT, False),
}
DRAFT = "draft"
# Whoever tries the addresses themselves as well; the other faces are tried by everybody.
AT_THE_DOOR = ("anonymous", "practitioner", "no_more_in_the_group", "editor")


def table():
    """The table as {(person, audience): whether}."""
    head, *rows = TABLE.strip().splitlines()
    return {
        (row.split()[0], name): cell == "yes"
        for row in rows
        for name, cell in zip(head.split(), row.split()[1:], strict=True)
    }


def people_of(site, group):
    """One person of every kind in the table."""
    north, south = site.regions
    roles = {"peer_mentor", "moderator", "regional_lead", "coordinator", "editor", "administrator"}
    people = {name: site.person(SiteRole(name)) for name in roles}
    people["anonymous"] = None
    people["practitioner"] = site.person(SiteRole.PRACTITIONER, region=north)
    people["practitioner_elsewhere"] = site.person(SiteRole.PRACTITIONER, region=south)
    people["practitioner_who_left"] = left = site.person(SiteRole.PRACTITIONER, region=north)
    post = left.posts.get()
    post.started_on, post.ended_on = NOW.date() - timedelta(days=30), NOW.date()
    post.save()
    people["member_of_the_region"] = site.person(SiteRole.MEMBER, region=north)
    people["inactive_practitioner"] = inactive = site.person(SiteRole.PRACTITIONER, region=north)
    inactive.is_active = False
    inactive.save()
    for name in ("member", "named_person", "in_the_group", "no_more_in_the_group", "not_yet_in_the_group"):
        people[name] = site.person(SiteRole.MEMBER)
    people["without_a_role"] = site.person()
    people["superuser"] = User.objects.create_superuser("root@example.org", "Root", "a long enough password")
    terms = {
        "in_the_group": (NOW, NOW + MOMENT),
        "no_more_in_the_group": (NOW - timedelta(days=9), NOW),
        "not_yet_in_the_group": (NOW + MOMENT, None),
    }
    for name, (starts_at, ends_at) in terms.items():
        NamedGroupMembership.objects.create(group=group, person=people[name], starts_at=starts_at, ends_at=ends_at)
    for posted in User.objects.filter(posts__isnull=False, posts__ended_on=None):
        posted.posts.update(started_on=NOW.date())
    return people


def audiences_of(site, group, people):
    """The audiences of the table."""
    north = site.regions[0]
    organisation = Organisation.objects.get(area__region=north)
    in_north = site.in_region(north)
    return {
        "public": PUBLIC,
        "members": MEMBERS,
        "practitioners": PRACTITIONERS,
        "region": in_north,
        "both": PRACTITIONERS & in_north,
        "group": Clauses.of([[scope(ScopeKind.GROUP, group.pk)]]),
        "person": Clauses.of([[scope(ScopeKind.PERSON, people["named_person"].pk)]]),
        "organisation": Clauses.of([[scope(ScopeKind.ORGANISATION, organisation.pk)]]),
        "closed": CLOSED,
    }


@pytest.fixture
def world(site):
    """A page and a document for every audience and state, everybody's view of them, and what the table says of it."""
    group = NamedGroup.objects.create(name="Steering group")
    people = people_of(site, group)
    things = {}
    for audience, clauses in audiences_of(site, group, people).items():
        for state, (begins, ends, _there) in STATES.items():
            page = site.guidance(f"Quagga {audience} {state}", audience=clauses)
            paper = site.document()
            for thing in (page, paper):
                set_audience(thing, clauses, visible_from=begins, visible_until=ends)
            things[audience, state] = (page.pk, paper.pk)
        things[audience, DRAFT] = (site.guidance(f"Quagga {audience} draft", audience=clauses, publish=False).pk, None)
    site.settle()
    with mock.patch.object(timezone, "now", return_value=NOW):
        viewers = {name: viewer_for(_signed_in(user)) if user else anonymous_viewer() for name, user in people.items()}
    return viewers, things


def _signed_in(user):
    """The account as a session would read it now."""
    return User.objects.get(pk=user.pk)


def expected(viewers, things, *, documents=False):
    """What each person should see, by the table: {person: ids}."""
    rule = table()
    return {
        person: {
            ids[documents]
            for (audience, state), ids in things.items()
            if state != DRAFT and STATES[state][2] and rule[person, audience]
        }
        for person in viewers
    }


def test_every_face_of_the_rule_gives_the_table(world, subtests, monkeypatch):
    viewers, things = world
    pages, papers = expected(viewers, things), expected(viewers, things, documents=True)
    faces = {
        "can_see, of a page": lambda viewer: seen_one_by_one(viewer, GuidancePage.objects.live()),
        "can_see, of a document": lambda viewer: seen_one_by_one(viewer, SiteDocument.objects.all()),
        "visible_to, of the catalogue": lambda viewer: keys(Entry.objects.visible_to(viewer).values_list("key", flat=True)),
        "visible_to, of documents": documents_for,
        "the engine's filter": found_by_engine,
        "the page's address": pages_served,
    }
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    for face, seen in faces.items():
        for person, viewer in viewers.items():
            if face != "the page's address" or person in AT_THE_DOOR:
                with subtests.test(face, person=person):
                    assert seen(viewer) == (papers if "document" in face else pages)[person]
    monkeypatch.setattr("members.audiences.access.MOST_IDS_IN_A_QUERY", 1)
    for person, viewer in viewers.items():
        with subtests.test("visible_to, with more audiences than a query may list", person=person):
            assert documents_for(viewer) == papers[person]
    for (person, audience), may in table().items():
        with subtests.test("the plain computation", person=person, audience=audience):
            stored = GuidancePage.objects.get(title=f"Quagga {audience} live").audience
            assert stored.as_clauses().satisfied_by(viewers[person].scopes) is may
            assert (stored.pk in viewers[person].audience_ids) is may


def seen_one_by_one(viewer, rows):
    return {row.pk for row in rows if can_see(viewer, row)}


def keys(found):
    return {int(key.partition(":")[2]) for key in found if key.startswith("guidance:")}


def found_by_engine(viewer):
    query = EngineQuery(text="quagga", filters={}, audience_ids=viewer.audience_ids, at=NOW, limit=500)
    answer = engine().search(query)
    assert answer.total == len(answer.hits), "a total tells how many things there are"
    return keys(hit.key for hit in answer.hits)


def documents_for(viewer):
    return set(SiteDocument.objects.visible_to(viewer).values_list("pk", flat=True))


def pages_served(viewer):
    """Every page, live or draft, asked for at its address by somebody in a browser."""
    browser = Client()
    if viewer.user_id:
        browser.force_login(User.objects.get(pk=viewer.user_id))
    return {page.pk for page in GuidancePage.objects.all() if browser.get(page.get_url()).status_code == 200}

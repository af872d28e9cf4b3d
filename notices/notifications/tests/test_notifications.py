"""Telling people on the site: once, only who may know, and asked again when they read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.audiences import actions as audiences
from members.audiences.scopes import SiteRole
from members.models import User
from members.roles import give_roles
from notices.follows.actions import follow
from notices.notifications import actions, queries
from notices.notifications.models import Notification
from tests.builders import MEMBERS, PRACTITIONERS
from tests.test_query_counts import cost, fill

pytestmark = pytest.mark.django_db
LIST = "/account/notifications/"


@pytest.fixture
def page(site):
    page = site.guidance("Restricted", audience=PRACTITIONERS)
    site.settle()
    return page


def key_of(page):
    return f"guidance:{page.pk}"


def told(text):
    return set(Notification.objects.filter(text=text).values_list("recipient", flat=True))


def test_only_those_who_may_see_the_thing_are_told_and_each_once(site, page):
    allowed, member = site.person(SiteRole.PRACTITIONER), site.person(SiteRole.MEMBER)
    closed = site.person(SiteRole.PRACTITIONER)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    for _ in range(2):
        actions.notify([allowed, member, closed], "e", key_of(page), "It changed.")
    assert told("It changed.") == {allowed.pk}
    assert Notification.objects.count() == 1


def test_what_is_about_nothing_hidden_is_told_to_all(site):
    people = [site.person(SiteRole.MEMBER) for _ in range(3)]
    actions.notify(people, "e", "", "Hello.", "/desk/")
    assert told("Hello.") == {person.pk for person in people}
    assert Notification.objects.first().leads_to == "/desk/"


def test_nobody_is_told_of_what_is_not_there(site):
    actions.notify([site.person(SiteRole.ADMINISTRATOR)], "e", "guidance:404", "?")
    assert not Notification.objects.exists()


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_security_31_a_notification_leads_nowhere_else(site, address):
    with pytest.raises(ValueError, match="this site"):
        actions.notify([site.person(SiteRole.MEMBER)], "e", "", "x", address)


def test_followers_are_told(site, page):
    follower, stranger, blind = site.person(SiteRole.PRACTITIONER), site.person(SiteRole.PRACTITIONER), site.person()
    for person in (follower, blind):
        follow(person, key_of(page))
    actions.tell_followers(f"{key_of(page)}#part", "changed:1", "It changed.")
    assert told("It changed.") == {follower.pk}
    assert stranger.pk not in told("It changed.")


def test_security_4_what_one_may_no_longer_see_is_gone_from_the_list_and_back_when_one_may(site, page, as_):
    person = site.person(SiteRole.PRACTITIONER)
    actions.notify([person], "e", key_of(page), "Secret words.")
    assert "Secret words." in as_(person).get(LIST).content.decode()
    give_roles(person, SiteRole.MEMBER)
    answer = as_(person).get(LIST)
    assert "Secret words." not in answer.content.decode()
    assert answer.context["unread"] == 0
    audiences.set_audience(page, MEMBERS)
    assert "Secret words." in as_(person).get(LIST).content.decode()


def test_opening_one_leads_to_where_the_thing_is_now(site, page, as_):
    person = site.person(SiteRole.PRACTITIONER)
    actions.notify([person], "e", key_of(page), "It changed.")
    leads_to = Notification.objects.get().leads_to
    assert leads_to == f"/k/guidance:{page.pk}"
    assert as_(person).get(leads_to).headers["Location"] == page.get_url()


def test_all_are_marked_as_read_by_sending_a_form_and_by_nothing_else(site, page, as_):
    person, other = site.person(SiteRole.PRACTITIONER), site.person(SiteRole.PRACTITIONER)
    actions.notify([person, other], "e", key_of(page), "It changed.")
    as_(person).get(LIST)
    assert Notification.objects.filter(read_at=None).count() == 2
    for _ in range(2):
        assert as_(person).post(LIST).status_code == 302
    assert list(Notification.objects.filter(read_at=None)) == [Notification.objects.get(recipient=other)]
    assert "Mark all as read" not in as_(person).get(LIST).content.decode()


def test_whoever_has_not_signed_in_is_asked_to(as_, db):
    assert as_(None).get(LIST).headers["Location"] == f"/account/login/?next={LIST}"
    assert as_(None).post(LIST).status_code == 302


def test_a_thousand_people_are_told_in_few_queries(site, page):
    User.objects.bulk_create(User(email=f"p{n}@example.org", display_name=f"P{n}", is_superuser=True) for n in range(1_000))
    people = list(User.objects.filter(is_superuser=True))
    with CaptureQueriesContext(connection) as made:
        actions.notify(people, "e", key_of(page), "It changed.")
    assert Notification.objects.count() == 1_000
    assert len(made) <= 1_000 // 50


def test_the_list_costs_the_same_however_long(site, as_):
    person = site.person(SiteRole.PRACTITIONER)
    fill(1_000)
    browser, costs = as_(person), []
    for size in (10, 1_000):
        rows = [
            Notification(recipient=person, event=f"{size}:{n}", key=f"guidance:{10**6 + n}", text="x") for n in range(size)
        ]
        Notification.objects.bulk_create(rows)
        costs.append(cost(browser, LIST))
    assert len(browser.get(LIST).context["page"].rows) == 20
    assert costs[0] == costs[1] <= 7, costs


def test_the_badge_is_one_query(site, page, django_assert_num_queries):
    from members.audiences.viewers import viewer_for

    person = site.person(SiteRole.PRACTITIONER)
    actions.notify([person], "e", key_of(page), "It changed.")
    viewer = viewer_for(person)
    with django_assert_num_queries(1):
        assert queries.unread_for(viewer) == 1

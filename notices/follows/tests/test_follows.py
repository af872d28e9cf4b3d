"""Following, through the addresses at which it is done."""

import pytest

from members.audiences import actions as audiences
from members.audiences.scopes import SiteRole
from notices.follows import actions, queries
from notices.follows.models import Follow
from tests.builders import PRACTITIONERS
from tests.test_query_counts import cost, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site):
    page = site.guidance("Restricted", audience=PRACTITIONERS)
    site.settle()
    return page


def address(page):
    return f"/follow/?key=guidance%3A{page.pk}"


def test_a_person_follows_and_stops_and_twice_is_once(site, page, as_):
    person = site.person(SiteRole.PRACTITIONER)
    browser = as_(person)
    assert "Follow “Restricted”" in browser.get(address(page)).content.decode()
    for _ in range(2):
        answer = browser.post(address(page), {"choice": "follow"}, follow=True)
        assert "You follow “Restricted”" in answer.content.decode()
    assert list(queries.followers_of(f"guidance:{page.pk}#part")) == [person]
    assert "Restricted" in browser.get("/account/follows/").content.decode()
    for _ in range(2):
        browser.post(address(page), {"choice": "stop"})
    assert not Follow.objects.exists()
    assert "do not follow anything" in browser.get("/account/follows/").content.decode()


def test_whoever_has_not_signed_in_is_asked_to_and_comes_back(page, as_):
    answer = as_(None).get(address(page))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/account/login/?next=/follow/%3Fkey%3Dguidance%253A{page.pk}"
    assert as_(None).post(address(page), {"choice": "follow"}).status_code == 302
    assert as_(None).get("/account/follows/").status_code == 302


@pytest.mark.parametrize("key", ["", "guidance:0", "nothing", "guidance:%00x", "x" * 500, "🦊:1"])
def test_what_is_not_there_and_what_one_may_not_see_are_the_same(site, page, as_, key):
    browser = as_(site.person(SiteRole.MEMBER))
    hidden = browser.get(address(page))
    assert hidden.status_code == 404
    assert browser.post(address(page), {"choice": "follow"}).status_code == 404
    assert not Follow.objects.exists()
    absent = browser.get("/follow/", {"key": key})
    assert absent.status_code == 404
    assert absent.content == hidden.content


def test_what_was_narrowed_is_no_longer_on_the_list(site, page, as_):
    person = site.person(SiteRole.PRACTITIONER)
    actions.follow(person, f"guidance:{page.pk}")
    assert "Restricted" in as_(person).get("/account/follows/").content.decode()
    audiences.set_audience(page, site.in_region(site.regions[0]))
    answer = as_(person).get("/account/follows/")
    assert "Restricted" not in answer.content.decode()
    assert as_(person).get(address(page)).status_code == 404


def test_reading_changes_nothing(site, page, as_):
    browser = as_(site.person(SiteRole.PRACTITIONER))
    browser.get(f"{address(page)}&choice=follow")
    assert not Follow.objects.exists()


def test_the_list_costs_the_same_however_long(site, as_):
    person = site.person(SiteRole.PRACTITIONER)
    fill(1_000)
    browser = as_(person)
    costs = []
    for size in (10, 1_000):
        keys = [f"guidance:{10**6 + n}" for n in range(size)]
        Follow.objects.bulk_create([Follow(person=person, key=key) for key in keys], ignore_conflicts=True)
        costs.append(cost(browser, "/account/follows/"))
    assert len(browser.get("/account/follows/").context["entries"]) == 20
    assert costs[0] == costs[1] <= 7, costs

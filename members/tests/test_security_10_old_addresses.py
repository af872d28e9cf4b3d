"""Old addresses lead on, for whoever may see where to; for everybody else they are addresses that never were."""

from datetime import timedelta
from urllib.parse import unquote_to_bytes

import pytest
from django.test import TestCase
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from members.audiences import actions
from members.audiences.clauses import PUBLIC
from members.audiences.scopes import SiteRole
from tests.builders import PRACTITIONERS

pytestmark = [pytest.mark.django_db, pytest.mark.access]

OLD, NEW = "/guidance/old-plans/", "/guidance/new-plans/"


def renamed(site, **fields):
    """A guidance that has moved from the old address to the new one."""
    page = site.guidance("Plans", slug="old-plans", **fields)
    page.slug = "new-plans"
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()
    return page


def answer(browser, address):
    response = browser.get(address)
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, headers, response.content.decode().replace(address, "/an/address/")


def test_an_old_address_leads_to_where_the_page_is(site, client):
    renamed(site)
    moved = client.get(OLD)
    assert (moved.status_code, moved["Location"]) == (301, NEW)


def test_an_old_address_with_a_query_leads_there_too(site, client):
    renamed(site)
    assert client.get(OLD + "?from=mail")["Location"] == NEW


@pytest.mark.parametrize("role", [None, SiteRole.MEMBER, SiteRole.MODERATOR])
def test_whoever_may_not_see_the_page_gets_the_answer_of_an_address_that_never_was(site, as_, role):
    renamed(site, audience=PRACTITIONERS)
    browser = as_(role and site.person(role))
    never = answer(browser, "/guidance/never-was/")
    assert never[0] == 404
    assert answer(browser, OLD) == never
    assert answer(browser, NEW) == never


def test_whoever_may_see_the_page_is_led_there(site, as_):
    renamed(site, audience=PRACTITIONERS)
    moved = as_(site.person(SiteRole.PRACTITIONER)).get(OLD)
    assert (moved.status_code, moved["Location"]) == (301, NEW)


def test_security_12_a_page_narrowed_since_is_not_given_away_by_what_a_cache_kept(site, client):
    page = renamed(site)
    assert client.get(OLD)["Cache-Control"] == "private, no-store"
    actions.set_audience(page, PRACTITIONERS)
    assert client.get(OLD).status_code == 404


def test_a_page_withdrawn_or_not_yet_to_be_seen_is_not_given_away(site, client):
    page = renamed(site)
    actions.set_audience(page, PUBLIC, visible_from=timezone.now() + timedelta(hours=1))
    assert client.get(OLD).status_code == 404
    actions.set_audience(page, PUBLIC)
    assert client.get(OLD).status_code == 301
    page.unpublish()
    assert client.get(OLD).status_code == 404


def test_a_moved_annex_is_given_away_only_with_the_guidance_it_lies_under(site, client):
    one, two = site.guidance("One"), site.guidance("Two")
    annex = site.annex_page(one, "Table")
    old = annex.get_url()
    annex.move(two, pos="last-child")
    assert client.get(old)["Location"] == "/guidance/two/table/"
    type(two).objects.get(pk=two.pk).unpublish()
    assert client.get(old).status_code == 404


def test_a_redirect_to_another_site_is_nobodys_secret(site, client):
    Redirect.objects.create(old_path="/forms", redirect_link="https://forms.example.org/", is_permanent=False)
    moved = client.get("/forms/")
    assert (moved.status_code, moved["Location"]) == (302, "https://forms.example.org/")


def test_a_redirect_without_an_end_is_no_redirect(site, client):
    Redirect.objects.create(old_path="/forms")
    assert client.get("/forms/").status_code == 404


@pytest.mark.parametrize("address", ["//[", "/%5B/", "/http://[", "/%ff%fe/", "/" + "a" * 5_000 + "/", "/;/", "/?%5B"])
def test_security_37_a_malformed_address_is_not_found_and_no_error(site, client, address):
    assert client.generic("GET", "/", PATH_INFO=unquote_to_bytes(address).decode("latin-1")).status_code in (200, 301, 404)


def test_two_redirects_of_one_address_lead_to_the_newer_and_break_nothing(site, client):
    from wagtail.contrib.redirects.models import Redirect

    for title in ("Older", "Newer"):
        Redirect.objects.create(old_path="/was/here", redirect_page=site.guidance(title), is_permanent=False)
    assert client.get("/was/here/")["Location"].endswith("/guidance/newer/")

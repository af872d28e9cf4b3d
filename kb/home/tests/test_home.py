"""The front page, and how an address becomes a page."""

import pytest
from wagtail.models import Page, Site

from members.audiences.scopes import SiteRole
from members.models import Audience
from tests.builders import PRACTITIONERS

pytestmark = pytest.mark.django_db


def test_the_front_page_leads_on_by_need_by_theme_and_by_reader(site, client):
    theme = site.themes[0]
    theme.help_phrase = "a local plan"
    theme.save()
    text = client.get("/").content.decode()
    assert site.home.purpose in text
    assert "a local plan" in text
    assert 'href="/themes/beta/"' in text
    assert 'href="/search/?sector=schools"' in text


@pytest.mark.access
def test_what_is_new_is_what_the_reader_may_see_and_else_nothing_differs(site, client, as_):
    site.guidance("Open plans")
    site.settle()
    before = client.get("/").content
    site.guidance("Secret plans", audience=PRACTITIONERS)
    site.settle()
    assert client.get("/").content == before
    assert "Secret plans" in as_(site.person(SiteRole.PRACTITIONER)).get("/").content.decode()


def test_what_is_new_is_the_newest_six(site, client):
    for number in range(7):
        site.guidance(f"Number {number}.")
    site.settle()
    text = client.get("/").content.decode()
    assert "Number 6." in text
    assert "Number 0." not in text


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/guidance/nowhere/",
        "/front/",
        "/guidance/plans/nowhere/",
        "/guidance/plans/first/nowhere/",
        "/front/guidance/",
    ],
)
def test_what_is_no_page_is_not_found(site, client, address):
    site.guidance("Plans")
    assert client.get(address).status_code == 404


@pytest.mark.access
def test_security_10_a_chapter_of_a_page_that_may_not_be_seen_is_as_absent_as_the_page(site, client):
    """Whatever is asked for beneath it: a chapter that is there, one that is not."""
    site.guidance("Plans", audience=PRACTITIONERS)

    def answer(address):
        response = client.get(address)
        headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        return response.status_code, headers, response.content.decode().replace(address, "/…/")

    absent = answer("/guidance/never-was/")
    for address in ("/guidance/plans/", "/guidance/plans/first/", "/guidance/plans/second/", "/guidance/plans/a/b/c/"):
        assert answer(address) == absent


def test_a_page_that_is_not_one_of_ours_is_not_served(site, client):
    """Nothing without readers of its own, whoever put it into the tree."""
    site.home.add_child(instance=Page(title="Bare", slug="bare"))
    assert client.get("/bare/").status_code == 404


def test_without_a_site_nothing_is_found_and_nothing_fails(site, client):
    Site.objects.all().delete()
    assert client.get("/").status_code == 404


def test_the_front_page_is_public_from_the_start(site):
    assert site.home.audience == Audience.objects.public()

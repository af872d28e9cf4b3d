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


def test_p1_who_signed_in_finds_what_waits_what_they_follow_and_their_drafts(site, as_):
    from notices.desk.actions import open_item
    from notices.desk.kinds import register
    from notices.follows.actions import follow

    page = site.guidance("Followed plans")
    site.settle()
    editor = site.person(SiteRole.EDITOR)
    follow(editor, page.key)
    register("test", "Something to do")
    open_item(kind="test", event="test:1", title="Read this", key=page.key, for_role=SiteRole.EDITOR)
    draft = page.get_latest_revision_as_object()
    draft.title = "Half-written plans"
    draft.save_revision(user=editor)
    words = as_(editor).get("/").content.decode()
    assert "1 piece of work waits for you" in words
    assert "You follow: Followed plans" in words
    assert "Your draft: Half-written plans" in words


def test_p1_nobody_is_shown_what_is_another_persons(site, as_, client):
    from notices.follows.actions import follow

    page = site.guidance("Followed plans")
    secret = site.guidance("Secret plans", audience=PRACTITIONERS)
    site.settle()
    person = site.person(SiteRole.PRACTITIONER)
    follow(person, page.key)
    follow(person, secret.key)
    assert "You follow: Secret plans" in as_(person).get("/").content.decode()
    for other in (client, as_(site.person(SiteRole.MEMBER))):
        assert "You follow" not in other.get("/").content.decode()
    person.groups.clear()
    assert "Secret plans" not in as_(person).get("/").content.decode()
    assert "You follow: Followed plans" in as_(person).get("/").content.decode()


def test_p1_terms_and_pages_about_the_site_are_no_news(site, client):
    from config.foundation import lay_information

    site.guidance("Open plans")
    lay_information()
    site.settle()
    assert [entry.title for entry in client.get("/").context["latest"]] == ["Open plans"]

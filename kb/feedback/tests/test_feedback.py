"""A7: "Is this page useful?" without scripts; what is wrong reaches the desk of whoever looks after the page, once."""

import re

import pytest
from django.test import Client

from kb.changes.pages import set_facts
from kb.feedback.models import PageFeedback
from members.audiences.scopes import SiteRole
from notices.desk.models import WorkItem
from tests.builders import PRACTITIONERS, chapter, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(site):
    return site.person(SiteRole.EDITOR, name="Kay Keeper")


@pytest.fixture
def page(site, keeper):
    page = site.guidance("Duties", chapter("First", text("<p>Meet.</p>")), slug="duties")
    set_facts(page, looked_after_by_id=keeper.pk)
    site.settle()
    return page


def open_form(browser, address):
    """The form behind a link of a page, and its fields as a browser would send them."""
    answer = browser.get(address)
    assert answer.status_code == 200
    number = re.search(r'name="form" value="([^"]+)"', answer.content.decode()).group(1)
    return {"form": number, "answer": answer.context["form"]["answer"].value()}


def link(browser, answer, page="/guidance/duties/"):
    """Where a reader's click on an answer leads."""
    links = re.findall(r'href="(/feedback/page/[^"]+)"', browser.get(page).content.decode())
    return next(address.replace("&amp;", "&") for address in links if f"answer={answer}" in address)


def test_a7_no_with_words_reaches_whoever_looks_after_the_page(page, keeper, client, as_):
    address = link(client, "no")
    answer = client.post(address, {**open_form(client, address), "text": "Says nothing of evenings."}, follow=True)
    assert "has arrived" in answer.content.decode()
    item = WorkItem.objects.get()
    assert (item.owner, item.kind, item.key) == (keeper, "feedback", page.key)
    desk = as_(keeper).get("/desk/").content.decode()
    assert "Not useful: Duties" in desk
    assert "Says nothing of evenings." in as_(keeper).get(f"/desk/{item.pk}/").content.decode()
    assert PageFeedback.objects.get().revision_id == page.live_revision_id


def test_a7_an_answer_from_a_chapter_names_the_chapter(page, client):
    address = link(client, "no", "/guidance/duties/first/")
    client.post(address, {**open_form(client, address), "text": "Too short."})
    assert PageFeedback.objects.get().part.startswith("b-")


def test_a7_yes_is_counted_and_troubles_nobody(page, keeper, client, as_):
    address = link(client, "yes")
    client.post(address, {**open_form(client, address), "text": ""})
    assert PageFeedback.objects.get().answer == "yes"
    assert not WorkItem.objects.exists()
    editing = as_(keeper).get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert re.search(r"Yes, it is useful</dt>\s*<dd>1</dd>", editing)


def test_a7_reading_the_form_changes_nothing(page, client):
    for answer in ("yes", "no", "wrong"):
        client.get(link(client, answer))
    assert not PageFeedback.objects.exists()


def test_a7_a_form_sent_twice_counts_once(page, client):
    address = link(client, "wrong")
    sent = {**open_form(client, address), "text": "The number is wrong."}
    for _time in range(2):
        assert client.post(address, sent).status_code == 302
    assert (PageFeedback.objects.count(), WorkItem.objects.count()) == (1, 1)


def test_a7_the_same_form_on_another_page_is_another_answer(site, page, client):
    other = site.guidance("Other", slug="other")
    site.settle()
    sent = {**open_form(client, link(client, "no")), "text": "Too short."}
    for key in (page.key, other.key):
        client.post(f"/feedback/page/?key={key}", sent)
    assert PageFeedback.objects.count() == 2


def test_a7_the_desk_leads_to_the_part_that_is_meant(page, keeper, client, as_):
    address = link(client, "no", "/guidance/duties/first/")
    client.post(address, {**open_form(client, address), "text": "Too short."})
    item = WorkItem.objects.get()
    assert f"/k/{page.key}/{item.part}" in as_(keeper).get(f"/desk/{item.pk}/").content.decode()


def test_a7_saying_that_something_is_wrong_needs_words(page, client):
    address = link(client, "wrong")
    answer = client.post(address, {**open_form(client, address), "text": " "})
    assert answer.context["form"].errors["text"]
    assert not PageFeedback.objects.exists()


def test_a7_one_megabyte_is_refused_with_the_limit_and_stays_in_the_form(page, client):
    address = link(client, "no")
    answer = client.post(address, {**open_form(client, address), "text": "long " * 200_000})
    assert answer.status_code == 200
    assert "Use 2000 characters or fewer" in answer.content.decode()
    assert "long long long" in answer.content.decode()
    assert not PageFeedback.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"answer": "maybe"}, {"answer": "yes", "form": "no-uuid"}, {"form": "", "answer": "no"}]
)
def test_a_broken_form_is_no_error_500_and_keeps_nothing(page, client, sent):
    answer = client.post("/feedback/page/?key=" + page.key, sent)
    assert answer.status_code == 200
    assert not PageFeedback.objects.exists()


def test_what_the_reader_may_not_see_cannot_be_asked_about(site, as_, client):
    page = site.guidance("Hush", slug="hush", audience=PRACTITIONERS)
    site.settle()
    address = f"/feedback/page/?key={page.key}&answer=no"
    assert as_(site.person(SiteRole.PRACTITIONER)).get(address).status_code == 200
    nowhere = "/feedback/page/?key=guidance:999999&answer=no"
    for method in ("get", "post"):
        shut, absent = getattr(client, method)(address), getattr(client, method)(nowhere)
        assert shut.status_code == absent.status_code == 404
    for wrong in ("", "key=", "key=nonsense", "key=guidance:%00", "key=" + "x" * 5000):
        assert client.get(f"/feedback/page/?{wrong}").status_code in (400, 404)


def test_the_page_itself_carries_no_token_and_the_form_does(page):
    browser = Client(enforce_csrf_checks=True)
    assert "csrfmiddlewaretoken" not in browser.get("/guidance/duties/").content.decode()
    address = link(browser, "no")
    answer = browser.get(address)
    assert "csrfmiddlewaretoken" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert browser.post(address, {"answer": "no"}).status_code == 403


def test_without_a_keeper_the_editors_share_it(site, page, client, as_):
    set_facts(page, looked_after_by_id=None)
    address = link(client, "no")
    client.post(address, {**open_form(client, address), "text": "Too short."})
    assert WorkItem.objects.get().state == "open"
    assert "Not useful: Duties" in as_(site.person(SiteRole.EDITOR)).get("/desk/").content.decode()

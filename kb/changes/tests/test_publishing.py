"""A4, A8, A13: publishing asks what a change is, and readers find it in the history, the month and the feed."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from kb.changes.models import Change, ChangeKind
from kb.guidance.models import GuidancePage
from members.audiences.actions import set_audience
from members.audiences.clauses import PUBLIC
from members.audiences.scopes import SiteRole
from tests.builders import PRACTITIONERS, chapter, text

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def publish(page, words, change_type="", note=""):
    """Publish new words for the first chapter, as the CMS does once its form is valid."""
    page = page.get_latest_revision_as_object()
    page.chapters = [chapter("First", text(f"<p>{words}</p>"))]
    page.change_type, page.change_note = change_type, note
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()
    return GuidancePage.objects.get(pk=page.pk)


def form_data(browser, page, **changes):
    """What a browser sends back of the CMS's form of a page."""
    answer = browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    form = answer.context["form"]
    fields = {
        f.html_name: f.value()
        for f in form
        if f.value() is not None and not f.html_name.startswith(("opening", "about", "chapters"))
    }
    fields = {name: value for name, value in fields.items() if value is not False}
    fields["themes"] = [theme.pk for theme in page.themes.all()]
    latest = page.get_latest_revision()
    streams = {f"{name}-count": "0" for name in ("opening", "about", "chapters")}
    comments = {
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": "",
    }
    return {**fields, **streams, **comments, "loaded_revision_id": latest.pk, **changes}


def send(browser, page, **changes):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_data(browser, page, **changes))


@pytest.fixture
def page(site):
    page = site.guidance("Duties", chapter("First", text("<p>Meet twice a year.</p>")), slug="duties")
    site.settle()
    return page


@pytest.fixture
def editor(site, as_):
    return as_(site.person(SiteRole.EDITOR))


def test_a4_what_is_new_is_published_without_a_question(page):
    change = Change.objects.get(key=page.key)
    assert change.kind == ChangeKind.FIRST
    assert page.updated_at == page.changed_at


def test_a4_publishing_a_change_without_saying_which_is_refused_and_the_text_stays(page, editor):
    answer = send(editor, page, title="Duties of all", **{"action-publish": "1"})
    assert answer.status_code == 200
    assert "change_type" in answer.context["form"].errors
    assert "Duties of all" in answer.content.decode()
    page.refresh_from_db()
    assert page.title == "Duties"


def test_a4_a_draft_may_leave_the_question_open(page, editor):
    assert send(editor, page, title="Duties of all").status_code == 302
    page.refresh_from_db()
    assert (page.title, page.draft_title) == ("Duties", "Duties of all")


def test_a4_a_major_change_needs_a_note(page, editor):
    answer = send(editor, page, change_type="major", change_note=" ", **{"action-publish": "1"})
    assert answer.status_code == 200
    assert "told to readers with this note" in str(answer.context["form"].errors["change_note"])
    assert Change.objects.filter(key=page.key).count() == 1


def test_a4_a_major_change_with_a_note_is_published_from_the_form(page, editor):
    answer = send(editor, page, change_type="major", change_note="Meetings are monthly.", **{"action-publish": "1"})
    assert answer.status_code == 302
    assert Change.objects.get(key=page.key, kind="major").note == "Meetings are monthly."


def test_a4_each_change_is_asked_about_anew(page, editor):
    send(editor, page, change_type="major", change_note="Meetings are monthly.", **{"action-publish": "1"})
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert not form["change_type"].value()
    assert not form["change_note"].value()


def test_a4_only_a_major_change_moves_the_date_and_is_told(page, client):
    before = page.updated_at
    page = publish(page, "Meet twice each year.", "minor", "Wording.")
    assert page.updated_at == before
    assert "Wording." not in client.get("/guidance/duties/history/").content.decode()
    assert client.get("/changes/").content.decode().count("px-change__title") == 1
    page = publish(page, "Meet monthly.", "major", "Meetings are monthly.")
    assert page.updated_at > before
    assert "Meetings are monthly." in client.get("/guidance/duties/history/").content.decode()
    assert "Meetings are monthly." in client.get("/changes/").content.decode()


def test_a4_the_change_is_noted_in_the_transaction_that_publishes(page):
    """A process that dies between the two would have left a change that nobody was told of."""
    page = page.get_latest_revision_as_object()
    page.change_type, page.change_note = "major", "Monthly."
    revision = page.save_revision()
    seen = []

    def look(sender, instance, **kwargs):
        from django.db import connection

        seen.append((connection.in_atomic_block, Change.objects.filter(revision=revision).exists()))

    from django.db.models.signals import post_save

    post_save.connect(look, sender=Change)
    try:
        revision.publish()
    finally:
        post_save.disconnect(look, sender=Change)
    assert seen == [(True, True)]


def test_a4_saving_what_is_published_once_more_is_no_change(page):
    page.save()
    page.save()
    assert Change.objects.filter(key=page.key).count() == 1


def test_a4_a_scheduled_change_is_told_when_its_hour_comes(page, client):
    from unittest.mock import patch

    from django.core.management import call_command

    draft = page.get_latest_revision_as_object()
    draft.change_type, draft.change_note = "major", "From Monday on."
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision().publish()
    assert "From Monday on." not in client.get("/guidance/duties/history/").content.decode()
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(hours=2)):
        with TestCase.captureOnCommitCallbacks(execute=True):
            call_command("publish_scheduled", verbosity=0)
        assert "From Monday on." in client.get("/guidance/duties/history/").content.decode()


def test_many_at_once_are_not_published_without_a_word(page, editor):
    draft = page.get_latest_revision_as_object()
    draft.title = "Other duties"
    draft.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}&next=/cms/"
    answer = editor.post(address, follow=True)
    assert "say whether the change is minor or major" in answer.content.decode()
    page.refresh_from_db()
    assert page.title == "Duties"


def test_two_editors_at_once_the_second_is_told_and_keeps_the_text(site, page, as_):
    """The form of each was opened on the same version."""
    one, other = as_(site.person(SiteRole.EDITOR)), as_(site.person(SiteRole.EDITOR))
    opened = form_data(other, page, title="Theirs", change_type="minor", **{"action-publish": "1"})
    assert send(one, page, title="Ours", change_type="minor", **{"action-publish": "1"}).status_code == 302
    answer = other.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), opened)
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "Somebody else saved this page after you opened it" in words
    assert "Theirs" in words
    page.refresh_from_db()
    assert page.title == "Ours"


def test_a8_a_reader_sees_what_was_different_between_versions(page, client):
    page = publish(page, "Meet monthly in a hall.", "major", "Meetings are monthly.")
    history = client.get("/guidance/duties/history/").context["changes"]
    words = client.get(history[0].compare_address).content.decode()
    assert "<del>" in words
    assert "twice" in words
    assert "hall" in words
    assert history[-1].compare_address == ""


def test_a8_an_editor_also_sees_minor_changes(site, page, as_, client):
    publish(page, "Meet two times a year.", "minor", "Plainer.")
    assert "Plainer." in as_(site.person(SiteRole.EDITOR)).get("/guidance/duties/history/").content.decode()
    assert "Plainer." not in client.get("/guidance/duties/history/").content.decode()


def test_a8_a_version_that_an_editor_hid_is_compared_with_nothing(site, page, as_, client):
    page = publish(page, "Call Ms Example at home.", "major", "A contact.")
    page = publish(page, "Call the desk.", "major", "Another contact.")
    Change.objects.filter(note="A contact.").update(text_hidden=True)
    history = client.get("/guidance/duties/history/").context["changes"]
    shown = "".join(client.get(c.compare_address).content.decode() for c in history if c.compare_address)
    assert "desk." in shown
    assert "Ms Example" not in shown
    hidden = Change.objects.get(note="A contact.")
    assert client.get(f"/guidance/duties/history/{hidden.pk}/").status_code == 404
    seen_by_editor = as_(site.person(SiteRole.EDITOR)).get(f"/guidance/duties/history/{hidden.pk}/")
    assert "Example" in seen_by_editor.content.decode()


def test_a8_what_was_written_for_few_stays_theirs_when_the_page_is_opened_to_all(site, as_, client):
    page = site.guidance("Paper", chapter("First", text("<p>Hushword one.</p>")), slug="paper", audience=PRACTITIONERS)
    page = publish(page, "Hushword two.", "major", "Hushnote.")
    set_audience(page, PUBLIC)
    page = publish(page, "Open words.", "major", "Now for all.")
    site.settle()
    member = as_(site.person(SiteRole.PRACTITIONER))
    assert "Hushnote." in member.get("/guidance/paper/history/").content.decode()
    for address in ("/guidance/paper/history/", "/changes/", "/feeds/changes.atom"):
        words = client.get(address).content.decode()
        assert "Now for all." in words
        assert "Hush" not in words
    for change in Change.objects.filter(key=page.key):
        answer = client.get(f"/guidance/paper/history/{change.pk}/")
        assert answer.status_code == 404 or "Hush" not in answer.content.decode()


def test_a8_versions_of_another_page_and_nonsense_are_not_there(site, page, client):
    other = site.guidance("Other", slug="other")
    foreign = Change.objects.get(key=other.key)
    for pk in (foreign.pk, 10**9, 10**30):
        assert client.get(f"/guidance/duties/history/{pk}/").status_code == 404


def test_a_chapter_called_history_has_an_address_of_its_own(site, client):
    site.guidance("Past", chapter("History", text("<p>Long ago.</p>")), slug="past")
    assert "Long ago." in client.get("/guidance/past/history-1/").content.decode()
    assert "Long ago." not in client.get("/guidance/past/history/").content.decode()


def test_a13_a_month_lists_its_own_changes_by_theme(site, client):
    site.guidance("On alpha", slug="on-alpha", themes=site.themes[:1])
    site.guidance("On beta", slug="on-beta", themes=site.themes[1:2])
    site.settle()
    Change.objects.filter(key__startswith="guidance").update(at=timezone.now().replace(day=1, hour=12))
    everything = client.get("/changes/").content.decode()
    assert "On alpha" in everything
    assert "On beta" in everything
    only = client.get("/changes/?theme=alpha").content.decode()
    assert "On alpha" in only
    assert "On beta" not in only
    today = timezone.localdate()
    last = today.replace(day=1) - timedelta(days=1)
    assert "On alpha" not in client.get(f"/changes/{last:%Y-%m}/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/changes/2026-13/", "/changes/0000-01/", "/changes/2999-01/", "/changes/?theme=none", "/feeds/themes/none.atom"],
)
def test_a13_what_is_no_month_or_theme_is_not_there(site, client, address):
    assert client.get(address).status_code == 404


def test_a13_each_theme_has_a_feed_and_it_is_an_atom_feed(site, page, client):
    publish(page, "Meet monthly.", "major", "Meetings are monthly & short.")
    answer = client.get("/feeds/themes/alpha.atom")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["Changed: Duties", "Published: Duties"]
    assert "Meetings are monthly & short." in entries[0].find(f"{ATOM}summary").text
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == 2
    assert not ET.fromstring(client.get("/feeds/themes/beta.atom").content).findall(f"{ATOM}entry")


def test_a_copy_begins_a_history_of_its_own(site, page):
    publish(page, "Meet monthly.", "major", "Monthly.")
    copy = page.copy(update_attrs={"slug": "duties-too", "title": "Duties too"}, keep_live=True)
    assert [c.kind for c in Change.objects.filter(key=f"guidance:{copy.pk}")] in ([], ["first"])
    assert Page.objects.get(pk=copy.pk).specific.withdrawn_at is None


@pytest.mark.parametrize("bad", ["\x0b", "\x0c", "\x01"])
def test_a13_a_character_that_no_feed_may_hold_breaks_no_feed(site, page, client, bad):
    """Word's soft line break comes with pasted text."""
    publish(page, "Meet monthly.", "major", f"Monthly{bad}meetings.")
    site.guidance(f"Old{bad}plans")
    Change.objects.filter(kind="major").update(note=f"Monthly{bad}meetings.")
    site.settle()
    ET.fromstring(client.get("/feeds/changes.atom").content)


def test_a8_what_was_said_while_time_hid_the_page_is_told_to_nobody(site, client):
    from unittest.mock import patch

    page = site.guidance("Embargo", chapter("First", text("<p>Hushword.</p>")), slug="embargo", publish=False)
    set_audience(page, PUBLIC, visible_from=timezone.now() + timedelta(days=1))
    GuidancePage.objects.get(pk=page.pk).get_latest_revision().publish()
    publish(GuidancePage.objects.get(pk=page.pk), "Clean.", "major", "Hushnote.")
    site.settle()
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=2)):
        assert client.get("/guidance/embargo/").status_code == 200
        addresses = ["/guidance/embargo/history/", "/changes/", "/feeds/changes.atom"]
        addresses += [f"/guidance/embargo/history/{change.pk}/" for change in Change.objects.all()]
        for address in addresses:
            assert "Hush" not in client.get(address).content.decode(), address


def test_followers_are_told_of_a_major_change_that_brings_a_page_back(site, page):
    from notices.follows.actions import follow
    from notices.notifications.models import Notification

    person = site.person(SiteRole.PRACTITIONER)
    follow(person, page.key)
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.unpublish()
    publish(GuidancePage.objects.get(pk=page.pk), "Meet monthly.", "major", "Back, and monthly.")
    assert "Back, and monthly." in Notification.objects.get(recipient=person).text


def test_nobody_adds_to_the_history_or_takes_from_it_by_hand(site, page, as_):
    boss = site.person(SiteRole.ADMINISTRATOR)
    boss.is_superuser = True
    boss.save()
    browser, change = as_(boss), Change.objects.get(key=page.key)
    for address in ("add/", f"copy/{change.pk}/", f"delete/{change.pk}/"):
        assert browser.post(f"/cms/snippets/changes/change/{address}", {"note": "x"}).status_code in (302, 403, 404)
    assert Change.objects.filter(key=page.key).count() == 1
    answer = browser.post(f"/cms/snippets/changes/change/edit/{change.pk}/", {"note": "Put right.", "text_hidden": "on"})
    assert answer.status_code == 302
    change.refresh_from_db()
    assert (change.note, change.text_hidden) == ("Put right.", True)
    assert "Duties" in browser.get("/cms/snippets/changes/change/").content.decode()

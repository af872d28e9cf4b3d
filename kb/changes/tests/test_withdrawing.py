"""A5, A6: withdrawal with reason and successor, ranking below what is in force; reviews, reminders, overdue pages."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from kb.changes.models import Change
from kb.changes.reminders import remind
from kb.changes.reviewing import review
from kb.changes.withdrawal import restore, withdraw
from kb.guidance.models import GuidancePage
from members.audiences.scopes import SiteRole
from notices.desk.actions import finish
from notices.desk.models import WorkItem
from notices.mail.models import OutgoingMail
from search.models import Entry
from tests.builders import PRACTITIONERS, chapter, text

pytestmark = pytest.mark.django_db


def settled(site, action):
    with TestCase.captureOnCommitCallbacks(execute=True):
        result = action()
    site.settle()
    return result


@pytest.fixture
def old(site):
    return site.guidance("Quarterly return", chapter("Sheet", text("<p>The return has a sheet.</p>")), slug="old")


@pytest.fixture
def new(site):
    page = site.guidance("Yearly form", chapter("Lines", text("<p>It took the place of the return.</p>")), slug="new")
    site.settle()
    return page


@pytest.fixture
def editor(site, as_):
    return as_(site.person(SiteRole.EDITOR))


def test_a5_it_stays_readable_with_date_reason_and_the_way_to_its_successor(site, old, new, client):
    settled(site, lambda: withdraw(old, "Returns are yearly now.", successor=new))
    for address in ("/guidance/old/", "/guidance/old/sheet/"):
        words = client.get(address).content.decode()
        assert "Withdrawn on" in words
        assert "Returns are yearly now." in words
        assert 'href="/guidance/new/"' in words
    assert "The return has a sheet." in client.get("/guidance/old/sheet/").content.decode()
    assert "Withdrawn" in client.get("/guidance/old/history/").content.decode()


def test_a5_it_ranks_below_whatever_is_in_force(site, old, new, client):
    """The old page has the word in its title, the new one once in its text."""
    site.settle()
    found = [hit.entry.title for hit in client.get("/search/?q=return").context["results"].hits]
    assert found == ["Quarterly return", "Yearly form"]
    settled(site, lambda: withdraw(old, "Over."))
    found = [hit.entry.title for hit in client.get("/search/?q=return").context["results"].hits]
    assert found == ["Yearly form", "Quarterly return"]
    settled(site, lambda: restore(GuidancePage.objects.get(pk=old.pk), "Needed after all."))
    found = [hit.entry.title for hit in client.get("/search/?q=return").context["results"].hits]
    assert found == ["Quarterly return", "Yearly form"]


def test_a5_a_successor_that_the_reader_may_not_see_is_not_named(site, old, as_, client):
    closed = site.guidance("Hushtitle", slug="hush", audience=PRACTITIONERS)
    settled(site, lambda: withdraw(old, "Over.", successor=closed))
    assert "Hushtitle" in as_(site.person(SiteRole.PRACTITIONER)).get("/guidance/old/").content.decode()
    assert "Hushtitle" not in client.get("/guidance/old/").content.decode()
    assert "hush" not in client.get("/guidance/old/").content.decode()


def test_a5_readers_are_led_to_the_last_of_several_successors(site, old, new, client):
    newest = site.guidance("Newest", slug="newest")
    settled(site, lambda: withdraw(old, "Over.", successor=new))
    settled(site, lambda: withdraw(GuidancePage.objects.get(pk=new.pk), "Over too.", successor=newest))
    assert client.get("/guidance/old/").context["withdrawn"].successor.address == "/guidance/newest/"


def test_a5_nobody_can_be_led_in_a_circle(site, old, new, editor):
    settled(site, lambda: withdraw(old, "Over.", successor=new))
    answer = editor.post(reverse("changes_withdraw", args=[new.pk]), {"reason": "Over.", "successor": old.pk})
    assert answer.status_code == 200
    assert "leads back to this page" in answer.content.decode()
    assert "Quarterly return → Yearly form" in answer.content.decode()
    new.refresh_from_db()
    assert not new.is_withdrawn
    with pytest.raises(ValidationError):
        withdraw(new, "Over.", successor=GuidancePage.objects.get(pk=old.pk))


def test_a5_a_page_is_not_its_own_successor(site, old, editor):
    answer = editor.post(reverse("changes_withdraw", args=[old.pk]), {"reason": "Over.", "successor": old.pk})
    assert answer.status_code == 200
    assert answer.context["form"].errors["successor"]


def test_a5_the_form_withdraws_once_and_keeps_what_was_typed_when_refused(site, old, new, editor):
    address = reverse("changes_withdraw", args=[old.pk])
    refused = editor.post(address, {"reason": "", "successor": new.pk})
    assert refused.context["form"].errors["reason"]
    assert f'value="{new.pk}" selected' in refused.content.decode()
    for _time in range(2):
        editor.post(address, {"reason": "Over.", "successor": new.pk})
    assert Change.objects.filter(key=old.key, kind="withdrawn").count() == 1


def test_a5_it_is_no_part_of_a_draft(site, old, new):
    """A draft from before, published later, does not put it in force again."""
    draft = old.save_revision()
    settled(site, lambda: withdraw(old, "Over.", successor=new))
    settled(site, draft.publish)
    assert GuidancePage.objects.get(pk=old.pk).is_withdrawn


def test_a5_annexes_with_readers_of_their_own_stand_or_fall_with_it(site, old, client):
    site.annex_page(old, "Form")
    settled(site, lambda: withdraw(old, "Over."))
    assert Entry.objects.get(kind="annex").is_withdrawn
    assert "Withdrawn on" in client.get("/guidance/old/form/").content.decode()


def test_a5_whoever_may_not_publish_may_not_withdraw(site, old, as_):
    for role in (SiteRole.MEMBER, SiteRole.PRACTITIONER, SiteRole.PEER_MENTOR, None):
        browser = as_(site.person(role) if role else None)
        answer = browser.post(reverse("changes_withdraw", args=[old.pk]), {"reason": "Over."})
        assert answer.status_code in (302, 403)
    old.refresh_from_db()
    assert not old.is_withdrawn


def test_a6_every_page_shows_owner_and_reviews(site, old, client):
    from members.models import Organisation

    review(old, timezone.localdate() + timedelta(days=90), looked_after_by=None, is_right=True)
    old.owner_organisation = Organisation.objects.first()
    settled(site, lambda: old.save_revision().publish())
    words = client.get("/guidance/old/").content.decode()
    for label in ("Owner", "Org North", "Last reviewed", "Next review"):
        assert label in words


def test_a6_a_review_date_in_the_past_is_refused_and_what_was_typed_stays(site, old, editor):
    answer = editor.post(reverse("changes_review", args=[old.pk]), {"next_review_on": "2020-01-01", "reviewed": "on"})
    assert "Choose a day after today" in str(answer.context["form"].errors["next_review_on"])
    assert "2020-01-01" in answer.content.decode()


def test_a6_a_new_page_is_due_in_a_year_and_looked_after_by_whoever_made_it(site):
    person = site.person(SiteRole.EDITOR)
    page = site.guidance("Mine", owner=person)
    page.refresh_from_db()
    assert page.looked_after_by == person
    assert page.next_review_on == timezone.localdate() + timedelta(days=365)


def test_a6_reminders_come_30_and_7_days_before_and_on_the_day_each_once(site, old):
    keeper = site.person(SiteRole.EDITOR)
    due = timezone.localdate() + timedelta(days=60)
    settled(site, lambda: review(old, due, looked_after_by=keeper, is_right=False))
    sent = []
    for days_before in (31, 30, 30, 29, 8, 7, 6, 1, 0, -1, -5):
        with patch("kb.changes.reminders.timezone.localdate", return_value=due - timedelta(days=days_before)):
            remind()
        sent.append(OutgoingMail.objects.filter(recipient=keeper).count())
    assert sent == [0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    mails = OutgoingMail.objects.filter(recipient=keeper).order_by("pk")
    assert all("Quarterly return" in mail.subject for mail in mails)
    assert "was to be reviewed" in mails[2].text
    assert WorkItem.objects.filter(kind="review", key=old.key).count() == 1


def test_a6_an_overdue_page_is_on_the_desk_until_it_is_reviewed(site, old, editor):
    due = timezone.localdate() + timedelta(days=3)
    settled(site, lambda: review(old, due, looked_after_by=None, is_right=False))
    with patch("kb.changes.reminders.timezone.localdate", return_value=due + timedelta(days=9)):
        remind()
    assert "Quarterly return" in editor.get("/desk/").content.decode()
    later = timezone.localdate() + timedelta(days=200)
    editor.post(reverse("changes_review", args=[old.pk]), {"next_review_on": str(later), "reviewed": "on"})
    assert WorkItem.objects.get(kind="review").state == "done"
    old.refresh_from_db()
    assert (old.reviewed_on, old.next_review_on) == (timezone.localdate(), later)


def test_a6_what_is_withdrawn_is_reviewed_no_more(site, old, client):
    settled(site, lambda: review(old, timezone.localdate() + timedelta(days=3), looked_after_by=None, is_right=False))
    settled(site, lambda: withdraw(old, "Over."))
    remind()
    assert not WorkItem.objects.exists()
    assert "Next review" not in client.get("/guidance/old/").content.decode()


def test_a6_an_overdue_page_stays_readable(site, old, client):
    """Trap 14: warn, never remove by itself."""
    GuidancePage.objects.update(next_review_on=timezone.localdate() - timedelta(days=400))
    remind()
    words = client.get("/guidance/old/").content.decode()
    assert "Next review" in words
    assert "overdue" not in words


def test_a6_editors_are_shown_on_the_page_that_it_is_overdue(site, old, editor):
    GuidancePage.objects.update(next_review_on=timezone.localdate() - timedelta(days=1))
    assert "Review overdue" in editor.get("/guidance/old/").content.decode()


def test_a5_followers_are_told(site, old):
    from notices.follows.actions import follow
    from notices.notifications.models import Notification

    site.settle()
    person = site.person(SiteRole.PRACTITIONER)
    follow(person, old.key)
    settled(site, lambda: withdraw(old, "Returns are yearly now."))
    assert "is withdrawn: Returns are yearly now." in Notification.objects.get(recipient=person).text


@pytest.mark.parametrize("how", ["another keeper", "put off and back", "called done"])
def test_a6_a_review_that_was_not_done_comes_back_to_the_desk(site, old, how):
    one, other = site.person(SiteRole.EDITOR), site.person(SiteRole.EDITOR)
    due = timezone.localdate() + timedelta(days=5)
    settled(site, lambda: review(old, due, looked_after_by=one, is_right=False))
    remind()
    item = WorkItem.objects.get()
    if how == "another keeper":
        review(old, due, looked_after_by=other, is_right=False, by=one)
    elif how == "put off and back":
        review(old, due + timedelta(days=90), looked_after_by=one, is_right=False, by=one)
        review(old, due, looked_after_by=one, is_right=False, by=one)
    else:
        finish(item, by=one)
    remind()
    item.refresh_from_db()
    assert (item.state, item.owner) == ("taken", other if how == "another keeper" else one)


def test_a6_a_keeper_whose_address_is_none_holds_up_nobody(site, old, new):
    keeper = site.person(SiteRole.EDITOR)
    type(keeper).objects.filter(pk=keeper.pk).update(email="x@intranet")
    due = timezone.localdate() + timedelta(days=5)
    settled(site, lambda: review(old, due, looked_after_by=keeper, is_right=False))
    settled(site, lambda: review(new, due, looked_after_by=site.person(SiteRole.EDITOR), is_right=False))
    remind()
    assert WorkItem.objects.filter(key=new.key).exists()
    assert OutgoingMail.objects.filter(key=new.key).count() == 1

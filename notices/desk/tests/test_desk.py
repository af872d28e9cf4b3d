"""The desk, through its pages: who sees what, what can be done with it, and what happens when two do it at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.audiences import actions as audiences
from members.audiences.scopes import SiteRole
from members.audiences.viewers import viewer_for
from members.roles import give_roles
from notices.desk import actions, kinds, queries
from notices.desk.models import ItemState, WorkItem, WorkItemStep
from notices.desk.receivers import return_what_cannot_be_done
from notices.desk.refusals import Refused
from notices.notifications.models import Notification
from tests.builders import MEMBERS, PRACTITIONERS
from tests.test_query_counts import cost

pytestmark = pytest.mark.django_db
EDITOR, MODERATOR, ADMINISTRATOR, MEMBER = SiteRole.EDITOR, SiteRole.MODERATOR, SiteRole.ADMINISTRATOR, SiteRole.MEMBER


@pytest.fixture(autouse=True)
def _kinds_of_work():
    kinds.register("review", "Page to review")
    kinds.register("answer", "Question to answer")


def work(event="e", **values):
    return actions.open_item(**{"kind": "review", "event": event, "title": f"Work {event}", "for_role": EDITOR, **values})


def page_of(item):
    return f"/desk/{item.pk}/"


def reloaded(item):
    return WorkItem.objects.get(pk=item.pk)


def send(browser, item, action, seen=None, **fields):
    """Send one of the forms, as it stood on the page that this person has open (the newest, unless told otherwise)."""
    seen = seen or WorkItemStep.objects.filter(item=item).latest("pk").pk
    return browser.post(page_of(item), {"action": action, "seen": seen, **fields}, follow=True)


def test_an_event_is_one_item_however_often(site):
    assert work(title="First").pk == work(title="Second").pk
    item = WorkItem.objects.get()
    assert (item.title, item.state, item.steps.count()) == ("First", ItemState.OPEN, 1)


def test_work_of_an_unknown_kind_or_without_an_event_or_elsewhere_is_refused(site):
    with pytest.raises(LookupError):
        work(kind="nobody-knows")
    with pytest.raises(ValueError, match="event"):
        work(event="")
    with pytest.raises(ValueError, match="this site"):
        work(address="https://evil.example/")


def test_those_with_the_role_find_it_and_nobody_else(site, as_):
    item = work(text="Please look.\n\nToday.")
    for role in SiteRole:
        browser = as_(site.person(role))
        is_theirs = role in (EDITOR, ADMINISTRATOR)
        assert ("Work e" in browser.get("/desk/").content.decode()) == is_theirs
        assert browser.get(page_of(item)).status_code == (200 if is_theirs else 404)
        assert send(browser, item, "take" if not is_theirs else "due", due_on="").status_code == (200 if is_theirs else 404)
    assert reloaded(item).state == ItemState.OPEN


def test_what_is_not_there_and_what_is_not_theirs_are_the_same(site, as_):
    item, member = work(), as_(site.person(MEMBER))
    hidden, absent = member.get(page_of(item)), member.get("/desk/987654/")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content.decode().replace(page_of(item), "") == absent.content.decode().replace("/desk/987654/", "")
    assert as_(None).get("/desk/").status_code == as_(None).get(page_of(item)).status_code == 404
    assert member.get(f"/desk/{10**30}/").status_code == 404


def test_work_about_a_thing_is_there_for_those_who_may_see_the_thing(site, as_):
    page = site.guidance("Restricted", audience=PRACTITIONERS)
    site.settle()
    item = work(key=f"guidance:{page.pk}#part", for_role=MODERATOR)
    moderator, administrator = site.person(MODERATOR), site.person(ADMINISTRATOR)
    both = site.person(MODERATOR, SiteRole.PRACTITIONER)
    assert as_(moderator).get(page_of(item)).status_code == 404
    assert "Work e" not in as_(moderator).get("/desk/").content.decode()
    assert queries.waiting_for(viewer_for(moderator)) == 0
    for person in (administrator, both):
        assert "Restricted" in as_(person).get(page_of(item)).content.decode()
    assert set(queries.who_can_do(item)) == {administrator, both}
    audiences.set_audience(page, MEMBERS)
    assert as_(moderator).get(page_of(item)).status_code == 200
    page.delete()
    assert as_(moderator).get(page_of(item)).status_code == 404
    assert "Restricted" not in as_(administrator).get(page_of(item)).content.decode()


def test_an_item_from_taken_to_done_leaves_its_steps(site, as_):
    item, person = work(), site.person(EDITOR, name="Ada")
    browser = as_(person)
    assert "This is yours now." in send(browser, item, "take").content.decode()
    send(browser, item, "due", due_on=str(timezone.localdate()))
    answer = send(browser, item, "finish", note="Looked at it.\nAll is well.")
    assert "Marked as done." in answer.content.decode()
    done = reloaded(item)
    assert (done.state, done.owner) == (ItemState.DONE, person)
    assert done.closed_at is not None
    assert [(step.what, step.who) for step in done.steps.all()] == [
        ("opened", None),
        ("taken", person),
        ("due", person),
        ("done", person),
    ]
    assert "All is well." in browser.get(page_of(item)).content.decode()
    send(browser, item, "reopen", note="Not quite.")
    assert (reloaded(item).state, reloaded(item).owner, reloaded(item).closed_at) == (ItemState.OPEN, None, None)


def test_declining_needs_a_reason(site, as_):
    item, person = work(), site.person(EDITOR)
    browser = as_(person)
    send(browser, item, "take")
    answer = send(browser, item, "decline", note="   ")
    assert "There is a problem" in answer.content.decode()
    assert reloaded(item).state == ItemState.TAKEN
    send(browser, item, "decline", note="Not ours.")
    assert reloaded(item).state == ItemState.DECLINED


def test_a_date_that_has_passed_is_refused(site, as_):
    item, browser = work(), as_(site.person(EDITOR))
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = send(browser, item, "due", due_on=str(yesterday))
    assert "That day has passed" in answer.content.decode()
    assert 'href="#due-due_on"' in answer.content.decode()
    assert reloaded(item).due_on is None
    for nonsense in ("tomorrow", "2026-02-30", "99999-01-01"):
        assert "There is a problem" in send(browser, item, "due", due_on=nonsense).content.decode()


def test_the_same_step_twice_is_one_step(site, as_):
    item, person = work(), site.person(EDITOR)
    browser, seen = as_(person), item.steps.get().pk
    for _ in range(3):
        assert "This is yours now." in send(browser, item, "take", seen=seen).content.decode()
    assert item.steps.count() == 2


def test_whoever_is_slower_is_told_who_was_faster(site, as_):
    item, ada, bob = work(), site.person(EDITOR, name="Ada"), site.person(EDITOR, name="Bob")
    seen = item.steps.get().pk
    send(as_(ada), item, "take", seen=seen)
    answer = send(as_(bob), item, "take", seen=seen)
    assert "changed since you opened it: taken by Ada" in answer.content.decode()
    assert reloaded(item).owner == ada
    assert "Ada has taken this" in as_(bob).get(page_of(item)).content.decode()
    for action in ("finish", "decline", "hand-back"):
        assert "Ada has taken this" in send(as_(bob), item, action, note="x").content.decode()
    assert reloaded(item).owner == ada


def test_two_tabs_of_one_person(site, as_):
    item, ada = work(), site.person(EDITOR, name="Ada")
    browser = as_(ada)
    send(browser, item, "take")
    seen = item.steps.latest("pk").pk
    send(browser, item, "finish", seen=seen)
    answer = send(browser, item, "decline", seen=seen, note="No.")
    assert "done by you" in answer.content.decode()
    assert reloaded(item).state == ItemState.DONE


def test_a_refused_form_can_be_sent_again_once_its_reader_has_seen_the_change(site, as_):
    item, ada, root = work(), site.person(EDITOR, name="Ada"), site.person(ADMINISTRATOR)
    seen = item.steps.get().pk
    send(as_(root), item, "due", due_on=str(timezone.localdate()))
    answer = send(as_(ada), item, "take", seen=seen)
    assert f'name="seen" value="{item.steps.latest("pk").pk}"' in answer.content.decode()
    assert "This is yours now." in send(as_(ada), item, "take").content.decode()


def test_it_is_given_to_somebody_who_can_do_it_and_is_told(site, as_):
    item, ada, bob = work(), site.person(EDITOR, name="Ada"), site.person(EDITOR, name="Bob")
    stranger = site.person(MODERATOR)
    browser = as_(ada)
    assert "There is a problem" in send(browser, item, "give", to=stranger.pk).content.decode()
    with pytest.raises(Refused):
        actions.give(item, stranger, by=ada)
    assert "Given." in send(browser, item, "give", to=bob.pk, note="You know it best.").content.decode()
    assert reloaded(item).owner == bob
    told = Notification.objects.get()
    assert (told.recipient, told.text, told.address) == (bob, "You were given: Work e", page_of(item))
    assert "You know it best." in as_(bob).get(page_of(item)).content.decode()
    send(as_(bob), item, "hand-back")
    assert reloaded(item).owner is None
    send(as_(bob), item, "give", to=bob.pk)
    assert Notification.objects.count() == 1, "nobody is told what they did themselves"


def test_an_administrator_can_step_in(site, as_):
    item, ada = work(), site.person(EDITOR)
    actions.take(item, by=ada)
    send(as_(site.person(ADMINISTRATOR)), item, "hand-back", note="She is away.")
    assert reloaded(item).state == ItemState.OPEN


@pytest.mark.parametrize("how", ["role", "clear", "group", "inactive", "deleted", "unnoticed"])
def test_what_its_owner_can_no_longer_do_is_open_again(site, how):
    item, other = work(), work("other")
    ada, bob = site.person(EDITOR), site.person(EDITOR)
    actions.take(item, by=ada)
    actions.take(other, by=bob)
    if how == "role":
        give_roles(ada, MEMBER)
    elif how == "clear":
        ada.groups.clear()
    elif how == "group":
        ada.groups.get(name="Editor").user_set.remove(ada)
    elif how == "inactive":
        ada.is_active = False
        ada.save()
    elif how == "deleted":
        ada.delete()
    else:
        type(ada).objects.filter(pk=ada.pk).update(is_active=False)
        return_what_cannot_be_done()
    assert (reloaded(item).state, reloaded(item).owner) == (ItemState.OPEN, None)
    assert item.steps.latest("pk").what == "returned"
    assert reloaded(other).owner == bob


def test_who_keeps_what_they_need_keeps_the_item(site):
    item, ada = work(), site.person(EDITOR, MODERATOR)
    actions.take(item, by=ada)
    give_roles(ada, EDITOR)
    ada.display_name = "Another name"
    ada.save()
    assert reloaded(item).owner == ada


def test_the_lists_and_their_counts_agree(site, as_):
    ada, bob = site.person(EDITOR), site.person(EDITOR)
    items = [work(str(n), kind="review" if n % 2 else "answer") for n in range(8)]
    for item in items[:3]:
        actions.take(item, by=ada)
    actions.take(items[3], by=bob)
    actions.finish(items[0], by=ada)
    today = timezone.localdate()
    WorkItem.objects.filter(pk=items[1].pk).update(due_on=today - timedelta(days=1))
    WorkItem.objects.filter(pk=items[4].pk).update(due_on=today)
    browser = as_(ada)
    expected = {"": 7, "mine": 2, "open": 4, "overdue": 1, "closed": 1, "nonsense": 7}
    for which, number in expected.items():
        answer = browser.get("/desk/", {"show": which})
        assert (len(answer.context["page"].rows), answer.context["current"]["count"]) == (number, number), which
    answer = browser.get("/desk/?kind=answer")
    assert answer.context["current"]["count"] == len(answer.context["page"].rows) == 3
    assert "Remove filter:" in answer.content.decode()
    first = browser.get("/desk/").context["page"].rows
    assert [row.pk for row in first[:3]] == [items[1].pk, items[4].pk, items[2].pk]
    assert "Nothing is in this list" in as_(site.person(MEMBER)).get("/desk/").content.decode()
    assert queries.waiting_for(viewer_for(ada)) == 2 + 4


def test_the_lists_can_be_paged_through_and_back(site, as_):
    today = timezone.localdate()
    for n in range(45):
        work(str(n), due_on=today + timedelta(days=n % 7) if n % 3 else None)
    browser, seen, address = as_(site.person(EDITOR)), [], "?show=open"
    while address:
        page = browser.get(f"/desk/{address}").context["page"]
        seen += [row.pk for row in page.rows]
        last, address = page, page.next_address
        assert not address or "show=open" in address
    assert len(seen) == len(set(seen)) == 45
    back = browser.get(f"/desk/{last.previous_address}").context["page"]
    assert [row.pk for row in back.rows] == seen[20:40]
    for nonsense in ("x", "2026-99-99_1", "2026-01-01_x", "_", "9999-12-31_1"):
        assert browser.get("/desk/", {"before": nonsense}).status_code == 200


def test_the_desk_costs_the_same_however_much_is_on_it(site, as_):
    browser, costs = as_(site.person(EDITOR)), []
    for size in (10, 1_000):
        WorkItem.objects.bulk_create(
            WorkItem(kind="review", event=f"{size}:{n}", title=f"Bulk {n}", for_role="editor") for n in range(size)
        )
        costs.append((cost(browser, "/desk/"), cost(browser, "/desk/?show=closed&kind=review")))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 7, costs


def test_an_item_costs_the_same_however_many_steps_it_has(site, as_):
    item, person = work(), site.person(EDITOR)
    costs = []
    for times in (1, 20):
        for _ in range(times):
            actions.take(item, by=person)
            actions.hand_back(item, by=person)
        costs.append(cost(as_(person), page_of(item)))
    assert costs[0] == costs[1] <= 9, costs


def test_what_waits_is_one_query(site, django_assert_num_queries):
    work()
    viewer = viewer_for(site.person(EDITOR))
    with django_assert_num_queries(1):
        assert queries.waiting_for(viewer) == 1


def test_an_item_whose_work_was_done_elsewhere_is_closed(site):
    item = work()
    actions.close_of_event("e", by=None, note="Published.")
    assert reloaded(item).state == ItemState.DONE
    actions.close_of_event("e", by=None)
    actions.close_of_event("never was", by=None)
    assert item.steps.count() == 2


def test_nothing_changes_by_reading_and_no_unknown_form_is_taken(site, as_):
    item, browser = work(), as_(site.person(EDITOR))
    browser.get(f"{page_of(item)}?action=take")
    assert browser.post(page_of(item), {"action": "destroy"}).status_code == 404
    assert browser.post("/desk/").status_code == 405
    assert item.steps.count() == 1


def test_words_are_shown_as_words(site, as_):
    item = work(title="<b>Bold\r\nmove</b>", text="<script>alert(1)</script>")
    browser = as_(site.person(EDITOR))
    send(browser, item, "take")
    send(browser, item, "finish", note="<img src=x onerror=alert(1)>")
    html = browser.get(page_of(item)).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;b&gt;Bold move&lt;/b&gt;" in html


def test_work_can_be_somebody_s_from_the_start_if_they_could_do_it(site):
    ada, stranger = site.person(EDITOR), site.person(MODERATOR)
    assert (work("a", owner=ada).state, work("b", owner=stranger).state) == (ItemState.TAKEN, ItemState.OPEN)

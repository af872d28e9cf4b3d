"""A1, A11, P2: collections and step-by-steps, made by editors from pages that are there, for each reader what they may see."""

import json
import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from config.foundation import lay_foundation
from kb.changes.models import Change
from kb.changes.reviewing import review
from kb.changes.withdrawal import restore, withdraw
from kb.collections.actions import add_collections, add_steps
from kb.collections.models import CollectionIndexPage, CollectionPage, StepByStepPage
from kb.collections.reading import chosen_on
from kb.collections.tests.making import collection, group, step, steps
from kb.collections.tests.walking import visited
from kb.feedback.models import PageFeedback
from members.audiences import actions
from members.audiences.clauses import PUBLIC
from members.audiences.scopes import SiteRole
from search.models import Citation, Entry
from tests.builders import PRACTITIONERS

pytestmark = pytest.mark.django_db

MADE_ANEW = {"Authorization": "none"}


def body(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def content(client, address):
    return body(client, address).split('id="main-content"')[1].split("<footer")[0]


def titles(html):
    """The pages that are listed, in their order."""
    return re.findall(r'<(?:h3 class="px-entry__title">|li class="px-task-steps__page">)\s*<a [^>]*>([^<]*)</a>', html)


@pytest.fixture
def pages(site):
    """Three open pages and one for practitioners."""
    made = {name: site.guidance(name) for name in ("One", "Two", "Three")}
    return {**made, "Closed": site.guidance("Closed", audience=PRACTITIONERS)}


# Collections.


def test_a11_a_collection_shows_its_groups_and_pages_in_the_order_chosen(site, pages, client):
    collection(site, "Start", group("Later", pages["Three"], pages["One"]), group("First", pages["Two"]))
    site.settle()
    html = content(client, "/collections/start/")
    assert re.findall(r'<h2 class="px-section__heading">([^<]*)</h2>', html) == ["Later", "First"]
    assert titles(html) == ["Three", "One", "Two"]
    assert 'aria-current="page">Start<' in body(client, "/collections/start/")


def test_a11_who_may_not_see_a_page_is_not_shown_it_and_an_empty_group_is_not_there(site, pages, as_):
    collection(site, "Start", group("Open", pages["One"], pages["Closed"]), group("All closed", pages["Closed"]))
    site.settle()
    visitor, practitioner = as_(None), as_(site.person(SiteRole.PRACTITIONER))
    assert titles(content(visitor, "/collections/start/")) == ["One"]
    assert "All closed" not in body(visitor, "/collections/start/")
    assert titles(content(practitioner, "/collections/start/")) == ["One", "Closed", "Closed"]


def test_a11_what_is_unpublished_or_deleted_is_not_there_at_once(site, pages, client):
    collection(site, "Start", group("All", pages["One"], pages["Two"], pages["Three"]))
    site.settle()
    pages["One"].unpublish()
    pages["Two"].delete()
    assert titles(content(client, "/collections/start/")) == ["Three"]
    pages["Three"].delete()
    assert 'href="/guidance/"' in content(client, "/collections/start/")
    assert "nothing here that you can see" in content(client, "/collections/start/")


def test_a11_a_collection_can_hold_any_page_that_can_be_found(site, pages, client):
    inner = steps(site, "Task", step("Do it"))
    collection(site, "Start", group("All", inner, pages["One"]))
    site.settle()
    assert titles(content(client, "/collections/start/")) == ["Task", "One"]


def test_a11_a_collection_has_readers_of_its_own_like_any_page(site, pages, as_):
    collection(site, "Start", group("All", pages["One"]), audience=PRACTITIONERS)
    site.settle()
    assert as_(None).get("/collections/start/").status_code == 404
    assert "Start" not in body(as_(None), "/collections/")
    assert "Start" in body(as_(site.person(SiteRole.PRACTITIONER)), "/collections/")


def test_a1_a11_the_list_has_both_kinds_and_leads_on_when_it_is_empty(site, pages, client):
    assert 'href="/themes/"' in content(client, "/collections/")
    collection(site, "Start", group("All", pages["One"]))
    steps(site, "Task", step("Do it"))
    site.settle()
    html = content(client, "/collections/")
    assert ">Start</a>" in html
    assert ">Task</a>" in html
    assert "Step by step" in html


def test_a11_a_collection_is_found_by_its_words_and_theme_but_not_by_groups_and_titles_it_lists(site, pages, client):
    page = collection(site, "Start", group("Xylophones", pages["One"], pages["Closed"]))
    site.settle()
    assert "/collections/start/" in body(client, "/search/?q=about+start")
    assert "/collections/start/" not in body(client, "/search/?q=xylophones")
    assert ">Start</a>" in body(client, "/themes/alpha/")
    entry = Entry.objects.get(key=page.key)
    assert [section["heading"] for section in entry.sections] == ["Start"]
    assert set(Citation.objects.filter(from_key=page.key).values_list("to_key", flat=True)) == {
        pages["One"].key,
        pages["Closed"].key,
    }


def test_a11_a_collection_that_was_withdrawn_says_so_and_comes_last(site, pages, client):
    other = steps(site, "Start anew", step("All", pages["One"]))
    page = collection(site, "Start", group("All", pages["One"]))
    review(page, timezone.localdate() + timedelta(days=30), looked_after_by=None, is_right=True)
    site.settle()
    assert "Next review" in content(client, "/collections/start/")
    withdraw(page, "Its time is over.", successor=other)
    site.settle()
    html = content(client, "/collections/start/")
    assert "Its time is over." in html
    assert 'href="/collections/start-anew/"' in html
    assert "Next review" not in html
    assert Entry.objects.get(key=page.key).is_withdrawn
    found = re.findall(r'<h3 class="px-entry__title"><a href="([^"#]*)', body(client, "/search/?q=start"))
    assert found == ["/collections/start-anew/", "/collections/start/"]
    restore(page, "It holds again.")
    assert "Its time is over." not in content(client, "/collections/start/")


@pytest.mark.parametrize("kind", ["collection", "steps"])
def test_a6_editors_review_withdraw_and_restore_in_the_cms(site, pages, editor, client, kind):
    listed_in = {"collection": group("All", pages["One"]), "steps": step("All", pages["One"])}[kind]
    page = {"collection": collection, "steps": steps}[kind](site, "Start", listed_in)
    editing = body(editor, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    for name in ("changes_review", "changes_withdraw"):
        assert reverse(name, args=[page.pk]) in editing
    editor.post(reverse("changes_withdraw", args=[page.pk]), {"reason": "Over.", "successor": ""})
    assert "Over." in content(client, "/collections/start/")
    editor.post(reverse("changes_restore", args=[page.pk]), {"reason": "It holds."})
    assert "Over." not in content(client, "/collections/start/")


def test_a6_a_review_that_is_overdue_is_said_to_editors_only(site, pages, as_):
    page = collection(site, "Start", group("All", pages["One"]))
    review(page, timezone.localdate() - timedelta(days=1), looked_after_by=None, is_right=True)
    assert as_(site.person(SiteRole.EDITOR)).get("/collections/start/").context["is_overdue"]
    assert not as_(None).get("/collections/start/").context["is_overdue"]


# At the foot.


@pytest.mark.parametrize("kind", ["collection", "steps"])
def test_a7_readers_say_whether_it_is_useful_cite_and_follow_it(site, pages, client, as_, kind):
    listed_in = {"collection": group("All", pages["One"]), "steps": step("All", pages["One"])}[kind]
    page = {"collection": collection, "steps": steps}[kind](site, "Start", listed_in)
    site.settle()
    html = content(client, "/collections/start/")
    assert f"/k/{page.key}" in html.split("px-cite__address")[1]
    assert client.get(f"/k/{page.key}").headers["Location"] == "/collections/start/"
    answers = [unescape(address) for address in re.findall(r'href="(/feedback/page/[^"]*)"', html)]
    assert len(answers) == 3
    for address in answers:
        assert "Start" in content(client, address)
    sent = {"answer": "wrong", "text": "One is missing.", "form": uuid.uuid4()}
    client.post(answers[0].split("&answer")[0], sent)
    assert PageFeedback.objects.get().key == page.key
    member = as_(site.person(SiteRole.EDITOR))
    assert "Wrong: Start" in body(member, "/desk/")
    assert "One is missing." in body(member, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    follow = unescape(re.search(r'href="([^"]*)" rel="nofollow">Tell me', html)[1])
    member.post(follow, {"choice": "follow"})
    assert member.get(follow).context["is_following"]


def test_a7_nobody_says_anything_of_a_collection_that_they_may_not_see(site, pages, as_):
    page = collection(site, "Start", group("All", pages["One"]), audience=PRACTITIONERS)
    site.settle()
    address = f"/feedback/page/?key={page.key}"
    assert as_(None).get(address).status_code == 404
    assert as_(site.person(SiteRole.PRACTITIONER)).get(address).status_code == 200


def test_a11_a_step_by_step_is_found_by_its_steps_whoever_may_see_their_pages(site, pages, client):
    page = steps(site, "Task", step("Xylophones", pages["Closed"], text="<p>Ring <b>bells</b>.</p>"), step("Wait"))
    site.settle()
    for words in ("xylophones", "bells"):
        assert f"/collections/task/#b-{page.steps[0].id[:8]}" in body(client, f"/search/?q={words}")
    assert "Closed" not in json.dumps(Entry.objects.get(key=page.key).sections)


def test_a11_what_a_collection_or_step_by_step_says_in_search_is_what_everybody_is_shown_on_it(site, pages, as_):
    made = [
        collection(site, "Start", group("Open group", pages["One"]), group("Closed group", pages["Closed"])),
        steps(site, "Task", step("Look", pages["Closed"]), step("Wait", text="<p>A week.</p>")),
    ]
    site.settle()
    for page in made:
        shown = content(as_(None), page.get_url())
        said = [section["heading"] for section in Entry.objects.get(key=page.key).sections]
        assert all(heading in shown for heading in said), page
        assert [heading for heading, _texts in page.text_sections()] == said


def test_a11_history_and_comparison_show_its_own_words_and_no_titles(site, pages, as_):
    page = collection(site, "Start", group("Older group", pages["Closed"]))
    page.groups, page.summary = [group("Later group", pages["Closed"])], "It was About and is After."
    page.change_type, page.change_note = "major", "Sorted anew."
    page.save_revision().publish()
    site.settle()
    visitor = as_(None)
    assert "Sorted anew." in content(visitor, "/collections/start/history/")
    change = Change.objects.filter(key=page.key).first()
    html = content(visitor, f"/collections/start/history/{change.pk}/")
    assert "After" in html
    assert not [words for words in ("Closed", "Older group", "Later group") if words in html]


# Step by step.


@pytest.fixture
def task(site, pages):
    """Three steps; the second has no page, and "Closed" stands between the others."""
    made = steps(
        site,
        "Task",
        step("Look", pages["One"], text="<p>Look <b>well</b>.</p>"),
        step("Wait", text="<p>A week.</p>"),
        step("Act", pages["Closed"], pages["Two"]),
    )
    site.settle()
    return made


def test_a11_a_step_by_step_shows_numbered_steps_with_text_and_pages(task, client):
    html = content(client, "/collections/task/")
    assert re.findall(r"</span> (\d)<span", html) == ["1", "2", "3"]
    assert "<p>Look <b>well</b>.</p>" in html
    assert "<p>A week.</p>" in html
    assert titles(html) == ["One", "Two"]


def test_a11_a_step_without_pages_that_a_reader_may_see_keeps_its_words(site, pages, client):
    steps(site, "Task", step("Ask", pages["Closed"], text="<p>Ring them.</p>"))
    site.settle()
    html = content(client, "/collections/task/")
    assert ("Ask" in html, "Ring them." in html, titles(html)) == (True, True, [])
    assert client.get("/collections/task/").context["next"] is None


def test_p2_the_step_by_step_leads_to_its_first_page(task, client):
    following = client.get("/collections/task/").context["next"]
    assert (following.label, following.title, following.address) == ("Step 1", "One", "/guidance/one/")


def test_a11_text_of_a_step_is_cleaned(site, client):
    steps(site, "Task", step("Look", text='<p onclick="x()">Go<script>alert(1)</script></p>'))
    html = content(client, "/collections/task/")
    assert "onclick" not in html
    assert "<script" not in html


# Where a page stands.


def test_a11_a_page_names_what_it_is_part_of_as_far_as_the_reader_may_see_it(site, pages, as_):
    collection(site, "Open list", group("All", pages["One"]))
    collection(site, "Closed list", group("All", pages["One"]), audience=PRACTITIONERS)
    collection(site, "Another list", group("All", pages["Two"]))
    site.settle()
    visitor, practitioner = as_(None), as_(site.person(SiteRole.PRACTITIONER))
    assert [entry.title for entry in visitor.get("/guidance/one/").context["part_of"]] == ["Open list"]
    assert ">Open list</a>" in content(visitor, "/guidance/one/first/")
    assert [e.title for e in practitioner.get("/guidance/one/").context["part_of"]] == ["Closed list", "Open list"]
    assert not visitor.get("/guidance/three/").context["part_of"]


def test_a11_p2_a_page_of_one_step_by_step_shows_the_way_through_it(task, as_, site):
    navigation = as_(None).get("/guidance/two/").context["navigation"]
    assert [(s.number, s.heading, s.is_current, [p.title for p in s.pages]) for s in navigation.steps] == [
        (1, "Look", False, ["One"]),
        (2, "Wait", False, []),
        (3, "Act", True, ["Two"]),
    ]
    assert (navigation.previous.title, navigation.previous.label, navigation.next) == ("Wait", "Step 2", None)
    practitioner = as_(site.person(SiteRole.PRACTITIONER))
    assert practitioner.get("/guidance/two/").context["navigation"].previous.title == "Closed"


def test_p2_previous_and_next_are_links(site, pages, task, client):
    html = content(client, "/guidance/one/")
    assert f'href="/collections/task/#b-{task.steps[1].id[:8]}" rel="next">Wait<' in html
    assert 'rel="prev"' not in html
    assert 'aria-current="page">One</span>' in html
    assert 'aria-current="step"' in html
    assert f'href="/collections/task/#b-{task.steps[1].id[:8]}">Wait</a>' in html


def test_a11_a_page_in_two_step_by_steps_names_both_and_shows_the_way_through_neither(site, pages, task, client):
    other = steps(site, "Other task", step("Look", pages["One"]))
    site.settle()
    shown = client.get("/guidance/one/").context
    assert shown["navigation"] is None
    assert [entry.title for entry in shown["part_of"]] == ["Other task", "Task"]
    actions.set_audience(other, PRACTITIONERS)
    assert client.get("/guidance/one/").context["navigation"].title == "Task"


def test_a11_a_step_by_step_that_was_withdrawn_guides_nobody(site, task, client):
    withdraw(task, "Over.")
    site.settle()
    shown = client.get("/guidance/one/").context
    assert shown["navigation"] is None
    assert [entry.title for entry in shown["part_of"]] == ["Task"]


def test_p2_a_page_that_two_steps_name_is_in_one_place(site, pages, client):
    steps(site, "Task", step("A", pages["One"]), step("B", pages["Two"]), step("C", pages["One"], pages["Three"]))
    site.settle()
    navigation = client.get("/guidance/one/").context["navigation"]
    assert [s.is_current for s in navigation.steps] == [True, False, False]
    assert (navigation.previous, navigation.next.title) == (None, "Two")
    again = client.get("/guidance/two/").context["navigation"].next
    assert (again.label, again.title, again.address) == ("Step 3", "C", navigation.steps[2].address)
    assert client.get("/guidance/three/").context["navigation"].previous == again


def test_a11_a_changed_step_by_step_shows_everywhere_at_once(task, pages, client):
    assert client.get("/guidance/one/").context["navigation"].steps[0].heading == "Look"
    task.steps = [step("Listen", pages["One"])]
    with TestCase.captureOnCommitCallbacks(execute=True):
        task.save_revision().publish()
    assert [s.heading for s in client.get("/guidance/one/").context["navigation"].steps] == ["Listen"]
    assert not client.get("/guidance/two/").context["part_of"]


@pytest.mark.parametrize("row", json.loads((settings.BASE_DIR / "fixtures" / "demo" / "steps.json").read_text()))
def test_p2_the_way_through_a_step_by_step_of_the_demonstration_visits_every_step(site, client, tmp_path, row):
    for slug in {slug for part in row["steps"] for slug in part["pages"]}:
        site.guidance(slug, slug=slug)
    (tmp_path / "steps.json").write_text(json.dumps([{**row, "themes": ["alpha"]}]))
    (page,) = add_steps(tmp_path / "steps.json")
    site.settle()
    parts = [
        (f"{page.get_url()}#{part.anchor}", [f"/guidance/{slug}/" for slug in said["pages"]])
        for part, said in zip(chosen_on(page), row["steps"], strict=True)
    ]
    start = client.get(page.get_url()).context["next"].address
    assert visited(parts, start, lambda address: client.get(address).context["navigation"].next) == [*range(len(parts))]


# In the CMS.


def stream(kind, *parts):
    return streamfield([(kind, value) for value in parts])


def listed(*pages):
    return {
        "count": str(len(pages)),
        **{
            str(n): {"deleted": "", "order": str(n), "type": "item", "id": "", "value": str(page.pk)}
            for n, page in enumerate(pages)
        },
    }


def facts(site, **fields):
    sent = nested_form_data(
        {
            "title": "Made here",
            "slug": "made-here",
            "summary": "What it is.",
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "action-publish": "1",
            "comments": inline_formset([]),
            **fields,
        }
    )
    return {**sent, "themes": [site.themes[0].pk]}


def add(browser, kind, sent):
    index = CollectionIndexPage.objects.get()
    return browser.post(reverse("wagtailadmin_pages:add", args=["collections", kind, index.pk]), sent)


@pytest.fixture
def editor(site, as_):
    return as_(site.person(SiteRole.EDITOR))


def test_a11_an_editor_makes_a_collection_from_pages_that_are_there(site, pages, editor, client):
    parts = [{"heading": "All", "pages": listed(pages["Two"], pages["One"])}]
    assert add(editor, "collectionpage", facts(site, groups=stream("group", *parts))).status_code == 302
    site.settle()
    assert titles(content(client, "/collections/made-here/")) == ["Two", "One"]


def test_a11_an_editor_makes_a_step_by_step(site, pages, editor, client):
    parts = [{"heading": "Look", "text": rich_text("<p>Well.</p>"), "pages": listed(pages["One"])}]
    assert add(editor, "stepbysteppage", facts(site, steps=stream("step", *parts))).status_code == 302
    site.settle()
    assert titles(content(client, "/collections/made-here/")) == ["One"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("collectionpage", "One or two sentences: what it brings together, and for whom."),
        ("stepbysteppage", "What somebody will have done at the end."),
    ],
)
def test_a11_the_summary_is_asked_for_in_words_that_fit(site, editor, kind, said):
    index = CollectionIndexPage.objects.get()
    assert said in body(editor, reverse("wagtailadmin_pages:add", args=["collections", kind, index.pk]))


def test_a11_changing_a_collection_asks_whether_readers_should_know(site, pages, editor):
    page = collection(site, "Start", group("All", pages["One"]))
    html = body(editor, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert 'name="change_type"' in html
    assert "whoever may not see such a page is not shown it here" in html


def test_a11_a_step_by_step_without_steps_is_refused(site, editor):
    answer = add(editor, "stepbysteppage", facts(site, steps=stream("step")))
    assert answer.status_code == 200
    assert not StepByStepPage.objects.exists()


def test_a11_the_same_page_twice_in_a_group_is_refused_with_the_reason(site, pages, editor):
    parts = [{"heading": "All", "pages": listed(pages["One"], pages["Two"], pages["One"])}]
    answer = add(editor, "collectionpage", facts(site, groups=stream("group", *parts)))
    assert "in the list already" in answer.content.decode()
    assert not CollectionPage.objects.exists()


def test_a11_the_same_page_in_two_groups_is_fine(site, pages, editor):
    parts = [{"heading": name, "pages": listed(pages["One"])} for name in ("A", "B")]
    assert add(editor, "collectionpage", facts(site, groups=stream("group", *parts))).status_code == 302


def test_a11_pages_that_cannot_be_found_cannot_be_chosen(site, editor):
    for page in (site.home, site.index):
        parts = [{"heading": "All", "pages": listed(page)}]
        assert add(editor, "collectionpage", facts(site, groups=stream("group", *parts))).status_code == 200
    assert not CollectionPage.objects.exists()


def test_a11_only_kinds_of_pages_that_can_be_found_are_offered(site, editor):
    html = body(
        editor,
        reverse("wagtailadmin_pages:add", args=["collections", "collectionpage", CollectionIndexPage.objects.get().pk]),
    )
    assert "guidance.guidancepage" in html
    assert "guidance.guidanceindexpage" not in html


def test_a11_a_group_without_pages_or_heading_is_refused(site, pages, editor):
    for value in ({"heading": "All", "pages": listed()}, {"heading": "", "pages": listed(pages["One"])}):
        assert add(editor, "collectionpage", facts(site, groups=stream("group", value))).status_code == 200
    assert not CollectionPage.objects.exists()


def test_a11_a_page_stored_without_any_part_still_reads_well(site, client):
    steps(site, "Task")
    collection(site, "Start")
    assert "nothing here that you can see" in content(client, "/collections/task/")
    assert "nothing here that you can see" in content(client, "/collections/start/")


def test_a11_the_foundation_makes_one_list_once(site):
    lay_foundation()
    assert CollectionIndexPage.objects.get().get_url() == "/collections/"
    assert CollectionIndexPage.objects.get().audience.as_clauses() == PUBLIC


# What it costs.


def cost(browser, address):
    """How many queries the second request makes: the first warms what processes keep, once its reads are committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert browser.get(address, headers=MADE_ANEW).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        browser.get(address, headers=MADE_ANEW)
    return len(queries)


BUDGETS = {"/collections/": 7, "/collections/start/": 8, "/collections/task/": 8, "/guidance/page-1/": 8}
SIGNED_IN = 2


@pytest.mark.parametrize("size", [10, pytest.param(1_000, marks=pytest.mark.slow)])
def test_a11_pages_stay_within_their_budget_however_much_they_list(site, as_, size):
    made = [site.guidance(f"Page {n}", audience=PRACTITIONERS if n % 3 == 0 else PUBLIC) for n in range(size)]
    parts = [made[start : start + 50] for start in range(0, size, 50)]
    collection(site, "Start", *(group(f"Group {n}", *part) for n, part in enumerate(parts)))
    steps(site, "Task", *(step(f"Step {n}", *part) for n, part in enumerate(parts)))
    site.settle()
    visitor, member = as_(None), as_(site.person(SiteRole.PRACTITIONER))
    found = {address: (cost(visitor, address), cost(member, address)) for address in BUDGETS}
    allowed = {address: (budget, budget + SIGNED_IN) for address, budget in BUDGETS.items()}
    assert all(found[a][0] <= allowed[a][0] and found[a][1] <= allowed[a][1] for a in BUDGETS), found


# From files.


def files(tmp_path, pages):
    row = {"title": "Start", "slug": "start", "summary": "All of it.", "themes": ["alpha"]}
    written = tmp_path / "collections.json", tmp_path / "steps.json"
    written[0].write_text(json.dumps([{**row, "groups": [{"heading": "All", "pages": pages}]}]))
    part = {"heading": "Look", "text": "Look **well**.", "pages": pages}
    written[1].write_text(json.dumps([{**row, "slug": "task", "title": "Task", "steps": [part]}]))
    return written


def test_a11_collections_and_steps_of_files_are_made_once(site, pages, client, tmp_path):
    collections, task = files(tmp_path, ["two", "one"])
    assert (len(add_collections(collections)), len(add_steps(task))) == (1, 1)
    before = list(CollectionPage.objects.values()), list(StepByStepPage.objects.values())
    assert (add_collections(collections), add_steps(task)) == ([], [])
    assert (list(CollectionPage.objects.values()), list(StepByStepPage.objects.values())) == before
    site.settle()
    assert titles(content(client, "/collections/start/")) == ["Two", "One"]
    assert "Look <strong>well</strong>." in content(client, "/collections/task/")


@pytest.mark.parametrize("fault", [{"pages": ["nowhere"]}, {"themes": ["nothing"]}])
def test_a11_a_file_that_names_what_is_not_there_changes_nothing(site, pages, tmp_path, fault):
    path, _steps = files(tmp_path, fault.get("pages", ["one"]))
    rows = json.loads(path.read_text())
    path.write_text(json.dumps([{**rows[0], "slug": "fine", "groups": []}, {**rows[0], "themes": fault.get("themes", [])}]))
    with pytest.raises(LookupError, match=r"nowhere|nothing"):
        add_collections(path)
    assert not CollectionPage.objects.exists()


def test_a11_a_draft_may_be_saved_before_it_lists_anything(site, editor):
    sent = facts(site, groups=stream("group"))
    del sent["action-publish"]
    assert add(editor, "collectionpage", sent).status_code == 302
    assert not CollectionPage.objects.get().live

"""The catalogue follows what is published, and nothing but what is published, whichever way it happens."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from kb.guidance.models import GuidancePage
from members.audiences import actions
from members.models import Audience
from search import catalogue, worker
from search.models import Citation, Entry, EntryFacet, PendingEntry
from tests.builders import MEMBERS, PRACTITIONERS, chapter, text

pytestmark = [pytest.mark.django_db, pytest.mark.access]


def entry_of(page, kind="guidance"):
    return Entry.objects.filter(key=f"{kind}:{page.pk}", is_gone=False).first()


def test_a_draft_is_not_in_it(site):
    page = site.guidance("Draft", publish=False)
    site.settle()
    assert entry_of(page) is None


def test_publishing_brings_it_in_with_sections_facets_and_access(site):
    page = site.guidance("Live", audience=PRACTITIONERS, themes=site.themes[:2])
    site.settle()
    entry = entry_of(page)
    assert (entry.title, entry.address) == ("Live", "/guidance/live/")
    assert [section["heading"] for section in entry.sections] == ["Live", "Chapter 1: First"]
    assert entry.audience_id == page.audience_id
    assert set(entry.facets.values_list("facet", "value")) == {("theme", "alpha"), ("theme", "beta")}


def test_a_draft_of_a_live_page_changes_nothing(site):
    page = site.guidance("Live")
    site.settle()
    before = entry_of(page).version
    page.title = "Secret new title"
    page.save_revision()
    site.settle()
    assert (entry_of(page).title, entry_of(page).version) == ("Live", before)


def test_publishing_the_same_again_keeps_the_version_so_nothing_is_indexed_for_nothing(site):
    page = site.guidance("Live")
    site.settle()
    catalogue.derive([f"guidance:{page.pk}"])
    assert not Entry.objects.waiting().exists()


def test_unpublishing_takes_it_out_in_the_same_transaction(site):
    page = site.guidance("Live")
    site.settle()
    page.unpublish()
    assert entry_of(page) is None  # nothing was settled: it left with the change


def test_a_rolled_back_unpublishing_leaves_it_in(site):
    page = site.guidance("Live")
    site.settle()
    with transaction.atomic():
        page.unpublish()
        transaction.set_rollback(True)
    assert entry_of(page) is not None


def test_deleting_takes_it_and_its_annexes_out_at_once(site):
    page = site.guidance("Live")
    annex = site.annex_page(page, "Annex")
    site.settle()
    GuidancePage.objects.get(pk=page.pk).delete()
    assert entry_of(page) is None
    assert entry_of(annex, "annex") is None


def test_bulk_unpublishing_from_the_cms_takes_them_out(site, as_):
    from members.audiences.scopes import SiteRole

    pages = [site.guidance(f"Live {n}") for n in range(2)]
    site.settle()
    address = "/cms/bulk/wagtailcore/page/unpublish/?" + "&".join(f"id={page.pk}" for page in pages)
    answer = as_(site.person(SiteRole.ADMINISTRATOR)).post(address, {"include_descendants": "on"})
    assert answer.status_code == 302
    assert not any(entry_of(page) for page in pages)


def test_an_annex_leaves_with_its_guidance_and_comes_back_with_it(site):
    page = site.guidance("Live")
    annex = site.annex_page(page, "Annex")
    site.settle()
    page = GuidancePage.objects.get(pk=page.pk)
    page.unpublish()
    assert entry_of(annex, "annex") is None
    page.save_revision().publish()
    site.settle()
    assert entry_of(annex, "annex") is not None


def test_scheduled_publishing_and_expiry_are_followed(site, monkeypatch):
    page, now = site.guidance("Later", publish=False), timezone.now()
    page.go_live_at, page.expire_at = now + timedelta(hours=1), now + timedelta(hours=3)
    page.save_revision().publish()
    site.settle()
    assert entry_of(page) is None
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=2))
    call_command("publish_scheduled")
    site.settle()
    assert entry_of(page) is not None
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=4))
    call_command("publish_scheduled")
    assert entry_of(page) is None


def test_a_new_slug_changes_the_addresses_of_everything_below(site):
    page = site.guidance("Live")
    annex = site.annex_page(page, "Annex")
    site.settle()
    page = GuidancePage.objects.get(pk=page.pk)
    page.slug = "renamed"
    page.save_revision().publish()
    site.settle()
    assert entry_of(page).address == "/guidance/renamed/"
    assert entry_of(annex, "annex").address == "/guidance/renamed/annex/"
    assert entry_of(page).sections[1]["address"] == "/guidance/renamed/first/"


def test_a_move_changes_address_and_audience_together(site):
    source, target = site.guidance("Open"), site.guidance("Closed", audience=PRACTITIONERS)
    annex = site.annex_page(source, "Annex")
    site.settle()
    annex.move(GuidancePage.objects.get(pk=target.pk), pos="last-child")
    narrowed = Audience.objects.get(pk=Entry.objects.get(key=f"annex:{annex.pk}").audience_id)
    assert narrowed.as_clauses().implies(PRACTITIONERS.admitting(annex.always_admitted()))
    site.settle()
    assert entry_of(annex, "annex").address == "/guidance/closed/annex/"


def test_a_copy_is_as_closed_as_its_original(site):
    page = site.guidance("Closed", audience=PRACTITIONERS)
    copied = page.copy(update_attrs={"slug": "copied", "title": "Copied"})
    site.settle()
    assert entry_of(copied).audience_id == entry_of(page).audience_id


def test_an_old_revision_brings_its_words_back_but_not_its_readers(site):
    page = site.guidance("First title")
    old = page.latest_revision
    page.title = "Second title"
    page.save_revision().publish()
    actions.set_audience(GuidancePage.objects.get(pk=page.pk), PRACTITIONERS)
    old.publish()
    site.settle()
    entry = entry_of(page)
    assert entry.title == "First title"
    assert not entry.clauses.is_public


def test_narrowing_rewrites_the_row_in_the_same_transaction_and_marks_it(site):
    page = site.guidance("Live")
    site.settle()
    actions.set_audience(page, MEMBERS)
    entry = entry_of(page)
    assert (entry.audience_id, entry.narrowed) == (page.audience_id, True)
    site.settle()
    assert not entry_of(page).narrowed


def test_marks_of_a_process_that_died_are_derived_by_the_worker(site):
    page = site.guidance("Live")
    assert PendingEntry.objects.filter(key=f"guidance:{page.pk}").exists()  # this test never commits: as if killed
    worker.drain()
    assert entry_of(page) is not None
    assert not PendingEntry.objects.exists()


def test_citations_go_when_the_citing_thing_goes(site):
    annex = site.annex_page(site.guidance("Live"), "Annex")
    site.settle()
    assert Citation.objects.filter(from_key=f"annex:{annex.pk}").exists()
    annex.unpublish()
    assert not Citation.objects.exists()


def test_a_renamed_theme_keeps_the_filter_because_the_code_stays(site):
    page = site.guidance("Live")
    theme = site.themes[0]
    theme.slug, theme.name = "renamed", "Renamed"
    theme.save()
    site.settle()
    assert EntryFacet.objects.filter(entry__key=f"guidance:{page.pk}", value="alpha").exists()


def test_tombstones_are_swept_only_after_the_engine_forgot_them(site):
    page = site.guidance("Live")
    site.settle()
    page.unpublish()
    worker.sweep()
    assert Entry.objects.filter(key=f"guidance:{page.pk}", is_gone=True).exists()
    site.settle()
    two_days = 2 * 24 * 3600 * 1000
    Entry.objects.update(version=catalogue.now_version() - two_days, indexed_version=catalogue.now_version() - two_days)
    worker.sweep()
    assert not Entry.objects.filter(key=f"guidance:{page.pk}").exists()


def test_a_large_subtree_is_shut_first_and_opened_exactly_afterwards(site, monkeypatch):
    page = site.guidance("Live")
    annexes = [site.annex_page(page, f"Annex {n}", text("<p>w</p>")) for n in range(3)]
    site.settle()
    monkeypatch.setattr("members.audiences.actions.MOST_PAGES_AT_ONCE", 2)
    actions.set_audience(GuidancePage.objects.get(pk=page.pk), MEMBERS)
    rows = [entry_of(annex, "annex").clauses for annex in annexes]
    assert not any(row.satisfied_by({"role:member"}) for row in rows)
    from members.tasks import finish_recompute

    finish_recompute.call(page.pk)
    rows = [entry_of(annex, "annex").clauses for annex in annexes]
    assert all(row.satisfied_by({"role:member"}) for row in rows)


def test_a_chapter_more_is_found_as_a_section(site):
    page = site.guidance("Live", chapter("One", text("<p>a</p>")), chapter("Two", text("<p>b</p>")))
    site.settle()
    assert [s["heading"] for s in entry_of(page).sections] == ["Live", "Chapter 1: One", "Chapter 2: Two"]


def test_a_page_whose_publishing_was_cut_off_half_way_is_not_found_and_breaks_nothing(site):
    page, other = site.guidance("Cut off"), site.guidance("Whole")
    GuidancePage.objects.filter(pk=page.pk).update(first_published_at=None)
    site.settle()
    assert entry_of(page) is None
    assert entry_of(other) is not None


def test_one_row_that_cannot_be_derived_does_not_hold_up_the_others(site, monkeypatch):
    from kb.guidance.entries import GuidanceSource

    bad, good = site.guidance("Bad"), site.guidance("Good")
    content = GuidanceSource.content

    def failing(source, obj):
        if obj.title == "Bad":
            raise RuntimeError("as if its blocks were broken")
        return content(source, obj)

    monkeypatch.setattr(GuidanceSource, "content", failing)
    site.settle()
    assert entry_of(good) is not None
    assert list(PendingEntry.objects.values_list("key", flat=True)) == [f"guidance:{bad.pk}"]
    monkeypatch.undo()
    catalogue.mark([f"guidance:{bad.pk}"])
    site.settle()
    assert entry_of(bad) is not None

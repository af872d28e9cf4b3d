"""Pages form a tree, have revisions, are copied and scheduled: none of it ever lets more people see one."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction, Revision

from kb.guidance.models import AnnexPage, GuidancePage
from members.audiences import actions
from members.audiences.access import can_see
from members.audiences.clauses import CLOSED, PUBLIC
from members.audiences.pages import EDITORS
from members.audiences.scopes import SiteRole
from members.audiences.viewers import anonymous_viewer, viewer_for
from members.models import User
from members.tasks import finish_recompute
from tests.builders import MEMBERS, PRACTITIONERS, Site

pytestmark = [pytest.mark.django_db, pytest.mark.access]


def asked(clauses):
    """What is stored when these readers are asked for a page: its editors may always read it."""
    return clauses.admitting(EDITORS)


def fresh(page):
    """The page as it is stored now."""
    return type(page)._base_manager.get(pk=page.pk)


def readers(page):
    return fresh(page).audience.as_clauses()


def is_seen_by(page, viewer):
    return can_see(viewer, fresh(page))


# A page and what lies under it


def test_a_page_is_seen_by_those_who_may_see_it_and_the_page_above_it(site):
    guidance = site.guidance(audience=PRACTITIONERS)
    annex = site.annex_page(guidance, audience=site.in_region(site.regions[0]))
    assert readers(annex) == asked(PRACTITIONERS) & asked(site.in_region(site.regions[0]))


def test_narrowing_a_page_narrows_what_lies_under_it_and_widening_restores_it(site):
    guidance = site.guidance()
    annex = site.annex_page(guidance, audience=MEMBERS)
    before = readers(annex)
    actions.set_audience(guidance, PRACTITIONERS)
    assert readers(annex) == asked(PRACTITIONERS) & asked(MEMBERS)
    actions.set_audience(guidance, PUBLIC)
    assert readers(annex) == before


def test_what_lies_under_a_page_is_seen_only_while_that_page_is(site):
    guidance, tomorrow = site.guidance(), timezone.now() + timedelta(days=1)
    annex = site.annex_page(guidance)
    actions.set_audience(guidance, PUBLIC, visible_from=tomorrow)
    assert not is_seen_by(annex, anonymous_viewer())
    late = site.annex_page(guidance, "Late annex")
    assert not is_seen_by(late, anonymous_viewer())
    actions.set_audience(annex, PUBLIC, visible_until=tomorrow + timedelta(days=1))
    assert fresh(annex).visible_from == tomorrow
    actions.set_audience(guidance, PUBLIC)
    assert is_seen_by(annex, anonymous_viewer())
    assert fresh(annex).visible_until == tomorrow + timedelta(days=1)


def test_times_that_leave_no_moment_are_refused(site):
    guidance, now = site.guidance(), timezone.now()
    with pytest.raises(ValidationError):
        actions.set_audience(guidance, PUBLIC, visible_from=now, visible_until=now)


def test_a_page_held_in_memory_does_not_bring_back_what_its_parent_was(site):
    guidance = site.guidance()
    annex = site.annex_page(guidance)
    assert annex.get_parent().specific.audience.as_clauses() == PUBLIC
    actions.set_audience(fresh(guidance), PRACTITIONERS)
    actions.set_audience(annex, PUBLIC)
    assert readers(annex) == asked(PRACTITIONERS)


def test_a_page_held_in_memory_while_it_was_moved_is_reckoned_where_it_is(site):
    wide, narrow = site.guidance("Wide"), site.guidance("Narrow", audience=PRACTITIONERS)
    held = site.annex_page(wide)
    Page.objects.get(pk=held.pk).move(narrow, pos="last-child")
    actions.set_audience(held, PUBLIC)
    assert readers(held) == asked(PRACTITIONERS)


# Moving


def test_moving_out_and_back_restores(site):
    home, other = site.guidance("Home", audience=PRACTITIONERS), site.guidance("Other", audience=MEMBERS)
    annex = site.annex_page(home, audience=site.in_region(site.regions[0]))
    before = fresh(annex).audience_id
    fresh(annex).move(other, pos="last-child")
    assert readers(annex) == asked(MEMBERS) & asked(site.in_region(site.regions[0]))
    fresh(annex).move(fresh(home), pos="last-child")
    assert fresh(annex).audience_id == before


class TestAnyWay(TestCase):
    """Whatever is done in whatever order, a page is seen by those whom it and the page above it admit."""

    @settings(max_examples=8)
    @given(st.lists(st.tuples(st.sampled_from(["set", "move"]), st.integers(0, 2), st.integers(0, 2)), max_size=5))
    def test_after_any_steps_a_page_has_its_own_readers_that_its_parent_admits(self, steps):
        site = Site.build()
        rules = [PUBLIC, PRACTITIONERS, site.in_region(site.regions[0])]
        guidance = [site.guidance("One"), site.guidance("Two", audience=MEMBERS)]
        annex = site.annex_page(guidance[0])
        for step, which, number in steps:
            if step == "set":
                actions.set_audience(fresh([*guidance, annex][which]), rules[number])
            else:
                fresh(annex).move(fresh(guidance[number % 2]), pos="last-child")
            parent = fresh(annex).get_parent().specific
            assert readers(annex) == fresh(annex).own_audience.as_clauses() & parent.audience.as_clauses()
            assert readers(annex).implies(readers(parent))


# Copies


def test_a_copy_is_seen_by_no_more_people_than_its_original_wherever_it_is_put(site):
    narrow, wide = site.guidance("Narrow", audience=PRACTITIONERS), site.guidance("Wide")
    annex = site.annex_page(narrow)
    copy = fresh(annex).copy(to=wide, update_attrs={"slug": "copied"})
    assert readers(copy) == readers(annex) == asked(PRACTITIONERS)


def test_a_copied_branch_keeps_who_may_see_each_of_its_pages(site):
    guidance = site.guidance(audience=MEMBERS)
    annex = site.annex_page(guidance, audience=PRACTITIONERS)
    copy = fresh(guidance).copy(recursive=True, update_attrs={"slug": "copied"})
    copied_annex = copy.get_children().get()
    assert readers(copy) == readers(guidance)
    assert readers(copied_annex.specific) == readers(annex)


def test_a_copy_is_not_seen_before_its_original(site):
    tomorrow = timezone.now() + timedelta(days=1)
    guidance = site.guidance()
    actions.set_audience(guidance, PUBLIC, visible_from=tomorrow)
    copy = fresh(guidance).copy(update_attrs={"slug": "copied"})
    assert fresh(copy).visible_from == fresh(copy).own_visible_from == tomorrow


def test_who_can_see_a_copy_can_be_changed_although_wagtail_copies_the_restriction_too(site):
    guidance = site.guidance(audience=PRACTITIONERS)
    copy = fresh(guidance).copy(update_attrs={"slug": "copied"})
    actions.set_audience(copy, MEMBERS)
    actions.set_audience(copy, PUBLIC)
    assert not PageViewRestriction.objects.filter(page_id=copy.pk).exists()


def test_a_translation_is_seen_by_no_more_people_than_its_original(site):
    welsh = Locale.objects.create(language_code="cy")
    guidance = site.guidance(audience=PRACTITIONERS)
    translated = fresh(guidance).copy_for_translation(welsh, copy_parents=True)
    assert readers(translated) == asked(PRACTITIONERS)


# Pages that mirror another


def test_an_alias_is_seen_by_whoever_may_see_its_original(site):
    narrow, wide = site.guidance("Narrow", audience=PRACTITIONERS), site.guidance("Wide")
    annex = site.annex_page(narrow)
    alias = fresh(annex).create_alias(parent=wide, update_slug="mirror")
    assert readers(alias) == asked(PRACTITIONERS)


def test_an_alias_follows_when_its_original_is_narrowed_and_widened(site):
    guidance = site.guidance()
    alias = fresh(guidance).create_alias(update_slug="mirror")
    second = fresh(alias).create_alias(update_slug="mirror-of-mirror")
    actions.set_audience(guidance, PRACTITIONERS)
    assert readers(alias) == readers(second) == asked(PRACTITIONERS)
    guidance.get_latest_revision().publish()
    assert readers(alias) == asked(PRACTITIONERS)
    actions.set_audience(guidance, PUBLIC)
    assert readers(alias) == readers(second) == PUBLIC


def test_an_alias_follows_when_the_page_above_its_original_is_narrowed(site):
    guidance, other = site.guidance("One"), site.guidance("Two", audience=MEMBERS)
    annex = site.annex_page(guidance)
    alias = fresh(annex).create_alias(parent=other, update_slug="mirror")
    actions.set_audience(guidance, PRACTITIONERS)
    assert readers(alias) == asked(PRACTITIONERS) & asked(MEMBERS)


def test_an_alias_that_lost_its_original_or_became_a_page_of_its_own_stays_as_narrow(site):
    guidance = site.guidance()
    alias = fresh(guidance).create_alias(update_slug="mirror")
    actions.set_audience(guidance, PRACTITIONERS)
    fresh(guidance).delete()
    alias = fresh(alias)
    assert alias.alias_of_id is None
    actions.recompute(alias)
    assert readers(alias) == asked(PRACTITIONERS)


def test_who_can_see_an_alias_is_not_chosen_on_it(site):
    alias = site.guidance(audience=PRACTITIONERS).create_alias(update_slug="mirror")
    with pytest.raises(ValidationError):
        actions.set_audience(alias, PUBLIC)
    assert readers(alias) == asked(PRACTITIONERS)


# Revisions and schedules


def test_going_back_to_an_earlier_version_does_not_bring_back_its_readers(site):
    guidance = site.guidance("First")
    old = guidance.latest_revision
    actions.set_audience(guidance, PRACTITIONERS, visible_until=timezone.now() + timedelta(days=9))
    until = fresh(guidance).visible_until
    guidance.title = "Second"
    guidance.save_revision().publish()
    old.publish()
    assert fresh(guidance).title == "First"
    assert readers(guidance) == asked(PRACTITIONERS)
    assert fresh(guidance).visible_until == until


def test_a_version_in_hand_tells_the_readers_of_now(site):
    guidance = site.guidance()
    actions.set_audience(guidance, PRACTITIONERS)
    assert Revision.objects.get(pk=guidance.latest_revision_id).as_object().audience.as_clauses() == asked(PRACTITIONERS)
    assert "audience" not in guidance.latest_revision.content
    assert not [name for name in guidance.latest_revision.content if "visible" in name]


def test_a_scheduled_publication_does_not_bring_back_the_readers_of_when_it_was_planned(site):
    guidance = site.guidance(publish=False)
    guidance.go_live_at = timezone.now() - timedelta(minutes=1)
    revision = guidance.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=guidance.go_live_at)
    actions.set_audience(guidance, PRACTITIONERS)
    call_command("publish_scheduled", verbosity=0)
    assert fresh(guidance).live
    assert readers(guidance) == asked(PRACTITIONERS)


def test_withdrawing_and_publishing_again_changes_nobody(site):
    guidance = site.guidance(audience=PRACTITIONERS)
    fresh(guidance).unpublish()
    fresh(guidance).get_latest_revision().publish()
    assert readers(guidance) == asked(PRACTITIONERS)


def test_saving_a_page_read_before_it_was_narrowed_does_not_widen_it(site):
    guidance = site.guidance()
    held = fresh(guidance)
    assert held.audience.as_clauses() == PUBLIC
    actions.set_audience(guidance, PRACTITIONERS, visible_until=timezone.now() + timedelta(days=1))
    held.save()
    held.save_revision().publish()
    assert readers(guidance) == asked(PRACTITIONERS)
    assert fresh(guidance).visible_until is not None


# Many pages at once


@pytest.fixture
def large_branch(site, monkeypatch):
    """A guidance with more pages under it than are changed at once."""
    monkeypatch.setattr(actions, "MOST_PAGES_AT_ONCE", 2)
    guidance = site.guidance()
    annexes = [site.annex_page(guidance, f"Annex {n}", audience=MEMBERS if n else PUBLIC) for n in range(3)]
    return guidance, annexes


def test_a_large_branch_is_shut_first_and_then_given_its_exact_readers(site, large_branch):
    guidance, annexes = large_branch
    alias = fresh(annexes[0]).create_alias(parent=site.guidance("Elsewhere"), update_slug="mirror")
    actions.set_audience(guidance, PRACTITIONERS)
    assert readers(guidance) == asked(PRACTITIONERS)
    assert {readers(page) for page in (*annexes, alias)} == {asked(CLOSED)}
    finish_recompute.call(guidance.pk)
    assert readers(annexes[0]) == readers(alias) == asked(PRACTITIONERS)
    assert {readers(page) for page in annexes[1:]} == {asked(PRACTITIONERS) & asked(MEMBERS)}


def test_a_large_branch_that_is_widened_is_shut_until_it_is_reckoned_too(large_branch):
    guidance, annexes = large_branch
    actions.set_audience(guidance, PRACTITIONERS)
    finish_recompute.call(guidance.pk)
    actions.set_audience(guidance, PUBLIC)
    assert {readers(page) for page in annexes} == {asked(CLOSED)}
    finish_recompute.call(guidance.pk)
    finish_recompute.call(guidance.pk)
    assert [readers(page) for page in annexes] == [PUBLIC, asked(MEMBERS), asked(MEMBERS)]


def test_a_large_branch_whose_page_is_gone_when_the_work_begins_is_no_error():
    finish_recompute.call(10**9)


# Beside the rule


def test_wagtails_own_doors_are_shut_wherever_a_page_asks_for_less_than_everybody(site):
    guidance = site.guidance(audience=MEMBERS)
    restriction = PageViewRestriction.objects.get(page_id=guidance.pk)
    assert restriction.restriction_type == PageViewRestriction.LOGIN
    actions.set_audience(guidance, PUBLIC)
    assert not PageViewRestriction.objects.filter(page_id=guidance.pk).exists()


def test_security_51_a_change_is_logged_with_who_what_and_what_was_before(site):
    guidance, editor = site.guidance(), site.person(SiteRole.EDITOR)
    actions.set_audience(guidance, PRACTITIONERS, by=editor)
    entry = PageLogEntry.objects.get(action="members.audience", page_id=guidance.pk)
    assert entry.user == editor
    assert entry.data["before"]["audience"] == "public"
    assert entry.data["after"]["audience"] == str(asked(PRACTITIONERS))


def test_an_administrator_and_an_editor_see_every_page_and_its_author_does_not_for_being_that(site):
    guidance = site.guidance(audience=CLOSED)
    author = site.person(SiteRole.PRACTITIONER)
    GuidancePage.objects.filter(pk=guidance.pk).update(owner=author)
    seen = {
        role: is_seen_by(guidance, viewer_for(User.objects.get(pk=site.person(role).pk)))
        for role in (SiteRole.ADMINISTRATOR, SiteRole.EDITOR)
    }
    assert all(seen.values())
    assert not is_seen_by(guidance, viewer_for(User.objects.get(pk=author.pk)))


def test_every_kind_of_page_of_the_site_has_readers():
    """Nothing is served that the rule does not know of."""
    from django.apps import apps

    from members.audiences.pages import AudiencePage

    ours = [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]
    assert AnnexPage in ours
    assert all(issubclass(model, AudiencePage) for model in ours)

"""The form "Who can see this" in the CMS: what an editor says there holds at once, and is what was meant."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry, PageLogEntry

from files.models import SiteDocument, SiteImage
from files.tests.test_serving import picture
from members.audiences import actions
from members.audiences.clauses import CLOSED, PUBLIC, Clauses
from members.audiences.pages import EDITORS
from members.audiences.scopes import ScopeKind, SiteRole, role, scope
from members.forms import AudienceForm, initial_for
from members.models import NamedGroup, Organisation
from members.panels import address_of_form
from tests.builders import MEMBERS, PRACTITIONERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(site, as_):
    """An editor's browser."""
    return as_(site.person(SiteRole.EDITOR))


def readers(obj):
    return type(obj)._base_manager.get(pk=obj.pk).audience.as_clauses()


def asked(clauses):
    return clauses.admitting(EDITORS)


# What it does


@pytest.mark.access
def test_narrowing_a_page_holds_at_once_and_is_logged_and_an_earlier_version_does_not_undo_it(site, editor, as_):
    page = site.guidance("Plans")
    public_version = page.latest_revision
    assert Client().get(page.get_url()).status_code == 200
    saved = editor.post(address_of_form(page), {"level": "practitioners"}, follow=True)
    assert "Saved. Who can see this has changed at once." in saved.content.decode()
    assert Client().get(page.get_url()).status_code == 404
    assert as_(site.person(SiteRole.PRACTITIONER)).get(page.get_url()).status_code == 200
    entry = PageLogEntry.objects.get(page_id=page.pk, action="members.audience")
    assert entry.user.pk == int(editor.session["_auth_user_id"])
    public_version.publish()
    assert Client().get(page.get_url()).status_code == 404


def test_every_choice_of_the_form_becomes_the_audience_it_says(site, editor):
    north, organisation = site.regions[0], Organisation.objects.get(code="org-north")
    group, person = NamedGroup.objects.create(name="Steering group"), site.person(SiteRole.MEMBER)
    page = site.guidance("Plans")
    named = Clauses.of([[scope(ScopeKind.GROUP, group.pk), scope(ScopeKind.PERSON, person.pk)]])
    choices = [
        ({"level": "public"}, PUBLIC),
        ({"level": "members"}, MEMBERS),
        ({"level": "members", "regions": [north.pk]}, MEMBERS & site.in_region(north)),
        ({"level": "practitioners", "groups": [group.pk], "people": [person.pk]}, PRACTITIONERS & named),
        ({"level": "restricted", "groups": [group.pk], "people": [person.pk]}, named),
        (
            {"level": "restricted", "sectors": [site.sectors[0].pk], "organisations": [organisation.pk]},
            Clauses.of([[scope(ScopeKind.SECTOR, site.sectors[0].pk)], [scope(ScopeKind.ORGANISATION, organisation.pk)]]),
        ),
    ]
    for fields, clauses in choices:
        assert editor.post(address_of_form(page), fields).status_code == 302
        assert readers(page) == asked(clauses)
        shown = editor.get(address_of_form(page)).context["form"].initial
        assert shown["level"] == fields["level"]
        assert {name: shown.get(name, []) for name in fields if name != "level"} == {
            name: value for name, value in fields.items() if name != "level"
        }


def test_times_are_londons_and_come_back_as_they_were_given(site, editor):
    page = site.guidance("Plans")
    fields = {"level": "public", "visible_from": "2026-07-01T09:00:00", "visible_until": "2026-12-01T17:30"}
    editor.post(address_of_form(page), fields)
    page.refresh_from_db()
    assert page.visible_from == timezone.make_aware(datetime(2026, 7, 1, 9))
    assert page.visible_from.hour == 8, "nine o'clock in summer is eight in UTC"
    again = editor.get(address_of_form(page)).content.decode()
    assert 'value="2026-07-01T09:00:00"' in again
    assert 'value="2026-12-01T17:30:00"' in again


def test_saving_the_form_without_a_change_changes_nothing(site, editor):
    page = site.guidance("Plans", audience=PRACTITIONERS & site.in_region(site.regions[0]))
    actions.set_audience(page, page.own_audience.as_clauses(), visible_until=timezone.now() + timedelta(days=1))
    page.refresh_from_db()
    form = editor.get(address_of_form(page)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values["visible_until"] = timezone.localtime(page.visible_until).isoformat(timespec="microseconds")[:26]
    editor.post(address_of_form(page), {name: value for name, value in values.items() if value})
    before, page = page.access, type(page).objects.get(pk=page.pk)
    assert page.access == before


@pytest.mark.access
def test_what_the_form_cannot_say_it_does_not_pretend_to_say(site, editor):
    """A file used where two narrowings met: in North AND in South. As a choice of both regions it would be North OR South."""
    north, south = (site.in_region(region) for region in site.regions)
    paper = site.document()
    actions.set_audience(paper, PRACTITIONERS & north & south)
    page = editor.get(address_of_form(paper))
    assert page.context["form"]["level"].value() is None
    assert "Nobody has chosen with this form" in page.content.decode()
    assert editor.post(address_of_form(paper), {}).status_code == 200
    assert readers(paper) == asked(PRACTITIONERS & north & south)


ROLES = [role(SiteRole.MEMBER), role(SiteRole.PRACTITIONER), role(SiteRole.MODERATOR)]
WORDS = [*ROLES, "region:1", "region:2", "sector:1", "organisation:1", "group:1", "person:1", "area:1"]


@pytest.mark.access
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=3), max_size=3).map(Clauses.of))
def test_what_the_form_shows_of_any_audience_is_that_audience_or_nothing(clauses):
    stored = clauses.admitting(EDITORS)
    shown = initial_for(stored, EDITORS)
    assert not shown or _said_by(shown).admitting(EDITORS) == stored


def _said_by(shown):
    form = AudienceForm()
    form.cleaned_data = {**dict.fromkeys(form.fields, ()), **shown}
    return form.clauses()


# What it refuses


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "This field is required."),
        ({"level": "everybody"}, "Select a valid choice."),
        ({"level": "public", "regions": "north"}, "Public means everybody."),
        ({"level": "restricted"}, "Name at least one group, organisation or person"),
        ({"level": "restricted", "regions": "north"}, "Name at least one group, organisation or person"),
        (
            {"level": "members", "visible_from": "2026-07-02T09:00", "visible_until": "2026-07-01T09:00"},
            "The end must be later than the beginning.",
        ),
        (
            {"level": "members", "visible_from": "2026-07-01T09:00", "visible_until": "2026-07-01T09:00"},
            "The end must be later than the beginning.",
        ),
        ({"level": "members", "visible_from": "tomorrow"}, "Enter a valid date/time."),
        ({"level": "members", "visible_from": "2026-03-29T01:30"}, "interpreted in time zone"),
        ({"level": "members", "visible_from": "9999999-01-01T00:00"}, "Enter a valid date/time."),
        ({"level": "members", "people": "999999"}, "Select a valid choice."),
        ({"level": "members", "people": "everybody"}, "is not a valid value."),
        ({"level": "members", "people": "9" * 40}, "is not a valid value."),
    ],
)
def test_what_would_not_mean_what_it_seems_to_is_refused_with_a_reason_and_what_was_typed_stays(
    site, editor, fields, message
):
    page = site.guidance("Plans", audience=PRACTITIONERS)
    sent = {name: site.regions[0].pk if value == "north" else value for name, value in fields.items()}
    answer = editor.post(address_of_form(page), sent)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert readers(page) == asked(PRACTITIONERS)
    form = answer.context["form"]
    assert form.errors
    assert {name: form[name].value() for name in sent if name != "regions" and name != "people"} == {
        name: value for name, value in sent.items() if name != "regions" and name != "people"
    }
    if "regions" in sent:
        assert f'<option value="{sent["regions"]}" selected>' in answer.content.decode()


def test_an_alias_shows_who_can_see_it_and_offers_no_form(site, editor):
    alias = site.guidance("Plans", audience=PRACTITIONERS).create_alias(update_slug="mirror")
    page = editor.get(address_of_form(alias)).content.decode()
    assert "This page mirrors another one." in page
    assert 'name="level"' not in page
    editor.post(address_of_form(alias), {"level": "public"})
    assert readers(alias) == asked(PRACTITIONERS)


# Who reaches it


@pytest.mark.parametrize("who", [None, *(r for r in SiteRole if r not in {SiteRole.EDITOR, SiteRole.ADMINISTRATOR})])
def test_nobody_but_editors_and_administrators_reaches_it(site, as_, who):
    page, browser = site.guidance("Plans"), as_(who and site.person(who))
    for answer in (browser.get(address_of_form(page)), browser.post(address_of_form(page), {"level": "members"})):
        assert answer["Location"].startswith("/account/login/")
    assert readers(page) == PUBLIC


def test_an_editor_who_may_not_publish_a_page_may_not_open_it_to_others(site, as_):
    """Whoever may enter the CMS, but not publish here."""
    from django.contrib.auth.models import Group

    from members.roles import permissions_named

    helper = site.person(SiteRole.MEMBER)
    group = Group.objects.create(name="Helpers")
    group.permissions.set(permissions_named("wagtailadmin", "access_admin"))
    helper.groups.add(group)
    page = site.guidance("Plans", audience=PRACTITIONERS)
    paper = site.document()
    for obj in (page, paper):
        assert as_(helper).post(address_of_form(obj), {"level": "public"}).status_code == 302
    assert readers(page) == asked(PRACTITIONERS)
    assert readers(paper) == asked(CLOSED)


@pytest.mark.parametrize("kind", ["members/user", "wagtailcore/page", "no/such", "auth/group", "search/entry"])
def test_what_has_no_readers_of_its_own_has_no_form(editor, kind):
    app_label, model_name = kind.split("/")
    assert editor.get(reverse("members_who_can_see", args=[app_label, model_name, 1])).status_code == 404


@pytest.mark.parametrize("pk", [999_999, 10**30])
def test_what_is_not_there_has_no_form(editor, pk):
    assert editor.get(f"/cms/who-can-see/guidance/guidancepage/{pk}/").status_code == 404


def test_security_30_the_form_needs_its_token(site):
    page, browser = site.guidance("Plans"), Client(enforce_csrf_checks=True)
    browser.force_login(site.person(SiteRole.EDITOR))
    assert browser.post(address_of_form(page), {"level": "members"}).status_code == 403
    assert readers(page) == PUBLIC


# Where it is found


def test_the_panel_of_a_page_says_who_can_see_it_and_leads_to_the_form(site, editor):
    page = site.guidance("Plans", audience=PRACTITIONERS)
    shown = editor.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "Practitioners only" in shown
    assert "Editors and administrators can always read it here in the CMS." in shown
    assert f'href="{address_of_form(page)}"' in shown


def test_the_panel_of_a_page_says_when_the_page_above_narrows_it(site, editor):
    annex = site.annex_page(site.guidance("Plans", audience=PRACTITIONERS), audience=MEMBERS)
    shown = editor.get(f"/cms/pages/{annex.pk}/edit/").content.decode()
    assert "Asked for here" in shown
    assert "Members only" in shown
    assert "narrowed by the page that it lies under" in shown


def test_the_panel_of_a_new_page_asks_to_save_it_first(site, editor):
    shown = editor.get(f"/cms/pages/add/guidance/guidancepage/{site.index.pk}/").content.decode()
    assert "Save the page first." in shown


def test_a_saved_version_that_is_not_published_shows_the_readers_of_now(site, editor):
    page = site.guidance("Plans")
    page.title = "Plans, rewritten"
    page.save_revision()
    actions.set_audience(type(page).objects.get(pk=page.pk), PRACTITIONERS)
    assert "Practitioners only" in editor.get(f"/cms/pages/{page.pk}/edit/").content.decode()


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.parametrize("kind", ["documents", "images"])
def test_the_forms_of_documents_and_images_say_who_can_see_them_and_lead_to_the_form(site, editor, kind):
    file = site.document() if kind == "documents" else SiteImage.objects.create(title="Map", file=picture())
    edit = f"/cms/documents/edit/{file.pk}/" if kind == "documents" else f"/cms/images/{file.pk}/"
    shown = editor.get(edit).content.decode()
    assert "Who can see this: Named readers only." in shown
    assert f'href="{address_of_form(file)}"' in shown
    assert editor.post(address_of_form(file), {"level": "members"}).status_code == 302
    assert readers(file) == asked(MEMBERS)
    assert type(file).objects.get(pk=file.pk).audience_settled
    assert ModelLogEntry.objects.filter(action="members.audience", object_id=str(file.pk)).exists()
    assert f'href="{edit}"' in editor.get(address_of_form(file)).content.decode()


@pytest.mark.access
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_editing_a_document_in_the_cms_does_not_change_who_can_see_it(site, editor):
    paper = site.document()
    actions.set_audience(paper, PRACTITIONERS)
    fields = {"title": "New title", "collection": paper.collection_id, "tags": "", "own_audience": 1, "audience": 1}
    editor.post(f"/cms/documents/edit/{paper.pk}/", {**fields, "audience_settled": ""})
    stored = SiteDocument.objects.get(pk=paper.pk)
    assert (stored.title, stored.audience_settled) == ("New title", True)
    assert readers(paper) == asked(PRACTITIONERS)


@pytest.mark.access
def test_wagtails_own_privacy_dialogs_offer_no_other_door(site, editor):
    page = site.guidance("Plans", audience=PRACTITIONERS)
    editor.post(f"/cms/pages/{page.pk}/privacy/", {"restriction_type": "none"})
    assert readers(page) == asked(PRACTITIONERS)
    assert Client().get(page.get_url()).status_code == 404

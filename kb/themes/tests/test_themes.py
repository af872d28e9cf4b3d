"""Themes: names are data, an address once given keeps working, a code never changes."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kb.themes.models import FormerThemeAddress, Theme
from members.audiences.scopes import SiteRole
from members.models import Area, Organisation, Region, Sector
from tests.builders import PRACTITIONERS

pytestmark = pytest.mark.django_db


def renamed(theme, slug):
    """The theme as stored, under another address."""
    stored = Theme.objects.get(pk=theme.pk)
    stored.slug = slug
    stored.full_clean()
    stored.save()
    return stored


# Their pages


def test_the_list_shows_all_themes_in_their_order(site, client):
    Theme.objects.filter(code="gamma").update(order=0, name="Zeta")
    Theme.objects.filter(code="alpha").update(order=5)
    text = client.get("/themes/").content.decode()
    assert text.index("Zeta") < text.index("Beta") < text.index("Alpha")


def test_a_theme_shows_what_is_filed_under_it_and_nothing_else(site, client):
    site.guidance("On alpha", themes=site.themes[:1])
    site.guidance("On both", themes=site.themes[:2])
    site.guidance("On beta", themes=site.themes[1:2])
    site.settle()
    text = client.get("/themes/alpha/").content.decode()
    assert "On alpha" in text
    assert "On both" in text
    assert "On beta" not in text


@pytest.mark.access
def test_a_theme_shows_only_what_its_reader_may_see_and_is_else_the_same(site, client, as_):
    empty = client.get("/themes/alpha/").content
    site.guidance("Secret plans", audience=PRACTITIONERS)
    site.settle()
    assert client.get("/themes/alpha/").content == empty
    assert "Secret plans" in as_(site.person(SiteRole.PRACTITIONER)).get("/themes/alpha/").content.decode()


def test_a_theme_without_anything_offers_ways_on(site, client):
    text = client.get("/themes/alpha/").content.decode()
    assert "There is nothing here that you can see yet." in text
    assert 'href="/guidance/"' in text


@pytest.mark.parametrize("address", ["/themes/none/", "/themes/Alpha/", "/themes/../", "/themes/a%20b/"])
def test_what_is_no_theme_is_not_found(site, client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["?before=x", "?after=-1", "?before=99999999999999999-1", "?before=%ff", "?page=-1", "?page=1000000000"]
)
def test_a_page_number_that_makes_no_sense_shows_the_first_page(site, client, query):
    site.guidance("On alpha")
    site.settle()
    assert client.get("/themes/alpha/" + query).status_code == 200


# Their addresses


def test_a_former_address_leads_to_the_present_one(site, client):
    renamed(site.themes[0], "alpha-two")
    moved = client.get("/themes/alpha/")
    assert (moved.status_code, moved["Location"]) == (301, "/themes/alpha-two/")


def test_every_former_address_leads_there_after_any_number_of_changes(site, client):
    theme = site.themes[0]
    for slug in ("one", "two", "three"):
        renamed(theme, slug)
    for slug in ("alpha", "one", "two"):
        assert client.get(f"/themes/{slug}/")["Location"] == "/themes/three/"


def test_a_theme_may_take_back_an_address_it_had(site, client):
    theme = site.themes[0]
    renamed(theme, "elsewhere")
    renamed(theme, "alpha")
    assert client.get("/themes/alpha/").status_code == 200
    assert client.get("/themes/elsewhere/")["Location"] == "/themes/alpha/"
    assert not FormerThemeAddress.objects.filter(slug="alpha").exists()


def test_a_new_theme_cannot_take_an_address_that_was_anothers(site):
    renamed(site.themes[0], "alpha-two")
    with pytest.raises(ValidationError) as refused:
        Theme(code="delta", slug="alpha", name="Delta").full_clean()
    assert "slug" in refused.value.message_dict


def test_another_theme_cannot_take_it_either(site):
    renamed(site.themes[0], "alpha-two")
    with pytest.raises(ValidationError):
        renamed(site.themes[1], "alpha")


def test_changing_the_name_alone_leaves_no_former_address(site):
    theme = site.themes[0]
    theme.name = "New name"
    theme.save()
    assert not FormerThemeAddress.objects.exists()


# In the CMS


@pytest.fixture
def admin(site, as_):
    return as_(site.person(SiteRole.ADMINISTRATOR))


def address_of(obj, step):
    name = f"wagtailsnippets_{obj._meta.app_label}_{obj._meta.model_name}:{step}"
    return reverse(name, args=[obj.pk] if obj.pk else [])


def facts(**fields):
    return {"name": "Delta", "slug": "delta", "code": "delta", "order": 4, "description": "", "help_phrase": "", **fields}


def test_a_theme_is_made_with_a_code(admin):
    assert admin.post(address_of(Theme(), "add"), facts()).status_code == 302
    assert Theme.objects.get(slug="delta").code == "delta"


def test_the_code_is_shown_and_stays_when_a_theme_is_changed(admin, site):
    theme = site.themes[0]
    form = admin.get(address_of(theme, "edit")).content.decode()
    assert 'value="alpha"' in form
    assert "disabled" in form
    assert admin.post(address_of(theme, "edit"), facts(code="changed", slug="moved")).status_code == 302
    theme.refresh_from_db()
    assert (theme.code, theme.slug, theme.name) == ("alpha", "moved", "Delta")
    assert admin.get("/themes/alpha/")["Location"] == "/themes/moved/"


def test_a_former_address_is_refused_in_the_form_with_a_reason(admin, site):
    renamed(site.themes[0], "alpha-two")
    answer = admin.post(address_of(Theme(), "add"), facts(slug="alpha"))
    assert answer.status_code == 200
    assert "This address used to lead to another theme, and still does." in answer.content.decode()


@pytest.mark.parametrize("model", [Region, Area, Sector, Organisation])
def test_the_codes_of_places_and_sectors_stay_too(admin, site, model):
    row = model.objects.first()
    form = admin.get(address_of(row, "edit")).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert admin.post(address_of(row, "edit"), {**sent, "code": "changed", "name": "New name"}).status_code == 302
    code, row = row.code, model.objects.get(pk=row.pk)
    assert (row.code, row.name) == (code, "New name")


@pytest.mark.parametrize("role", [SiteRole.EDITOR, SiteRole.COORDINATOR, SiteRole.MEMBER])
def test_nobody_but_administrators_changes_the_programmes_words(site, as_, role):
    theme = site.themes[0]
    assert as_(site.person(role)).post(address_of(theme, "edit"), facts()).status_code == 302
    theme.refresh_from_db()
    assert theme.name == "Alpha"

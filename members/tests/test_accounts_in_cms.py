"""Accounts as administrators keep them, in Wagtail's user administration."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from members.audiences.scopes import SiteRole
from members.models import User
from members.roles import GROUP_NAMES, ensure_role_groups, roles_of

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture
def admin(site, as_):
    """An administrator's browser."""
    return as_(site.person(SiteRole.ADMINISTRATOR))


def facts(**fields):
    """What the form is sent with."""
    group = Group.objects.get(name=GROUP_NAMES[SiteRole.PRACTITIONER])
    return {
        "email": "New.Person@Example.org",
        "display_name": "Nye Person",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [group.pk],
        **fields,
    }


def test_an_account_is_made_with_one_name_and_its_address_in_one_spelling(admin):
    form = admin.get("/cms/users/new/").content.decode()
    assert 'name="display_name"' in form
    assert "first_name" not in form
    assert "last_name" not in form
    assert admin.post("/cms/users/new/", facts()).status_code == 302
    made = User.objects.get(email="new.person@example.org")
    assert made.display_name == "Nye Person"
    assert set(roles_of(made)) == {SiteRole.MEMBER, SiteRole.PRACTITIONER}
    browser = Client()
    assert browser.post("/account/login/", {"login": made.email, "password": PASSWORD}).status_code == 302


def test_an_account_is_changed(admin, site):
    person = site.person(SiteRole.MEMBER)
    address = f"/cms/users/edit/{person.pk}/"
    form = admin.get(address).content.decode()
    assert person.display_name in form
    assert "last_name" not in form
    sent = facts(password1="", password2="", is_active="on", display_name="Ann Other", email="Ann@Example.org")
    assert admin.post(address, sent).status_code == 302
    person.refresh_from_db()
    assert (person.display_name, person.email, person.is_active) == ("Ann Other", "ann@example.org", True)
    assert person.check_password(PASSWORD), "a password left empty stays"
    assert SiteRole.PRACTITIONER in set(roles_of(person))


def test_an_account_is_deactivated_and_its_session_ends(admin, site, as_):
    person = site.person(SiteRole.MEMBER)
    browser = as_(person)
    assert person.display_name in browser.get("/themes/").content.decode()
    sent = facts(password1="", password2="", display_name=person.display_name, email=person.email, groups=[])
    admin.post(f"/cms/users/edit/{person.pk}/", sent)
    person.refresh_from_db()
    assert not person.is_active
    assert person.display_name not in browser.get("/themes/").content.decode()


def test_an_address_that_is_taken_is_refused_in_any_spelling(admin, site):
    person = site.person()
    answer = admin.post("/cms/users/new/", facts(email=person.email.upper()))
    assert answer.status_code == 200
    assert "already exists" in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    ["", " ", "Ann\u202eevil", "Ann\x07", "\u200b", "a" * 121],
    ids=["none", "space", "bidi", "control", "unseen", "long"],
)
def test_security_37_a_name_that_could_imitate_another_is_refused(admin, name):
    assert admin.post("/cms/users/new/", facts(display_name=name)).status_code == 200
    assert not User.objects.filter(email="new.person@example.org").exists()


@pytest.mark.parametrize("name", ["Ann\nSmith", "Ann\u200b Smith", "Ann  Smith ", "Ann\r\nBcc: Smith"])
def test_security_39_a_name_is_one_line_without_anything_hidden(admin, name):
    admin.post("/cms/users/new/", facts(display_name=name))
    stored = User.objects.get(email="new.person@example.org").display_name
    assert stored in ("Ann Smith", "Ann Bcc: Smith")


@pytest.mark.parametrize("weak", ["short", "password1234", "newperson@example.org"])
def test_security_25_a_weak_password_is_refused(admin, weak):
    assert admin.post("/cms/users/new/", facts(password1=weak, password2=weak)).status_code == 200
    assert not User.objects.filter(email="new.person@example.org").exists()


def test_security_33_what_is_not_in_the_form_is_not_changed_by_it(admin):
    admin.post("/cms/users/new/", facts(is_demo="on", access_version="77", joined_at="2001-01-01", user_permissions=["1"]))
    made = User.objects.get(email="new.person@example.org")
    assert (made.is_demo, made.joined_at.year > 2001, made.user_permissions.count()) == (False, True, 0)


@pytest.mark.parametrize("order", ["name", "-name", "email", "is_active", "last_name", "nonsense"])
def test_the_list_of_accounts_is_shown_in_any_order(admin, site, order):
    site.person(name="Zoë Last")
    answer = admin.get("/cms/users/", {"ordering": order, "q": ""})
    assert answer.status_code == 200
    assert "Zoë Last" in answer.content.decode()


def test_an_account_is_found_by_name_and_address(admin, site):
    person = site.person(name="Zoë Last")
    for words in ("Zoë", person.email):
        assert "Zoë Last" in admin.get("/cms/users/", {"q": words}).content.decode()
    assert "Zoë Last" not in admin.get("/cms/users/", {"q": "nobody"}).content.decode()


@pytest.mark.parametrize("role", [r for r in SiteRole if r is not SiteRole.ADMINISTRATOR])
def test_security_33_nobody_else_makes_or_changes_accounts(site, as_, role):
    person, browser = site.person(role), as_(site.person(role))
    for address in ("/cms/users/new/", f"/cms/users/edit/{person.pk}/", "/cms/users/"):
        assert browser.get(address).status_code == 302
        assert browser.post(address, facts(is_superuser="on")).status_code in (302, 405)
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.filter(email="new.person@example.org").exists()


def test_whoever_changes_their_own_account_cannot_make_themselves_superuser(site, as_):
    person = site.person(SiteRole.ADMINISTRATOR)
    sent = facts(
        password1="", password2="", email=person.email, is_superuser="on", groups=[g.pk for g in person.groups.all()]
    )
    as_(person).post(f"/cms/users/edit/{person.pk}/", sent)
    person.refresh_from_db()
    assert (person.display_name, person.is_superuser) == ("Nye Person", False)


def test_making_the_role_groups_again_changes_nothing_and_wagtails_own_stay_away(db):
    before = set(Group.objects.values_list("pk", "name"))
    ensure_role_groups()
    assert set(Group.objects.values_list("pk", "name")) == before
    assert {name for _pk, name in before} == set(GROUP_NAMES.values())

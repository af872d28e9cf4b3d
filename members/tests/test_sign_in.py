"""One sign-in for everybody: who gets in, who does not, and what neither can be made to do."""

import re
from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from members.audiences.scopes import SiteRole
from members.models import User
from members.roles import give_roles

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
NEW_PASSWORD = "another one, of some length"
SIGN_IN, SIGN_OUT, RESET = "/account/login/", "/account/logout/", "/account/password/reset/"


@pytest.fixture
def ann(site):
    return User.objects.create_user("Ann.Smith@Example.org", "Ann Smith", PASSWORD)


def sign_in(browser, email="ann.smith@example.org", password=PASSWORD, **fields):
    return browser.post(SIGN_IN, {"login": email, "password": password, **fields})


def is_signed_in(browser):
    return "_auth_user_id" in browser.session


def shown(response, *echoed):
    """What a page says, without tokens and without what was typed into it."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for word in echoed:
        text = text.replace(word, "…")
    return text


# Getting in


@pytest.mark.parametrize("email", ["ann.smith@example.org", "Ann.Smith@Example.org", "ANN.SMITH@EXAMPLE.ORG"])
def test_an_address_is_the_same_however_it_is_typed(client, ann, email):
    assert sign_in(client, email).status_code == 302
    assert is_signed_in(client)


def test_two_accounts_cannot_share_an_address_in_two_spellings(ann):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        User.objects.create_user("ANN.SMITH@example.org", "Another Ann")


def test_whoever_signs_in_comes_back_to_where_they_were_going(client, ann, site):
    assert sign_in(client, next="/guidance/?before=1")["Location"] == "/guidance/?before=1"


def test_security_20_the_session_gets_a_new_key_and_the_old_one_is_dead(client, ann):
    client.session["a"] = 1
    client.cookies["sessionid"] = _stored_session()
    before = client.cookies["sessionid"].value
    sign_in(client)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def _stored_session():
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["before"] = True
    session.create()
    return session.session_key


# Not getting in


def test_security_26_a_wrong_password_and_an_unknown_address_are_answered_alike(ann):
    wrong = sign_in(Client(), password="not the password")
    unknown = sign_in(Client(), "nobody.here@example.org")
    assert wrong.status_code == unknown.status_code == 200
    assert shown(wrong, "ann.smith@example.org") == shown(unknown, "nobody.here@example.org")
    assert dict(wrong.headers, **{"Content-Length": ""}) == dict(unknown.headers, **{"Content-Length": ""})


def test_an_inactive_account_does_not_get_in_and_its_sessions_end(client, ann):
    sign_in(client)
    assert "Ann Smith" in client.get("/themes/").content.decode()
    ann.is_active = False
    ann.save()
    assert "Ann Smith" not in client.get("/themes/").content.decode()
    browser = Client()
    sign_in(browser)
    assert not is_signed_in(browser)


def test_an_account_without_a_password_does_not_get_in(client, db):
    User.objects.create_user("ben@example.org", "Ben", None)
    for password in ("", "!", "None"):
        sign_in(client, "ben@example.org", password)
        assert not is_signed_in(client)


def test_a_demonstration_account_gets_in_on_a_demonstration_only(client, site, settings):
    settings.DEMO = True
    User.objects.create_user("member@example.org", "Demo Member", "practice-exchange", is_demo=True)
    sign_in(client, "member@example.org", "practice-exchange")
    assert "Demo Member" in client.get("/themes/").content.decode()
    settings.DEMO = False
    assert "Demo Member" not in client.get("/themes/").content.decode()
    browser = Client()
    sign_in(browser, "member@example.org", "practice-exchange")
    assert not is_signed_in(browser)


def test_security_28_attempts_are_limited_for_the_account_and_a_claimed_address_does_not_help(ann):
    for n in range(6):
        sign_in(Client(headers={"x-forwarded-for": f"198.51.100.{n}"}), password="not the password")
    answer = sign_in(Client(headers={"x-forwarded-for": "198.51.100.99"}))
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()


def test_signing_up_is_closed(client, site):
    before = User.objects.count()
    fields = {"email": "eve@example.org", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "display_name": "Eve"}
    for answer in (client.get("/account/signup/"), client.post("/account/signup/", fields)):
        assert "You cannot make an account yourself" in answer.content.decode()
    assert User.objects.count() == before


def test_security_30_a_form_without_its_token_does_nothing(ann):
    browser = Client(enforce_csrf_checks=True)
    assert sign_in(browser).status_code == 403
    assert not is_signed_in(browser)
    browser.force_login(ann)
    assert browser.post(SIGN_OUT).status_code == 403
    assert is_signed_in(browser)
    assert browser.post(RESET, {"email": ann.email}).status_code == 403
    assert not mail.outbox


def test_security_33_posting_more_fields_than_a_form_has_changes_nothing(client, ann):
    extra = {
        "is_superuser": "on",
        "is_active": "",
        "is_demo": "on",
        "groups": "1",
        "display_name": "Root",
        "access_version": 9,
    }
    sign_in(client, **extra)
    client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, **extra}
    )
    ann.refresh_from_db()
    assert ann.check_password(NEW_PASSWORD)
    assert (ann.is_superuser, ann.is_active, ann.is_demo, ann.display_name) == (False, True, False, "Ann Smith")
    assert not ann.groups.exists()


# Leaving

ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "https:\\evil.example",
    "HTTPS://EVIL.EXAMPLE",
    " https://evil.example",
    "\thttps://evil.example",
    "\nhttps://evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "ht\ntps://evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "ftp://evil.example",
    "file:///etc/passwd",
    "mailto:a@evil.example",
    "//testserver@evil.example",
    "https://testserver@evil.example",
    "https://testserver.evil.example",
    "https://testserver:80@evil.example",
    "http://testserver%2f@evil.example",
    "//evil.example/testserver",
    "//evil%2eexample",
    "/%09/evil.example\\@testserver//evil.example",
    "//[::1]/",
    "https://[evil.example",
    "//evil。example",
    "\u2028//evil.example",
    "/\u2028//evil.example",
    "x:///evil.example",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_security_31_no_next_leaves_the_host(ann, address):
    answers = [sign_in(Client(), next=address)]
    browser = Client()
    browser.force_login(ann)
    answers += [
        browser.get(SIGN_IN, {"next": address}),
        browser.get("/cms/login/", {"next": address}, follow=True),
        browser.post(SIGN_OUT, {"next": address}),
        Client().post(RESET, {"email": "nobody@example.org", "next": address}),
    ]
    for answer in answers:
        assert answer.status_code in (200, 302)
        assert is_here(answer.get("Location", "/")), answer["Location"]


def is_here(address):
    """Whether a browser would stay: it takes a backslash for a slash, and drops tabs, line breaks and leading controls."""
    read = re.sub(r"[\t\r\n]", "", address).lstrip("".join(map(chr, range(33)))).replace("\\", "/")
    path = read.removeprefix("http://testserver")
    return path.startswith("/") and not path.startswith("//")


def test_security_30_signing_out_takes_a_post(client, ann):
    sign_in(client)
    assert client.get(SIGN_OUT).status_code == 200
    assert is_signed_in(client)
    key = client.session.session_key
    assert client.post(SIGN_OUT)["Location"] == "/"
    assert not is_signed_in(client)
    assert not Session.objects.filter(session_key=key).exists()


# The CMS


def test_the_cms_has_no_sign_in_of_its_own(client, site):
    assert client.get("/cms/login/?next=/cms/pages/")["Location"] == "/account/login/?next=/cms/pages/"
    assert client.get("/cms/pages/")["Location"] == "/account/login/?next=/cms/pages/"
    for gone in ("/cms/password_reset/", "/cms/account/change_password/"):
        assert client.get(gone).status_code in (302, 404)


@pytest.mark.parametrize("role", SiteRole)
def test_only_editors_and_administrators_are_admitted_to_the_cms(site, as_, role):
    answer = as_(site.person(role)).get("/cms/", follow=True)
    admitted = answer.request["PATH_INFO"] == "/cms/"
    assert admitted is (role in {SiteRole.EDITOR, SiteRole.ADMINISTRATOR})
    assert answer.status_code == 200


def test_whoever_is_signed_in_and_not_admitted_is_told_and_offered_another_account(site, as_):
    """And is not sent in a circle between the two."""
    answer = as_(site.person(SiteRole.MEMBER)).get("/cms/pages/", follow=True)
    assert [code for _address, code in answer.redirect_chain] == [302]
    assert "You do not have permission to access the admin." in answer.content.decode()
    assert 'value="/cms/pages/"' in answer.content.decode()


# A new password


def ask_for_a_link(browser, email="ann.smith@example.org", **headers):
    return browser.post(RESET, {"email": email}, headers=headers)


def link_in_mail():
    return re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", mail.outbox[-1].body)[1]


def choose_password(browser, link, password=NEW_PASSWORD):
    form = browser.get(link, follow=True)
    address = form.redirect_chain[-1][0] if form.redirect_chain else link
    return form, browser.post(address, {"password1": password, "password2": password})


def test_a_link_by_mail_lets_somebody_choose_a_new_password_once(ann):
    ask_for_a_link(Client())
    assert mail.outbox[0].to == ["ann.smith@example.org"]
    link, browser = link_in_mail(), Client()
    _form, answer = choose_password(browser, link)
    assert answer.status_code == 302
    ann.refresh_from_db()
    assert ann.check_password(NEW_PASSWORD)
    assert not is_signed_in(browser)
    for again in (browser, Client()):
        form, _answer = choose_password(again, link, "a third one, even longer")
        assert "This link no longer works" in form.content.decode()
    ann.refresh_from_db()
    assert ann.check_password(NEW_PASSWORD)


def test_security_27_a_link_dies_within_the_hour_and_with_the_password_it_was_for(ann, monkeypatch):
    ask_for_a_link(Client())
    link = link_in_mail()
    now = timezone.now().replace(tzinfo=None)
    for passed, works in ((timedelta(minutes=55), True), (timedelta(minutes=65), False)):
        monkeypatch.setattr(type(default_token_generator), "_now", lambda self, at=now + passed: at)
        form = Client().get(link, follow=True)
        assert ("This link no longer works" not in form.content.decode()) is works
    monkeypatch.undo()
    ann.set_password(NEW_PASSWORD)
    ann.save()
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


def test_security_27_no_page_on_the_way_tells_its_address_to_others(ann):
    ask_for_a_link(Client())
    link, browser = link_in_mail(), Client()
    first = browser.get(link)
    assert first["Referrer-Policy"] == "same-origin"
    second = browser.get(first["Location"])
    assert second["Referrer-Policy"] == "same-origin"
    assert "no-store" in second["Cache-Control"]


def test_security_26_a_known_and_an_unknown_address_are_answered_alike(ann):
    known, unknown = ask_for_a_link(Client()), ask_for_a_link(Client(), "nobody.here@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert shown(Client().get(known["Location"])) == shown(Client().get(unknown["Location"]))
    assert len(mail.outbox) == 2, "one to each: sending takes the same time"
    assert "/reset/key/" not in mail.outbox[1].body


def test_security_27_a_weak_password_is_refused_and_the_old_one_stays(ann):
    ask_for_a_link(Client())
    link = link_in_mail()
    for weak in ("short", "password1234", "annsmithexample"):
        _form, answer = choose_password(Client(), link, weak)
        assert answer.status_code == 200, weak
    ann.refresh_from_db()
    assert ann.check_password(PASSWORD)


def test_security_25_a_long_password_without_any_rules_of_spelling_is_accepted(ann):
    ask_for_a_link(Client())
    long = "häuser am see " * 9 + "🙂🙂"
    _form, answer = choose_password(Client(), link_in_mail(), long)
    assert answer.status_code == 302
    ann.refresh_from_db()
    assert ann.check_password(long)


def test_security_32_the_host_a_visitor_claims_does_not_get_into_mail(ann):
    assert ask_for_a_link(Client(), host="evil.example").status_code == 400
    assert not mail.outbox
    ask_for_a_link(Client(), **{"x-forwarded-host": "evil.example"})
    assert "evil.example" not in mail.outbox[0].body + str(mail.outbox[0].message())


@pytest.mark.parametrize("email", ["ann@example.org\nBcc: eve@example.org", "ann@example.org\r\nSubject: x", "a" * 10_000])
def test_security_39_a_hostile_address_sends_nothing(ann, email):
    assert ask_for_a_link(Client(), email).status_code == 200
    assert not mail.outbox


def test_a_changed_address_is_the_only_one_that_gets_in_and_gets_mail(client, ann):
    sign_in(client)
    ann.email = "ann.jones@example.org"
    ann.save()
    browser = Client()
    sign_in(browser)
    assert not is_signed_in(browser)
    ask_for_a_link(Client())
    assert "/reset/key/" not in mail.outbox[0].body
    assert sign_in(browser, "ann.jones@example.org").status_code == 302


def test_security_22_a_changed_password_ends_the_other_sessions(ann):
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post("/account/password/change/", fields).status_code == 302
    assert "Ann Smith" in here.get("/themes/").content.decode()
    assert "Ann Smith" not in elsewhere.get("/themes/").content.decode()


# What roles are


def test_giving_roles_sets_exactly_these_and_leaves_other_groups(site, ann):
    from django.contrib.auth.models import Group

    ann.groups.add(Group.objects.create(name="Choir"))
    give_roles(ann, SiteRole.EDITOR)
    give_roles(ann, SiteRole.MEMBER, SiteRole.MODERATOR)
    assert set(ann.groups.values_list("name", flat=True)) == {"Choir", "Member", "Moderator"}

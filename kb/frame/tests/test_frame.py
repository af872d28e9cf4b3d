"""P3, P13, P14: name, colours, notice, read-only mode and the pages at the foot, all set in the CMS."""

import re

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse

from config.foundation import lay_information
from kb.frame.colours import contrast
from kb.frame.models import BRAND, BRAND_DARK, InformationPage, SiteIdentity
from members.audiences.actions import set_audience
from members.audiences.scopes import SiteRole
from members.models import User
from tests.builders import MEMBERS

pytestmark = pytest.mark.django_db

SETTINGS = "/cms/settings/frame/siteidentity/"


@pytest.fixture
def administrator(site, as_):
    return as_(site.person(SiteRole.ADMINISTRATOR))


def say(browser, **facts):
    """Save the settings in the CMS, as a browser does."""
    address = browser.get(SETTINGS, follow=True).redirect_chain[-1][0]
    form = browser.get(address).context["form"]
    fields = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return browser.post(address, {**fields, **facts})


def test_p14_name_contact_and_texts_are_on_every_page_at_once(administrator, client):
    client.get("/")
    answer = say(
        administrator,
        name="Harbour Exchange",
        strapline="For people who look after harbours.",
        contact_email="desk@example.org",
        footer_text="Run by the Harbour Board.",
        worried_text="Ring the harbour master.",
    )
    assert answer.status_code == 302
    for address in ("/", "/themes/", "/guidance/", "/search/", "/account/login/", "/no-such-page/"):
        words = client.get(address).content.decode()
        for text in ("Harbour Exchange", "desk@example.org", "Run by the Harbour Board.", "Ring the harbour master."):
            assert text in words, (address, text)


def test_p14_mails_come_from_the_name_that_was_set(administrator):
    from notices.mail.rendering import render

    say(administrator, name="Harbour Exchange", contact_email="desk@example.org")
    mail = render("notices/mail/test", {"address": "a@example.org"})
    assert "Harbour Exchange" in mail.subject
    assert "desk@example.org" in mail.text


def test_p14_a_colour_that_some_could_not_read_is_refused_with_the_ratio(administrator):
    answer = say(administrator, brand_colour="#f0a000")
    assert answer.status_code == 200
    error = str(answer.context["form"].errors["brand_colour"])
    assert re.search(r"is 1\.\d\d to 1", error)
    assert "at least 4.5 to 1" in error
    assert "darker" in error
    dark = say(administrator, brand_colour_dark="#1d3557")
    assert "lighter" in str(dark.context["form"].errors["brand_colour_dark"])
    assert not SiteIdentity.objects.filter(brand_colour="#f0a000").exists()


@pytest.mark.parametrize("nonsense", ["red", "#12345", "#12345g", "#123", "url(x)", "#000;}"])
def test_p14_what_is_no_colour_is_refused(administrator, nonsense):
    assert say(administrator, brand_colour=nonsense).context["form"].errors["brand_colour"]
    assert not SiteIdentity.objects.filter(brand_colour=nonsense).exists()


def test_p14_colours_are_a_stylesheet_that_changes_its_address(administrator, client):
    assert "/colours/" not in client.get("/").content.decode()
    say(administrator, brand_colour="#7a1f3d")
    address = re.search(r"/colours/[0-9a-f]+\.css", client.get("/").content.decode()).group()
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--px-brand-on-light:#7a1f3d" in answer.content.decode()
    say(administrator, brand_colour="#1f3d7a")
    assert client.get(address).status_code == 404
    assert address not in client.get("/").content.decode()


def test_p14_our_own_colours_pass_what_others_have_to_pass():
    SiteIdentity(brand_colour=BRAND, brand_colour_dark=BRAND_DARK).full_clean()
    assert contrast("#000000", "#ffffff") == 21


def test_p14_only_administrators_set_it(site, as_):
    answer = as_(site.person(SiteRole.EDITOR)).get(SETTINGS, follow=True)
    assert "brand_colour" not in answer.content.decode()


def test_p13_a_notice_stands_on_every_page_until_it_is_emptied(administrator, client):
    say(administrator, notice_text="Closed for stocktaking on Friday.", notice_link="/guidance/")
    assert "Closed for stocktaking on Friday." in client.get("/themes/").content.decode()
    say(administrator, notice_text="")
    assert "Closed for stocktaking" not in client.get("/themes/").content.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://example.org", "//example.org", "data:x"])
def test_p13_a_notice_leads_to_this_site_or_a_safe_address(administrator, address):
    answer = say(administrator, notice_text="Closed.", notice_link=address)
    assert answer.status_code == 200
    assert answer.context["form"].errors["notice_link"]


def test_p13_in_read_only_mode_what_people_sent_is_shown_and_can_be_sent_again(site, administrator, as_, client):
    """A form with long text, by somebody who did not know."""
    page = site.guidance("Duties", slug="duties")
    editor = as_(site.person(SiteRole.EDITOR))
    say(administrator, is_read_only="on")
    answer = editor.post(
        reverse("changes_withdraw", args=[page.pk]), {"reason": "A <b>long</b> reason & more", "successor": ""}
    )
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    words = answer.content.decode()
    assert "A &lt;b&gt;long&lt;/b&gt; reason &amp; more" in words
    assert reverse("changes_withdraw", args=[page.pk]) in words
    page.refresh_from_db()
    assert not page.is_withdrawn
    assert "read-only" in client.get("/").content.decode()


def test_p13_reading_signing_in_and_ending_the_mode_go_on(site, administrator, client):
    say(administrator, is_read_only="on")
    person = site.person(SiteRole.MEMBER)
    assert client.get("/guidance/").status_code == 200
    answer = client.post("/account/login/", {"login": person.email, "password": "a long enough password"})
    assert answer.status_code == 302
    address = administrator.get(SETTINGS, follow=True).redirect_chain[-1][0]
    form = administrator.get(address).context["form"]
    fields = {f.html_name: f.value() for f in form if f.value() not in (None, False) and f.html_name != "is_read_only"}
    with TestCase.captureOnCommitCallbacks(execute=True):
        administrator.post(address, fields)
    assert not SiteIdentity.objects.get().is_read_only


def test_p13_passwords_are_not_shown_back(site, administrator, as_):
    say(administrator, is_read_only="on")
    member = as_(site.person(SiteRole.MEMBER))
    sent = {"oldpassword": "first secret word", "password1": "second secret word", "password2": "second secret word"}
    assert "secret word" not in member.post("/account/password/change/", sent).content.decode()


def test_p3_the_pages_at_the_foot_come_with_the_site_and_have_real_text(site, client):
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert lay_information() == 6
        assert lay_information() == 0
    site.settle()
    foot = client.get("/").content.decode().split("<footer")[1]
    for page in InformationPage.objects.all():
        assert f'href="{page.get_url()}"' in foot
        words = client.get(page.get_url()).content.decode()
        assert page.summary in words
        assert len(re.sub(r"<[^>]+>", " ", words).split()) > 300
    assert [h.entry.title for h in client.get("/search/?q=cookies").context["results"].hits]


def test_p3_a_page_that_is_not_for_all_is_not_named_at_the_foot(site, as_, client):
    lay_information()
    page = InformationPage.objects.get(slug="terms")
    set_audience(page, MEMBERS)
    assert "/terms/" not in client.get("/").content.decode()
    assert client.get("/terms/").status_code == 404
    assert as_(site.person(SiteRole.MEMBER)).get("/terms/").status_code == 200


@pytest.fixture
def invitation(db, capsys, settings):
    """The link that setting up a new site prints."""
    settings.DEMO = False
    call_command("set_up")
    return re.search(r"https?://[^/]+(/account/first-administrator/\S+)", capsys.readouterr().out).group(1)


NEW = {
    "display_name": "Ada Example",
    "email": "ada@example.org",
    "password1": "correct horse battery",
    "password2": "correct horse battery",
}


def test_p14_whoever_sets_up_the_site_makes_the_first_administrator(invitation, client):
    assert client.get(invitation).status_code == 200
    assert client.post(invitation, NEW).status_code == 302
    assert client.login(email=NEW["email"], password=NEW["password1"])
    assert client.get("/cms/").status_code == 200


def test_p14_the_link_works_once_and_only_if_it_is_ours(invitation, client):
    assert client.get("/account/first-administrator/nonsense/").status_code == 404
    client.post(invitation, NEW)
    assert client.get(invitation).status_code == 404
    assert client.post(invitation, {**NEW, "email": "second@example.org"}).status_code == 404
    assert User.objects.filter(is_superuser=True).count() == 1


def test_p14_a_weak_password_is_refused_and_the_rest_stays(invitation, client):
    answer = client.post(invitation, {**NEW, "password1": "short", "password2": "short"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["password2"] or answer.context["form"].errors["password1"]
    assert "ada@example.org" in answer.content.decode()
    assert not User.objects.exists()


def test_p14_a_site_that_has_an_administrator_prints_no_link(site, settings, capsys):
    settings.DEMO = False
    site.person(SiteRole.ADMINISTRATOR)
    call_command("set_up")
    assert "first-administrator" not in capsys.readouterr().out

"""O2, J-1: everything works with scripts off, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from config.demonstration import PASSWORD
from tests.browser import looking
from tests.browser.kinds import NARROW, PRACTITIONER

RESTRICTED = "/guidance/handling-restricted-briefing-papers/"


@pytest.fixture
def phone(new_page):
    return new_page(width=NARROW, java_script_enabled=False)


def heading(page):
    return page.get_by_role("heading", level=1)


def test_from_the_front_page_by_a_need_to_guidance_and_its_annex(phone):
    phone.goto("/")
    phone.get_by_role("region", name="I need help with").get_by_role("link", name="sharing information safely").click()
    expect(heading(phone)).to_have_text("Information and intelligence sharing")

    phone.get_by_role("link", name="Agreeing how partners share information").click()
    expect(heading(phone)).to_have_text("Agreeing how partners share information")  # two clicks
    assert looking.overflows(phone) == []

    phone.get_by_role("navigation", name="Contents").get_by_role("link", name="Annex B").click()
    expect(phone).to_have_url(re.compile("/annex-b/$"))
    expect(heading(phone)).to_contain_text("Annex B")
    assert looking.overflows(phone) == []


def test_a_search_is_narrowed_and_widened_again(phone):
    phone.goto("/")
    phone.get_by_label("What are you looking for?").fill("partnership story")
    phone.get_by_role("button", name="Search").click()
    everything = phone.locator(".px-hit").count()
    assert everything > 1

    phone.get_by_role("radio", name="Communications").check()
    phone.get_by_role("button", name="Apply filters").click()
    narrowed = phone.locator(".px-hit").count()
    assert 0 < narrowed < everything
    expect(phone.get_by_role("heading", name=f"{narrowed} results for “partnership story”")).to_be_visible()
    expect(phone.get_by_role("radio", name="Communications")).to_be_checked()

    phone.get_by_role("link", name="Remove filter: Communications").click()
    expect(phone.locator(".px-hit")).to_have_count(everything)


def test_what_is_restricted_is_there_for_as_long_as_one_is_signed_in(phone):
    assert phone.goto(RESTRICTED).status == 404
    phone.get_by_role("link", name="Sign in and try again").click()
    phone.get_by_label("Email").fill(PRACTITIONER)
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(heading(phone)).to_have_text("Handling restricted briefing papers")
    expect(phone.locator(".px-level")).to_contain_text("Practitioners only")

    phone.get_by_role("link", name="Sign out").click()
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("link", name="Sign in")).to_be_visible()
    assert phone.goto(RESTRICTED).status == 404
    expect(heading(phone)).to_have_text("Page not found")


def test_a_wrong_password_is_told_beside_the_field(phone):
    phone.goto("/account/login/")
    phone.get_by_label("Email").fill(PRACTITIONER)
    phone.get_by_label("Password", exact=True).fill("not the one")
    phone.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("alert")).to_contain_text("There is a problem")
    expect(phone).to_have_title(re.compile("^Error: "))

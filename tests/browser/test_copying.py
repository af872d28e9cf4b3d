"""P8: the address of a paragraph, or a citation, is copied by one press, and said to be; without scripts, links lead."""

import pytest
from playwright.sync_api import expect

from tests.browser.kinds import ALL_KINDS, GALLERY, NARROW

MAY_COPY = {"permissions": ["clipboard-read", "clipboard-write"]}


def copied(page):
    return page.evaluate("navigator.clipboard.readText()")


def said(page):
    return page.locator("[role=status][data-announcement]")


@pytest.fixture
def page(new_page, base_url):
    page = new_page(**MAY_COPY)
    page.goto(GALLERY.path)
    return page


def paragraph(page):
    return page.get_by_role("link", name="Link to paragraph").first


def test_a_link_to_a_paragraph_is_copied_and_said_to_be(page, base_url):
    link = paragraph(page)
    link.evaluate("link => { link.href = '/p/abc/'; link.dataset.copyLink = 'the-paragraph'; }")
    link.focus()
    expect(link).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Link copied")
    assert copied(page) == f"{base_url}/p/abc/"
    assert page.url.endswith("#the-paragraph")
    expect(link).to_be_focused()


def test_what_was_said_goes_away_and_is_said_anew(page):
    page.clock.install()
    for _ in range(2):
        paragraph(page).click()
        page.clock.run_for(100)
        expect(said(page)).to_have_text("Link copied")
        page.clock.run_for(6000)
        expect(said(page)).to_be_empty()


def test_a_link_that_may_not_be_copied_leads_there(page):
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    link = paragraph(page)
    link.evaluate("link => { link.href = '/themes/'; }")
    with page.expect_navigation():
        link.click()
    assert page.url.endswith("/themes/")


def test_a_citation_is_copied_by_a_button(page):
    page.get_by_text("Cite this page", exact=True).click()
    page.get_by_role("button", name="Copy the citation").click()
    expect(said(page)).to_have_text("Copied")
    assert copied(page).startswith("Practice Exchange, Who does what, 2026. https://")


def test_on_a_phone_only_headings_show_their_links_until_one_comes_to_another(new_page):
    page = new_page(width=NARROW)
    page.goto(ALL_KINDS["chapter"].path)
    expect(page.get_by_role("link", name="Link to the section").first).to_have_css("opacity", "1")
    link = paragraph(page)
    expect(link).to_have_css("opacity", "0")
    link.focus()
    expect(link).to_have_css("opacity", "1")


def test_without_scripts_a_paragraph_has_a_plain_link_and_a_citation_no_button(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(GALLERY.path)
    expect(paragraph(page)).to_be_visible()
    page.get_by_text("Cite this page", exact=True).click()
    expect(page.locator(".px-cite__text")).to_be_visible()
    expect(page.locator(".px-cite__copy")).to_be_hidden()

"""P4, G1: what is printed says who may read it, how old it is and where it is from, and leaves the rest behind."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.kinds import ALL_KINDS

PRINTED = ["guidance", "chapter", "annex", "annex-with-own-readers", "guidance-restricted"]
LEVELS = {"guidance-restricted": "Practitioners only", "annex-with-own-readers": "Practitioners only"}
LEFT_BEHIND = "nav[aria-label=Main], nav.govuk-breadcrumbs, .px-search, .px-account, .px-chapter-navigation, .px-related"


@pytest.fixture(params=PRINTED)
def printed(request, new_page):
    kind = ALL_KINDS[request.param]
    page = new_page(kind.reader)
    page.goto(kind.path)
    page.emulate_media(media="print")
    page.level = LEVELS.get(request.param, "Public")
    return page


def test_a_printed_page_shows_level_date_and_origin(printed):
    facts = printed.locator("main .px-document-meta")
    expect(facts.locator(".px-level")).to_have_text(f"Who can see this: {printed.level}", use_inner_text=True)
    expect(facts.get_by_text("Updated")).to_be_visible()
    expect(facts.get_by_role("time").last).to_have_text(re.compile(r"^\d{1,2} \w+ \d{4}$"))
    origin = printed.locator(".px-printed-from")
    expect(origin).to_contain_text(f"Printed from {printed.url}")
    expect(origin).to_contain_text(f"Addresses that begin with / are on {urljoin(printed.url, '/').rstrip('/')}")


def test_the_level_stands_at_the_foot_of_every_sheet(printed):
    level = printed.locator(".px-level-on-paper")
    expect(level).to_have_text(f"Who can see this: {printed.level}")
    expect(level).to_be_visible()
    expect(level).to_have_css("position", "fixed")  # what is fixed is printed on every sheet


def test_a_printed_page_leaves_the_way_around_behind(printed):
    for part in printed.locator(LEFT_BEHIND).all():
        expect(part).to_be_hidden()


def test_a_printed_link_says_where_it_leads(printed):
    links = printed.locator("main a[href]:not([href^='#']):visible")
    for link in links.all():
        after = link.evaluate("link => getComputedStyle(link, '::after').content")
        assert link.get_attribute("href") in after


def test_what_is_for_paper_is_not_on_screen(new_page):
    page = new_page()
    page.goto(ALL_KINDS["chapter"].path)
    expect(page.get_by_text("Printed from")).to_be_hidden()
    expect(page.locator(".px-level-on-paper")).to_be_hidden()

"""P3, P13, P14: what stands above and below every page, with all that can be set and with nothing set."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import expect

from tests.browser.kinds import NARROW, WIDE

NOTICE = {"kind": "warning", "text": "Closed on Monday.", "link_address": "/themes/", "link_label": "What to do"}
FULL = {
    "name": "Another Exchange",
    "is_demo": False,
    "strapline": "For people elsewhere.",
    "contact_email": "hello@example.org",
    "contact_text": "We answer on weekdays.",
    "footer_text": "Run by a county.",
    "stylesheet": "/colours/abc.css",
    "notice": NOTICE,
    "is_read_only": True,
    "footer_links": [{"label": "Privacy", "address": "/privacy/"}],
    "worried_text": "Ring 01632 960001.",
}


def framed(page, person=None, **context):
    """The frame around nothing, shown in a browser."""
    request = RequestFactory().get("/themes/")
    request.user = person or AnonymousUser()
    html = render_to_string("layout.html", {"request": request, **context})
    page.route("**/framed/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("/framed/")
    return html


def test_the_frame_says_what_is_set_for_the_site(new_page):
    page = new_page()
    html = framed(page, this_site=FULL)
    assert html.index("dist/site.css") < html.index("/colours/abc.css")
    notice = page.get_by_role("region", name="Notice for the whole site")
    expect(notice).to_contain_text("Important: Closed on Monday.", use_inner_text=True)
    expect(notice.get_by_role("link", name="What to do")).to_have_attribute("href", "/themes/")
    expect(page.get_by_role("region", name="The site is read-only")).to_contain_text("What you type is kept")
    expect(page.get_by_role("link", name="Another Exchange")).to_be_visible()

    foot = page.get_by_role("contentinfo")
    for words in ("For people elsewhere.", "We answer on weekdays.", "Run by a county.", "Ring 01632 960001."):
        expect(foot).to_contain_text(words)
    expect(foot.get_by_role("link", name="hello@example.org")).to_have_attribute("href", "mailto:hello@example.org")
    expect(foot.get_by_role("navigation", name="About this site").get_by_role("link", name="Privacy")).to_be_visible()


@pytest.mark.parametrize("this_site", [{}, {"name": "Practice Exchange", "is_demo": True}], ids=["nothing", "little"])
def test_the_frame_stands_without_what_is_not_set(new_page, this_site):
    page = new_page()
    html = framed(page, this_site=this_site)
    assert "None" not in html
    expect(page.get_by_role("contentinfo")).to_contain_text("Worried about someone?")
    expect(page.locator(".px-site-notice, .px-footer__links, .px-footer__contact")).to_have_count(0)
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)


@pytest.mark.parametrize("has_desk", [True, False])
def test_who_is_signed_in_finds_what_is_theirs_at_the_top(new_page, has_desk):
    page = new_page()
    framed(page, SimpleNamespace(is_authenticated=True, display_name="Ada Example"), this_site=FULL, has_desk=has_desk)
    head = page.get_by_role("banner")
    expect(head).to_contain_text("Signed in as Ada Example")
    expect(head.get_by_role("link", name="Notifications")).to_have_attribute("href", "/account/notifications/")
    expect(head.get_by_role("link", name="Desk")).to_have_count(int(has_desk))


@pytest.mark.parametrize(("width", "is_shown"), [(WIDE, True), (NARROW, False)])
def test_a_phone_shows_no_second_way_to_search_beside_the_box_and_no_name(new_page, width, is_shown):
    page = new_page(width=width)
    framed(page, SimpleNamespace(is_authenticated=True, display_name="Ada Example"), this_site=FULL)
    head = page.get_by_role("banner")
    expect(head.get_by_role("searchbox")).to_be_visible()
    expect(head.get_by_role("link", name="Search")).to_be_visible(visible=is_shown)
    expect(head.get_by_text("Signed in as")).to_be_visible(visible=is_shown)
    expect(head.get_by_role("link", name="Sign out")).to_be_visible()


def test_where_the_head_has_no_box_a_phone_has_the_way_to_search(new_page):
    page = new_page(width=NARROW)
    page.goto("/")
    expect(page.get_by_role("banner").get_by_role("link", name="Search")).to_be_visible()

"""O3: who comes back to a list is where they left it."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("address", ["/guidance/", "/search/?q=partnership"])
def test_coming_back_to_a_list_the_focus_is_on_the_item_left(new_page, address):
    page = new_page()
    page.goto(address)
    third = page.locator(".px-entry-list .px-entry__title a").nth(2)
    left_by = third.get_attribute("href")
    third.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.go_back()
    expect(page.locator(f'.px-entry-list a[href="{left_by}"]')).to_be_focused()


def test_each_list_remembers_its_own(new_page):
    page = new_page()
    addresses = ["/guidance/", "/search/?q=partnership"]
    for address in addresses:
        page.goto(address)
        with page.expect_navigation():
            page.locator(".px-entry-list .px-entry__title a").nth(1).click()
    for address in reversed(addresses):
        while not page.url.endswith(address):
            page.go_back()
        expect(page.locator(".px-entry-list .px-entry__title a").nth(1)).to_be_focused()


def test_a_list_that_is_opened_anew_begins_at_its_beginning(new_page):
    page = new_page()
    page.goto("/guidance/")
    with page.expect_navigation():
        page.locator(".px-entry-list .px-entry__title a").nth(1).click()
    page.goto("/guidance/")
    page.wait_for_load_state()
    expect(page.locator("body")).to_be_focused()

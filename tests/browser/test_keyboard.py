"""O1, O3, J-10: whoever uses only the keyboard reaches everything, sees where they are, and hears what has changed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.kinds import ALL_KINDS, NARROW, WIDE

OUTSIDE = -1
WALKED = ["home", "chapter", "search-results", "sign-in", "sign-in-with-errors", "chapter-of-everything"]

# Numbers everything that the Tab key should stop at, in the order of the document, and notes how it looks without
# focus. Of a group of radio buttons one is a stop.
_NUMBER_THE_STOPS = """() => {
  const stops = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const group = e => [...document.querySelectorAll(`input[type=radio][name="${e.name}"]`)];
  const isStopOfItsGroup = e => e.type !== "radio" || e === (group(e).find(one => one.checked) ?? group(e)[0]);
  const parts = e => [[e, null], [e, "::before"], [e, "::after"], [e.nextElementSibling ?? e, "::before"]];
  window.rings = e => parts(e).map(([part, pseudo]) => {
    const style = getComputedStyle(part, pseudo);
    const outline = style.outlineStyle === "none" || style.outlineColor === "rgba(0, 0, 0, 0)" ? "none" : style.outline;
    return [outline, style.boxShadow];
  });
  window.stops = [...document.querySelectorAll(stops)]
    .filter(e => e.type !== "hidden" && e.checkVisibility() && isStopOfItsGroup(e));
  window.ringsWithoutFocus = window.stops.map(window.rings);
  return window.stops.map(e => e.outerHTML.slice(0, 120));
}"""

# Where focus is: the number of the stop, or -1; and whether a ring or a shadow shows it that was not there before.
_STOP = """() => {
  const number = window.stops.indexOf(document.activeElement);
  if (number < 0) return [number, false];
  const before = window.ringsWithoutFocus[number];
  const rings = window.rings(document.activeElement);
  return [number, rings.some((ring, i) => ring.some((value, j) => value !== "none" && value !== before[i][j]))];
}"""


def _walk(page, key):
    """Press a key until focus has come round; give each stop's number and whether its focus was seen."""
    stops = {}
    while True:
        page.keyboard.press(key)
        number, is_seen = page.evaluate(_STOP)
        if number in stops:
            return {number: is_seen for number, is_seen in stops.items() if number != OUTSIDE}
        stops[number] = is_seen


def _beginning_at(number, stops):
    """The numbers in the order of the walk, which may have begun anywhere."""
    met = list(stops)
    start = met.index(number)
    return [*met[start:], *met[:start]]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", WALKED)
def test_tab_stops_everywhere_in_order_and_is_seen(new_page, base_url, name, width):
    page = new_page(width=width)
    ALL_KINDS[name].open(page, base_url)
    page.evaluate("document.activeElement.blur()")
    names = page.evaluate(_NUMBER_THE_STOPS)

    forwards = _walk(page, "Tab")
    assert _beginning_at(0, forwards) == list(range(len(names)))
    assert [names[number] for number, is_seen in forwards.items() if not is_seen] == []

    backwards = _walk(page, "Shift+Tab")
    assert _beginning_at(len(names) - 1, backwards) == list(reversed(range(len(names))))


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_the_first_stop_leads_past_the_navigation(new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/guidance/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_errors_take_the_focus_and_lead_to_their_fields(new_page):
    page = new_page()
    page.goto("/account/login/")
    page.get_by_label("Email").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert").get_by_role("link", name="Password")).to_be_focused()
    page.keyboard.press("Enter")
    password = page.get_by_label("Password", exact=True)
    expect(password).to_be_focused()
    expect(password).to_have_accessible_description(re.compile(r"Error:\s+This field is required"))


def test_a_password_is_shown_and_hidden_by_keyboard(new_page):
    page = new_page()
    page.goto("/account/login/")
    password = page.get_by_label("Password", exact=True)
    password.focus()
    page.keyboard.type("open sesame")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(password).to_have_attribute("type", "text")
    expect(page.get_by_role("button", name="Hide password")).to_be_focused()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_after_filtering_the_new_count_is_announced(new_page, width):
    page = new_page(width=width)
    page.goto("/search/?q=partnership")
    _tab_to(page, page.locator("summary", has_text="Theme"))
    if width == NARROW:
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="Any")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Communications")).to_be_checked()
    promised = page.locator(".px-facet__options label", has_text="Communications").inner_text().split("(")[1].strip(")")
    _tab_to(page, page.get_by_role("button", name="Apply filters"))
    page.keyboard.press("Enter")

    count = page.get_by_role("status").get_by_role("heading", name=f"{promised} results for “partnership”")
    expect(count).to_be_focused()
    expect(page.locator(".px-hit")).to_have_count(int(promised))


def test_every_result_is_a_heading_below_the_count(new_page):
    page = new_page()
    page.goto("/search/?q=partnership")
    results = page.get_by_role("main").get_by_role("heading", level=3)
    expect(results).to_have_count(page.locator(".px-hit").count())
    for result in results.all():
        expect(result.get_by_role("link")).to_be_visible()


def test_from_the_new_count_the_next_stop_takes_the_filter_off(new_page):
    page = new_page()
    page.goto("/search/?q=partnership&theme=communications#results")
    expect(page.locator("#results")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Remove filter: Communications")).to_be_focused()


def test_after_a_filter_is_taken_off_the_new_count_is_announced(new_page):
    page = new_page()
    page.goto("/search/?q=partnership&theme=communications")
    page.get_by_role("link", name="Remove filter: Communications").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_role("heading", name="results for “partnership”")).to_be_focused()


def _tab_to(page, stop):
    """Press Tab until this has focus, at most fifty times."""
    for _ in range(50):
        if stop.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(stop).to_be_focused()

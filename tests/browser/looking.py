"""What the tests ask of an open page. Every answer is a list of what is wrong, in words; empty means all is well."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
SWITCHES = ["--no-sandbox"]  # the sandbox needs rights that containers do not give

AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
SMALLEST_TARGET = 24

# Links inside running text are exempt (WCAG 2.5.8, "inline"); these are not running text.
TARGETS = (
    "nav a, header a, .px-link-list a, .px-filter-tags a, .px-entry__title a, .px-actions a, .px-hint a,"
    " footer a, .px-change a, .px-useful a, .px-follow a, .px-feed a, .px-facts a, .px-block-link, .px-site-notice a,"
    " button, input, select, summary, .govuk-radios__label, .govuk-checkboxes__label"
)

_WIDER_THAN_THE_WINDOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.body.querySelectorAll("*")]
    .filter(e => e.getBoundingClientRect().right > room + 1)
    .map(e => `${e.tagName} ${e.className} reaches ${Math.round(e.getBoundingClientRect().right)} of ${room} px`);
}"""

_SMALL_TARGETS = """([targets, smallest]) => [...document.querySelectorAll(targets)]
  .filter(e => e.checkVisibility() && !e.closest(".govuk-visually-hidden, .govuk-skip-link"))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < smallest || box.width < smallest))
  .map(([e, box]) => `${e.tagName} “${e.textContent.trim()}” is ${box.width.toFixed(1)} × ${box.height.toFixed(1)} px`)
"""

_HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter(e => e.checkVisibility()).map(e => [Number(e.tagName[1]), e.textContent.trim()])"""

# What a first visit brings, pictures aside: the page and what it asked for, as large as it is when nothing compresses it.
_WEIGHT = """() => Object.fromEntries(
  [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(e => !["img", "image"].includes(e.initiatorType) && !e.name.endsWith(".svg"))
    .map(e => [e.name, e.decodedBodySize]))"""

_LANDMARKS = """() => {
  const all = role => document.querySelectorAll(role).length;
  return {
    main: all("main"), banner: all("body > header"), contentinfo: all("body > footer"),
    navigation: all("nav[aria-label], nav[aria-labelledby]"), nameless: all("nav:not([aria-label], [aria-labelledby])"),
    breadcrumbs: all("nav.govuk-breadcrumbs [aria-current=page]"),
  };
}"""


def barriers(page: Page, *, except_for: tuple[str, ...] = ()) -> list[str]:
    """What axe finds, apart from what these of its rules say."""
    options = {**AXE, "rules": {rule: {"enabled": False} for rule in except_for}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html']} – {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def overflows(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return page.evaluate(_WIDER_THAN_THE_WINDOW)


def small_targets(page: Page) -> list[str]:
    """What is too small to hit."""
    return page.evaluate(_SMALL_TARGETS, [TARGETS, SMALLEST_TARGET])


def faults_of_headings(page: Page) -> list[str]:
    """A page has one first heading, comes to it before all others, and skips no level on the way down."""
    headings = page.evaluate(_HEADINGS)
    firsts = [words for level, words in headings if level == 1]
    faults = [] if len(firsts) == 1 else [f"there are {len(firsts)} first headings: {firsts}"]
    for (above, _), (level, words) in zip([(0, ""), *_after_the_alert(headings)], _after_the_alert(headings), strict=False):
        if level > above + 1:
            faults.append(f"“{words}” jumps from level {above} to {level}")
    return faults


def _after_the_alert(headings: list) -> list:
    """The summary of errors stands before the first heading of a page, so that it is met first."""
    return headings[1:] if headings and headings[0][1] == "There is a problem" else headings


def paper(page: Page) -> str:
    """The colour that a page stands on."""
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def weights(page: Page) -> dict[str, int]:
    """How many bytes each part of the page has, pictures aside."""
    return page.evaluate(_WEIGHT)


def landmarks(page: Page) -> dict[str, int]:
    """How many there are of each part of the frame."""
    return page.evaluate(_LANDMARKS)


@contextmanager
def listening(page: Page) -> Iterator[list[str]]:
    """What the browser complains of meanwhile: errors and warnings on its console, breaches of policy, failed scripts."""
    heard: list[str] = []

    def note(message) -> None:
        is_the_status_of_the_page = message.text.startswith("Failed to load resource") and (
            message.location["url"] == page.url
        )
        if message.type in ("error", "warning") and not is_the_status_of_the_page:
            heard.append(f"{page.url}: {message.text}")

    def note_failure(error) -> None:
        heard.append(f"{page.url}: {error}")

    page.on("console", note)
    page.on("pageerror", note_failure)
    yield heard
    page.remove_listener("console", note)
    page.remove_listener("pageerror", note_failure)

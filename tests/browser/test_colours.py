"""P16: both schemes meet contrast: every colour that is read, on everything that it is read on."""

import pytest
from playwright.sync_api import expect

from kb.frame.colours import contrast
from tests.browser import looking
from tests.browser.kinds import ALL_KINDS, PRACTITIONER

TEXT, LINE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
PAPERS = ["paper", "tint", "accent-tint", "added", "removed"]
READ = ["ink", "muted", "brand", "brand-strong", "accent", "success", "error"]

# What is seen (text, or what tells a control), on what, and how far it has to stand out at least.
PAIRS = [
    *[(colour, paper, TEXT) for colour in READ for paper in PAPERS],
    *[("edge", paper, LINE) for paper in PAPERS],
    *[("ink", "marked", TEXT), ("on-brand", "brand", TEXT), ("on-brand", "brand-strong", TEXT)],
    *[("white", surface, TEXT) for surface in ("brand-surface", "accent-surface")],
    *[("brand-soft", "brand-surface", TEXT), ("focus-ink", "focus", TEXT)],
]
_COLOURS = """names => {
  const probe = document.body.appendChild(document.createElement("i"));
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = name => {
    probe.style.color = name === "white" ? "white" : `var(--px-${name})`;
    pen.fillStyle = getComputedStyle(probe).color;
    pen.fillRect(0, 0, 1, 1);
    return "#" + [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map(n => n.toString(16).padStart(2, "0")).join("");
  };
  const found = Object.fromEntries(names.map(name => [name, read(name)]));
  probe.remove();
  return found;
}"""


def _too_faint(page):
    names = sorted({name for seen, on, _ in PAIRS for name in (seen, on)})
    colours = page.evaluate(_COLOURS, names)
    ratios = [(seen, on, round(contrast(colours[seen], colours[on]), 2), least) for seen, on, least in PAIRS]
    return [ratio for ratio in ratios if ratio[2] < ratio[3]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_stands_out_enough(new_page, scheme):
    page = new_page(color_scheme=scheme)
    page.goto("/themes/")
    assert _too_faint(page) == []


# The least that may be set in the CMS: 4.5 : 1 against every paper of its scheme, and hardly more.
FAINTEST = [("#9a3f8f", "#a58bd7"), ("#0b6fa5", "#4f9dcf"), ("#7a5c00", "#b0942a")]


@pytest.mark.parametrize(("light", "dark"), FAINTEST)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_so_does_all_that_is_mixed_from_colours_of_somebody_elses(new_page, scheme, light, dark):
    page = new_page(color_scheme=scheme)
    page.goto("/themes/")
    page.evaluate(
        """([light, dark]) => {
          document.documentElement.style.setProperty("--px-brand-on-light", light);
          document.documentElement.style.setProperty("--px-brand-on-dark", dark);
        }""",
        [light, dark],
    )
    assert _too_faint(page) == []


def test_paper_is_white_whatever_the_system_prefers(new_page):
    page = new_page(color_scheme="dark")
    page.goto(ALL_KINDS["chapter"].path)
    assert looking.paper(page) == "rgb(16, 26, 28)"
    page.emulate_media(media="print", color_scheme="dark")
    assert looking.paper(page) == "rgb(255, 255, 255)"
    expect(page.locator("main p").first).not_to_have_css("color", "rgb(230, 239, 238)")


def test_browsers_are_told_of_both_schemes(new_page):
    page = new_page(PRACTITIONER)
    page.goto("/")
    expect(page.locator("meta[name=color-scheme]")).to_have_attribute("content", "light dark")
    expect(page.locator("meta[name=theme-color][media*=dark]")).to_have_attribute("content", "#101a1c")

"""O1, P2: every kind of page can be used by everybody, on a wide screen, on a phone and at 400 % zoom."""

import pytest

from tests.browser import looking
from tests.browser.kinds import ALL_KINDS, NARROW, PAGE_HEIGHT, WIDE

MOST_BYTES = 100_000
IN_DARK = ["home", "guidance", "chapter-of-everything", "search-filtered", "sign-in-with-errors", "comparison", "desk"]
ZOOMED_HEIGHT = 256  # 1280 × 1024 at 400 %
WITHOUT_BREADCRUMBS = {"home", "400", "500"}
LANDMARKS_OF_THE_PLAIN_FRAME = {
    "main": 1,
    "banner": 0,
    "contentinfo": 0,
    "navigation": 0,
    "nameless": 0,
    "breadcrumbs": 0,
}


class Opened:
    """A page of one kind, opened at one width, and what the browser complained of meanwhile."""

    def __init__(self, name, width, page):
        self.name, self.kind, self.width, self.page = name, ALL_KINDS[name], width, page

    def open(self, address):
        with looking.listening(self.page) as self.complaints:
            self.status = self.kind.open(self.page, address)


@pytest.fixture(scope="module")
def page_of(browser, page_in):
    """`page_of(reader, width, scheme)` is the page on which this reader opens one address after the other."""
    pages = {}

    def get(reader, width, scheme="light"):
        if (reader, width, scheme) not in pages:
            size = {"width": width, "height": PAGE_HEIGHT}
            context = browser.new_context(viewport=size, color_scheme=scheme)
            pages[reader, width, scheme] = page_in(context, reader)
        return pages[reader, width, scheme]

    yield get
    for page in pages.values():
        page.context.close()


@pytest.fixture(
    scope="module",
    params=[(name, width) for name in ALL_KINDS for width in (WIDE, NARROW)],
    ids=lambda param: f"{param[0]}-{param[1]}",
)
def opened(request, demo_site, page_of):
    """A page of each kind at each width, opened once for all that is asked of it."""
    name, width = request.param
    kind = ALL_KINDS[name]
    with demo_site.in_use(is_searchable=kind.is_searchable):
        opened = Opened(name, width, page_of(kind.reader, width))
        opened.open(demo_site.address)
    return opened


def test_it_answers_as_it_should_and_without_complaint(opened):
    assert opened.status == opened.kind.status
    assert opened.complaints == []


def test_axe_finds_no_barrier(opened):
    assert looking.barriers(opened.page) == []


def test_it_never_scrolls_sideways(opened):
    assert looking.overflows(opened.page) == []
    opened.page.set_viewport_size({"width": NARROW, "height": ZOOMED_HEIGHT})
    assert looking.overflows(opened.page) == []
    opened.page.set_viewport_size({"width": opened.width, "height": PAGE_HEIGHT})


def test_it_is_light(opened):
    weights = looking.weights(opened.page)
    assert len(weights) > 1
    assert 0 < sum(weights.values()) <= MOST_BYTES, weights


def test_everything_to_press_is_large_enough(opened):
    assert looking.small_targets(opened.page) == []


def test_its_frame_and_headings_tell_where_one_is(opened):
    assert opened.page.locator("html").get_attribute("lang") == "en"
    assert opened.page.title().strip(" –")
    assert looking.faults_of_headings(opened.page) == []
    if not opened.kind.frame:
        assert looking.landmarks(opened.page) == LANDMARKS_OF_THE_PLAIN_FRAME
        return
    landmarks = looking.landmarks(opened.page)
    assert landmarks.pop("navigation") >= 1
    has_breadcrumbs = int(opened.name not in WITHOUT_BREADCRUMBS)
    assert landmarks == {"main": 1, "banner": 1, "contentinfo": 1, "nameless": 0, "breadcrumbs": has_breadcrumbs}


@pytest.mark.parametrize(
    "name", [name if name in IN_DARK else pytest.param(name, marks=pytest.mark.slow) for name in ALL_KINDS]
)
def test_axe_finds_no_barrier_in_the_dark(demo_site, page_of, name):
    kind = ALL_KINDS[name]
    with demo_site.in_use(is_searchable=kind.is_searchable):
        dark = Opened(name, WIDE, page_of(kind.reader, WIDE, "dark"))
        dark.open(demo_site.address)
    assert looking.paper(dark.page) == "rgb(16, 26, 28)"
    assert looking.barriers(dark.page) == []

"""One page of each kind that the site has, and what a reader does to see it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin

from playwright.sync_api import Page, Response

PRACTITIONER = "practitioner@example.org"
EDITOR = "editor@example.org"
REGIONAL_LEAD = "regional@example.org"
WIDE, NARROW = 1280, 320
PAGE_HEIGHT = 800


@dataclass(frozen=True)
class Kind:
    """A kind of page: its address, who reads it (an account's e-mail address), and what they do once it is open.

    `frame` is False for the two pages that must work when nothing else does; `is_searchable` is False where search
    has lost its index.
    """

    path: str
    reader: str = ""
    status: int = 200
    then: Callable[[Page], None] | None = None
    frame: bool = True
    is_searchable: bool = True

    def open(self, page: Page, site: str) -> int:
        """Go there on a site, do what there is to do, and tell how the site answered last."""
        answers: list[int] = []

        def note(answer: Response) -> None:
            if answer.request.is_navigation_request() and not 300 <= answer.status < 400:
                answers.append(answer.status)

        page.on("response", note)
        page.goto(urljoin(site, self.path))
        if self.then:
            self.then(page)
        page.remove_listener("response", note)
        return answers[-1]


def _send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").click()


def _send_without_cookies(page: Page) -> None:
    page.context.clear_cookies()
    _send(page)


def _follow(name: str, page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def _say_nothing_about_what_is_wrong(page: Page) -> None:
    _follow("Report something wrong", page)
    _send(page)


def _follow_the_link_in_the_mail(page: Page) -> None:
    from django.core import mail

    page.get_by_label("Email").fill("member@example.org")
    _send(page)
    page.goto(next(word for word in mail.outbox[-1].body.split() if "/reset/key/" in word))


# What every demonstration has.
KINDS = {
    "home": Kind("/"),
    "themes": Kind("/themes/"),
    "theme": Kind("/themes/partnership-working-and-engagement/"),
    "guidance-list": Kind("/guidance/"),
    "guidance": Kind("/guidance/who-does-what/"),
    "chapter": Kind("/guidance/who-does-what/how-decisions-are-taken/"),
    "annex": Kind("/guidance/who-does-what/annex-g/"),
    "guidance-restricted": Kind("/guidance/handling-restricted-briefing-papers/", PRACTITIONER),
    "guidance-withdrawn": Kind("/guidance/filling-in-the-quarterly-activity-return/"),
    "history": Kind("/guidance/who-does-what/history/"),
    "comparison": Kind("/guidance/who-does-what/history/", then=partial(_follow, "See what was different")),
    "changes": Kind("/changes/2026-09/"),
    "changes-none": Kind("/changes/2026-09/?theme=embedding-prevent"),
    "glossary": Kind("/glossary/"),
    "collections": Kind("/collections/"),
    "collection": Kind("/collections/giving-answers-in-public/"),
    "step-by-step": Kind("/collections/starting-as-a-local-lead/"),
    "guidance-in-steps": Kind("/guidance/building-a-partnership-that-lasts/"),
    "contact": Kind("/contact/"),
    "useful": Kind("/guidance/who-does-what/", then=partial(_follow, "this page is useful")),
    "not-useful-with-errors": Kind("/guidance/who-does-what/", then=_say_nothing_about_what_is_wrong),
    "follow": Kind("/guidance/who-does-what/", PRACTITIONER, then=partial(_follow, "Tell me when this changes")),
    "follows": Kind("/account/follows/", PRACTITIONER),
    "notifications": Kind("/account/notifications/", PRACTITIONER),
    "desk": Kind("/desk/", EDITOR),
    "search": Kind("/search/"),
    "search-results": Kind("/search/?q=partnership"),
    "search-filtered": Kind("/search/?q=partnership&theme=communications"),
    "search-misunderstood": Kind("/search/?q=partnership&theme=nonsense"),
    "search-none-found": Kind("/search/?q=xylophones"),
    "sign-in": Kind("/account/login/"),
    "sign-in-with-errors": Kind("/account/login/", then=_send),
    "sign-out": Kind("/account/logout/", PRACTITIONER),
    "sign-up-closed": Kind("/account/signup/"),
    "inactive": Kind("/account/inactive/"),
    "confirm-it-is-you": Kind("/account/reauthenticate/", PRACTITIONER),
    "password-change": Kind("/account/password/change/", PRACTITIONER),
    "password-change-with-errors": Kind("/account/password/change/", PRACTITIONER, then=_send),
    "password-reset": Kind("/account/password/reset/"),
    "password-reset-with-errors": Kind("/account/password/reset/", then=_send),
    "password-reset-sent": Kind("/account/password/reset/done/"),
    "password-reset-link-used-up": Kind("/account/password/reset/key/1-none/"),
    "password-reset-done": Kind("/account/password/reset/key/done/"),
    "403-csrf": Kind("/account/login/", status=403, then=_send_without_cookies),
    "404": Kind("/guidance/no-such-guidance/", status=404),
}

# What only the site of the tests has (tests/browser/samples.py, tests/browser/urls.py).
SAMPLE_KINDS = {
    "theme-empty": Kind("/themes/nothing-yet/"),
    "guidance-list-continued": Kind("/guidance/", then=partial(_follow, "Next page")),
    "chapter-of-everything": Kind("/guidance/one-of-everything/everything/"),
    "annex-with-own-readers": Kind("/guidance/who-does-what/names-and-numbers/", PRACTITIONER),
    "search-results-continued": Kind("/search/?q=partnership&page=2"),
    "search-degraded": Kind("/search/?q=partnership", is_searchable=False),
    "password-reset-link": Kind("/account/password/reset/", then=_follow_the_link_in_the_mail),
    "400": Kind("/broken/400/", status=400, frame=False),
    "403": Kind("/broken/403/", status=403),
    "500": Kind("/broken/500/", status=500, frame=False),
}

# Every component in every state: it has landmarks and headings many times over, which no other page may.
GALLERY = Kind("/components/")

ALL_KINDS = {**KINDS, **SAMPLE_KINDS}

"""Pictures of each kind of page of a running demonstration, for people to look at.

python -m tests.browser.screenshots FOLDER [--site ADDRESS] [--kind KIND ...] [--scheme dark] [--paper]

With --paper each is taken once more as it looks on A4.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.kinds import ALL_KINDS, GALLERY, KINDS, NARROW, PAGE_HEIGHT, WIDE, Kind
from tests.browser.looking import CHROMIUM, SWITCHES

DEMO_PASSWORD = "practice-exchange"
PAPER = 718  # A4 without its margins, in CSS pixels
CHOICES = {**ALL_KINDS, "gallery": GALLERY}


def main() -> None:
    """Take them, and say which pages this site does not have."""
    arguments = _arguments()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for width in (WIDE, NARROW):
            contexts: dict[str, BrowserContext] = {}
            for name in arguments.kinds or KINDS:
                kind = CHOICES[name]
                if kind.reader not in contexts:
                    contexts[kind.reader] = _context(browser, width, kind.reader, arguments)
                _take(contexts[kind.reader], kind, arguments, arguments.folder / f"{name}-{width}")
        browser.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", dest="kinds", nargs="+", choices=CHOICES, metavar="KIND", help=", ".join(CHOICES))
    parser.add_argument("--scheme", choices=("light", "dark"), default="light", help="what the reader's system prefers")
    parser.add_argument("--paper", action="store_true", help="also as printed")
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    return parser.parse_args()


def _context(browser: Browser, width: int, reader: str, arguments: argparse.Namespace) -> BrowserContext:
    size = {"width": width, "height": PAGE_HEIGHT}
    context = browser.new_context(viewport=size, base_url=arguments.site, color_scheme=arguments.scheme)
    if reader:
        page = context.new_page()
        page.goto("/account/login/")
        page.get_by_label("Email").fill(reader)
        page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Sign out").wait_for()
        page.close()
    return context


def _take(context: BrowserContext, kind: Kind, arguments: argparse.Namespace, file: Path) -> None:
    page = context.new_page()
    status = kind.open(page, arguments.site)
    if status == kind.status:
        page.screenshot(path=file.with_suffix(".png"), full_page=True)
        if arguments.paper:
            page.emulate_media(media="print")
            page.set_viewport_size({"width": PAPER, "height": PAGE_HEIGHT})
            page.screenshot(path=file.with_name(f"{file.name}-paper.png"), full_page=True)
    else:
        print(f"{file.name}: not taken, the site answered {status}")
    page.close()


if __name__ == "__main__":
    main()

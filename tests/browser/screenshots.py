"""Pictures of each kind of page of a running demonstration, for people to look at.

python -m tests.browser.screenshots FOLDER [--site ADDRESS] [--kind KIND ...]
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.kinds import ALL_KINDS, KINDS, NARROW, PAGE_HEIGHT, WIDE, Kind
from tests.browser.looking import CHROMIUM, SWITCHES

DEMO_PASSWORD = "practice-exchange"


def main() -> None:
    """Take them, and say which pages this site does not have."""
    arguments = _arguments()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for width in (WIDE, NARROW):
            contexts: dict[str, BrowserContext] = {}
            for name in arguments.kinds or KINDS:
                kind = ALL_KINDS[name]
                if kind.reader not in contexts:
                    contexts[kind.reader] = _context(browser, width, kind.reader, arguments.site)
                _take(contexts[kind.reader], kind, arguments.site, arguments.folder / f"{name}-{width}.png")
        browser.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", dest="kinds", nargs="+", choices=ALL_KINDS, metavar="KIND", help=", ".join(ALL_KINDS))
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    return parser.parse_args()


def _context(browser: Browser, width: int, reader: str, site: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": PAGE_HEIGHT}, base_url=site)
    if reader:
        page = context.new_page()
        page.goto("/account/login/")
        page.get_by_label("Email").fill(reader)
        page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Sign out").wait_for()
        page.close()
    return context


def _take(context: BrowserContext, kind: Kind, site: str, file: Path) -> None:
    page = context.new_page()
    status = kind.open(page, site)
    if status == kind.status:
        page.screenshot(path=file, full_page=True)
    else:
        print(f"{file.stem}: not taken, the site answered {status}")
    page.close()


if __name__ == "__main__":
    main()

"""A4, A5, A7, A8 in a real browser: an editor's day, from a reader's complaint to the history that shows what came of it."""

import re
import shutil
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from playwright.sync_api import expect

from search import freshness, worker
from tests.browser.kinds import NARROW

EDITOR = "editor@example.org"
ADDRESS = "/guidance/measuring-local-progress/"
OLD = "/guidance/part-of-everyday-work/"


@pytest.fixture
def changeable(demo_site, tmp_path):
    """The site may be changed; afterwards it is as it was."""
    database = connection.settings_dict["NAME"]
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(database, tmp_path / "before")
    yield
    connection.close()
    for ending in ("-wal", "-shm"):
        Path(f"{database}{ending}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "before", database)
    demo_site.session_of.cache_clear()
    freshness.forget()
    for name in ("default", "pages"):
        caches[name].clear()
    worker.rebuild()


def settle():
    worker.drain_all()
    freshness.forget()


def open_in_cms(page, address):
    """The editing form of what is at an address, through the CMS's own list."""
    from kb.guidance.models import GuidancePage

    pk = GuidancePage.objects.get(slug=address.strip("/").split("/")[-1]).pk
    page.goto(f"/cms/pages/{pk}/edit/")
    page.locator("#id_title").wait_for()


def publish(page):
    page.get_by_role("button", name="More actions").last.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish", exact=True).click()


def test_from_a_complaint_to_the_history(changeable, new_page):
    reader = new_page(width=NARROW, java_script_enabled=False)
    reader.goto(ADDRESS)
    reader.get_by_role("link", name=re.compile("this page is not useful")).click()
    reader.get_by_label("What is wrong, or missing?").fill("It does not say who fills in the last column.")
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")

    editor = new_page(EDITOR)
    editor.goto("/desk/")
    editor.get_by_role("link", name=re.compile("Not useful: Measuring local progress")).click()
    expect(editor.get_by_text("It does not say who fills in the last column.")).to_be_visible()

    open_in_cms(editor, ADDRESS)
    editor.locator("#id_summary").fill("How to choose measures, who fills in each column, and what to leave out.")
    publish(editor)
    expect(editor.get_by_text("Choose minor or major.").first).to_be_visible()
    expect(editor.locator("#id_summary")).to_have_value(re.compile("who fills in each column"))

    editor.get_by_label("Major: readers should know").check()
    editor.locator("#id_change_note").fill("Says who fills in the last column.")
    publish(editor)
    settle()

    reader.goto(ADDRESS)
    reader.get_by_role("link", name="See all changes").click()
    expect(reader.get_by_text("Says who fills in the last column.")).to_be_visible()
    reader.get_by_role("link", name=re.compile("See what was different")).first.click()
    expect(reader.locator("main ins").last).to_contain_text("who fills in each column")
    reader.goto("/changes/")
    expect(reader.get_by_text("Says who fills in the last column.")).to_be_visible()


def test_withdrawal_to_a_successor(changeable, new_page):
    editor = new_page(EDITOR)
    open_in_cms(editor, OLD)
    editor.get_by_role("link", name="Withdraw", exact=True).click()
    editor.get_by_label("Why it is withdrawn").fill("The measures took its place.")
    editor.get_by_label("What to read instead").select_option(label="Measuring local progress")
    editor.get_by_role("button", name="Withdraw", exact=True).click()
    expect(editor.get_by_text("Withdrawn. Readers still find it")).to_be_visible()
    settle()

    reader = new_page()
    reader.goto(OLD)
    expect(reader.get_by_text("The measures took its place.")).to_be_visible()
    reader.get_by_role("link", name="Measuring local progress").first.click()
    expect(reader).to_have_url(re.compile(ADDRESS))

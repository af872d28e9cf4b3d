"""Importing, and importing again: what becomes of pages, their ids, and what editors did to them meanwhile."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision

from kb.guidance.contents import Contents
from kb.guidance.models import GuidancePage, ImportedGuidance
from tests.builders import Site, chapter, text

SAMPLES = Path(__file__).parent / "samples"
FIRST = "# Seeds\n\nWhy.\n\n## Lending\n\nLend in spring.\n\n## Returning\n\nReturn in autumn.\n"
SECOND = FIRST.replace("spring", "March").replace("## Returning", "## Drying\n\nDry them.\n\n## Returning")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with a title and two chapters."""
    path = tmp_path / "seeds.md"
    path.write_text(FIRST)
    return path


@pytest.fixture
def imported(site: Site, path: Path) -> Callable[..., str]:
    """`imported()` runs the command over the file and returns what it said; `imported(publish=True)` publishes too."""

    def run(*paths: Path, publish: bool = False, theme: str = "alpha", **options: Any) -> str:
        out = StringIO()
        themes = [theme] if publish else []
        call_command("import_guidance", *map(str, paths or [path]), publish=publish, theme=themes, stdout=out, **options)
        return out.getvalue()

    return run


def page() -> GuidancePage:
    return GuidancePage.objects.get()


def latest() -> GuidancePage:
    return page().get_latest_revision_as_object()


def revisions() -> int:
    return Revision.objects.for_instance(page()).count()


def chapter_ids(guidance: GuidancePage) -> dict[str, str]:
    return {block["value"]["heading"]: block["id"] for block in guidance.chapters.raw_data}


def body_of(guidance: GuidancePage, number: int) -> dict[str, Any]:
    """The first block of a chapter."""
    return guidance.chapters.raw_data[number]["value"]["body"][0]


def edit(words: str) -> None:
    """What an editor does: change the page on the site and publish."""
    edited = latest()
    edited.summary = words
    edited.save_revision().publish()


class TestFirstImport:
    def test_a_document_becomes_a_draft(self, imported):
        assert imported() == "1 created\n"
        assert not page().live
        assert not page().themes.exists()

    def test_or_is_published_under_its_theme(self, imported):
        imported(publish=True, theme="beta")
        assert page().live
        assert [theme.slug for theme in page().themes.all()] == ["beta"]

    def test_headings_become_chapters_with_addresses(self, imported):
        imported(publish=True)
        parts = Contents(page(), "/guidance/seeds/").chapters
        assert [(part.label, part.address) for part in parts] == [
            ("1", "/guidance/seeds/lending/"),
            ("2", "/guidance/seeds/returning/"),
        ]
        assert all(part.anchor.startswith("b-") for part in parts)

    def test_text_is_cleaned_when_it_is_written(self, imported):
        imported()
        assert body_of(page(), 0)["value"] == {
            "source": "<p>Lend in spring.</p>\n",
            "html": "<p>Lend in spring.</p>\n",
            "policy": "page/1",
        }

    def test_its_first_words_are_the_summary_where_it_has_none(self, imported):
        imported()
        assert page().summary == "Why."

    def test_two_documents_of_one_title_get_addresses_of_their_own(self, imported, path, tmp_path):
        other = tmp_path / "more-seeds.md"
        other.write_text(FIRST)
        imported(path, other)
        assert sorted(GuidancePage.objects.values_list("slug", flat=True)) == ["seeds", "seeds-1"]

    def test_every_kind_of_file_at_once(self, imported):
        assert imported(SAMPLES, publish=True) == "6 created\n"
        booklet = GuidancePage.objects.get(imported__identity="printed-booklet.txt")
        assert len(Contents(booklet).chapters) == 5
        assert "ISBN" in str(booklet.about.raw_data[0])
        handbook = GuidancePage.objects.get(imported__identity="field-handbook.md")
        assert [annex.label for annex in Contents(handbook).annexes] == ["Annex A", "Annex B"]
        assert set(ImportedGuidance.objects.values_list("identity", flat=True)) >= {"notes/first", "museum-page.html"}

    def test_a_dry_run_writes_nothing_and_says_what_would_be(self, imported):
        said = imported(dry_run=True)
        assert "“Seeds” would be created; chapters and annexes (2): Lending; Returning" in said
        assert not GuidancePage.objects.exists()
        assert not ImportedGuidance.objects.exists()


class TestSecondImport:
    def test_the_same_again_makes_no_revision(self, imported):
        imported(publish=True)
        assert imported(publish=True) == "1 unchanged\n"
        assert revisions() == 1

    def test_a_change_makes_one_revision_of_the_same_page(self, imported, path):
        imported(publish=True)
        path.write_text(SECOND)
        assert imported(publish=True) == "1 revised\n"
        assert revisions() == 2
        assert list(chapter_ids(page())) == ["Lending", "Drying", "Returning"]

    def test_blocks_keep_their_ids_and_new_ones_get_their_own(self, imported, path):
        imported(publish=True)
        before, changed = chapter_ids(page()), body_of(page(), 0)["id"]
        path.write_text(SECOND)
        imported(publish=True)
        after = chapter_ids(page())
        assert {heading: after[heading] for heading in before} == before
        assert after["Drying"] not in before.values()
        assert body_of(page(), 0)["id"] == changed
        assert "March" in body_of(page(), 0)["value"]["html"]

    def test_without_publish_the_live_text_stays_until_somebody_publishes(self, imported, path):
        imported(publish=True)
        path.write_text(SECOND)
        assert imported() == "1 revised\n"
        assert list(chapter_ids(page())) == ["Lending", "Returning"]
        assert list(chapter_ids(latest())) == ["Lending", "Drying", "Returning"]

    def test_facts_that_no_reader_sees_change_nothing(self, imported, path):
        path.write_text(f"---\nowner: one\n---\n\n{FIRST}")
        imported()
        path.write_text(f"---\nowner: two\n---\n\n{FIRST}")
        assert imported() == "1 unchanged\n"

    def test_a_draft_is_published_when_publishing_is_asked_for(self, imported):
        imported()
        assert imported(publish=True) == "1 published\n"
        assert page().live
        assert [theme.slug for theme in page().themes.all()] == ["alpha"]
        assert imported(publish=True) == "1 unchanged\n"

    def test_a_revised_draft_is_published_by_the_revision_that_is_there(self, imported, path):
        imported(publish=True)
        path.write_text(SECOND)
        imported()
        assert imported(publish=True) == "1 published\n"
        assert (list(chapter_ids(page())), revisions()) == (["Lending", "Drying", "Returning"], 2)

    def test_themes_that_editors_chose_stay(self, imported, path):
        imported(publish=True, theme="beta")
        path.write_text(SECOND)
        imported(publish=True, theme="alpha")
        assert [theme.slug for theme in page().themes.all()] == ["beta"]

    def test_a_page_that_was_deleted_comes_back(self, imported):
        imported(publish=True)
        page().delete()
        assert imported(publish=True) == "1 created\n"

    def test_a_dry_run_tells_what_would_change(self, imported, path):
        imported(publish=True)
        assert "would be unchanged" in imported(dry_run=True)
        path.write_text(SECOND)
        assert "would be revised" in imported(dry_run=True)
        assert revisions() == 1


class TestPageEditedOnTheSite:
    @pytest.fixture(autouse=True)
    def _edited(self, imported: Callable[..., str]) -> None:
        imported(publish=True)
        edit("An editor's words.")

    def test_a_change_is_left_as_a_draft_and_reported(self, imported, path):
        path.write_text(SECOND)
        said = imported(publish=True)
        assert "seeds.md: left as a draft, because the page was edited on the site" in said
        assert said.endswith("1 drafted\n")
        assert list(chapter_ids(latest())) == ["Lending", "Drying", "Returning"]

    def test_what_readers_see_does_not_change(self, imported, path):
        path.write_text(SECOND)
        imported(publish=True)
        assert (page().live, page().summary) == (True, "An editor's words.")
        assert list(chapter_ids(page())) == ["Lending", "Returning"]

    def test_it_is_left_once_not_at_every_run(self, imported, path):
        path.write_text(SECOND)
        imported(publish=True)
        assert imported(publish=True) == "1 unchanged\n"
        assert revisions() == 3

    def test_the_next_change_is_left_as_a_draft_too(self, imported, path):
        path.write_text(SECOND)
        imported(publish=True)
        path.write_text(SECOND.replace("March", "April"))
        assert imported(publish=True).endswith("1 drafted\n")
        assert page().summary == "An editor's words."

    def test_without_a_change_nothing_happens(self, imported):
        assert imported(publish=True) == "1 unchanged\n"
        assert revisions() == 2


def test_a_page_that_was_taken_off_the_site_is_not_put_back(imported, path):
    imported(publish=True)
    page().unpublish()
    assert imported(publish=True) == "1 unchanged\n"
    path.write_text(SECOND)
    assert imported(publish=True).endswith("1 drafted\n")
    assert not page().live


def test_text_that_an_editor_rewrote_is_still_told_apart_from_what_was_inserted(imported, path):
    imported(publish=True)
    edited = latest()
    kept = chapter_ids(edited)["Returning"]
    edited.chapters = [*edited.chapters.raw_data, chapter("Editor's own", text("<p>Words.</p>"))]
    edited.save_revision().publish()
    path.write_text(SECOND)
    imported(publish=True)
    assert chapter_ids(latest())["Returning"] == kept


def test_the_number_of_queries_does_not_grow_with_the_text(imported, tmp_path):
    counts = []
    for chapters in (1, 1, 100):
        document = tmp_path / f"{chapters}-{len(counts)}.md"
        document.write_text("# Long\n\n" + "".join(f"## Part {n}\n\nText {n}.\n\n" for n in range(chapters)))
        with CaptureQueriesContext(connection) as queries:
            imported(document, publish=True)
        counts.append(len(queries))
    assert counts[1] == counts[2]

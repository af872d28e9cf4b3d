"""What each kind of file becomes: readers, seen through the files in `samples/`."""

import json
import re
from pathlib import Path

import pytest

from kb.guidance.importing.documents import ImportedDocument, RawBlock
from kb.guidance.importing.files import documents_in

SAMPLES = Path(__file__).parent / "samples"


def read(path: Path) -> ImportedDocument:
    (document,) = documents_in(path)
    assert isinstance(document, ImportedDocument), document
    return document


def written(folder: Path, name: str, text: str) -> ImportedDocument:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def headings(document: ImportedDocument) -> list[str]:
    return [part.heading for part in document.parts]


def html_in(blocks: list[RawBlock]) -> str:
    return "".join(block["value"] for block in blocks if block["type"] == "text")


def tables_in(document: ImportedDocument) -> list[dict]:
    return [block["value"] for part in document.parts for block in part.body if block["type"] == "table"]


def cells(table: dict) -> list[list[str]]:
    return [row["values"] for row in table["rows"]]


class TestPrintedBooklet:
    """A booklet with an address, a licence, numbers and its title twice, as plain text."""

    @pytest.fixture
    def booklet(self) -> ImportedDocument:
        return read(SAMPLES / "printed-booklet.txt")

    def test_the_first_line_is_the_title_however_often_it_stands_there(self, booklet):
        assert booklet.title == "Opening Shared Workshops – What We Learned"
        assert booklet.title not in html_in(booklet.opening) + html_in(booklet.about)

    def test_short_lines_before_prose_are_chapters_and_nothing_else_is(self, booklet):
        expected = ["Introduction", "Main Findings", "Opening hours", "Care of tools", "What next? The second year"]
        assert headings(booklet) == expected
        assert booklet.opening == []

    def test_the_imprint_is_about_the_document(self, booklet):
        about = html_in(booklet.about)
        for line in (
            "Tool House",
            "December 2031",
            "Reference number: 31WORK00042",
            "ISBN 978-0000000002",
            "9 780000 000002",
        ):
            assert line in about

    def test_an_address_is_kept_line_by_line(self, booklet):
        assert "Tool House<br>Chisel Lane<br>Anytown" in html_in(booklet.about)

    def test_prose_that_mentions_a_reference_number_stays_where_it_is(self, booklet):
        assert "quote the reference number" in html_in(booklet.parts[0].body)

    def test_lists_stay_lists_whatever_their_bullet(self, booklet):
        assert "<li><strong>Opening hours:</strong> people" in html_in(booklet.parts[1].body)
        assert "<li>what is broken</li>" in html_in(booklet.parts[3].body)

    def test_no_word_is_lost(self, booklet):
        whole = [booklet.title, *headings(booklet), html_in(booklet.about), *(html_in(part.body) for part in booklet.parts)]
        source = (SAMPLES / "printed-booklet.txt").read_text()
        assert set(re.findall(r"\w+", source)) <= set(re.findall(r"\w+", " ".join(whole)))


class TestPlainText:
    def test_section_numbers_say_how_deep_a_heading_is(self, tmp_path):
        text = (
            "Plan\n\n1 Aims\n\n1.1 Background\n\nIt began small.\n\n1.2 Scope\n\nIt stays small.\n\n2 Steps\n\nOne by one."
        )
        document = written(tmp_path, "plan.txt", text)
        assert headings(document) == ["1 Aims", "2 Steps"]
        assert [b["value"]["text"] for b in document.parts[0].body if b["type"] == "heading"] == [
            "1.1 Background",
            "1.2 Scope",
        ]

    def test_annexes_are_annexes(self, tmp_path):
        document = written(tmp_path, "a.txt", "Plan\n\nAims\n\nWe aim.\n\nAnnex A: Contacts\n\nCall the desk.")
        assert [(part.heading, part.is_annex) for part in document.parts] == [("Aims", False), ("Contacts", True)]

    def test_text_without_headings_stands_before_the_first_chapter(self, tmp_path):
        document = written(tmp_path, "a.txt", "Plan\n\nJust one thing to say.\n\nAnd another.")
        assert document.parts == []
        assert html_in(document.opening) == "<p>Just one thing to say.</p>\n<p>And another.</p>\n"

    def test_the_lines_under_the_title_are_text(self, tmp_path):
        assert "Second line." in html_in(written(tmp_path, "a.txt", "Plan\nSecond line.\n\nMore.").opening)

    def test_a_first_line_too_long_for_a_title_stays_text_and_the_file_name_is_the_title(self, tmp_path):
        document = written(tmp_path, "field_notes-two.txt", "word " * 100)
        assert document.title == "Field notes two"
        assert html_in(document.opening).count("word") == 100

    @pytest.mark.parametrize(
        "line", ["3 May 2031", "December 2031", "He said no.", "Telephone: 01632 960 101", "a@example.org"]
    )
    def test_dates_sentences_and_addresses_are_no_headings(self, tmp_path, line):
        assert written(tmp_path, "a.txt", f"Plan\n\n{line}\n\nHere is a sentence.").parts == []


class TestMarkdown:
    @pytest.fixture
    def handbook(self) -> ImportedDocument:
        return read(SAMPLES / "field-handbook.md")

    def test_front_matter_gives_title_summary_and_further_facts(self, handbook):
        assert (handbook.title, handbook.summary) == (
            "Running a seed library",
            "How to lend seeds, and how to get them back.",
        )
        assert handbook.facts["owner"] == "Garden desk"

    def test_the_topmost_headings_are_chapters_and_annexes(self, handbook):
        parts = [(part.heading, part.is_annex) for part in handbook.parts]
        assert parts == [
            ("What you need", False),
            ("Lending", False),
            ("Words we use", True),
            ("Who keeps the key", True),
        ]

    def test_deeper_headings_divide_a_chapter(self, handbook):
        kinds = [block["type"] for block in handbook.parts[0].body]
        assert kinds == ["text", "heading", "table", "heading", "text"]
        assert handbook.parts[0].body[1]["value"] == {"text": "Drawers", "level": "2"}

    def test_links_and_code_are_kept(self, handbook):
        text = html_in(handbook.parts[0].body)
        assert '<a href="https://example.org/drawers">the drawer list</a>' in text
        assert "<code>label-maker --small</code>" in text
        assert "<pre><code>seed  | out | back" in html_in(handbook.parts[1].body)

    def test_lists_keep_their_kind_and_depth(self, handbook):
        text = html_in(handbook.parts[0].body)
        assert "<ol>" in text
        assert "<ul>\n<li>in ink</li>" in text

    def test_tables_are_tables_and_short_rows_are_filled(self, handbook):
        (table,) = tables_in(handbook)
        assert [column["heading"] for column in table["columns"]] == ["Drawer", "Holds", "Note"]
        assert cells(table) == [["A", "<strong>Beans</strong>", "up to 40<br>packets"], ["B", "Peas", ""]]

    def test_what_only_looks_like_a_tag_is_text(self, handbook):
        assert "Ask &lt;your neighbour&gt; first." in html_in(handbook.parts[1].body)

    def test_a_picture_becomes_the_words_that_stand_for_it(self, handbook):
        assert "behind the blue door." in html_in(handbook.parts[3].body)

    def test_windows_line_ends_and_a_byte_order_mark_change_nothing(self, handbook, tmp_path):
        text = (SAMPLES / "field-handbook.md").read_text().replace("\n", "\r\n")
        path = tmp_path / "field-handbook.md"
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
        assert read(path).digest == handbook.digest

    def test_a_file_without_a_heading_is_named_after_itself(self, tmp_path):
        assert written(tmp_path, "meeting-notes.md", "We met.").title == "Meeting notes"


class TestHtml:
    @pytest.fixture
    def museum(self) -> ImportedDocument:
        return read(SAMPLES / "museum-page.html")

    def test_the_heading_of_the_page_is_the_title(self, museum):
        assert museum.title == "Moving a small museum"

    def test_the_frame_and_controls_are_left_out(self, museum):
        whole = str(museum)
        for words in ("Museums of Anytown", "Home", "Opening hours", "alert(1)", "Send", "checked", "color: red"):
            assert words not in whole

    def test_words_outside_a_paragraph_become_one(self, museum):
        assert html_in(museum.opening) == "<p>Everything that is moved is <b>counted twice</b> &amp; signed for.</p>"

    def test_headings_are_chapters_and_sections(self, museum):
        assert headings(museum) == ["Before the move", "On the day"]
        assert {"text": "Boxes", "level": "2"} in [block["value"] for block in museum.parts[0].body]

    def test_end_tags_may_be_left_out(self, museum):
        text = html_in(museum.parts[0].body)
        assert "<ol><li>Left side</li><li>Right side</li></ol>" in text
        assert "<p><p" not in text.replace("\n", "").replace(" ", "")

    def test_cells_over_several_columns_or_rows_leave_the_others_in_place(self, museum):
        (table,) = tables_in(museum)
        assert table["caption"] == "How many boxes"
        assert [column["heading"] for column in table["columns"]] == ["Room", "Boxes and crates", ""]
        assert cells(table) == [["Hall", "12", "<em>2</em>"], ["", "9", "1"]]

    def test_quotations_code_and_the_words_of_pictures_are_kept(self, museum):
        text = html_in(museum.parts[1].body)
        assert "<blockquote>Lift with your knees.</blockquote>" in text
        assert "<pre>08:00 load\n10:00 drive</pre>" in text
        assert "A van with its doors open" in text

    def test_a_file_without_any_structure_is_text(self, tmp_path):
        document = written(tmp_path, "loose-words.html", "Just <i>words</i>")
        assert (document.title, html_in(document.opening)) == ("Loose words", "<p>Just <i>words</i></p>")


class TestJsonLines:
    @pytest.fixture
    def notes(self) -> list[ImportedDocument]:
        return list(documents_in(SAMPLES / "notes.jsonl"))

    def test_each_line_is_a_document_with_its_own_id(self, notes):
        assert [note.identity for note in notes] == ["notes/first", "notes/second", "notes/third"]

    def test_title_and_summary_come_with_it(self, notes):
        assert (notes[0].title, notes[0].summary) == ("First note", "What the first note says.")
        assert headings(notes[0]) == ["One", "Two"]

    def test_a_title_that_the_text_repeats_is_no_chapter(self, notes):
        assert headings(notes[1]) == ["Only"]
        assert notes[1].facts["topic"] == "notes"

    def test_a_line_that_only_looks_like_front_matter_is_text(self, notes):
        assert "Still text." in str(notes[2].parts) + html_in(notes[2].opening)

    def test_a_line_of_front_matter_alone_says_its_summary(self, tmp_path):
        record = {"id": "x", "title": "T", "text": "---\nsummary: All there is.\ntopic: notes\n---"}
        document = written(tmp_path, "lines.jsonl", json.dumps(record))
        assert html_in(document.opening) == "<p>All there is.</p>\n"

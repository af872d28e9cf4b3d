"""Files that cannot become guidance: each gets one clear line that says why, and none stops the others."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kb.guidance.models import GuidancePage
from tests.builders import Site

LINE = json.dumps({"id": "good-line", "title": "A good line", "text": "## One\n\nText."}).encode()
WIDE = "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n"
BOMB = "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True))

REFUSED: dict[str, tuple[bytes, str]] = {
    "empty.md": (b"", "it is empty"),
    "blank.txt": (b" \n\t\n", "it is empty"),
    "blank.jsonl": (b"\n\n", "it is empty"),
    "headings-only.md": (b"# Title\n\n## One\n\n## Two\n", "there is no text in it"),
    "no-body.html": (b"<title>T</title><nav>Home</nav>", "there is no text in it"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"),
    "nul.md": (b"# Title\n\nText\0more", "NUL"),
    "latin.txt": ("Title\n\nCaf\xe9 here.".encode("latin-1"), "not UTF-8 text (byte 11)"),
    "big.md": (b"# Title\n\n" + b"words " * 1_700_000, "more than 1,000,000 bytes"),
    "paper.docx": (b"PK\x03\x04", "not a kind of file that can be imported"),
    "wide.md": (f"# Title\n\n{WIDE}".encode(), "2,000 columns"),
    "wide.html": (b"<title>T</title><table><tr>" + b"<td>x</td>" * 2_000 + b"</tr></table>", "2,000 columns"),
    "many-cells.md": (b"# Title\n\n|a|b|\n|-|-|\n" + b"|c|d|\n" * 6_000, "12,000 cells"),
    "deep.html": (b"<title>T</title>" + b"<div>" * 3_000 + b"x", "nested more than 100 deep"),
    "deep-inside.html": (b"<title>T</title><p>" + b"<b>" * 3_000 + b"x", "too many things inside each other"),
    "tags.html": (b"<title>T</title>" + b"<b>x</b>" * 30_000, "more than 50,000 tags"),
    "quotes.md": (b"# Title\n\n" + b">" * 3_000 + b" x", "more than 50 deep"),
    "brackets.md": (b"# Title\n\n" + b"[" * 100_000, "square brackets"),
    "one-paragraph.md": (b"# Title\n\n" + b"words " * 50_000, "too long"),
    "one-list.md": (b"# Title\n\n" + b"- x\n" * 4_000, "more than 3,000 pieces"),
    "broken-front.md": (b"---\ntitle: [open\n---\n\nText.", "its front matter cannot be read"),
    "open-front.md": (b"---\ntitle: T\n\nText.", "its front matter must be lines"),
    "list-front.md": (b"---\n- a\n---\n\nText.", "its front matter must be lines"),
    "date-front.md": (b"---\nd: 2008-13-45\n---\n\nText.", "its front matter cannot be read"),
    "python-front.md": (b"---\nd: !!python/object:os.system x\n---\n\nText.", "its front matter cannot be read"),
    "deep-front.md": (b"---\na: " + b"[" * 3_000 + b"\n---\n\nText.", "its front matter cannot be read"),
    "long-front.md": (b"---\na: " + b"x" * 30_000 + b"\n---\n\nText.", "more than 20,000 characters"),
    "not.jsonl": (b"not json", "it is not JSON"),
    "digits.jsonl": (b'{"id": ' + b"1" * 5_000 + b"}", "it is not JSON"),
    "deep.jsonl": (b"[" * 100_000, "it is not JSON"),
    "list.jsonl": (b"[1, 2]", 'an object with the texts "id", "title" and "text"'),
    "no-title.jsonl": (b'{"id": "x", "title": " ", "text": "y"}', 'an object with the texts "id", "title" and "text"'),
    "number.jsonl": (b'{"id": 1, "title": "T", "text": "y"}', 'an object with the texts "id", "title" and "text"'),
    "long-id.jsonl": (json.dumps({"id": "x" * 301, "title": "T", "text": "y"}).encode(), "at most 300"),
    "nul-id.jsonl": (b'{"id": "a\\u0000b", "title": "T", "text": "y"}', "at most 300"),
    "long-line.jsonl": (b'{"id": "' + b"x" * 2_100_000, "more than 1,000,000 bytes"),
    "binary.jsonl": (bytes(range(256)) * 40, "not a text file"),
    "not-packed.jsonl.gz": (LINE, "cannot be read beyond line 0"),
    "damaged.jsonl.gz": (gzip.compress(LINE)[:12] + b"\xff" * 40, "cannot be read beyond line 0"),
}


@pytest.fixture
def imported(site: Site) -> Callable[..., tuple[str, str]]:
    """`imported(path, …)` runs the command and returns what it said and what it complained of, exit code included."""

    def run(*paths: Path | str, **options: object) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command("import_guidance", *map(str, paths), stdout=out, stderr=err, **options)
        except CommandError as error:
            err.write(f"exit {error.returncode}: {error}\n")
        return out.getvalue(), err.getvalue()

    return run


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_imported_gets_one_clear_line_and_the_next_one_is_imported(name, imported, tmp_path):
    content, reason = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.md").write_text("# Good\n\nText.")
    said, complaints = imported(tmp_path / name, tmp_path / "good.md")
    refusal, result = complaints.splitlines()
    assert name in refusal
    assert reason in refusal
    assert len(refusal) < 600
    assert result.startswith("exit 1: 1 could not be imported")
    assert said == "1 created, 1 failed\n"
    assert list(GuidancePage.objects.values_list("title", flat=True)) == ["Good"]


def test_a_path_that_is_not_there_is_told(imported, tmp_path):
    _said, complaints = imported(tmp_path / "missing.md")
    assert "missing.md: there is no such file." in complaints


def test_a_name_that_no_file_can_have_is_told(imported):
    assert "it cannot be read: File name too long." in imported("x" * 300 + ".md")[1]


def test_a_folder_is_imported_with_what_is_in_it(imported, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.MD").write_text("# B\n\nText.")
    (tmp_path / "a.txt").write_text("A\n\nText.")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert imported(tmp_path) == ("2 created\n", "")


def test_a_folder_without_anything_to_import_is_told(imported, tmp_path):
    assert "nothing in this folder" in imported(tmp_path)[1]


def test_broken_lines_do_not_stop_the_lines_around_them(imported, tmp_path):
    lines = [LINE, b"{broken", b"", LINE.replace(b"good-line", b"another"), b'{"id": "x"}', b"\xff\xfe"]
    (tmp_path / "lines.jsonl").write_bytes(b"\n".join(lines))
    said, complaints = imported(tmp_path / "lines.jsonl")
    assert said == "2 created, 3 failed\n"
    assert [f"line {n}:" in line for n, line in zip((2, 5, 6), complaints.splitlines(), strict=False)] == [True] * 3


def test_a_packed_file_that_is_cut_off_gives_what_it_holds(imported, tmp_path):
    lines = [json.dumps({"id": f"n{n}", "title": f"Note {n}", "text": f"Text {n}. " * 200}) for n in range(1, 2_000)]
    packed = gzip.compress("\n".join(lines).encode())
    (tmp_path / "lines.jsonl.gz").write_bytes(packed[: len(packed) // 60])
    said, complaints = imported(tmp_path / "lines.jsonl.gz")
    assert "created, 1 failed" in said
    assert "cannot be read beyond line" in complaints
    assert GuidancePage.objects.filter(imported__identity="n1").exists()


def test_the_second_file_of_one_name_is_refused_instead_of_replacing_the_first(imported, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.md").write_text(f"# From {folder}\n\nText.")
    said, complaints = imported(tmp_path)
    assert said == "1 created, 1 failed\n"
    assert "index.md: another document with this id or file name" in complaints
    assert GuidancePage.objects.get().title == "From a"


def test_characters_that_no_database_holds_are_left_out_of_a_line(imported, tmp_path):
    (tmp_path / "l.jsonl").write_text('{"id": "x", "title": "T\\ud800\\u0000", "text": "a\\ud800\\u0000b"}')
    assert imported(tmp_path / "l.jsonl") == ("1 created\n", "")
    page = GuidancePage.objects.get()
    assert (page.title, page.opening.raw_data[0]["value"]["html"]) == ("T", "<p>ab</p>\n")


def test_front_matter_that_grows_when_it_is_written_out_is_harmless(imported, tmp_path):
    (tmp_path / "bomb.md").write_text(f"---\na: &a [x]\n{BOMB}title: *h\n---\n\nText.")
    assert imported(tmp_path / "bomb.md") == ("1 created\n", "")
    assert GuidancePage.objects.get().title == "Bomb"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.html", '<title>T</title><p onclick="x()"><a href="javascript:x()">words</a><img src=x onerror=y()></p>'),
        ("a.html", "<title>T</title><table><tr><td onclick=x()>words<iframe src=x></iframe></td></tr></table>"),
        ("a.md", "# T\n\n<p onclick=x()>words</p>\n\n<script>x()</script>"),
        ("a.md", "# T\n\n| A |\n|---|\n| <b onclick=x()>words</b> |"),
        ("a.txt", "T\n\nHere are words <b onclick=x()>and</b> <script>x()</script>."),
    ],
)
def test_markup_that_could_harm_a_reader_is_cleaned(name, source, imported, tmp_path):
    (tmp_path / name).write_text(source)
    assert imported(tmp_path) == ("1 created\n", "")
    shown = " ".join(shown_in(GuidancePage.objects.get().opening.raw_data))
    assert "words" in shown
    assert not re.search(r"<[^>]*(?:onclick|onerror|javascript:)|<script|<img|<iframe", shown)


def shown_in(value: Any) -> Iterator[str]:
    """All HTML that readers are shown of stored blocks, wherever it is in them."""
    if isinstance(value, dict) and "policy" in value:
        yield value["html"]
    elif isinstance(value, dict):
        yield from shown_in(list(value.values()))
    elif not isinstance(value, str):
        yield from (html for item in value or [] for html in shown_in(item))


class TestOptions:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "a.md"
        path.write_text("# A\n\nText.")
        return path

    def test_publishing_needs_a_theme(self, imported, path):
        assert "--publish needs at least one --theme" in imported(path, publish=True)[1]
        assert not GuidancePage.objects.exists()

    def test_an_unknown_theme_is_told_with_those_there_are(self, imported, path):
        assert "There is no theme 'nowhere'. Themes: alpha, beta, gamma." in imported(path, theme=["nowhere"])[1]
        assert not GuidancePage.objects.exists()

    def test_without_a_guidance_list_it_says_what_to_do(self, imported, path, site):
        site.index.delete()
        assert "run 'manage.py set_up' first" in imported(path)[1]

"""How a flat run of headings and text is divided into chapters."""

import pytest

from kb.guidance.importing.documents import MOST_PIECES, CannotImport, text_block
from kb.guidance.importing.outline import LONGEST_TEXT, Heading, build, joined


def run(*levels: int) -> list:
    """A heading of each level, with a line of text under it."""
    return [item for n, level in enumerate(levels) for item in (Heading(level, f"H{n}"), text_block(f"<p>{n}</p>"))]


def chapters(*levels: int, title: str = "Title") -> list[str]:
    return [part.heading for part in build("x", run(*levels), title=title).parts]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param((2, 3, 2), ["H0", "H2"], id="the topmost level divides"),
        pytest.param((3, 4, 3), ["H0", "H2"], id="whatever its number is"),
        pytest.param((1, 2, 2), ["H0"], id="a first heading above all others holds them"),
        pytest.param((2, 1, 2, 3, 2), ["H0", "H1", "H2", "H4"], id="a lone higher heading later is one of them"),
        pytest.param((3, 2, 2), ["H1", "H2"], id="deeper headings before the first chapter divide nothing"),
        pytest.param((), [], id="no headings, no chapters"),
    ],
)
def test_which_headings_begin_chapters(levels, expected):
    items = run(*levels) or [text_block("<p>only text</p>")]
    assert [part.heading for part in build("x", items, title="Title").parts] == expected


def test_a_single_first_heading_above_all_others_is_the_title_when_there_is_none():
    document = build("x", run(1, 2, 2))
    assert (document.title, [part.heading for part in document.parts]) == ("H0", ["H1", "H2"])
    assert document.opening == [text_block("<p>0</p>")]


def test_it_is_not_repeated_when_the_title_says_the_same():
    assert chapters(1, 2, 2, title="h0") == ["H1", "H2"]


def test_levels_below_the_chapters_are_sections_and_parts_of_sections():
    (part,) = build("x", [*run(1, 2, 3, 4)], title="Title").parts
    assert [block["value"]["level"] for block in part.body if block["type"] == "heading"] == ["2", "3", "3"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Annex B: Useful contacts", ("Useful contacts", True)),
        ("ANNEX C – Forms", ("Forms", True)),
        ("Appendix 2. Forms", ("Forms", True)),
        ("Annex A Forms", ("Forms", True)),
        ("Annex D", ("Annex D", True)),
        ("Annexes and forms", ("Annexes and forms", False)),
        ("Appendix to the plan", ("Appendix to the plan", False)),
    ],
)
def test_annexes_lose_their_letter_because_it_follows_from_their_place(heading, expected):
    (part,) = build("x", [Heading(2, heading), text_block("<p>x</p>")], title="Title").parts
    assert (part.heading, part.is_annex) == expected


def test_a_heading_too_long_for_the_page_is_cut_and_hidden_characters_go():
    (part,) = build("x", [Heading(2, "a\u202eb " + "c" * 300), text_block("<p>x</p>")], title="Title").parts
    assert part.heading.startswith("ab ccc")
    assert len(part.heading) == 200


def test_neighbouring_text_is_one_block():
    assert joined([text_block("<p>a</p>"), text_block("<p>b</p>")]) == [text_block("<p>a</p><p>b</p>")]


def test_long_text_is_divided_between_paragraphs():
    paragraph = text_block(f"<p>{'x' * 8_000}</p>")
    blocks = joined([dict(paragraph) for _ in range(5)])
    assert [block["value"].count("<p>") for block in blocks] == [2, 2, 1]
    assert all(len(block["value"]) <= LONGEST_TEXT for block in blocks)


def test_more_than_a_page_can_hold_is_refused():
    with pytest.raises(CannotImport, match="Split it"):
        build("x", run(*[2] * MOST_PIECES), title="Title")


def test_headings_without_any_text_are_refused():
    with pytest.raises(CannotImport, match="no text"):
        build("x", [Heading(2, "A"), Heading(2, "B")], title="Title")

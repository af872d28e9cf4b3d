"""Blocks keep their ids when a document is imported again."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.guidance.importing.identity import with_ids
from richtext.policies import PAGE


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "value": f"<p>{words}</p>"}


def heading(words: str) -> dict[str, Any]:
    return {"type": "heading", "value": {"text": words, "level": "2"}}


def chapter(words: str, *body: dict[str, Any]) -> dict[str, Any]:
    return {"type": "chapter", "value": {"heading": words, "body": list(body)}}


def ids(blocks: list[dict[str, Any]]) -> list[str]:
    """Of all blocks, those inside chapters included, in order."""
    return [found for block in blocks for found in (block["id"], *ids(_body(block)))]


def _body(block: dict[str, Any]) -> list[dict[str, Any]]:
    return block["value"]["body"] if block["type"] == "chapter" else []


def test_the_first_import_gives_every_block_an_id_of_its_own():
    given_ids = ids(with_ids([chapter("A", text("x"), text("x")), chapter("A")], []))
    assert len(set(given_ids)) == 4


def test_a_changed_paragraph_keeps_its_id():
    old = with_ids([heading("One"), text("before"), heading("Two")], [])
    assert ids(with_ids([heading("One"), text("after"), heading("Two")], old)) == ids(old)


def test_an_inserted_paragraph_gets_a_new_id_and_the_others_keep_theirs():
    old = with_ids([text("the first of all"), text("the last of all")], [])
    first, inserted, last = ids(with_ids([text("the first of all"), text("new"), text("the last of all")], old))
    assert [first, last] == ids(old)
    assert inserted not in ids(old)


def test_a_paragraph_inserted_before_a_changed_one_does_not_take_its_id():
    old = with_ids([text("the key hangs behind the door")], [])
    inserted, changed = ids(with_ids([text("something quite new"), text("the key hangs behind the blue door")], old))
    assert changed == ids(old)[0] != inserted


def test_a_chapter_under_a_new_heading_keeps_its_id_and_those_of_its_text():
    old = with_ids([chapter("Before", text("x"), text("y")), chapter("Next", text("z"))], [])
    assert ids(with_ids([chapter("After", text("x"), text("y")), chapter("Next", text("z"))], old)) == ids(old)


def test_chapters_that_change_places_take_their_ids_along():
    a, b = chapter("A", text("x")), chapter("B", text("y"))
    old = with_ids([a, b], [])
    first, second = ids(old[:1]), ids(old[1:])
    assert ids(with_ids([b, a], old)) == [*second, *first]


def test_text_keeps_its_id_when_its_chapter_is_divided():
    old = with_ids([chapter("A", text("x"), text("y"))], [])
    new = with_ids([chapter("A", text("x")), chapter("B", text("y"))], old)
    assert ids(new)[:2] + ids(new)[3:] == ids(old)


def test_an_unchanged_block_keeps_what_was_stored_of_it():
    stored = {"source": "<p>x</p>", "html": "<p>x</p>", "policy": PAGE.label}
    (block,) = with_ids([text("x")], [{"type": "text", "value": stored, "id": "1"}])
    assert block == {"type": "text", "value": stored, "id": "1"}


def test_a_chapter_that_lost_its_text_is_empty():
    old = with_ids([chapter("A", text("x"))], [])
    assert with_ids([chapter("A")], old)[0]["value"]["body"] == []


leaves = st.one_of(st.builds(text, st.sampled_from("abcdefg")), st.builds(heading, st.sampled_from("abc")))
chapters = st.builds(lambda words, body: chapter(words, *body), st.sampled_from("ABC"), st.lists(leaves, max_size=6))
documents = st.lists(st.one_of(leaves, chapters), max_size=8)


def _faces(blocks: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """How often each block (for a chapter: its heading) stands there."""
    return Counter(_named(blocks).values())


def _named(blocks: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """What stands under each id."""
    named = {}
    for block in blocks:
        value = block["value"]["heading"] if block["type"] == "chapter" else str(block["value"])
        named |= {block["id"]: (block["type"], value), **_named(_body(block))}
    return named


@settings(max_examples=150, deadline=None, derandomize=True)
@given(before=documents, after=documents)
def test_every_unchanged_block_keeps_its_id_and_all_ids_differ(before, after):
    old = with_ids(before, [])
    new = with_ids(after, old)
    assert len(ids(new)) == len(set(ids(new)))
    was, now = _named(old), _named(new)
    kept = Counter(face for block_id, face in now.items() if was.get(block_id) == face)
    assert kept == _faces(old) & _faces(new)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(document=documents)
def test_importing_the_same_again_changes_nothing(document):
    old = with_ids(document, [])
    assert with_ids(document, old) == old


@settings(max_examples=50, deadline=None, derandomize=True)
@given(document=documents, after=documents)
def test_ids_stay_different_though_stored_ones_are_not(document, after):
    copied = with_ids(document, [])
    new = with_ids(after, [*copied, *copied, *({**block, "id": None} for block in copied)])
    assert len(ids(new)) == len(set(ids(new)))

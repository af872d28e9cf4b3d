"""Blocks as a page keeps them: text is cleaned once, when it is written, and never again when it is read."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from kb.guidance.importing.documents import CannotImport, RawBlock
from kb.guidance.text_blocks import PageText
from richtext.policies import PAGE
from richtext.refusal import TextRefused
from richtext.rendered import Rendered, render_page_text

SHORT = 100


def cleaned(blocks: Iterable[RawBlock]) -> list[RawBlock]:
    """The blocks with all their text in the stored form; what was cleaned under this policy before is left as it is.

    Raises `CannotImport` for text beyond the bounds of a page.
    """
    return [{**block, "value": _value(block["type"], block["value"])} for block in blocks]


def _value(kind: str, value: Any) -> Any:
    match kind:
        case "chapter" | "annex":
            return {**value, "body": cleaned(value["body"])}
        case "text":
            return _stored(value)
        case "table":
            return {**value, "rows": [{"values": [_stored(cell) for cell in row["values"]]} for row in value["rows"]]}
        case _:
            return value


def _stored(text: str | dict[str, str]) -> dict[str, str]:
    if isinstance(text, dict) and text["policy"] == PAGE.label:
        return text
    source = text["source"] if isinstance(text, dict) else text
    try:
        rendered = _short(source) if len(source) <= SHORT else render_page_text(source)
    except TextRefused as refusal:
        raise CannotImport(f"“{source[:40]}…”: {refusal}") from refusal
    return PageText(rendered).as_stored()


@lru_cache(maxsize=10_000)
def _short(source: str) -> Rendered:
    """The cells of a table say "Yes" and "No" a hundred times."""
    return render_page_text(source)

"""Blocks keep their ids when a document is imported again, so that links to paragraphs go on working."""

import json
import uuid
from collections.abc import Sequence
from difflib import SequenceMatcher

from kb.guidance.importing.documents import RawBlock


def with_ids(new: list[RawBlock], old: Sequence[RawBlock]) -> list[RawBlock]:
    """The new blocks, each with the id of the old one it continues: unchanged, or changed in the same place."""
    continued = _continued(new, old)
    return [_with_id(block, continued.get(n)) for n, block in enumerate(new)]


def _with_id(block: RawBlock, before: RawBlock | None) -> RawBlock:
    value = block["value"]
    if isinstance(value, dict) and "body" in value:
        old_body = before["value"].get("body", []) if before else []
        value = {**value, "body": with_ids(value["body"], old_body)}
    return {**block, "value": value, "id": before["id"] if before else str(uuid.uuid4())}


def _continued(new: Sequence[RawBlock], old: Sequence[RawBlock]) -> dict[int, RawBlock]:
    """Which old block each new one continues, by position among the new."""
    found: dict[int, RawBlock] = {}
    matcher = SequenceMatcher(None, [_face(b) for b in old], [_face(b) for b in new], autojunk=False)
    for _kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        for before, n in zip(old[old_from:old_to], range(new_from, new_to), strict=False):
            if before["type"] == new[n]["type"]:
                found[n] = before
    return found


def _face(block: RawBlock) -> str:
    """What makes two blocks the same one: the heading of a chapter, else all of it."""
    value = block["value"]
    if isinstance(value, dict) and "body" in value:
        return f"{block['type']}:{value['heading']}"
    return json.dumps([block["type"], _source(value)], sort_keys=True, default=str)


def _source(value: object) -> object:
    """Stored page text is compared by what was written."""
    if isinstance(value, dict):
        return value["source"] if "source" in value and "policy" in value else {k: _source(v) for k, v in value.items()}
    return [_source(item) for item in value] if isinstance(value, list) else value

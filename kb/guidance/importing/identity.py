"""Blocks keep their ids when a document is imported again, so that links to paragraphs go on working."""

import json
import re
import uuid
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import product

from kb.guidance.importing.documents import RawBlock

MOST_COMPARED = 2_500
"""Pairs of changed blocks in one place that are compared by their words; beyond, the first continues the first."""

_WORDS = re.compile(r"\w+")


def with_ids(new: Sequence[RawBlock], old: Sequence[RawBlock]) -> list[RawBlock]:
    """The new blocks, each with the id of the old one it continues, or an id of its own.

    An unchanged block continues itself, wherever it was moved, and keeps its stored value, cleaned text included. A
    changed one continues what stood in its place; where more stands there now, the most alike.
    """
    flat = list(_flat(new))
    continued = _continued(flat, list(_flat(old)))
    befores = [continued.get(n) for n in range(len(flat))]
    return _rebuilt(new, iter(befores), iter(_ids(befores)))


def _flat(blocks: Sequence[RawBlock]) -> Iterator[RawBlock]:
    """Parts and what is in them as one sequence, so that ids last when chapters are divided or joined."""
    for block in blocks:
        yield block
        if _is_part(block):
            yield from _flat(block["value"]["body"])


def _is_part(block: RawBlock) -> bool:
    return isinstance(block["value"], dict) and "body" in block["value"]


def _rebuilt(blocks: Sequence[RawBlock], befores: Iterator[RawBlock | None], ids: Iterator[str]) -> list[RawBlock]:
    rebuilt = []
    for block in blocks:
        before, block_id, value = next(befores), next(ids), block["value"]
        if _is_part(block):
            value = {**value, "body": _rebuilt(value["body"], befores, ids)}
        elif before is not None and _face(before) == _face(block):
            value = before["value"]
        rebuilt.append({**block, "value": value, "id": block_id})
    return rebuilt


def _ids(befores: Sequence[RawBlock | None]) -> list[str]:
    """Each old id once, though stored blocks may have none, or share one after copying."""
    ids: dict[str, None] = {}
    for before in befores:
        kept = str(before.get("id") or "") if before else ""
        ids[kept if kept and kept not in ids else str(uuid.uuid4())] = None
    return list(ids)


def _continued(new: Sequence[RawBlock], old: Sequence[RawBlock]) -> dict[int, RawBlock]:
    """Which old block each new one continues, by position among the new."""
    new_faces, old_faces = [_face(block) for block in new], [_face(block) for block in old]
    codes = SequenceMatcher(None, old_faces, new_faces, autojunk=False).get_opcodes()
    pairs: dict[int, int] = {}
    for kind, old_from, old_to, new_from, new_to in codes:
        if kind == "equal":
            pairs.update(zip(range(new_from, new_to), range(old_from, old_to), strict=True))
    _pair_moved(pairs, new_faces, old_faces)
    for kind, old_from, old_to, new_from, new_to in codes:
        if kind == "replace":
            _pair_changed(pairs, new, range(new_from, new_to), old, range(old_from, old_to))
    return {n: old[m] for n, m in pairs.items()}


def _pair_moved(pairs: dict[int, int], new_faces: Sequence[str], old_faces: Sequence[str]) -> None:
    """Pair the blocks that are the same elsewhere."""
    taken = set(pairs.values())
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for m, face in enumerate(old_faces):
        if m not in taken:
            waiting[face].append(m)
    for n, face in enumerate(new_faces):
        if n not in pairs and waiting[face]:
            pairs[n] = waiting[face].popleft()


def _pair_changed(
    pairs: dict[int, int], new: Sequence[RawBlock], new_place: range, old: Sequence[RawBlock], old_place: range
) -> None:
    """Pair what else stands in one place, kind by kind."""
    taken = set(pairs.values())
    for kind in {old[m]["type"] for m in old_place}:
        news = [n for n in new_place if n not in pairs and new[n]["type"] == kind]
        olds = [m for m in old_place if m not in taken and old[m]["type"] == kind]
        if len(news) == len(olds) or len(news) * len(olds) > MOST_COMPARED:
            pairs.update(zip(news, olds, strict=False))
        else:
            _pair_alike(pairs, {n: _words(new[n]) for n in news}, {m: _words(old[m]) for m in olds})


def _pair_alike(pairs: dict[int, int], news: dict[int, set[str]], olds: dict[int, set[str]]) -> None:
    """Pair as many as there are, those with the most words in common first."""
    taken: set[int] = set()
    for n, m in sorted(product(news, olds), key=lambda pair: -_likeness(news[pair[0]], olds[pair[1]])):
        if n not in pairs and m not in taken:
            pairs[n] = m
            taken.add(m)


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / (len(one | other) or 1)


def _words(block: RawBlock) -> set[str]:
    return set(_WORDS.findall(_face(block).lower()))


def _face(block: RawBlock) -> str:
    """What makes two blocks the same one: the heading of a part, else all of it."""
    shown = block["value"]["heading"] if _is_part(block) else _source(block["value"])
    return json.dumps([block["type"], shown], sort_keys=True)


def _source(value: object) -> object:
    """Stored page text is compared by what was written."""
    if isinstance(value, dict):
        return value["source"] if "source" in value and "policy" in value else {k: _source(v) for k, v in value.items()}
    return [_source(item) for item in value] if isinstance(value, list) else value

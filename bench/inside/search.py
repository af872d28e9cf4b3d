"""`python -m bench.inside.search [--alone]`: our search and Wagtail's own on the same texts, in turns, in CPU time.

What both are asked for: the first ten and how many there are. Ours also counts its facets, asks the index for the best
section of each hit, leaves out what the reader may not see and asks the catalogue again. `--alone` leaves Wagtail's out.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django

from bench.words import COMMON, MID, RARE

WORDS = {"common": COMMON, "mid": MID, "rare": RARE}
CALLS = 15


def main() -> None:
    """Milliseconds of each call, for each kind of word and each of the ways."""
    django.setup()
    ways = {"adapter": _adapter, "ours": _ours} | ({} if "--alone" in sys.argv else {"wagtail": _wagtail})
    for way in ways.values():
        way(RARE[-1])
    print(json.dumps({kind: _measured(words[:CALLS], ways) for kind, words in WORDS.items()}))


def _measured(words: list[str], ways: dict[str, Callable[[str], None]]) -> dict[str, list[float]]:
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for word in words:
        for name, way in ways.items():
            started = time.process_time()
            way(word)
            spent[name].append(1000 * (time.process_time() - started))
    return spent


def _adapter(word: str) -> None:
    """What the engine's adapter does of it."""
    from search.engines import engine
    from search.finding import _for_engine

    engine().search(_for_engine(_query(word), _visitor(), []))


def _ours(word: str) -> None:
    from search import facets, freshness
    from search.finding import find

    find(_query(word), _visitor(), freshness.remembered("facet-choices", facets.choices))


def _wagtail(word: str) -> None:
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    found = get_search_backend().search(word, Page.objects.live())
    list(found[:10])
    found.count()


def _query(word: str) -> Any:
    from search.query import SearchQuery

    return SearchQuery(word, {}, 1, ())


def _visitor() -> Any:
    from members.audiences.viewers import anonymous_viewer

    return anonymous_viewer()


if __name__ == "__main__":
    main()

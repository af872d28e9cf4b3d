"""Samples of lists, of what stands in them, and of ways to narrow and to leave them."""

from typing import Any

from config.gallery.documents import LONG, NEWEST, PUBLIC, RESTRICTED, WORD
from config.gallery.sample import Sample
from richtext.plain import highlight

ENTRY: dict[str, Any] = {
    "title": "Who does what",
    "address": "/guidance/",
    "summary": "Who leads, who decides and who is asked, in plain words.",
    "kind_label": "Guidance",
    "level": PUBLIC,
    "updated_at": NEWEST,
}
LIMITED = {**ENTRY, "title": LONG, "address": "/themes/", "level": RESTRICTED, "summary": ""}
WITHDRAWN = {**ENTRY, "address": "/search/", "is_withdrawn": True, "summary": WORD}
HIT = {
    "entry": ENTRY,
    "address": "/guidance/",
    "section_heading": "Who calls whom",
    "snippet": highlight("The partnership calls all others.", [(4, 15)]),
}
THEME = {"name": "Partnership working", "description": "Getting on with those one needs.", "address": "#main-content"}
LINKS = [{"label": "All guidance", "address": "#main-content"}, {"label": LONG, "address": "#main-content"}]
OPTIONS: list[dict[str, Any]] = [
    {"value": "a", "label": "Communications", "count": 12, "selected": True},
    {"value": "b", "label": "Training", "count": 0, "selected": False},
    {"value": "c", "label": LONG, "count": None, "selected": False},
]
UNCHOSEN = [{**option, "selected": False} for option in OPTIONS]
JANUARY, MARCH = {"label": "January 2026", "address": "#main-content"}, {"label": "March 2026", "address": "#main-content"}
FACTS = [
    {"label": "State", "value": "Taken by you"},
    {"label": "About", "value": "Who does what", "address": "#main-content"},
    {"label": "A long one", "value": WORD},
]

SAMPLES = {
    "arrow_back": [Sample("usual", {})],
    "arrow_on": [Sample("usual", {})],
    "collection_group": [
        Sample(
            "with text",
            {"heading": "Before you begin", "text": "Short, and in this order.", "entries": [ENTRY], "heading_level": 4},
        ),
        Sample("without a heading", {"entries": [ENTRY, LIMITED], "heading_level": 3}),
    ],
    "empty": [
        Sample(
            "with ways on",
            {"heading": "Nothing here yet", "text": "You could look elsewhere.", "links": LINKS, "heading_level": 4},
        ),
        Sample("bare", {"heading": "Nothing here yet", "heading_level": 4}),
    ],
    "entry": [
        Sample("usual", {"entry": ENTRY, "heading_level": 4}),
        Sample("long, limited, without a summary", {"entry": LIMITED, "heading_level": 4}),
        Sample("withdrawn", {"entry": WITHDRAWN, "heading_level": 4}),
    ],
    "entry_list": [
        Sample("usual", {"entries": [ENTRY, LIMITED, WITHDRAWN], "heading_level": 4}),
        Sample("empty", {"entries": []}),
    ],
    "entry_meta": [Sample("usual", {"entry": ENTRY}), Sample("without a date", {"entry": {**LIMITED, "updated_at": None}})],
    "facet": [
        Sample("one may be chosen", {"facet": {"name": "theme", "label": "Theme", "options": OPTIONS}}),
        Sample("several may be", {"facet": {"name": "kind", "label": "Kind", "options": OPTIONS, "is_multiple": True}}),
        Sample("none is chosen", {"facet": {"name": "year", "label": "Year", "options": UNCHOSEN}}),
    ],
    "fact_list": [Sample("usual", {"facts": FACTS}), Sample("empty", {"facts": []})],
    "feed_link": [
        Sample("usual", {"address": "#main-content"}),
        Sample("with its own words", {"address": "#main-content", "label": "What changed on Communications"}),
    ],
    "filter_tags": [
        Sample("two in force", {"filters": [{"label": "Theme: Communications", "remove_address": "#main-content"}] * 2}),
        Sample("none", {"filters": []}),
    ],
    "follow_link": [
        Sample("to follow", {"address": "#main-content", "label": "Follow this guidance"}),
        Sample("to stop", {"address": "#main-content", "label": "Stop following this guidance"}),
    ],
    "link_list": [Sample("usual", {"links": LINKS}), Sample("wide", {"links": LINKS * 2, "is_wide": True})],
    "month_navigation": [
        Sample("in between", {"previous": JANUARY, "next": MARCH}),
        Sample("the newest", {"previous": JANUARY}),
    ],
    "pagination": [
        Sample("in between", {"pages": {"previous_address": "#main-content", "next_address": "#main-content"}}),
        Sample("the first", {"pages": {"next_address": "#main-content", "label": "Pages of results"}}),
        Sample("the only one", {"pages": {}}),
    ],
    "search_box": [
        Sample("usual", {"field_id": "box", "label": "Search this site"}),
        Sample(
            "large, with text and filters",
            {"field_id": "large", "label": "Words", "text": LONG, "is_large": True, "kept": {"theme": "a"}},
        ),
    ],
    "search_hit": [
        Sample("in a section", {"hit": HIT, "heading_level": 4}),
        Sample("the whole", {"hit": {"entry": LIMITED, "address": "/themes/"}, "heading_level": 4}),
    ],
    "status_tag": [
        Sample(kind or "no kind", {"label": label, "kind": kind})
        for kind, label in [
            ("new", "New"),
            ("waiting", "Waiting for somebody else"),
            ("done", "Done"),
            ("problem", "Overdue"),
            ("", "Draft"),
        ]
    ],
    "theme_card": [
        Sample("usual", {"theme": THEME, "heading_level": 4}),
        Sample("bare", {"theme": {**THEME, "description": ""}, "heading_level": 4}),
    ],
    "theme_list": [Sample("usual", {"themes": [THEME] * 3, "heading_level": 4})],
}

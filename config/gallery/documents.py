"""Samples of what documents consist of."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.html import format_html

from config.gallery.sample import Sample
from richtext.differences import marked_differences
from richtext.policies import PAGE
from richtext.sanitise import sanitise

PUBLIC = {"label": "Public", "code": "public"}
RESTRICTED = {"label": "Practitioners in one region", "code": "restricted"}
LONG = "A heading that goes on for so long that it needs several lines, on a telephone even more than that"
WORD = "Unbreakable" * 8
THEMES = [
    {"name": "Partnership working", "address": "#main-content"},
    {"name": "Communications", "address": "#main-content"},
]
FIRST, NEWEST = date(2025, 3, 4), date(2026, 2, 17)


def _text(html: str) -> Any:
    return sanitise(html, PAGE)


def _block(kind: str, value: Any, anchor: str = "b1", number: str = "", short_address: str = "") -> dict[str, Any]:
    return {"type": kind, "anchor": anchor, "number": number, "value": value, "short_address": short_address}


PARAGRAPH = _text(
    '<p>Agree <b>beforehand</b> who calls the others, and <a href="https://www.example.org/">write it down</a>.</p>'
    "<ul><li>One list of names</li><li>One place for it</li></ul>"
)
TERM = format_html(
    '<p>Ask your <a class="px-term" href="{}">{}</a> <span class="px-term__meaning">({})</span> first.</p>',
    "#main-content",
    "LSP",
    "local strategic partnership",
)
HEADING = _block("heading", {"text": "Who calls whom", "level": 2}, "b2", "4.2", "#main-content")
TEXT = _block("text", PARAGRAPH, "b3", "", "#main-content")
TABLE = _block(
    "table",
    {
        "caption": "Duties",
        "columns": [{"heading": "Who"}, {"heading": "What"}, {"heading": "When"}],
        "rows": [
            ["The lead officer", "Calls the meeting and writes to everybody", "In May"],
            ["The chair", "Listens", "Always"],
        ],
        "first_column_is_header": True,
    },
)
PICTURE = {"url": "/static/favicon.svg", "width": 320, "height": 120, "alt": "Two circles that share a part"}
FILE = {"title": "A paper to print", "address": "#main-content", "kind_label": "PDF", "size_label": "120 KB"}

PARTS = [
    {"label": "1", "heading": "How it begins", "address": "#main-content"},
    {"label": "2", "heading": LONG, "address": "#main-content", "is_current": True},
    {"label": "3", "heading": "How it ends", "address": "#main-content"},
]
ANNEXES = [{"label": "Annex A", "heading": "A form to fill in", "address": "#main-content"}]
STEPS = [
    {"number": 1, "heading": "Know your area", "address": "#main-content"},
    {
        "number": 2,
        "heading": "Agree who does what",
        "is_current": True,
        "pages": [
            {"title": "How decisions are taken", "address": "#main-content", "is_current": True},
            {"title": "Writing terms of reference", "address": "#main-content"},
        ],
    },
    {"number": 3, "heading": "Look back together", "address": ""},
]
ROWS = [
    {"kind": "skipped", "count": 4},
    {"kind": "same", "html": _text("<p>The board meets in public.</p>")},
    {"kind": "removed", "html": _text("<p>It meets twice a year.</p>")},
    {"kind": "added", "html": _text("<p>It meets four times a year.</p><ul><li>Papers go out a week before.</li></ul>")},
    {
        "kind": "changed",
        "html": marked_differences("The chair is chosen for one year.", "The chair is chosen for two years."),
    },
]
CHANGE = {
    "at": NEWEST,
    "kind": "major",
    "kind_label": "Changed",
    "note": "The part on sharing information follows the new agreement.",
    "compare_address": "#main-content",
}
FIRST_CHANGE = {"at": FIRST, "kind": "first", "kind_label": "Published"}
WITHDRAWN = {"at": NEWEST, "kind": "withdrawn", "kind_label": "Withdrawn", "note": "The scheme has ended."}
SOMEWHERE = {"title": "Who does what", "address": "#main-content", "level": PUBLIC, "theme_labels": ["Communications"]}
SUCCESSOR = {"title": "Who does what, from 2026", "address": "#main-content"}
FACTS = {"level": PUBLIC, "published_at": FIRST, "updated_at": NEWEST, "themes": THEMES}
REVIEWED = {"owner": "Department for Example", "reviewed_on": FIRST, "history_address": "#main-content"}

SAMPLES = {
    "attachment": [
        Sample("usual", {"attachment": FILE}),
        Sample("without a size", {"attachment": {**FILE, "size_label": ""}}),
    ],
    "block_link": [
        Sample("beside a paragraph", {"block": TEXT, "position": 7}),
        Sample("without a short address", {"block": TABLE}),
    ],
    "blocks": [
        Sample("one of each", {"blocks": [HEADING, TEXT, TABLE, _block("note", {"kind": "info", "text": PARAGRAPH}, "b4")]}),
        Sample("empty", {"blocks": []}),
    ],
    "blocks/attachment": [Sample("usual", {"block": _block("attachment", FILE)})],
    "blocks/heading": [
        Sample("of a section", {"block": HEADING}),
        Sample("of a part of a section", {"block": _block("heading", {"text": "At night", "level": 3})}),
        Sample("long", {"block": _block("heading", {"text": LONG, "level": 2}, number="4.12")}),
    ],
    "blocks/image": [
        Sample("with a caption", {"block": _block("image", {**PICTURE, "caption": "Our sign"})}),
        Sample("without", {"block": _block("image", PICTURE)}),
    ],
    "blocks/note": [
        Sample("information", {"block": _block("note", {"kind": "info", "text": PARAGRAPH})}),
        Sample("warning", {"block": _block("note", {"kind": "warning", "text": PARAGRAPH})}),
    ],
    "blocks/quote": [
        Sample("with its source", {"block": _block("quote", {"text": "We met, and met again.", "source": "A chair"})}),
        Sample("without", {"block": _block("quote", {"text": "We met.\n\nThen we met again."})}),
    ],
    "blocks/table": [
        Sample("with a caption", {"block": TABLE}),
        Sample(
            "long words",
            {"block": _block("table", {"columns": [{"heading": "A"}, {"heading": ""}], "rows": [[WORD, WORD]]})},
        ),
    ],
    "blocks/text": [
        Sample("usual", {"block": TEXT}),
        Sample("long word", {"block": _block("text", _text(f"<p>{WORD}</p>"))}),
        Sample(
            "with a word of the glossary",
            {
                "block": _block(
                    "text",
                    TERM,
                )
            },
        ),
    ],
    "change": [Sample("in one document", {"change": CHANGE}), Sample("withdrawn", {"change": {**WITHDRAWN, **SOMEWHERE}})],
    "change_list": [
        Sample("of one document", {"changes": [CHANGE, FIRST_CHANGE], "heading_level": 4}),
        Sample("of the whole site", {"changes": [{**WITHDRAWN, **SOMEWHERE}, {**CHANGE, **SOMEWHERE}], "heading_level": 4}),
    ],
    "chapter_navigation": [
        Sample("in the middle", {"previous": PARTS[0], "next": PARTS[1]}),
        Sample("at the beginning", {"next": PARTS[1]}),
        Sample("alone", {}),
    ],
    "cite": [Sample("usual", {"citation": "Practice Exchange, Who does what, 2026.", "address": "https://example.org/p/1"})],
    "comparison": [
        Sample(
            "usual", {"sections": [{"heading": "How we meet", "address": "#main-content", "rows": ROWS}], "heading_level": 4}
        ),
        Sample("nothing different", {"sections": []}),
    ],
    "comparison_row": [Sample(row["kind"], {"row": row}) for row in ROWS],
    "contents_item": [Sample("usual", {"part": PARTS[0]}, "ol"), Sample("this part", {"part": PARTS[1]}, "ol")],
    "contents_list": [
        Sample("beside a chapter", {"chapters": PARTS, "annexes": ANNEXES, "overview_address": "#main-content"}),
        Sample("on the overview", {"chapters": PARTS[:1], "annexes": ANNEXES, "is_large": True}),
    ],
    "document_date": [
        Sample("usual", {"label": "Updated", "date": NEWEST}, "dl"),
        Sample("overdue", {"label": "Review overdue", "date": FIRST, "is_overdue": True}, "dl"),
        Sample("none", {"label": "Updated"}),
    ],
    "document_meta": [
        Sample("short", FACTS),
        Sample("everything", {**FACTS, **REVIEWED, "level": RESTRICTED, "next_review_on": NEWEST}),
        Sample("review overdue", {**REVIEWED, "next_review_on": NEWEST, "is_overdue": True}),
        Sample("nothing known", {}),
    ],
    "level": [
        Sample(code, {"level": SimpleNamespace(code=code, label=label)})
        for code, label in [
            ("public", "Public"),
            ("members", "Members"),
            ("practitioners", "Practitioners only"),
            ("restricted", "Practitioners in one region"),
        ]
    ],
    "part_of": [
        Sample(
            "of two",
            {"items": [{"title": "Starting in the job", "address": "#main-content", "kind_label": "Collection"}, SUCCESSOR]},
        ),
        Sample("of nothing", {"items": []}),
    ],
    "step_navigation": [Sample("in the middle", {"title": "Your first year", "address": "#main-content", "steps": STEPS})],
    "useful": [Sample("usual", {"feedback_address": "/feedback/?about=guidance:1"})],
    "withdrawn_banner": [
        Sample("with all", {"on": NEWEST, "reason": "The scheme that it describes has ended.", "successor": SUCCESSOR}),
        Sample("bare", {"on": NEWEST}),
    ],
}

"""Samples of the frame of every page, and of what tells the reader something."""

from typing import Any

from config.gallery.documents import LONG, WORD
from config.gallery.sample import Sample

CRUMBS = [
    {"label": "Home", "address": "#main-content"},
    {"label": "Guidance", "address": "#main-content"},
    {"label": LONG},
]
SITE: dict[str, Any] = {
    "name": "Practice Exchange",
    "is_demo": True,
    "strapline": "For people who do this work locally.",
    "worried_text": "Ring 01632 960001.\n\nIn an emergency, ring the emergency services.",
    "contact_text": "We answer on weekdays.",
    "contact_email": "hello@example.org",
    "footer_text": "Run by nobody in particular.",
    "footer_links": [
        {"label": label, "address": "#main-content"} for label in ("Privacy", "Cookies", "Accessibility", LONG)
    ],
}

SAMPLES = {
    "account_links": [
        Sample("with a desk", {"person": {"display_name": "Ada Example"}, "has_desk": True}),
        Sample("long name", {"person": {"display_name": WORD}}),
    ],
    "breadcrumbs": [
        Sample("a trail", {"crumbs": CRUMBS}),
        Sample("from home", {"current": "Search"}),
        Sample("from a parent", {"current": LONG, "parent_label": "Guidance", "parent_address": "#main-content"}),
    ],
    "footer": [Sample("with all", {"this_site": SITE}), Sample("bare", {"this_site": {"name": "Practice Exchange"}})],
    "mark": [Sample("usual", {})],
    "navigation": [Sample("on a page of guidance", {"path": "/guidance/who-does-what/"}), Sample("nowhere", {"path": ""})],
    "navigation_item": [
        Sample("this page", {"label": "Themes", "address": "/themes/", "path": "/themes/"}, "ul"),
        Sample("another", {"label": "Themes", "address": "/themes/", "path": "/"}, "ul"),
    ],
    "notice": [
        Sample(kind, {"kind": kind, "text": text})
        for kind, text in [
            ("info", "The words were looked for one by one."),
            ("success", "What you wrote is saved."),
            ("warning", "Search is limited at the moment."),
            ("error", LONG),
        ]
    ],
    "read_only_notice": [Sample("usual", {})],
    "site_notice": [
        Sample("information", {"notice": {"kind": "info", "text": "The office is closed on Monday."}}),
        Sample(
            "warning with a link",
            {"notice": {"kind": "warning", "text": LONG, "link_address": "#main-content", "link_label": "What to do"}},
        ),
    ],
}

"""How much text is too much, counted before any parser sees it.

bleach takes time in the square of nesting and of attributes in a tag, markdown-it in the square of open brackets, and a
Markdown table can make a hundred times its own size in empty cells: 60 kB of `<b>` would hold a worker for minutes.
Every count here is one pass over the text.
"""

import re

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from richtext.lexing import tags
from richtext.policies import Policy
from richtext.refusal import TextRefused

MAX_MARKDOWN_BRACKETS = 500
MAX_MARKDOWN_CELLS = 2_500

TOO_DEEP = _("This text has too many things inside each other (quotes, lists or formatting). Make it simpler and try again.")
UNREADABLE = _("This text carries formatting we cannot use. Paste it as plain text (Ctrl + Shift + V) and try again.")

# An unclosed one of these is no nesting: it has no end tag, or may leave it out. sanitise() counts what is really open.
_END_TAG_OPTIONAL = frozenset(
    """
    area base body br caption col colgroup dd dt embed frame head hr html img input keygen li link meta option optgroup
    p param rp rt source tbody td tfoot th thead tr track wbr
    """.split()  # noqa: SIM905
)
_TABLE_RULE = re.compile(r"[ \t>]*[|:-][|: \t-]*")


def check_size(text: str, max_bytes: int) -> None:
    """Refuse a text of more than `max_bytes` in UTF-8."""
    # No character takes less than one byte: a huge text is turned away before it is encoded.
    if len(text) > max_bytes or len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        raise TextRefused(
            format_lazy(
                _("This text is too long: there is room for about {limit} characters. Shorten it or split it in two."),
                limit=f"{max_bytes:,}",
            ),
            code="too_long",
        )


def check_html(html: str, policy: Policy) -> None:
    """Refuse HTML that would keep the parser busy for too long: too long, too many tags, too deep.

    Raises TextRefused with code "too_long", "too_many_tags", "too_deep" or "too_many_attributes".
    """
    check_size(html, policy.max_html_bytes)
    depth = kept = attributes = 0
    for written, tag in enumerate(tags(html), start=1):
        attributes += tag.attribute_count
        if tag.attribute_count > policy.max_attributes or attributes > 2 * policy.max_elements:
            raise TextRefused(UNREADABLE, code="too_many_attributes")
        kept += tag.name in policy.tags  # the others cost less: they are taken out before anything is built
        if tag.name not in _END_TAG_OPTIONAL:
            depth = max(0, depth - 1) if tag.is_end else depth + 1
        check_growth(max(kept // 2, written // 4), depth, policy)


def check_growth(elements: int, depth: int, policy: Policy) -> None:
    """Refuse once there are more `elements`, or more inside each other, than `policy` allows."""
    if depth > policy.max_depth:
        raise TextRefused(TOO_DEEP, code="too_deep")
    if elements > policy.max_elements:
        raise TextRefused(
            format_lazy(
                _("This text has more than {limit} pieces of formatting. Split it in two, or attach it as a file."),
                limit=f"{policy.max_elements:,}",
            ),
            code="too_many_tags",
        )


def check_markdown(source: str, max_bytes: int) -> None:
    """Refuse Markdown that is too long or that would take, or make, far more than its length suggests."""
    check_size(source, max_bytes)
    if source.count("[") > MAX_MARKDOWN_BRACKETS:
        raise TextRefused(
            _("This text has too many square brackets. Take some out, or attach it as a file."),
            code="too_many_brackets",
        )
    if _table_cells(source) > MAX_MARKDOWN_CELLS:
        raise TextRefused(
            _("The table is too big to show here. Make it smaller, or attach it as a file."), code="too_many_cells"
        )


def _table_cells(source: str) -> int:
    """How many cells the tables of `source` can make: every row is filled up to the width of its table's rule."""
    cells = columns = 0
    for line in source.splitlines():
        if "|" in line and "-" in line and _TABLE_RULE.fullmatch(line):
            columns = line.count("|") + 1
        elif not line.strip(" \t>"):
            columns = 0
        cells += columns
    return cells

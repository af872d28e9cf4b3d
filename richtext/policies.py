"""What each kind of text may contain. One allowlist module: what is not named here does not get through.

A stricter or wider policy gets a higher version, so that text rendered under the old one is recognised and renewed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from richtext.links import is_safe_href

ValueTest = Callable[[str], bool]
Attributes = Mapping[str, Mapping[str, ValueTest]]


def _matching(pattern: str) -> ValueTest:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


_ANY_LINE = _matching(r"[^\n]{1,300}")
_CELLS_SPANNED = _matching(r"[1-9][0-9]?")  # a cell over 99 columns freezes a browser rather than helping a reader
_LIST_START = _matching(r"-?[0-9]{1,6}")
_SCOPE = _matching(r"(?:col|row)(?:group)?")


@dataclass(frozen=True, slots=True)
class Policy:
    """One kind of text: the tags and attributes it may have (tag -> attribute -> test of its value) and its bounds.

    `max_bytes` bounds the source as its writer stores it, `max_html_bytes` the HTML handed to bleach; both in UTF-8
    bytes. The other bounds exist because parsing costs time in elements and, when nested, in their square.
    """

    name: str
    version: int
    tags: frozenset[str]
    attributes: Attributes
    max_bytes: int
    max_html_bytes: int
    max_elements: int
    max_depth: int = 100
    max_attributes: int = 200  # in one tag
    link_rel: str = ""  # the `rel` every link is given

    @property
    def label(self) -> str:
        """Name and version as stored beside the result, e.g. "member/1"."""
        return f"{self.name}/{self.version}"


_INLINE = frozenset({"a", "strong", "em", "code"})
_BLOCKS = frozenset({"p", "br", "hr", "h3", "h4", "h5", "ul", "ol", "li", "blockquote", "pre"})
_TABLE = frozenset({"table", "thead", "tbody", "tr", "th", "td"})

PAGE = Policy(
    name="page",
    version=1,
    tags=_INLINE | _BLOCKS | _TABLE | {"h2", "b", "i", "sup", "sub", "abbr", "dl", "dt", "dd", "caption", "tfoot"},
    attributes=MappingProxyType(
        {
            # Wagtail stores a link to a page or document by its id; sanitise() keeps the two only together.
            "a": {"href": is_safe_href, "linktype": _matching("page|document"), "id": _matching("[0-9]{1,18}")},
            "ol": {"start": _LIST_START},
            "abbr": {"title": _ANY_LINE},
            "th": {"scope": _SCOPE, "colspan": _CELLS_SPANNED, "rowspan": _CELLS_SPANNED},
            "td": {"colspan": _CELLS_SPANNED, "rowspan": _CELLS_SPANNED},
        }
    ),
    max_bytes=200_000,
    max_html_bytes=200_000,
    max_elements=3_000,
)
"""Page text of the CMS, one block: Draftail's features, imported guidance."""

MEMBER = Policy(
    name="member",
    version=1,
    tags=_INLINE | _BLOCKS | _TABLE | {"h6", "del"},
    attributes=MappingProxyType({"a": {"href": is_safe_href}, "ol": {"start": _LIST_START}}),
    max_bytes=20_000,
    max_html_bytes=150_000,
    max_elements=1_500,
    link_rel="nofollow ugc noopener",
)
"""What members write: the HTML that our Markdown can make, and no more."""

LINE = Policy(
    name="line",
    version=1,
    tags=frozenset(),
    attributes=MappingProxyType({}),
    max_bytes=4_000,
    max_html_bytes=4_000,
    max_elements=100,
)
"""A title, a name: text only."""

POLICIES: Mapping[str, Policy] = MappingProxyType({policy.name: policy for policy in (PAGE, MEMBER, LINE)})

"""Where the tags of a text are, by the rules of the HTML tokenizer, in time linear in the text.

Used to measure (`bounds.py`) and to read (`plain.py`), never to decide that something is safe. The quantifiers are
possessive (`*+`, `(?>…)`): no text can make a pattern here go back and try again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPACE = "\t\n\f\r "
_ATTRIBUTE = (
    rf"[^{_SPACE}/>][^{_SPACE}/>=]*+"  # the name; a stray quote, < or leading = belongs to it, as browsers have it
    rf"(?>[{_SPACE}]*+=[{_SPACE}]*+(?>\"[^\"]*+\"?+|'[^']*+'?+|[^{_SPACE}>\"'][^{_SPACE}>]*+)?+)?+"
)
TAG = rf"<(?P<end>/?)(?P<name>[a-zA-Z][^{_SPACE}/>]*+)(?P<attributes>(?>[{_SPACE}/]++|{_ATTRIBUTE})*+)>?+"
# A comment, or what browsers take for one: doctypes, <?…>, CDATA sections.
COMMENT = r"<!--(?>-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+>?+"

_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG_OR_COMMENT = re.compile(f"{COMMENT}|{TAG}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as it stands in the text; `name` is in lower case."""

    name: str
    is_end: bool
    attribute_count: int


def tags(html: str) -> Iterator[Tag]:
    """Every start and end tag of `html` in order, those inside comments left out."""
    for match in _TAG_OR_COMMENT.finditer(html):
        if match["name"]:
            count = sum(1 for _ in _ATTRIBUTES.finditer(match["attributes"])) if match["attributes"] else 0
            yield Tag(match["name"].lower(), bool(match["end"]), count)


def without_comments(html: str) -> str:
    """`html` without its comments, doctypes and processing instructions; an unclosed one runs to the end."""
    return _TAG_OR_COMMENT.sub(lambda match: match[0] if match["name"] else "", html)

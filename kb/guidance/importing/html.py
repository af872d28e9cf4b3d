"""HTML files: the readable part of a page, without its frame."""

from collections.abc import Iterator
from html import escape
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from kb.guidance.importing.documents import CannotImport, ImportedDocument, RawBlock, text_block
from kb.guidance.importing.html_tables import table_of
from kb.guidance.importing.outline import Heading, build
from richtext.lexing import without_comments
from richtext.plain import plain_text

DEEPEST = 100
MOST_TAGS = 50_000

NOT_TEXT = """
    button embed iframe input math nav noscript object script select style svg template textarea title
    """.split()  # noqa: SIM905
FRAME = ["header", "footer", "aside"]
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
TEXTS = ["p", "ul", "ol", "dl", "blockquote", "pre"]
INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big br cite code data del dfn em font i ins kbd label mark q s samp small span strike
    strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905
)
_BLOCKS = [
    *HEADINGS,
    *TEXTS,
    *"""
    address article aside details div fieldset figure footer form header hr main nav section table
    """.split(),  # noqa: SIM905
]

# Which open elements a start tag ends, where their writer left the end tags out, as HTML allows.
_CELLS = ("p", "td", "th")
_ROWS = (*_CELLS, "tr", "thead", "tbody", "tfoot")
_ENDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_BLOCKS, ("p",)),
    "li": ("p", "li"),
    **dict.fromkeys(("dt", "dd"), ("p", "dt", "dd")),
    **dict.fromkeys(("td", "th"), _CELLS),
    "tr": (*_CELLS, "tr"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), _ROWS),
}


def read(identity: str, source: str, *, otherwise: str = "") -> ImportedDocument:
    """An HTML document in outline. A single h1 is its title, else what its head says. Raises `CannotImport`."""
    if source.count("<") > MOST_TAGS:
        raise CannotImport(f"it has more than {MOST_TAGS:,} tags. Split it")
    soup = _Soup(without_comments(source), "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    root = _readable_part(soup)
    headings = root("h1")
    if len(headings) == 1 and (words := headings[0].get_text(" ", strip=True)):
        title = words
        headings[0].decompose()
    return build(identity, _run(root, 0), title=title, otherwise=otherwise)


class _Soup(BeautifulSoup):
    """The tree of Python's own parser, with the end tags that may be left out."""

    def handle_starttag(self, name: str, *args: Any, **kwargs: Any) -> Tag | None:
        """Source: BeautifulSoup."""
        while self.currentTag is not None and self.currentTag.name in _ENDS.get(name, ()):
            self.handle_endtag(self.currentTag.name)
        return super().handle_starttag(name, *args, **kwargs)


def _readable_part(soup: BeautifulSoup) -> Tag:
    """The main element, or the one article, or the body without its frame; with words in place of pictures."""
    articles = soup("article")
    root = soup.main or (articles[0] if len(articles) == 1 else None)
    unread = NOT_TEXT if root else [*NOT_TEXT, *FRAME]
    root = root or soup.body or soup
    for element in [*root(unread), *root(hidden=True)]:
        element.decompose()
    for image in root("img"):
        image.replace_with(str(image.get("alt") or ""))
    return root


def _run(element: Tag, depth: int) -> Iterator[Heading | RawBlock]:
    """What is in an element, in order; words that stand in no paragraph of their own become one."""
    if depth > DEEPEST:
        raise CannotImport(f"its elements are nested more than {DEEPEST} deep")
    loose: list[str] = []
    for child in element.children:
        if isinstance(child, Tag) and not _is_inline(child):
            yield from _paragraph(loose)
            loose = []
            yield from _element(child, depth)
        else:
            loose.append(_written(child))
    yield from _paragraph(loose)


def _element(element: Tag, depth: int) -> Iterator[Heading | RawBlock]:
    if element.name in HEADINGS:
        if text := element.get_text(" ", strip=True):
            yield Heading(int(element.name[1]), text)
    elif element.name == "table":
        yield from table_of(element)
    elif element.name not in TEXTS:
        yield from _run(element, depth + 1)
    elif element.get_text(strip=True):
        yield text_block(str(element))


def _is_inline(element: Tag) -> bool:
    return element.name in INLINE and element.find(_BLOCKS) is None


def _paragraph(loose: list[str]) -> Iterator[RawBlock]:
    html = "".join(loose).strip()
    if plain_text(html):
        yield text_block(f"<p>{html}</p>")


def _written(node: PageElement) -> str:
    """Inline content as HTML."""
    return escape(node, quote=False) if isinstance(node, NavigableString) else str(node)

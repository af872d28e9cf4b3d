"""Members' Markdown to HTML. The result is raw: only `sanitise` makes it safe."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from richtext import bounds
from richtext.links import is_safe_href
from richtext.policies import MEMBER
from richtext.refusal import TextRefused

# Blocks nested deeper than this are dropped by markdown-it without a word: render_markdown refuses them instead.
_MAX_NESTING = 50

# The page's own title is h1 and its sections are h2: a member's headings begin below them.
_TAG_SHOWN = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6", "s": "del"}

# Only what says http(s):// itself. bleach's own pattern also links ftp:// and bare names, and takes quadratic time.
_BARE_URL = re.compile(r"(?<![\w@/.-])https?://[^\s<>\"'`{}|\\^\[\]]+", re.IGNORECASE)
_NOT_AT_THE_END = ".,;:!?*_~"


def render_markdown(source: str) -> str:
    """The HTML of `source`: CommonMark without raw HTML and images, with tables, ~~struck~~ text and bare links.

    A line break stays a line break, as people who never heard of Markdown expect. Raises TextRefused when the source is
    over 20 kB or would take or make far more than its length suggests.
    """
    bounds.check_markdown(source, MEMBER.max_bytes)
    tokens = _MARKDOWN.parse(source)
    if any(token.nesting == 1 and token.level >= _MAX_NESTING - 1 for token in tokens):
        raise TextRefused(bounds.TOO_DEEP, code="too_deep")
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _link_bare_urls(state: StateCore) -> None:
    for token in state.tokens:
        if token.children and "://" in token.content:
            token.children = list(_with_links(token.children, state.md))


def _with_links(tokens: list[Token], markdown: MarkdownIt) -> Iterator[Token]:
    in_link = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            in_link = token.type == "link_open"
        if token.type == "text" and not in_link:
            yield from _linked(token.content, markdown)
        else:
            yield token


def _linked(text: str, markdown: MarkdownIt) -> Iterator[Token]:
    """`text` cut into plain pieces and links around the safe addresses in it."""
    end = 0
    for match in _BARE_URL.finditer(text):
        url = _without_closing_marks(match[0])
        href = markdown.normalizeLink(url)
        if not is_safe_href(href):
            continue
        yield Token("text", "", 0, content=text[end : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": href})
        yield Token("text", "", 0, content=url)
        yield Token("link_close", "a", -1)
        end = match.start() + len(url)
    yield Token("text", "", 0, content=text[end:])


def _without_closing_marks(url: str) -> str:
    """`url` without the punctuation of the sentence around it; a bracket stays when it was opened inside."""
    url = url.rstrip(_NOT_AT_THE_END)
    surplus = url.count(")") - url.count("(")
    while surplus > 0 and url.endswith(")"):
        url = url[:-1].rstrip(_NOT_AT_THE_END)
        surplus -= 1
    return url


def _show_as_our_tags(state: StateCore) -> None:
    for token in state.tokens:
        for part in (token, *(token.children or ())):
            part.tag = _TAG_SHOWN.get(part.tag, part.tag)


def _build() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "breaks": True, "maxNesting": _MAX_NESTING})
    markdown.enable(["table", "strikethrough"])
    markdown.disable("image")  # pictures come by our own upload, not from anybody's server
    markdown.validateLink = is_safe_href  # type: ignore[method-assign,assignment]
    # Before text_join, while what was escaped (`http\://`) is still a token of its own and so stays unlinked.
    markdown.core.ruler.before("text_join", "link_bare_urls", _link_bare_urls)
    markdown.core.ruler.push("show_as_our_tags", _show_as_our_tags)
    return markdown


_MARKDOWN = _build()

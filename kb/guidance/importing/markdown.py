"""Markdown, with or without front matter."""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from html import escape
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from kb.guidance.importing.documents import CannotImport, ImportedDocument, RawBlock, table_block, text_block
from kb.guidance.importing.outline import Heading, build
from richtext.plain import plain_text
from richtext.policies import PAGE

DEEPEST = 50
MOST_BRACKETS = 2_000
"""Opening brackets in one paragraph: markdown-it takes time in the square of those that no bracket closes."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<facts>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST_FRONT_MATTER = 20_000
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_PARAGRAPH_END = re.compile(r"\n\s*\n")


def read(identity: str, source: str, *, otherwise: str = "") -> ImportedDocument:
    """A Markdown file in outline; its front matter may give title and summary. Raises `CannotImport`."""
    facts, body = split_front_matter(source)
    return _document(identity, facts, body, otherwise=otherwise)


def read_titled(identity: str, source: str, *, title: str, summary: str) -> ImportedDocument:
    """Markdown whose title came with it. Front matter, where it can be read, wins; alone, its summary is the text.

    Raises `CannotImport`.
    """
    try:
        facts, body = split_front_matter(source)
    except CannotImport:  # nobody promised front matter here: it is a line and some text
        facts, body = {}, source
    facts = {"title": title, "summary": summary, **facts}
    return _document(identity, facts, body if body.strip() else _line(facts, "summary"))


def split_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """The facts between the first two lines of three hyphens, and the rest. Raises `CannotImport` when they are broken."""
    if not source.startswith("---"):
        return {}, source
    match = _FRONT_MATTER.match(source)
    facts = _facts(match["facts"]) if match else None
    if match is None or not isinstance(facts, dict):
        raise CannotImport("its front matter must be lines of 'name: value' between two lines of three hyphens")
    return facts, source[match.end() :]


def run_of(source: str) -> Iterator[Heading | RawBlock]:
    """Headings, tables and text in order. Raises `CannotImport` for what would keep the parser busy for too long."""
    if any(paragraph.count("[") > MOST_BRACKETS for paragraph in _PARAGRAPH_END.split(source)):
        raise CannotImport(f"a paragraph in it has more than {MOST_BRACKETS:,} square brackets")
    tokens = _markdown.parse(source)
    if any(token.nesting == 1 and token.level >= DEEPEST - 1 for token in tokens):
        raise CannotImport(f"it has lists or quotations more than {DEEPEST} deep")
    for group in _top_level(tokens):
        yield from _item(group)


def _document(identity: str, facts: dict[str, Any], body: str, *, otherwise: str = "") -> ImportedDocument:
    document = build(identity, run_of(body), title=_line(facts, "title"), otherwise=otherwise)
    document.summary = _line(facts, "summary")
    document.facts = facts
    return document


def _line(facts: dict[str, Any], name: str) -> str:
    """A fact that must be one line. Nested ones are nothing: written out, a few aliases can fill the memory."""
    value = facts.get(name)
    return str(value) if isinstance(value, str | int | float) else ""


def _facts(source: str) -> object:
    if len(source) > _LONGEST_FRONT_MATTER:
        raise CannotImport(f"its front matter has more than {_LONGEST_FRONT_MATTER:,} characters")
    try:
        return yaml.safe_load(source)
    except Exception as error:  # besides its own, PyYAML lets through whatever its constructors run into
        raise CannotImport(f"its front matter cannot be read ({str(error).splitlines()[0]})") from error


def _item(group: list[Token]) -> Iterator[Heading | RawBlock]:
    match group[0].type:
        case "heading_open":
            if words := plain_text(_html(group[1:-1])):
                yield Heading(int(group[0].tag[1]), words)
        case "table_open":
            yield _table(group)
        case "hr":
            pass  # chapters and sections divide a page; a line across it says nothing
        case _:
            yield text_block(_html(group))


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of each element that lies in no other."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _table(tokens: Sequence[Token]) -> RawBlock:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_html([token]))
    return table_block([plain_text(cell) for cell in rows[0]], rows[1:])


def _html(tokens: Sequence[Token]) -> str:
    return str(_markdown.renderer.render(tokens, _markdown.options, {}))


class _Renderer(RendererHTML):
    """Source: markdown_it. Pictures become the words that stand for them; they live on somebody else's server."""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        return escape(tokens[idx].content)

    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        """A tag that guidance may have works (a <br> in a cell); any other, such as <your name>, is text."""
        tag = tokens[idx].content
        name = _TAG_NAME.match(tag)
        if tag.startswith("<!--"):
            return ""
        return tag if name and name[1].lower() in PAGE.tags else escape(tag)


_markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}, renderer_cls=_Renderer)
_markdown.enable(["table", "strikethrough"])

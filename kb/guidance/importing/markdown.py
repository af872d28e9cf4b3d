"""Markdown, with or without front matter."""

from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kb.guidance.importing.documents import CannotImport, ImportedDocument, RawBlock, table_block, text_block
from kb.guidance.importing.outline import Heading, build, joined

FENCE = "---"
MOST_COLUMNS = 50

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def read(identity: str, source: str, *, title: str = "") -> ImportedDocument:
    """A Markdown document in outline. Raises `CannotImport`."""
    facts, body = split_front_matter(source)
    document = build(identity, joined(run_of(body)), title=str(facts.get("title") or title))
    document.summary = str(facts.get("summary") or "")
    document.facts = facts
    return document


def split_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """The facts between the first two lines of three hyphens, and the rest. Raises `CannotImport` when they are broken."""
    if not source.startswith(f"{FENCE}\n"):
        return {}, source
    head, separator, body = source[len(FENCE) + 1 :].partition(f"\n{FENCE}\n")
    try:
        facts = yaml.safe_load(head) if separator else None
    except yaml.YAMLError as error:
        raise CannotImport(f"its front matter cannot be read ({str(error).splitlines()[0]})") from error
    if not isinstance(facts, dict):
        raise CannotImport("its front matter must be lines of 'name: value' between two lines of three hyphens")
    return facts, body


def run_of(source: str) -> Iterator[Heading | RawBlock]:
    """Headings, tables and text in order."""
    for group in _top_level(_markdown.parse(source)):
        match group[0].type:
            case "heading_open":
                yield Heading(int(group[0].tag[1]), _words(group[1]))
            case "table_open":
                yield _table(group)
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
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    if len(rows[0]) > MOST_COLUMNS:
        raise CannotImport(f"a table in it has {len(rows[0])} columns; at most {MOST_COLUMNS} can be read on a page")
    return table_block([_words(cell) for cell in rows[0]], [[_html([cell]) for cell in row] for row in rows[1:]])


def _words(inline: Token) -> str:
    """The text of a heading without its markup."""
    kinds = ("text", "code_inline")
    return "".join(t.content if t.type in kinds else " " if "break" in t.type else "" for t in inline.children or []).strip()


def _html(tokens: Sequence[Token]) -> str:
    return str(_markdown.renderer.render(tokens, _markdown.options, {}))

"""HTML files: the readable part of a page, without its frame."""

from collections.abc import Iterator
from html import escape

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from kb.guidance.importing.documents import CannotImport, ImportedDocument, RawBlock, table_block, text_block
from kb.guidance.importing.outline import Heading, build, joined

FRAME = ("script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template", "iframe", "svg")
CONTAINERS = ("div", "section", "article", "main", "body", "center", "figure", "span")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MOST_COLUMNS = 50
DEEPEST = 100


def read(identity: str, source: str) -> ImportedDocument:
    """An HTML document in outline. Raises `CannotImport`."""
    soup = BeautifulSoup(source, "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    for element in soup(FRAME):
        element.decompose()
    root = soup.find("main") or soup.find("article") or soup.body or soup
    run = joined(_run(root, 0))
    only = [item for item in run if isinstance(item, Heading) and item.level == 1]
    return build(identity, run, title=only[0].text if len(only) == 1 else title)


def _run(element: Tag, depth: int) -> Iterator[Heading | RawBlock]:
    if depth > DEEPEST:
        raise CannotImport("its elements are nested more than a hundred deep")
    for child in element.children:
        if isinstance(child, PreformattedString):
            continue
        if isinstance(child, NavigableString):
            if text := child.strip():
                yield text_block(f"<p>{escape(text)}</p>")
        elif isinstance(child, Tag):
            yield from _element(child, depth)


def _element(element: Tag, depth: int) -> Iterator[Heading | RawBlock]:
    if element.name in HEADINGS:
        if text := element.get_text(" ", strip=True):
            yield Heading(int(element.name[1]), text)
    elif element.name == "table":
        yield _table(element)
    elif element.name in CONTAINERS:
        yield from _run(element, depth + 1)
    elif element.get_text(strip=True):
        yield text_block(str(element))


def _table(table: Tag) -> RawBlock:
    rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return text_block(f"<p>{escape(table.get_text(' ', strip=True))}</p>")
    width = max(map(len, rows))
    if width > MOST_COLUMNS:
        raise CannotImport(f"a table in it has {width} columns; at most {MOST_COLUMNS} can be read on a page")
    headed = all(cell.name == "th" for cell in rows[0])
    headings = [cell.get_text(" ", strip=True) for cell in rows[0]] if headed else []
    caption = table.caption.get_text(" ", strip=True) if table.caption else ""
    cells = [[cell.decode_contents().strip() for cell in row] for row in (rows[1:] if headed else rows)]
    return table_block([*headings, *[""] * (width - len(headings))], cells, caption)

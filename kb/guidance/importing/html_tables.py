"""Tables of HTML as tables of guidance, which have no cells over several columns or rows."""

from collections.abc import Iterator, Sequence
from html import escape

from bs4 import Tag

from kb.guidance.importing.documents import MOST_COLUMNS, RawBlock, table_block, text_block

Grid = list[list[Tag | None]]


def table_of(table: Tag) -> Iterator[RawBlock]:
    """The table, or its words where it has no cells. Raises `CannotImport` when a page cannot show it."""
    rows = [cells for row in table("tr") if row.find_parent("table") is table and (cells := _cells(row))]
    if rows:
        grid = _grid(rows)
        headed = all(cell.name == "th" for cell in rows[0])
        headings = [cell.get_text(" ", strip=True) if cell else "" for cell in grid[0]] if headed else []
        values = [[_html(cell) for cell in row] for row in (grid[1:] if headed else grid)]
        yield table_block(headings, values, table.caption.get_text(" ", strip=True) if table.caption else "")
    elif words := table.get_text(" ", strip=True):
        yield text_block(f"<p>{escape(words)}</p>")


def _cells(row: Tag) -> list[Tag]:
    return row(["th", "td"], recursive=False)


def _grid(rows: Sequence[Sequence[Tag]]) -> Grid:
    """The rows with every cell in its column: what a cell covers beside its own place stays empty."""
    covered: dict[int, int] = {}  # column → rows below that a cell still reaches into
    return [_placed(row, covered) for row in rows]


def _placed(row: Sequence[Tag], covered: dict[int, int]) -> list[Tag | None]:
    placed: list[Tag | None] = []
    for cell in row:
        _skip(placed, covered)
        first, reach = len(placed), _span(cell, "rowspan") - 1
        placed += [cell, *[None] * (_span(cell, "colspan") - 1)]
        covered.update(dict.fromkeys(range(first, len(placed)), reach))
    _skip(placed, covered)
    return placed


def _skip(placed: list[Tag | None], covered: dict[int, int]) -> None:
    """Leave the columns empty that a cell from above covers."""
    while covered.get(len(placed), 0) > 0:
        covered[len(placed)] -= 1
        placed.append(None)


def _span(cell: Tag, name: str) -> int:
    written = str(cell.get(name) or "")
    return min(max(int(written), 1), MOST_COLUMNS) if written.isdecimal() and len(written) < 5 else 1


def _html(cell: Tag | None) -> str:
    return cell.decode_contents().strip() if cell else ""

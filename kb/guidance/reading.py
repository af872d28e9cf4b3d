"""What a reader of guidance sees: parts with their text, files they may open, and what else is on the same theme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat

from files.models import SiteDocument, SiteImage
from kb.guidance.contents import Contents, Part, Piece, label_of_annex
from kb.guidance.models import AnnexPage, GuidancePage
from kb.themes.models import Theme
from members.audiences.access import can_see
from members.audiences.viewers import Viewer
from search.listing import entries_for
from search.models import Entry, EntryFacet

RELATED = 6
IMAGE_FILTER = "max-960x960|format-webp"


@dataclass(frozen=True)
class ShownPart:
    """A line of the contents list."""

    label: str
    heading: str
    address: str
    is_current: bool = False


@dataclass(frozen=True)
class ShownBlock:
    """A block ready for its template: `value` holds what the template of this type takes."""

    type: str
    anchor: str
    number: str
    value: Any


def shown_parts(parts: Iterable[Part], current: Part | None = None) -> list[ShownPart]:
    """The parts as lines of the contents list."""
    return [ShownPart(part.label, part.heading, part.address, part is current) for part in parts]


def annex_pages(page: GuidancePage, viewer: Viewer, current: AnnexPage | None = None) -> list[ShownPart]:
    """The annexes that are pages of their own, as far as the viewer may see them. Letters go on from the others.

    A letter belongs to a page whoever looks, so hiding one annex does not rename the next.
    """
    first = len(Contents(page).annexes)
    children = AnnexPage.objects.child_of(page).live().order_by("path").defer("body")
    return [
        ShownPart(
            label_of_annex(first + n),
            annex.title,
            annex.get_url() or "",
            current is not None and annex.pk == current.pk,
        )
        for n, annex in enumerate(children)
        if can_see(viewer, annex)
    ]


def related_to(page: GuidancePage, themes: Iterable[Theme], viewer: Viewer) -> list[Entry]:
    """The newest things on these themes, whatever their kind, that the viewer may see."""
    same = EntryFacet.objects.filter(facet="theme", value__in=[theme.code for theme in themes]).values("entry")
    others = entries_for(viewer).filter(pk__in=same).exclude(key=f"guidance:{page.pk}")
    return list(others.order_by("-updated_at", "-id")[:RELATED])


def shown_blocks(pieces: Sequence[Piece], viewer: Viewer) -> list[ShownBlock]:
    """The text of a part for this viewer: files they may not open are not there."""
    values = [(piece, _value(piece, viewer)) for piece in pieces]
    return [ShownBlock(piece.type, piece.anchor, piece.number, value) for piece, value in values if value is not None]


def _value(piece: Piece, viewer: Viewer) -> Any:
    value = piece.block.value
    match piece.type:
        case "attachment":
            return _attachment(value, viewer)
        case "image":
            return _image(value, viewer)
        case "table":
            return _table(value)
        case _:
            return value


def _attachment(value: Any, viewer: Viewer) -> dict[str, Any] | None:
    document: SiteDocument | None = value["document"]
    if document is None or not can_see(viewer, document):
        return None
    return {
        "title": value["title"] or document.title,
        "address": document.url,
        "size_label": filesizeformat(document.get_file_size()),
        "kind_label": document.file_extension.upper(),
    }


def _image(value: Any, viewer: Viewer) -> dict[str, Any] | None:
    image: SiteImage | None = value["image"]
    if image is None or not can_see(viewer, image):
        return None
    rendition = image.get_rendition(IMAGE_FILTER)
    sizes = {"url": rendition.url, "width": rendition.width, "height": rendition.height}
    return {**sizes, "alt": value["alt"], "caption": value["caption"]}


def _table(table: Any) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [[cell.value for cell in row] for row in table.rows],
        "first_column_is_header": False,
    }

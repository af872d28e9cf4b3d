"""What a reader of guidance sees: parts with their text, files they may open, and what else is on the same theme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode

from files.models import SiteDocument, SiteImage
from kb.changes.pages import ChangeNotedPage, LookedAfterPage
from kb.changes.withdrawal import in_force_after
from kb.frame.identity import identity
from kb.glossary.reading import FirstUses
from kb.guidance.contents import Contents, Part, Piece, label_of_annex
from kb.guidance.models import AnnexPage, GuidancePage
from kb.guidance.text_blocks import PageText
from kb.themes.models import Theme
from members.audiences.access import can_see
from members.audiences.levels import level_of
from members.audiences.scopes import SiteRole
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
    """A block ready for its template: `value` holds what the template of this type takes.

    `short_address` leads to it for good, wherever it is moved.
    """

    type: str
    anchor: str
    number: str
    value: Any
    short_address: str


@dataclass(frozen=True)
class Withdrawal:
    """That guidance no longer holds. `successor` only where the viewer may see it."""

    on: datetime
    reason: str
    successor: Entry | None


def withdrawal_of(page: LookedAfterPage, viewer: Viewer) -> Withdrawal | None:
    """When and why a page was withdrawn, and what to read instead; None while it is in force."""
    if page.withdrawn_at is None:
        return None
    later = in_force_after(page)
    successor = entries_for(viewer).filter(key=later.key).first() if later else None
    return Withdrawal(page.withdrawn_at, page.withdrawal_reason, successor)


def trust_marks_of(page: LookedAfterPage, viewer: Viewer) -> dict[str, Any]:
    """What tells a reader how far to rely on a page: who it is for, whether it is in force, and when it is reviewed."""
    return {
        "level": level_of(page.audience.as_clauses()),
        "withdrawn": withdrawal_of(page, viewer),
        "history_address": f"{page.get_url()}history/",
        "next_review_on": None if page.is_withdrawn else page.next_review_on,
        "is_overdue": viewer.holds(SiteRole.EDITOR) and page.is_overdue(),
    }


def edit_address_for(viewer: Viewer, page: ChangeNotedPage) -> str:
    """Where editors change a page; empty for everybody else. What they may do there, the CMS asks again."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if viewer.holds(SiteRole.EDITOR) else ""


def asides_of(page: ChangeNotedPage, part: str = "") -> dict[str, str]:
    """What stands around the text of any page: how to cite it, follow it, and say whether it helped."""
    key = f"{page.key}#{part}" if part else page.key
    owner = getattr(page, "owner_organisation", None)
    day = date_format(page.updated_at, "j F Y") if page.updated_at else ""
    said_by = [str(page.title), str(owner or ""), identity().name, day]
    short = reverse("search:by_part", args=[page.key, part]) if part else reverse("search:by_key", args=[page.key])
    return {
        "citation": ". ".join(words for words in said_by if words) + ".",
        "short_address": f"{settings.SITE_URL}{short}",
        "feedback_address": f"{reverse('feedback:page')}?{urlencode({'key': key})}",
        "follow_address": f"{reverse('follows:follow')}?{urlencode({'key': page.key})}",
    }


def shown_parts(parts: Iterable[Part], current: Part | None = None) -> list[ShownPart]:
    """The parts as lines of the contents list."""
    return [ShownPart(part.label, part.heading, part.address, part is current) for part in parts]


def annex_pages(page: GuidancePage, viewer: Viewer, current: AnnexPage | None = None) -> list[ShownPart]:
    """The annexes that are pages of their own, as far as the viewer may see them. Letters go on from the others.

    A letter belongs to a page whoever looks, so hiding one annex does not rename the next.
    """
    if page.is_leaf():
        return []
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
    others = entries_for(viewer).filter(pk__in=same).exclude(key=page.key).exclude(is_withdrawn=True)
    return list(others.order_by("-updated_at", "-id")[:RELATED])


def shown_blocks(pieces: Sequence[Piece], viewer: Viewer, key: str, uses: FirstUses | None = None) -> list[ShownBlock]:
    """The text of a part for this viewer: files they may not open are not there. `key` is the page's, for short links.

    With `uses`, terms of the glossary are explained where running text first uses them.
    """
    values = [(piece, _value(piece, viewer, uses)) for piece in pieces]
    short = reverse("search:by_key", args=[key])
    return [
        ShownBlock(piece.type, piece.anchor, piece.number, value, f"{short}/{piece.anchor}")
        for piece, value in values
        if value is not None
    ]


def _value(piece: Piece, viewer: Viewer, uses: FirstUses | None) -> Any:
    value = piece.block.value
    match piece.type:
        case "text" if uses:
            return _explained(value, uses)
        case "note" if uses:
            return {**value, "text": _explained(value["text"], uses)}
        case "attachment":
            return _attachment(value, viewer)
        case "image":
            return _image(value, viewer)
        case "table":
            return _table(value)
        case _:
            return value


def _explained(text: PageText, uses: FirstUses) -> PageText:
    return PageText(replace(text.rendered, html=uses.explained_in(text.rendered.html)))


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

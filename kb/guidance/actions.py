"""Writes of guidance."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.blocks import StreamValue
from wagtail.models import Revision

from kb.guidance.importing.documents import CannotImport, ImportedDocument, RawBlock
from kb.guidance.importing.identity import with_ids
from kb.guidance.models import GuidanceIndexPage, GuidancePage, ImportedGuidance
from kb.themes.models import Theme
from members.audiences.clauses import PUBLIC, Clauses
from members.models import Audience, Organisation, Region, Sector, User
from richtext.plain import excerpt, one_line, plain_text
from richtext.refusal import TextRefused

SUMMARY_WORDS = 40
LONGEST_SUMMARY = 500


class Outcome(StrEnum):
    """What became of a document."""

    CREATED = "created"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    DRAFTED = "left as a draft, because the page was edited on the site since the last import"


@dataclass(frozen=True)
class Filing:
    """Where imported guidance is put and under what it is filed, when the document does not say."""

    index: GuidanceIndexPage
    themes: tuple[Theme, ...] = ()
    sectors: tuple[Sector, ...] = ()
    regions: tuple[Region, ...] = ()
    owner_organisation: Organisation | None = None
    audience: Clauses = PUBLIC
    by: User | None = field(default=None, compare=False)


@transaction.atomic
def import_document(document: ImportedDocument, filing: Filing, *, publish: bool) -> tuple[Outcome, GuidancePage]:
    """Make a document a guidance page, or a new revision of the one it became before. Safe to repeat.

    Raises `CannotImport` when the text is beyond what a page holds.
    """
    try:
        before = ImportedGuidance.objects.select_related("page").filter(identity=document.identity).first()
        if before is None:
            return Outcome.CREATED, _create(document, filing, publish=publish)
        return _revise(before, document, filing, publish=publish), before.page
    except TextRefused as refusal:
        raise CannotImport(str(refusal)) from refusal


def _create(document: ImportedDocument, filing: Filing, *, publish: bool) -> GuidancePage:
    page = GuidancePage(slug=_free_slug(document, filing.index), live=False, owner=filing.by)
    page.own_audience = Audience.objects.store(filing.audience.admitting(page.always_admitted()))
    _fill(page, document)
    page.owner_organisation = filing.owner_organisation
    page.themes, page.sectors, page.regions = filing.themes, filing.sectors, filing.regions
    filing.index.add_child(instance=page)
    revision = _save(page, filing, publish=publish)
    ImportedGuidance.objects.create(identity=document.identity, page=page, content_digest=document.digest, revision=revision)
    return page


def _revise(before: ImportedGuidance, document: ImportedDocument, filing: Filing, *, publish: bool) -> Outcome:
    if before.content_digest == document.digest:
        return Outcome.UNCHANGED
    edited = before.page.latest_revision_id != before.revision_id
    page: GuidancePage = before.page.get_latest_revision_as_object()
    _fill(page, document)
    revision = _save(page, filing, publish=publish and not edited)
    before.content_digest = document.digest
    if not edited:
        before.revision = revision
    before.save()
    return Outcome.DRAFTED if edited else Outcome.REVISED


def _save(page: GuidancePage, filing: Filing, *, publish: bool) -> Revision:
    revision = page.save_revision(user=filing.by, log_action=True, clean=False)
    if publish:
        revision.publish(user=filing.by, skip_permission_checks=True)
    return revision


def _fill(page: GuidancePage, document: ImportedDocument) -> None:
    """Put the document's words on the page; blocks that were there keep their ids."""
    page.title = one_line(document.title, limit=200)
    page.draft_title = page.title
    page.summary = _summary(document)
    parts: list[RawBlock] = [
        {"type": "annex" if part.is_annex else "chapter", "value": {"heading": part.heading, "body": part.body}}
        for part in document.parts
    ]
    for name, blocks in (("opening", document.opening), ("chapters", parts), ("about", document.about)):
        old = list(getattr(page, name).raw_data) if page.pk else []
        setattr(page, name, _stream(page, name, with_ids(blocks, old)))


def _stream(page: GuidancePage, name: str, blocks: Iterable[RawBlock]) -> Any:
    block = page._meta.get_field(name).stream_block
    return StreamValue(block, list(blocks), is_lazy=True)


def _summary(document: ImportedDocument) -> str:
    """The document's own, or its first words."""
    if summary := one_line(document.summary, limit=LONGEST_SUMMARY):
        return summary
    blocks = [*document.opening, *(block for part in document.parts for block in part.body)]
    first = next((plain_text(b["value"]) for b in blocks if b["type"] == "text"), document.title)
    return excerpt(one_line(first, limit=2_000), SUMMARY_WORDS)[:LONGEST_SUMMARY]


def _free_slug(document: ImportedDocument, index: GuidanceIndexPage) -> str:
    wanted = slugify(str(document.facts.get("slug") or document.title))[:200].strip("-") or "guidance"
    if not index.get_children().filter(slug=wanted).exists():
        return wanted
    return f"{wanted}-{uuid.uuid4().hex[:6]}"

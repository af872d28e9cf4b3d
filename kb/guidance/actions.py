"""Writes of guidance."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.utils.text import slugify
from wagtail.blocks import StreamValue
from wagtail.coreutils import find_available_slug
from wagtail.models import Revision

from kb.changes.forms import ChangeType
from kb.guidance.importing.cleaning import cleaned
from kb.guidance.importing.documents import ImportedDocument, RawBlock
from kb.guidance.importing.identity import with_ids
from kb.guidance.models import GuidanceIndexPage, GuidancePage, ImportedGuidance
from kb.themes.models import Theme
from members.audiences.clauses import PUBLIC, Clauses
from members.models import Audience, Organisation, Region, Sector, User
from richtext.plain import excerpt, one_line, plain_text

SUMMARY_WORDS = 40
LONGEST_SUMMARY = 500
LONGEST_SLUG = 200
LONGEST_NOTE = 1_000


class Outcome(StrEnum):
    """What became of a document."""

    CREATED = "created"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    PUBLISHED = "unchanged, and its draft published"
    DRAFTED = "left as a draft, because the page was edited on the site since it was imported"


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

    Raises `CannotImport` when the text is beyond what a page holds; then nothing has changed.
    """
    before = _imported_before(document)
    if before is None:
        return Outcome.CREATED, _create(document, filing, publish=publish)
    outcome = _outcome(before, document, publish=publish)
    if outcome is Outcome.PUBLISHED:
        _publish_draft(before, filing)
    elif outcome is not Outcome.UNCHANGED:
        _revise(before, document, filing, outcome, publish=publish)
    return outcome, before.page


def foresee(document: ImportedDocument, *, publish: bool) -> Outcome:
    """What `import_document` would do. Raises what it would raise, and writes nothing."""
    before = _imported_before(document)
    outcome = _outcome(before, document, publish=publish) if before else Outcome.CREATED
    if outcome is not Outcome.UNCHANGED:
        for blocks in _blocks(document).values():
            cleaned(blocks)
    return outcome


def _imported_before(document: ImportedDocument) -> ImportedGuidance | None:
    return ImportedGuidance.objects.select_related("page").filter(identity=document.identity).first()


def _outcome(before: ImportedGuidance, document: ImportedDocument, *, publish: bool) -> Outcome:
    edited = _is_edited(before)
    if before.content_digest != document.digest:
        return Outcome.DRAFTED if edited else Outcome.REVISED
    waits = before.page.live_revision_id != before.revision_id
    return Outcome.PUBLISHED if publish and waits and not edited else Outcome.UNCHANGED


def _is_edited(before: ImportedGuidance) -> bool:
    """Whether somebody changed the page or took it off the site since: then it is theirs to publish."""
    page = before.page
    was_taken_off = page.first_published_at is not None and not page.live
    return was_taken_off or page.latest_revision_id != before.revision_id


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


def _revise(
    before: ImportedGuidance, document: ImportedDocument, filing: Filing, outcome: Outcome, *, publish: bool
) -> None:
    """Save the document as the page's newest revision. A page that was edited stays so: its record is not moved on."""
    page: GuidancePage = before.page.get_latest_revision_as_object()
    _fill(page, document)
    if publish:
        _file_under_themes(page, filing)
    revision = _save(page, filing, publish=publish and outcome is Outcome.REVISED)
    before.content_digest = document.digest
    if outcome is Outcome.REVISED:
        before.revision = revision
    before.save()


def _publish_draft(before: ImportedGuidance, filing: Filing) -> None:
    """Publish what was imported as a draft; a new revision is made only where it needs a theme first."""
    page: GuidancePage = before.page.get_latest_revision_as_object()
    if _file_under_themes(page, filing):
        before.revision = _save(page, filing, publish=True)
        before.save()
    else:
        before.page.get_latest_revision().publish(user=filing.by, skip_permission_checks=True)


def _file_under_themes(page: GuidancePage, filing: Filing) -> bool:
    """Give a page its themes if it has none: those that editors chose stay. Returns whether it was given any."""
    if page.themes.all():
        return False
    page.themes = filing.themes
    return True


def _save(page: GuidancePage, filing: Filing, *, publish: bool) -> Revision:
    revision = page.save_revision(user=filing.by, log_action=True, clean=False)
    if publish:
        revision.publish(user=filing.by, skip_permission_checks=True)
    return revision


def _fill(page: GuidancePage, document: ImportedDocument) -> None:
    """Put the document's words on the page; blocks that were there keep their ids."""
    page.title = page.draft_title = document.title
    page.summary = _summary(document)
    page.change_type, page.change_note = _change(document)
    for name, blocks in _blocks(document).items():
        old = list(getattr(page, name).raw_data) if page.pk else []
        stored = cleaned(with_ids(blocks, old))
        setattr(page, name, StreamValue(getattr(page, name).stream_block, stored, is_lazy=True))


def _blocks(document: ImportedDocument) -> dict[str, Sequence[RawBlock]]:
    """The document's blocks by the field of the page that takes them."""
    parts = [
        {"type": "annex" if part.is_annex else "chapter", "value": {"heading": part.heading, "body": part.body}}
        for part in document.parts
    ]
    return {"opening": document.opening, "chapters": parts, "about": document.about}


def _change(document: ImportedDocument) -> tuple[str, str]:
    """What its front matter says of this version: `change: {kind: major, note: …}`. Without it a change is minor."""
    said = document.facts.get("change")
    if not isinstance(said, dict) or said.get("kind") not in ChangeType.values:
        return ChangeType.MINOR, ""
    return str(said["kind"]), str(said.get("note") or "")[:LONGEST_NOTE]


def _summary(document: ImportedDocument) -> str:
    """The document's own, or its first words."""
    if summary := one_line(document.summary, limit=LONGEST_SUMMARY):
        return summary
    blocks = [*document.opening, *(block for part in document.parts for block in part.body)]
    first = next((plain_text(block["value"]) for block in blocks if block["type"] == "text"), document.title)
    return excerpt(one_line(first, limit=2_000), SUMMARY_WORDS)[:LONGEST_SUMMARY]


def _free_slug(document: ImportedDocument, index: GuidanceIndexPage) -> str:
    wanted = slugify(str(document.facts.get("slug") or document.title))[:LONGEST_SLUG].strip("-") or "guidance"
    return find_available_slug(index, wanted)

"""The guidance of the demonstration, with its history: versions, withdrawals and reviews on the days its files name."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction

from kb.changes.models import Change, ChangeKind
from kb.changes.pages import LookedAfterPage, set_facts
from kb.changes.reviewing import A_YEAR
from kb.changes.withdrawal import withdraw
from kb.guidance.actions import Filing, Outcome, import_document
from kb.guidance.importing.documents import ImportedDocument
from kb.guidance.importing.files import document_in
from kb.guidance.models import GuidanceIndexPage, GuidancePage, ImportedGuidance
from kb.themes.models import Theme
from members.audiences.clauses import PUBLIC, Clauses
from members.audiences.scopes import ScopeKind, SiteRole, role, scope
from members.models import Organisation, Region, Sector, User

LEVELS = {"members": SiteRole.MEMBER, "practitioners": SiteRole.PRACTITIONER}


def build(folder: Path) -> Iterator[str]:
    """Import every document of the folder, then withdraw those that say so: what takes their place is there by then."""
    documents = [document_in(path) for path in sorted(folder.glob("*.md"))]
    for document in documents:
        yield _import_with_history(document, folder / "earlier")
    for document in documents:
        if "withdrawn" in document.facts:
            _withdraw(document)


def _import_with_history(document: ImportedDocument, earlier: Path) -> str:
    """A page that is new is made from its earlier versions, one after the other."""
    versions = []
    if not ImportedGuidance.objects.filter(identity=document.identity).exists():
        stem = Path(document.identity).stem
        versions = [replace(document_in(path), identity=document.identity) for path in sorted(earlier.glob(f"{stem}.*.md"))]
    for version in versions:
        _import(version)
    outcome, page = _import(document)
    return f"{page.title}: {outcome}" + (f", with {len(versions)} earlier versions" if versions else "")


@transaction.atomic
def _import(document: ImportedDocument) -> tuple[Outcome, GuidancePage]:
    """One version. What is new gets the day and the keeper that its file names; what people did since is left alone."""
    outcome, page = import_document(document, _filing(document.facts), publish=True)
    if outcome in (Outcome.CREATED, Outcome.REVISED):
        page = GuidancePage.objects.get(pk=page.pk)
        date_version(page, document.facts["published"])
        _look_after(page, document.facts)
    return outcome, page


def date_version(page: LookedAfterPage, day: date) -> None:
    """Give the version that was just published the day its file names, and tell the catalogue."""
    change, moment = Change.objects.get(revision=page.live_revision_id), _moment(day)
    Change.objects.filter(pk=change.pk).update(at=moment)
    if change.kind != ChangeKind.MINOR:
        set_facts(page, changed_at=moment)
    if change.kind == ChangeKind.FIRST:
        page.first_published_at = moment
    page.last_published_at = moment
    page.save()


def _look_after(page: GuidancePage, facts: dict[str, Any]) -> None:
    published = facts["published"]
    set_facts(
        page,
        reviewed_on=facts.get("reviewed", published),
        next_review_on=facts.get("next_review", published + A_YEAR),
        looked_after_by_id=User.objects.get(email=facts.get("looked_after_by", "editor@example.org")).pk,
    )


@transaction.atomic
def _withdraw(document: ImportedDocument) -> None:
    """Once: what an editor put in force again stays so."""
    page = GuidancePage.objects.get(imported__identity=document.identity)
    withdrawals = Change.objects.filter(key=page.key, kind=ChangeKind.WITHDRAWN)
    if withdrawals.exists():
        return
    facts = document.facts["withdrawn"]
    successor = GuidancePage.objects.get(slug=facts["successor"])
    withdraw(page, facts["reason"], successor=successor, by=User.objects.get(email="editor@example.org"))
    withdrawals.update(at=_moment(facts["day"]))
    set_facts(page, withdrawn_at=_moment(facts["day"]))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def _filing(facts: dict[str, Any]) -> Filing:
    def rows(model: Any, name: str) -> tuple[Any, ...]:
        return tuple(model.objects.get(code=code) for code in facts.get(name) or ())

    return Filing(
        index=GuidanceIndexPage.objects.get(),
        themes=rows(Theme, "themes"),
        sectors=rows(Sector, "sectors"),
        regions=rows(Region, "regions"),
        owner_organisation=Organisation.objects.get(code=facts["owner_organisation"]),
        audience=_audience(facts),
        by=User.objects.get(email="editor@example.org"),
    )


def _audience(facts: dict[str, Any]) -> Clauses:
    if facts["level"] == "public":
        return PUBLIC
    clauses = [[role(LEVELS[facts["level"]])]]
    if regions := facts.get("regions_only"):
        clauses.append([scope(ScopeKind.REGION, Region.objects.get(code=code).pk) for code in regions])
    return Clauses.of(clauses)

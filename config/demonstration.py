"""Building the demonstration site from the files in `fixtures/demo/`."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from config.foundation import lay_foundation
from kb.guidance.actions import Filing, Outcome, import_document
from kb.guidance.importing.documents import ImportedDocument
from kb.guidance.importing.files import documents_in
from kb.guidance.importing.markdown import split_front_matter
from kb.guidance.models import GuidanceIndexPage
from kb.home.models import HomePage
from kb.themes.models import Theme
from members.audiences.clauses import PUBLIC, Clauses
from members.audiences.scopes import ScopeKind, SiteRole, role, scope
from members.models import Area, Organisation, OrganisationPost, Region, Sector, User
from members.roles import give_roles

PASSWORD = "practice-exchange"  # noqa: S105  (published on purpose; production refuses these accounts)
FOLDER = settings.BASE_DIR / "fixtures" / "demo"
LEVELS = {"members": SiteRole.MEMBER, "practitioners": SiteRole.PRACTITIONER}


def build() -> Iterator[str]:
    """Make or refresh everything, and tell what was done, a line each."""
    yield _front_page()
    yield _places()
    yield _people()
    for path in sorted((FOLDER / "guidance").glob("*.md")):
        yield _guidance(path)


def _front_page() -> str:
    facts, _body = split_front_matter((FOLDER / "home.md").read_text())
    lay_foundation()
    home = HomePage.objects.get()
    if not _takes(home, {name: facts[name] for name in ("title", "purpose", "introduction")}):
        return "Front page: unchanged"
    home.save_revision().publish()
    return "Front page"


@transaction.atomic
def _places() -> str:
    places = _read("places.json")
    for area in places["areas"]:
        region = Region.objects.get(code=area["region"])
        _bring(Area(code=area["code"]), {"name": area["name"], "region": region})
    for row in places["organisations"]:
        facts = {
            "name": row["name"],
            "area": Area.objects.get(code=row["area"]) if row["area"] else None,
            "sector": Sector.objects.get(code=row["sector"]),
            "email_domain": row["email_domain"],
        }
        _bring(Organisation(code=row["code"]), facts)
    return f"{len(places['areas'])} areas, {len(places['organisations'])} organisations"


@transaction.atomic
def _people() -> str:
    people = _read("people.json")
    for person in people:
        user = User.objects.filter(email=person["email"]).first() or User.objects.create_user(
            person["email"], person["display_name"], PASSWORD, is_demo=True
        )
        give_roles(user, *(SiteRole(code) for code in person["roles"]))
        organisation = Organisation.objects.get(code=person["organisation"])
        post = user.posts.filter(organisation=organisation).first()
        post = post or OrganisationPost(person=user, organisation=organisation)
        if _takes(post, {"title": person["job_title"], "started_on": date(2026, 1, 5)}):
            post.save()
    return f"{len(people)} people, password '{PASSWORD}'"


def _bring(row: Area | Organisation, facts: dict[str, Any]) -> None:
    """Make the row with this code, or bring the stored one to these facts; one that says the same is left alone."""
    stored = type(row).objects.filter(code=row.code).first() or row
    if _takes(stored, facts):
        stored.save()


def _takes(row: Any, facts: dict[str, Any]) -> bool:
    """Give a row these values; whether any of them, or the row, is new."""
    old = {name: getattr(row, name, None) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    return row.pk is None or old != facts


def _guidance(path: Path) -> str:
    document = next(iter(documents_in(path)))
    if not isinstance(document, ImportedDocument):
        raise ValueError(f"{path.name}: {document[1]}")
    outcome, page = import_document(document, _filing(document.facts), publish=True)
    if outcome is Outcome.CREATED:
        _date(page, document.facts["published"])
    return f"{page.title}: {outcome}"


def _date(page: Any, published: date) -> None:
    """Give a new demonstration page the day its file names, and tell the catalogue."""
    moment = datetime.combine(published, time(9), UTC)
    page.refresh_from_db()
    page.first_published_at = page.last_published_at = moment
    page.save()


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


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text())

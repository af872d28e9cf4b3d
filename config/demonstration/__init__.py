"""Building the demonstration site from the files in `fixtures/demo/`."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from config.demonstration import guidance
from config.foundation import lay_foundation, lay_information
from kb.collections.actions import add_collections, add_steps
from kb.frame.models import SiteIdentity
from kb.glossary.actions import load_terms
from kb.guidance.importing.markdown import split_front_matter
from kb.home.models import HomePage
from members.audiences.scopes import SiteRole
from members.models import Area, Organisation, OrganisationPost, Region, Sector, User
from members.roles import give_roles

PASSWORD = "practice-exchange"  # noqa: S105  (published on purpose; production refuses these accounts)
FOLDER = settings.BASE_DIR / "fixtures" / "demo"


def build() -> Iterator[str]:
    """Make or refresh everything, and tell what was done, a line each."""
    yield _front_page()
    yield _places()
    yield _people()
    yield from guidance.build(FOLDER / "guidance")
    yield f"{load_terms(FOLDER / 'glossary.json')} terms"
    yield _collections()


def _collections() -> str:
    """Collections and step-by-steps, each with the day its file names."""
    made = [*add_collections(FOLDER / "collections.json"), *add_steps(FOLDER / "steps.json")]
    published = {row["slug"]: row["published"] for name in ("collections.json", "steps.json") for row in _read(name)}
    for page in made:
        guidance.date_version(page, date.fromisoformat(published[page.slug]))
    return f"{len(made)} collections and step-by-steps"


def _front_page() -> str:
    facts, _body = split_front_matter((FOLDER / "home.md").read_text())
    lay_foundation()
    lay_information()
    _identity()
    home = HomePage.objects.get()
    if not _takes(home, {name: facts[name] for name in ("title", "purpose", "introduction")}):
        return "Front page: unchanged"
    home.save_revision().publish()
    return "Front page"


def _identity() -> None:
    """Somebody to turn to, as long as nobody has said who."""
    if not SiteIdentity.objects.exists():
        SiteIdentity.objects.create(**_read("identity.json"))


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


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text())

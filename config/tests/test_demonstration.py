"""The demonstration: repeatable, in our own words, and never more than it should be."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.forms import BaseForm
from wagtail.models import Page, PageLogEntry, Revision

from config import demonstration
from kb.guidance.importing.documents import ImportedDocument
from kb.guidance.importing.files import documents_in
from kb.guidance.models import GuidancePage
from kb.themes.models import Theme
from members.audiences.levels import level_of
from members.models import AccessEpoch, Area, Audience, Organisation, OrganisationPost, Region, User
from search import facets, worker
from search.models import Entry

ROOT = Path(settings.BASE_DIR)
FOLDER = Path(demonstration.FOLDER)
GUIDANCE = sorted((FOLDER / "guidance").glob("*.md"))
SEED_THEMES = [
    "Communications",
    "Information and intelligence sharing",
    "Practical support",
    "Prioritisation and resources",
    "Assessing Prevent",
    "Partnership working and engagement",
    "Embedding Prevent",
    "Central capability and governance",
]


def words(path):
    body = path.read_text().split("---", 2)[2]
    return re.findall(r"[a-z'’]+", body.lower())


def runs(path):
    found = words(path)
    return {tuple(found[n : n + 8]) for n in range(len(found) - 7)}


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True
    call_command("demo", verbosity=0)


def test_it_is_refused_where_the_site_is_no_demonstration(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="published password"):
        call_command("demo")


def test_it_has_what_was_asked_for(demo):
    worker.drain_all()
    assert list(Theme.objects.values_list("name", flat=True)) == SEED_THEMES
    assert Region.objects.count() == 9
    assert Organisation.objects.count() >= 20
    assert User.objects.filter(is_demo=True).count() == 9
    pages = GuidancePage.objects.live()
    assert sum(not page.is_withdrawn for page in pages) >= 24
    assert [page.slug for page in pages if page.is_withdrawn] == ["filling-in-the-quarterly-activity-return"]
    assert pages.get(withdrawn_at__isnull=False).successor.slug == "the-yearly-return-line-by-line"
    assert sum(not level_of(page.audience.as_clauses()).is_public for page in pages) == 8
    assert max(sum(b.block_type == "annex" for b in page.chapters) for page in pages) == 7
    assert Entry.objects.filter(is_gone=False, kind="guidance").count() == pages.count()
    assert {code for page in pages for code in page.themes.values_list("code", flat=True)} == set(
        Theme.objects.values_list("code", flat=True)
    )


def test_a_second_run_changes_nothing(demo):
    """Not a row: no new version of a page, and nobody's cached rights are thrown away."""

    def everything():
        rows = (User, Revision, Page, Area, Organisation, OrganisationPost, Audience, AccessEpoch, PageLogEntry)
        return {model: sorted(model.objects.values_list(), key=str) for model in rows}

    before = everything()
    call_command("demo", verbosity=0)
    assert everything() == before


def test_what_editors_changed_in_reference_data_stays(demo):
    Theme.objects.filter(code="communications").update(name="Telling people")
    call_command("set_up", verbosity=0)
    assert Theme.objects.get(code="communications").name == "Telling people"


@pytest.mark.parametrize("path", GUIDANCE, ids=lambda path: path.stem)
def test_every_page_is_long_enough_to_be_real(path):
    assert len(words(path)) >= 600


def test_no_two_texts_share_more_than_a_little():
    for one, other in combinations(GUIDANCE, 2):
        shared = len(runs(one) & runs(other)) / min(len(runs(one)), len(runs(other)))
        assert shared <= 0.15, (one.name, other.name, shared)


def test_every_text_can_be_read_and_links_only_to_pages_that_are_there():
    slugs = set()
    for path in GUIDANCE:
        document = next(iter(documents_in(path)))
        assert isinstance(document, ImportedDocument), path
        slugs.add(document.facts["slug"])
    linked = {slug for path in GUIDANCE for slug in re.findall(r"\]\(/guidance/([\w-]+)/", path.read_text())}
    assert linked
    assert linked <= slugs


def test_no_real_telephone_number_or_address_is_in_it():
    text = "".join(path.read_text() for path in FOLDER.rglob("*") if path.is_file())
    assert not re.search(r"\b0(?!1632 ?960)\d{3,4} ?\d{3} ?\d{3,4}\b", text)
    assert {domain.split(".", 1)[-1] for domain in re.findall(r"@([\w.-]+\w)", text)} <= {"org", "example.org"}


PERSONAL = re.compile(
    r"faith|relig|ethnic|\brace\b|_race|race_|racial|nationality|national_origin|denominat|belief|tribe|caste|skin|ancestry"
    r"|birth_?place|country_of|citizen|immigra|asylum|heritage|mother_?tongue|worship|congregation|mosque|church|synagogue"
    r"|muslim|islam|christian|jewish|hindu|sikh|political|sexual|disabilit",
    re.IGNORECASE,
)


def forms_of(app_modules):
    """Every form class of these rooms that has been imported."""

    def below(cls):
        for sub in cls.__subclasses__():
            yield sub
            yield from below(sub)

    return {form for form in below(BaseForm) if form.__module__.split(".")[0] in app_modules}


def test_no_field_form_or_import_asks_what_a_person_believes_or_where_they_come_from():
    ours = [app for app in apps.get_app_configs() if Path(app.path).parts[: len(ROOT.parts)] == ROOT.parts]
    ours = [app for app in ours if "site-packages" not in app.path]
    models = [model for app in ours for model in app.get_models()]
    names = {f"{model._meta.label}.{field.name}" for model in models for field in model._meta.get_fields()}
    for form in forms_of({app.name.split(".")[0] for app in ours}):
        names |= {f"{form.__name__}.{name}" for name in getattr(form, "base_fields", ())}
    names |= {f"facet.{name}" for name in facets.names()}
    for path in GUIDANCE:
        names |= {f"{path.name}.{key}" for key in next(iter(documents_in(path))).facts}
    for path in (*FOLDER.glob("*.json"), *ROOT.glob("fixtures/*.json")):
        names |= {f"{path.name}.{key}" for key in re.findall(r'"(\w+)":', path.read_text())}
    assert {"members.User.display_name", "MemberEditForm.display_name", "facet.theme", "people.json.email"} <= names
    assert [name for name in sorted(names) if PERSONAL.search(name)] == []

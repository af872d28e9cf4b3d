"""The demonstration: repeatable, in our own words, and never more than it should be."""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from config import demonstration
from kb.guidance.importing.documents import ImportedDocument
from kb.guidance.importing.files import documents_in
from kb.guidance.models import GuidancePage
from kb.themes.models import Theme
from members.audiences.levels import level_of
from members.models import Organisation, Region, User
from search import worker
from search.models import Entry

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
    assert pages.count() == 8
    assert sum(not level_of(page.audience.as_clauses()).is_public for page in pages) == 2
    assert max(sum(b.block_type == "annex" for b in page.chapters) for page in pages) == 7
    assert Entry.objects.filter(is_gone=False).count() == 8
    assert {code for page in pages for code in page.themes.values_list("code", flat=True)} == set(
        Theme.objects.values_list("code", flat=True)
    )


def test_a_second_run_changes_nothing(demo):
    before = (Revision.objects.count(), User.objects.count(), GuidancePage.objects.count())
    call_command("demo", verbosity=0)
    assert (Revision.objects.filter(content_type__model="guidancepage").count(), User.objects.count()) == (8, before[1])
    assert GuidancePage.objects.count() == before[2]


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
    r"faith|relig|ethnic|\brace\b|_race|race_|nationalit|denominat|belief|tribe|caste|skin|ancestry|birth_?place|mosque",
    re.IGNORECASE,
)


def test_no_field_form_or_import_asks_what_a_person_believes_or_where_they_come_from():
    ours = [
        app.label
        for app in apps.get_app_configs()
        if str(settings.BASE_DIR) in str(app.path) and ".venv" not in str(app.path)
    ]
    names = {
        f"{m._meta.label}.{f.name}" for m in apps.get_models() if m._meta.app_label in ours for f in m._meta.get_fields()
    }
    from members import forms

    for form in (forms.AudienceForm, forms.MemberCreationForm, forms.MemberEditForm):
        names |= {f"{form.__name__}.{name}" for name in form.base_fields}
    for path in GUIDANCE:
        names |= {f"{path.name}.{key}" for key in next(iter(documents_in(path))).facts}
    names |= {f"people.{key}" for person in json.loads((FOLDER / "people.json").read_text()) for key in person}
    assert len(names) > 100
    assert [name for name in sorted(names) if PERSONAL.search(name)] == []

"""What pages cost in queries: the same with ten things and with a thousand (performance goal 6)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.audiences.scopes import SiteRole
from members.models import Audience
from search.models import Entry, EntryFacet
from tests.builders import PRACTITIONERS, annex, chapter, heading, text

pytestmark = pytest.mark.django_db

SIZES = [10, 1_000, pytest.param(10_000, marks=pytest.mark.slow)]
BUDGETS = {
    "/": 8,
    "/themes/": 6,
    "/themes/alpha/": 6,
    "/guidance/": 8,
    "/guidance/measured/": 8,
    "/guidance/measured/first/": 8,
    "/changes/": 6,
    "/collections/": 7,
    "/glossary/": 3,
    "/guidance/measured/history/": 8,
    "/search/?q=words": 3,
    "/search/?q=words&theme=alpha&kind=guidance": 3,
}
SIGNED_IN = 2
# Who brings something that says who they are is not answered from what was kept for others.
MADE_ANEW = {"Authorization": "none"}


def fill(count: int) -> None:
    """Catalogue rows in bulk, every third of them for practitioners only."""
    now, public, restricted = timezone.now(), Audience.objects.public(), Audience.objects.store(PRACTITIONERS)
    Entry.objects.bulk_create(
        Entry(
            key=f"guidance:{n + 10**6}",
            kind="guidance",
            address=f"/guidance/bulk-{n}/",
            title=f"Bulk {n}",
            summary="Words in bulk.",
            sections=[{"address": f"/guidance/bulk-{n}/", "heading": "Words", "text": "words " * 20}],
            labels={"theme": ["alpha"]},
            audience=public if n % 3 else restricted,
            published_at=now,
            updated_at=now - timedelta(minutes=n),
            content_digest="-",
            version=n + 1,
        )
        for n in range(count)
    )
    rows = Entry.objects.filter(title__startswith="Bulk").values_list("pk", "updated_at")
    EntryFacet.objects.bulk_create(EntryFacet(entry_id=pk, facet="theme", value="alpha", updated_at=at) for pk, at in rows)


def cost(browser: Client, address: str) -> int:
    """How many queries the second request makes: the first may warm what processes keep, once its reads are committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert browser.get(address, headers=MADE_ANEW).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address, headers=MADE_ANEW).status_code == 200
    return len(queries)


@pytest.fixture
def measured(site):
    """A guidance with everything that could cost a query: links, a table, annexes, an annex page, related things."""
    other = site.guidance("Other")
    link = text(f'<p>See <a linktype="page" id="{other.pk}">the other</a>.</p>')
    page = site.guidance(
        "Measured",
        chapter("First", link, heading("Part"), link),
        chapter("Second", link),
        annex("Forms", text("<p>Forms.</p>")),
        slug="measured",
        opening=[link],
    )
    site.annex_page(page, "Closed", audience=PRACTITIONERS)
    return page


@pytest.mark.parametrize("size", SIZES)
def test_pages_stay_within_their_budget_whatever_the_number_of_rows(site, measured, as_, size):
    fill(size)
    site.settle()
    visitor, member = as_(None), as_(site.person(SiteRole.PRACTITIONER, region=site.regions[0]))
    found = {address: (cost(visitor, address), cost(member, address)) for address in BUDGETS}
    allowed = {address: (budget, budget + SIGNED_IN) for address, budget in BUDGETS.items()}
    over = {a: (found[a], allowed[a]) for a in BUDGETS if found[a][0] > allowed[a][0] or found[a][1] > allowed[a][1]}
    assert not over, f"queries (visitor, member) against budget: {over}"

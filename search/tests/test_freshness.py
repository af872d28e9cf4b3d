"""What was kept is shown again only while it is true, whatever happens between."""

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kb.frame.identity import identity
from kb.frame.models import SiteIdentity
from kb.glossary.models import Term
from kb.themes.models import Theme
from search import freshness
from search.models import ContentChange

pytestmark = pytest.mark.django_db


def test_a_transaction_that_commits_late_is_noticed_even_after_a_sweep(site, monkeypatch):
    """Its row has a number below the greatest, and the sweep brings the count back to what it was."""
    monkeypatch.setattr(freshness, "MOST_OLD_ROWS", 0)
    ContentChange.objects.all().delete()
    for number in (1, 2, 4):
        ContentChange.objects.bulk_create([ContentChange(pk=10**6 + number)])
    ContentChange.objects.filter(pk=10**6 + 1).update(at=timezone.now() - timedelta(hours=1))
    before = freshness.epoch()
    ContentChange.objects.bulk_create([ContentChange(pk=10**6 + 3)])
    assert freshness.epoch() != before
    freshness.sweep()
    assert freshness.epoch() != before


def test_a_sweep_of_few_rows_forgets_nothing(site):
    ContentChange.objects.update(at=timezone.now() - timedelta(hours=1))
    before = freshness.epoch()
    freshness.sweep()
    assert freshness.epoch() == before


def test_what_was_rolled_back_leaves_no_trace_within_a_request(site):
    with freshness.one_reading():
        before = freshness.epoch()
        with contextlib.suppress(RuntimeError), transaction.atomic():
            Theme.objects.get(code="alpha").save()
            freshness.epoch()
            raise RuntimeError
        assert freshness.epoch() == before


@pytest.mark.django_db(transaction=True)
def test_a_value_read_after_a_rollback_does_not_outlive_the_next_write():
    SiteIdentity.objects.create(name="Before")
    with freshness.one_reading():
        with contextlib.suppress(RuntimeError), transaction.atomic():
            SiteIdentity.objects.get().save()
            raise RuntimeError
        identity()
    row = SiteIdentity.objects.get()
    row.name = "After"
    row.save()
    assert identity().name == "After"


def test_each_language_remembers_its_own_words(site):
    from django.utils.translation import get_language, override

    first = freshness.remembered("words", get_language)
    with override("cy"):
        assert freshness.remembered("words", get_language) != first


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "make",
    [
        lambda: SiteIdentity.objects.create(name="Before"),
        lambda: Term.objects.create(slug="lsp", term="LSP", explanation="Before."),
        lambda: Theme.objects.create(code="z", slug="z", name="Before", order=9),
    ],
    ids=["identity", "term", "theme"],
)
def test_a_row_and_the_note_of_its_change_are_saved_together_or_not_at_all(make, monkeypatch):
    """A process that dies between the two would leave old pages in use."""

    def die():
        raise SystemExit

    row = make()
    fields = {name: getattr(row, name) for name in ("name", "explanation") if hasattr(row, name)}
    for name in fields:
        setattr(row, name, "After.")
    monkeypatch.setattr(freshness, "announce", die)
    with pytest.raises(SystemExit):
        row.save()
    stored = type(row).objects.get(pk=row.pk)
    assert {name: getattr(stored, name) for name in fields} == fields


def test_an_open_editor_does_not_empty_what_is_kept(site):
    from django.contrib.contenttypes.models import ContentType
    from wagtail.admin.models import EditingSession

    before = freshness.epoch()
    EditingSession.objects.create(
        user=site.person(),
        content_type=ContentType.objects.get_for_model(site.index),
        object_id=site.index.pk,
        last_seen_at=timezone.now(),
    )
    after = freshness.epoch()
    assert after[0] - before[0] <= 1, "a new person may count, the session may not"

"""`search_check`, and the start-up checks: nobody has to wonder whether something can be found."""

import pytest
from django.core.management import CommandError, call_command

from search import checks, sources, worker
from search.models import Entry

pytestmark = pytest.mark.django_db


def check(capsys):
    """What the command prints; it raises when there are differences."""
    try:
        call_command("search_check")
    except CommandError as error:
        return capsys.readouterr().out + str(error)
    return capsys.readouterr().out


def test_all_three_agree_after_the_background_work(site, capsys):
    site.guidance("One")
    site.settle()
    assert "agree" in check(capsys)


def test_a_row_that_is_missing_stale_or_too_many_is_named(site, capsys):
    first, second, third = (site.guidance(title) for title in ("One", "Two", "Three"))
    site.settle()
    Entry.objects.filter(key=f"guidance:{first.pk}").delete()
    Entry.objects.filter(key=f"guidance:{second.pk}").update(content_digest="stale")
    type(third).objects.filter(pk=third.pk).update(live=False)
    said = check(capsys)
    assert f"guidance:{first.pk}: live, but not in the catalogue" in said
    assert f"guidance:{second.pk}: the catalogue has other content" in said
    assert f"guidance:{third.pk}: in the catalogue, but no longer live" in said


def test_another_audience_and_an_engine_that_is_behind_are_named(site, capsys):
    from tests.builders import PRACTITIONERS

    page = site.guidance("One")
    site.settle()
    from members.models import Audience

    Entry.objects.update(audience=Audience.objects.store(PRACTITIONERS), version=10**15)
    said = check(capsys)
    assert f"guidance:{page.pk}: the catalogue has another audience" in said
    assert "waits in the outbox" in said


def test_without_an_index_it_says_what_to_do(site, capsys):
    assert "search_rebuild" in check(capsys)


def test_search_rebuild_and_search_sync_bring_all_in_step(site, capsys):
    site.guidance("One")
    call_command("search_sync")
    call_command("search_rebuild")
    assert "agree" in check(capsys)


def test_what_changes_during_a_rebuild_is_never_lost(site, capsys, monkeypatch):
    """Kept out until it was indexed again: a row that was read for the new index and then changed."""
    page = site.guidance("One")
    site.settle()
    rows = worker._all_rows

    def rows_with_a_change_in_between(held):
        yield from rows(held)
        page.title = "Changed meanwhile"
        page.save_revision().publish()
        from search import catalogue

        catalogue.derive_pending()

    monkeypatch.setattr(worker, "_all_rows", rows_with_a_change_in_between)
    worker.rebuild()
    site.settle()
    assert "agree" in check(capsys)


def test_the_site_refuses_to_start_with_a_page_type_nobody_decided_about(monkeypatch):
    monkeypatch.setattr(sources, "_excluded", {})
    problems = checks.every_public_model_is_settled()
    assert {problem.id for problem in problems} == {"search.E001"}
    assert any("home.HomePage" in problem.msg for problem in problems)


def test_every_model_of_this_site_is_decided_about():
    assert checks.every_public_model_is_settled() == []
    assert checks.every_page_has_an_audience() == []

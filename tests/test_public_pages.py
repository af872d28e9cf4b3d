"""Pages kept for everybody who has not signed in: quick, true after every change, and never somebody's own (goal 3)."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kb.themes.models import Theme
from members.audiences.actions import set_audience
from members.audiences.clauses import PUBLIC
from members.audiences.scopes import SiteRole
from tests.builders import MEMBERS, PRACTITIONERS, chapter, text

pytestmark = [pytest.mark.django_db, pytest.mark.access]

READ_BY_ALL = ["/", "/themes/", "/themes/alpha/", "/guidance/", "/guidance/open/", "/guidance/open/first/"]


@pytest.fixture
def page(site):
    page = site.guidance("Open", chapter("First", text("<p>Words.</p>")), slug="open")
    site.settle()
    return page


def read(browser, address, **headers):
    """An answer, with what follows a commit done."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return browser.get(address, headers=headers)


@pytest.mark.parametrize("address", READ_BY_ALL)
def test_the_second_visitor_is_answered_with_one_query(page, as_, address):
    first = read(as_(None), address)
    with CaptureQueriesContext(connection) as queries:
        second = read(as_(None), address)
    assert second.content == first.content
    assert len(queries) == 1


@pytest.mark.parametrize("address", READ_BY_ALL)
def test_a_visitor_who_has_the_page_is_told_so_without_its_text(page, as_, address):
    first = read(as_(None), address)
    again = read(as_(None), address, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_caches_on_the_way_may_store_it_but_ask_each_time(page, as_):
    answer = read(as_(None), "/guidance/open/")
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
    assert "Set-Cookie" not in answer.headers


def test_a_kept_page_still_has_the_policies_of_every_answer(page, as_):
    read(as_(None), "/guidance/open/")
    answer = read(as_(None), "/guidance/open/")
    for name in ("Content-Security-Policy", "Permissions-Policy", "X-Content-Type-Options", "Content-Language"):
        assert answer.headers[name]


def test_a_browser_that_unpacks_gets_the_page_packed(page, as_):
    import gzip

    plain = read(as_(None), "/guidance/open/")
    packed = read(as_(None), "/guidance/open/", **{"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2


def test_what_is_published_is_there_at_the_next_request(page, as_):
    read(as_(None), "/guidance/open/")
    page.title = "Opened"
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()
    assert "Opened" in read(as_(None), "/guidance/open/").content.decode()
    assert "Opened" in read(as_(None), "/guidance/").content.decode()


def test_reference_data_changed_by_an_administrator_is_there_at_the_next_request(page, as_):
    assert "Alpha" in read(as_(None), "/").content.decode()
    theme = Theme.objects.get(code="alpha")
    theme.name = "Renamed"
    theme.save()
    assert "Renamed" in read(as_(None), "/").content.decode()


def test_a_page_that_becomes_narrower_is_gone_at_the_next_request(page, as_):
    assert read(as_(None), "/guidance/open/").status_code == 200
    set_audience(page, MEMBERS)
    assert read(as_(None), "/guidance/open/").status_code == 404
    assert "Open" not in read(as_(None), "/guidance/").context["entries"].__repr__()


def test_a_page_whose_time_is_over_is_gone_although_nobody_wrote_anything(page, as_):
    until = timezone.now() + timedelta(hours=1)
    set_audience(page, PUBLIC, visible_until=until)
    site_pages = ("/guidance/open/", "/guidance/")
    assert all("Open" in read(as_(None), address).content.decode() for address in site_pages)
    with patch("django.utils.timezone.now", return_value=until + timedelta(seconds=1)):
        assert read(as_(None), "/guidance/open/").status_code == 404
        assert "/guidance/open/" not in read(as_(None), "/guidance/").content.decode()


def test_what_does_not_exist_or_carries_a_token_is_never_kept(page, as_):
    for address in ("/guidance/no-such/", "/account/login/", "/search/?q=words"):
        answer = read(as_(None), address)
        assert "ETag" not in answer.headers
        assert "public" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("role", SiteRole)
def test_whoever_signed_in_gets_a_page_of_their_own_and_leaves_nothing_for_others(site, page, as_, role):
    """Each role reads every page it may see; then the visitor, who must find nothing of it."""
    secret = site.guidance("Closed", chapter("Inside", text("<p>Hushword.</p>")), slug="closed", audience=PRACTITIONERS)
    site.settle()
    member = as_(site.person(role))
    for address in (*READ_BY_ALL, secret.get_url(), f"{secret.get_url()}inside/"):
        answer = read(member, address)
        if answer.status_code == 200:
            assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
            assert "ETag" not in answer.headers
    for address in READ_BY_ALL:
        seen = read(as_(None), address).content.decode()
        assert "Closed" not in seen
        assert "Signed in as" not in seen
    for address in (secret.get_url(), f"{secret.get_url()}inside/"):
        assert read(as_(None), address).status_code == 404


def test_a_signed_in_practitioner_does_see_what_the_visitor_does_not(site, page, as_):
    secret = site.guidance("Closed", slug="closed", audience=PRACTITIONERS)
    assert read(as_(site.person(SiteRole.PRACTITIONER)), secret.get_url()).status_code == 200


def test_what_ends_while_a_page_is_being_made_is_not_kept(site, page, as_, monkeypatch):
    """The page was begun a second before its time was over, and finished a second after."""
    from kb.guidance import views

    until = timezone.now() + timedelta(hours=1)
    set_audience(page, PUBLIC, visible_until=until)
    clock = {"now": until - timedelta(seconds=1)}
    related = views.related_to

    def slow(*args):
        clock["now"] = until + timedelta(seconds=1)
        return related(*args)

    monkeypatch.setattr(views, "related_to", slow)
    with patch("django.utils.timezone.now", side_effect=lambda: clock["now"]):
        read(as_(None), "/guidance/open/")
        clock["now"] = until + timedelta(minutes=30)
        assert read(as_(None), "/guidance/open/").status_code == 404


def test_a_page_about_this_month_is_another_in_the_next(page, as_):
    last_minute = timezone.make_aware(datetime(2026, 8, 31, 23, 50))
    with patch("django.utils.timezone.now", return_value=last_minute):
        assert "August 2026" in read(as_(None), "/changes/").content.decode()
    with patch("django.utils.timezone.now", return_value=last_minute + timedelta(minutes=20)):
        assert "September 2026" in read(as_(None), "/changes/").content.decode()


def test_a_draft_being_previewed_is_kept_for_nobody(page, as_):
    page.title = "Half-written"
    draft = page.save_revision().as_object()
    with TestCase.captureOnCommitCallbacks(execute=True):
        draft.make_preview_request()
    for host in ("localhost", "testserver", "127.0.0.1"):
        assert "Half-written" not in read(as_(None), "/guidance/open/", Host=host).content.decode()


def test_a_browser_that_refuses_packed_pages_gets_none(page, as_):
    for refused in ("gzip;q=0", "br, gzip; q=0.0", "identity", ""):
        assert "Content-Encoding" not in read(as_(None), "/guidance/open/", **{"Accept-Encoding": refused}).headers
    for wanted in ("gzip", "br, gzip;q=0.5", "gzip;q=0.01, *"):
        assert "Content-Encoding" in read(as_(None), "/guidance/open/", **{"Accept-Encoding": wanted}).headers


def test_another_process_that_still_knows_the_old_front_page_finds_all_pages(site, page, as_):
    """Wagtail keeps the path of the front page for an hour in each process."""
    from django.core.cache import cache
    from wagtail.models import Site as WagtailSite

    WagtailSite.get_site_root_paths()
    old = cache.get("wagtail_site_root_paths", version=2)
    home = site.home
    home.refresh_from_db()
    home.slug = "entrance"
    with TestCase.captureOnCommitCallbacks(execute=True):
        home.save_revision().publish()
    cache.set("wagtail_site_root_paths", old, version=2)
    assert read(as_(None), "/guidance/open/").status_code == 200

"""Two transactions at once: none makes another believe what is no longer so. Needs a database with several writers."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from kb.guidance.models import AnnexPage, GuidancePage
from members.audiences import actions
from members.audiences.clauses import Clauses
from members.audiences.pages import EDITORS
from members.audiences.scopes import ScopeKind, SiteRole, scope
from members.audiences.viewers import viewer_for
from members.backends import MemberBackend
from members.models import Audience
from tests.builders import MEMBERS, PRACTITIONERS

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.access,
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite writes one transaction after the other"),
]
LONGEST_SECONDS = 20


@pytest.fixture(scope="module", autouse=True)
def _leave_the_database_as_it_was(django_db_setup, django_db_blocker):
    """Tests that commit empty all tables; others, and the next run, expect what the migrations made."""
    yield
    if connection.vendor != "sqlite":
        with django_db_blocker.unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture
def meanwhile():
    """Runs something in a thread with a connection of its own, and lets the test wait for it."""
    threads = []

    def run(work):
        def wrapped():
            try:
                work()
            finally:
                connection.close()

        thread = threading.Thread(target=wrapped)
        threads.append(thread)
        thread.start()
        return thread

    yield run
    for thread in threads:
        thread.join(LONGEST_SECONDS)


def at_next_request(user):
    return viewer_for(MemberBackend().get_user(user.pk))


def test_a_viewer_read_while_an_audience_is_being_stored_is_not_kept_beyond_its_commit(site, meanwhile):
    person = site.person(SiteRole.PRACTITIONER)
    stored, seen = threading.Event(), threading.Event()

    def store():
        with transaction.atomic():
            Audience.objects.store(PRACTITIONERS & Clauses.of([[scope(ScopeKind.PERSON, person.pk)]]))
            stored.set()
            seen.wait(LONGEST_SECONDS)

    storing = meanwhile(store)
    stored.wait(LONGEST_SECONDS)
    before = at_next_request(person)
    seen.set()
    storing.join(LONGEST_SECONDS)
    new = Audience.objects.get(scopes__scope=scope(ScopeKind.PERSON, person.pk))
    assert new.pk not in before.audience_ids
    assert new.pk in at_next_request(person).audience_ids


def test_two_audiences_stored_at_once_are_both_seen_whichever_commits_first(site, meanwhile):
    person = site.person(SiteRole.PRACTITIONER)
    rules = [Clauses.of([[scope(ScopeKind.PERSON, person.pk), scope(ScopeKind.GROUP, number)]]) for number in range(8)]
    for thread in [meanwhile(lambda rule=rule: (Audience.objects.store(rule), at_next_request(person))) for rule in rules]:
        thread.join(LONGEST_SECONDS)
    ids = set(Audience.objects.filter(digest__in=[rule.digest for rule in rules]).values_list("pk", flat=True))
    assert len(ids) == len(rules)
    assert ids <= at_next_request(person).audience_ids


ABOVE = ["the page above", "the one above that"]


@pytest.fixture
def guidance(site):
    """For members. What it is narrowed to is stored already, so that nothing but the change itself takes a lock."""
    narrow = PRACTITIONERS.admitting(EDITORS)
    Audience.objects.store(narrow)
    Audience.objects.store(narrow & MEMBERS.admitting(EDITORS))
    return site.guidance(audience=MEMBERS)


def narrow(site, guidance, which):
    page = guidance if which == "the page above" else site.index
    actions.set_audience(type(page).objects.get(pk=page.pk), PRACTITIONERS)


def make_annex(site, guidance):
    site.annex_page(GuidancePage.objects.get(pk=guidance.pk))


def annex_is_narrow():
    return AnnexPage.objects.get().audience.as_clauses().implies(PRACTITIONERS.admitting(EDITORS))


@pytest.mark.parametrize("which", ABOVE)
def test_a_page_made_while_one_above_it_is_narrowed_is_narrowed_too(site, guidance, meanwhile, which):
    narrowed, made = threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            narrow(site, guidance, which)
            narrowed.set()
            made.wait(1)

    thread = meanwhile(first)
    narrowed.wait(LONGEST_SECONDS)
    make_annex(site, guidance)
    made.set()
    thread.join(LONGEST_SECONDS)
    assert annex_is_narrow()


@pytest.mark.parametrize("which", ABOVE)
def test_a_page_above_narrowed_while_one_is_made_narrows_it_too(site, guidance, meanwhile, which):
    made, narrowed = threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            make_annex(site, guidance)
            made.set()
            narrowed.wait(1)

    thread = meanwhile(first)
    made.wait(LONGEST_SECONDS)
    narrow(site, guidance, which)
    narrowed.set()
    thread.join(LONGEST_SECONDS)
    assert annex_is_narrow()


def test_a_role_taken_in_a_transaction_that_is_rolled_back_leaves_nothing_behind(site, person_known):
    person = person_known
    with transaction.atomic():
        person.groups.clear()
        assert not at_next_request(person).holds(SiteRole.PRACTITIONER)
        transaction.set_rollback(True)
    assert at_next_request(person).holds(SiteRole.PRACTITIONER)


@pytest.fixture
def person_known(site):
    """Somebody whose viewer is kept."""
    person = site.person(SiteRole.PRACTITIONER)
    cache.clear()
    at_next_request(person)
    return person

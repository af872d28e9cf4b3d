"""Whose a file is: nobody's but the editors' until somebody, or a page, has said whose."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from files.actions import settle_audience
from files.models import SiteDocument, SiteImage
from files.tests.test_serving import answer, picture
from members.audiences import actions
from members.audiences.clauses import CLOSED, PUBLIC
from members.audiences.pages import EDITORS
from members.audiences.scopes import SiteRole
from tests.builders import MEMBERS, PRACTITIONERS, block, chapter

pytestmark = [pytest.mark.django_db, pytest.mark.access]

EDITORS_ONLY = CLOSED.admitting(EDITORS)


def readers(file):
    return type(file).objects.get(pk=file.pk).audience.as_clauses()


def attached(document):
    """A chapter with this document in it."""
    return chapter("First", block("attachment", {"document": document.pk, "title": ""}))


def test_a_new_file_is_for_editors_only(site, as_):
    document, image = site.document(), SiteImage.objects.create(title="Map", file=picture())
    assert readers(document) == readers(image) == EDITORS_ONLY
    assert answer(as_(site.person(SiteRole.COORDINATOR)), document.url)[0] == 404
    assert answer(as_(site.person(SiteRole.EDITOR)), document.url)[0] == 200


def test_the_first_page_published_with_a_file_gives_it_its_readers(site):
    document = site.document()
    site.guidance("Draft", attached(document), audience=PRACTITIONERS, publish=False)
    assert readers(document) == EDITORS_ONLY
    site.guidance("Guidance", attached(document), audience=PRACTITIONERS)
    assert readers(document) == PRACTITIONERS.admitting(EDITORS)


def test_the_second_page_published_with_it_changes_nothing(site):
    document = site.document()
    site.guidance("One", attached(document), audience=PRACTITIONERS)
    site.guidance("Two", attached(document))
    assert readers(document) == PRACTITIONERS.admitting(EDITORS)


def test_what_an_editor_has_chosen_no_page_changes(site):
    document = site.document()
    actions.set_audience(document, PRACTITIONERS)
    site.guidance("Guidance", attached(document))
    assert readers(document) == PRACTITIONERS.admitting(EDITORS)


def test_what_an_editor_chose_after_the_page_had_read_the_file_is_kept_too(site):
    document, page = site.document(), site.guidance()
    held = SiteDocument.objects.get(pk=document.pk)
    actions.set_audience(document, PRACTITIONERS)
    settle_audience(held, page)
    assert readers(document) == PRACTITIONERS.admitting(EDITORS)


def test_a_file_appears_with_its_page_and_not_before(site):
    document, tomorrow = site.document(), timezone.now() + timedelta(days=1)
    page = site.guidance("Guidance", attached(document), publish=False)
    actions.set_audience(page, PUBLIC, visible_from=tomorrow)
    page.get_latest_revision().publish()
    assert SiteDocument.objects.get(pk=document.pk).visible_from == tomorrow


def test_a_page_that_is_never_seen_settles_no_file(site):
    guidance, now = site.guidance(), timezone.now()
    annex = site.annex_page(guidance)
    actions.set_audience(guidance, PUBLIC, visible_from=now)
    actions.set_audience(annex, PUBLIC, visible_until=now)
    annex.refresh_from_db()
    document = site.document()
    settle_audience(document, annex)
    assert readers(document) == EDITORS_ONLY
    assert not SiteDocument.objects.get(pk=document.pk).audience_settled


def test_a_page_narrowed_later_leaves_its_file_as_it_is_and_a_new_content_too(site):
    """The file is an object of its own: the editor is told at publishing when the two do not go together."""
    document = site.document()
    page = site.guidance("Guidance", attached(document), audience=MEMBERS)
    actions.set_audience(page, PRACTITIONERS)
    assert readers(document) == MEMBERS.admitting(EDITORS)
    stored = SiteDocument.objects.get(pk=document.pk)
    stored.file.save("other.txt", ContentFile(b"other"))
    assert readers(document) == MEMBERS.admitting(EDITORS)


def test_a_copy_of_a_file_in_memory_does_not_write_old_readers_back(site):
    document = site.document()
    actions.set_audience(document, PUBLIC)
    held = SiteDocument.objects.get(pk=document.pk)
    actions.set_audience(document, PRACTITIONERS)
    held.title = "New title"
    held.save()
    assert readers(document) == PRACTITIONERS.admitting(EDITORS)

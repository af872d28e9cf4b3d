"""The one view through which every file leaves the site, as every kind of reader meets it."""

import io
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from files.models import Rendition, SiteDocument, SiteImage
from members.audiences import actions
from members.audiences.clauses import CLOSED, PUBLIC
from members.audiences.scopes import SiteRole
from tests.builders import MEMBERS, PRACTITIONERS

pytestmark = [pytest.mark.django_db, pytest.mark.access]

ADDRESS_ECHOED = "/an/address/"


def picture(color="red"):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(content, "PNG")
    return ContentFile(content.getvalue(), "picture.png")


def rendition_of(image, spec="original"):
    """The image in one size, as Wagtail makes it the first time a page needs it."""
    sizes = {"width": 40, "height": 30, "focal_point_key": ""}
    found = Rendition.objects.filter(image=image, filter_spec=spec).first()
    return found or Rendition.objects.create(image=image, filter_spec=spec, file=picture(), **sizes)


@pytest.fixture
def image(site):
    """An image for practitioners."""
    found = SiteImage.objects.create(title="Map", file=picture())
    actions.set_audience(found, PRACTITIONERS)
    return found


@pytest.fixture
def paper(site):
    """A document for practitioners."""
    found = site.document("Briefing", b"zygote")
    actions.set_audience(found, PRACTITIONERS)
    return SiteDocument.objects.get(pk=found.pk)


@pytest.fixture
def public_paper(site):
    found = site.document("Leaflet", b"come in")
    actions.set_audience(found, PUBLIC)
    return SiteDocument.objects.get(pk=found.pk)


def answer(browser, address, method="get", **headers):
    """All that an answer tells: status, headers, body - without the address, which the 404 page repeats."""
    response = getattr(browser, method)(address, headers=headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    shown = body.decode(errors="replace").replace(address, ADDRESS_ECHOED)
    told = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, told, shown


NOT_ALLOWED = [
    "anonymous",
    SiteRole.MEMBER,
    SiteRole.PEER_MENTOR,
    SiteRole.MODERATOR,
    SiteRole.REGIONAL_LEAD,
    SiteRole.COORDINATOR,
]
ALLOWED = [SiteRole.PRACTITIONER, SiteRole.EDITOR, SiteRole.ADMINISTRATOR]


def browser_of(site, as_, who):
    return as_(None if who == "anonymous" else site.person(who))


@pytest.mark.parametrize("who", ALLOWED)
def test_whoever_may_see_a_file_gets_it(site, as_, paper, image, who):
    browser = browser_of(site, as_, who)
    assert answer(browser, paper.url)[::2] == (200, "zygote")
    assert answer(browser, rendition_of(image, "original").url)[0] == 200


@pytest.mark.parametrize("who", NOT_ALLOWED)
def test_security_6_10_not_allowed_absent_misnamed_and_malformed_are_one_answer(site, as_, paper, image, who):
    browser = browser_of(site, as_, who)
    absent = answer(browser, "/files/documents/999999/aaaaaaaaaaaa/paper.txt")
    assert absent[0] == 404
    rendition = rendition_of(image, "max-10x10")
    for address in (
        paper.url,
        paper.url.replace(paper.stamp, "aaaaaaaaaaaa"),
        paper.url + ".bak",
        f"/files/documents/{paper.pk}/{paper.stamp}/",
        "/files/documents/99999999999999999999999/a/b",
        "/files/documents/-1/a/b/",
        rendition.url,
        rendition.url.replace(image.stamp, "aaaaaaaaaaaa"),
        "/files/images/999999/aaaaaaaaaaaa/picture.png",
        "/no/such/page/",
        django_settings.MEDIA_URL + paper.file.name,
        "/media/" + paper.file.name,
        f"/documents/{paper.pk}/{paper.filename}",
    ):
        assert answer(browser, address) == absent, address


@pytest.mark.parametrize(
    "headers",
    [
        {"if-none-match": "*"},
        {"if-match": '"nothing"'},
        {"range": "bytes=0-3"},
        {"if-modified-since": "Sat, 01 Jan 2050 00:00:00 GMT"},
    ],
    ids=lambda headers: next(iter(headers)),
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_security_6_conditions_and_ranges_reveal_nothing(site, as_, paper, method, headers):
    """Not even whether a file with this content is there: its hash is its ETag."""
    browser = as_(site.person(SiteRole.MEMBER))
    absent = "/files/documents/999999/aaaaaaaaaaaa/paper.txt"
    known = {**headers, "if-none-match": f'"{paper.get_file_hash()}"'} if "if-none-match" in headers else headers
    assert answer(browser, paper.url, method, **known) == answer(browser, absent, method, **known)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_other_methods_are_answered_alike_for_what_is_there_and_what_is_not(client, paper, method):
    absent = "/files/documents/999999/aaaaaaaaaaaa/paper.txt"
    assert answer(client, paper.url, method) == answer(client, absent, method)


def test_a_misnamed_file_is_not_served_to_those_who_may_see_it_either(site, as_, paper):
    browser = as_(site.person(SiteRole.PRACTITIONER))
    assert answer(browser, paper.url + ".bak")[0] == 404


def test_a_row_whose_file_is_lost_is_not_there(site, as_, public_paper, image):
    public_paper.file.storage.delete(public_paper.file.name)
    assert answer(Client(), public_paper.url)[0] == 404
    rendition = rendition_of(image, "max-10x10")
    rendition.file.storage.delete(rendition.file.name)
    assert answer(as_(site.person(SiteRole.EDITOR)), rendition.url)[0] == 404


# Caches


def test_a_public_file_may_be_kept_for_minutes_and_asked_for_again_by_its_etag(public_paper):
    _status, headers, _body = answer(Client(), public_paper.url)
    assert headers["Cache-Control"] == "public, max-age=300"
    assert headers["ETag"] == f'"{public_paper.get_file_hash()}"'
    again = Client().get(public_paper.url, headers={"if-none-match": headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_document_that_came_without_a_hash_changes_its_etag_with_its_content(public_paper):
    before = answer(Client(), public_paper.url)[1]["ETag"]
    public_paper.file.save("paper.txt", ContentFile(b"other words"), save=False)
    public_paper.file_hash = ""
    public_paper.save()
    assert answer(Client(), public_paper.url)[1]["ETag"] not in (before, '""')


def test_security_11_a_file_that_is_not_for_everybody_is_kept_by_no_cache(site, as_, paper, image):
    browser = as_(site.person(SiteRole.PRACTITIONER))
    for address in (paper.url, rendition_of(image, "original").url):
        assert answer(browser, address)[1]["Cache-Control"] == "private, no-store"


def test_a_public_file_that_will_be_hidden_is_kept_by_no_cache(public_paper):
    actions.set_audience(public_paper, PUBLIC, visible_until=timezone.now() + timedelta(hours=1))
    assert answer(Client(), public_paper.url)[1]["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("narrow", [{"clauses": MEMBERS}, {"clauses": PUBLIC, "hours": 1}], ids=["fewer", "for a time"])
def test_security_11_the_address_changes_when_fewer_may_see_a_file(site, as_, public_paper, narrow):
    """So a cache that still holds the file under the old address is not asked for it."""
    old = public_paper.url
    until = timezone.now() + timedelta(hours=narrow["hours"]) if "hours" in narrow else None
    actions.set_audience(public_paper, narrow["clauses"], visible_until=until)
    new = SiteDocument.objects.get(pk=public_paper.pk).url
    assert new == public_paper.url != old
    moved = as_(site.person(SiteRole.MEMBER)).get(old)
    assert (moved.status_code, moved["Location"], moved["Cache-Control"]) == (302, new, "private, no-store")
    if until is None:
        assert answer(Client(), old) == answer(Client(), "/files/documents/999999/aaaaaaaaaaaa/paper.txt")


def test_the_stamp_of_a_file_tells_nothing_of_its_audience(site, paper, public_paper):
    """Two files with the same readers have different stamps."""
    other = site.document("Other")
    actions.set_audience(other, PRACTITIONERS)
    assert other.stamp != paper.stamp


# Renditions


def test_renditions_follow_their_image(site, as_, image):
    address = rendition_of(image, "max-10x10").url
    member = as_(site.person(SiteRole.MEMBER))
    assert answer(member, address)[0] == 404
    actions.set_audience(image, MEMBERS)
    new = rendition_of(SiteImage.objects.get(pk=image.pk), "max-10x10").url
    assert member.get(address)["Location"] == new
    assert answer(member, new)[0] == 200
    actions.set_audience(image, CLOSED)
    assert answer(member, new)[0] == 404


def test_an_image_before_its_time_is_not_there(site, as_, image):
    address = rendition_of(image, "original").url
    actions.set_audience(image, PUBLIC, visible_from=timezone.now() + timedelta(hours=1))
    assert answer(as_(site.person(SiteRole.PRACTITIONER)), address)[0] == 404


# Harmless in a browser


@pytest.mark.parametrize("kind", ["document", "image"])
def test_security_44_a_file_runs_nothing_in_a_browser(site, as_, paper, image, kind):
    address = paper.url if kind == "document" else rendition_of(image, "original").url
    _status, headers, _body = answer(as_(site.person(SiteRole.EDITOR)), address)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("plan.txt", 'attachment; filename="plan.txt"'),
        ("Cynllun_Ynys_Môn.txt", "attachment; filename*=utf-8''Cynllun_Ynys_M%C3%B4n.txt"),
        ("page.html", 'attachment; filename="page.html"'),
    ],
)
def test_security_39_44_a_document_is_an_attachment_with_its_name_by_rfc_6266(site, name, disposition):
    document = site.document("Plan", b"words", name)
    actions.set_audience(document, PUBLIC)
    assert answer(Client(), document.url)[1]["Content-Disposition"] == disposition


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: b=c.txt", 'quote".txt', "semi;colon.txt", "\u202egnp.txt"])
def test_security_39_49_a_hostile_name_stays_one_header_and_inside_the_store(site, settings, name):
    document = site.document("Plan", b"words", name)
    actions.set_audience(document, PUBLIC)
    status, headers, body = answer(Client(), document.url)
    assert (status, body) == (200, "words")
    assert "\n" not in headers["Content-Disposition"]
    assert "Set-Cookie" not in headers
    assert document.file.path.startswith(str(settings.MEDIA_ROOT))


def test_an_image_is_shown_in_the_page_under_the_type_of_its_content(site, as_, image):
    _status, headers, _body = answer(as_(site.person(SiteRole.EDITOR)), rendition_of(image, "original").url)
    assert headers["Content-Type"] == "image/png"
    assert not headers.get("Content-Disposition", "").startswith("attachment")

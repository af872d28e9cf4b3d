"""What every request and response goes through: bytes that nothing valid has, policies that nothing goes without."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from members.audiences import actions
from members.audiences.clauses import PUBLIC
from members.audiences.scopes import SiteRole

pytestmark = pytest.mark.django_db

NUL = "\0"


# Bytes


@pytest.mark.parametrize(
    "address",
    ["/%00", "/guidance/%00/", "/search/?q=%00", "/search/?q=a%00b&theme=x", "/search/?%00=a", "/account/login/?next=%00"],
)
def test_security_37_an_address_with_a_nul_byte_is_a_bad_request(site, client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert "holds a character that no page here uses" in answer.content.decode()


@pytest.mark.parametrize(
    "fields", [{"login": f"ann{NUL}@example.org"}, {"password": NUL}, {f"x{NUL}": "1"}, {"a": ["b", NUL]}]
)
def test_security_37_a_form_with_a_nul_byte_is_a_bad_request(site, client, fields):
    assert client.post("/account/login/", fields).status_code == 400


def test_a_form_with_a_nul_byte_in_the_cms_is_a_bad_request_and_a_file_with_them_is_none(site, as_):
    editor = as_(site.person(SiteRole.EDITOR))
    address = f"/cms/pages/{site.guidance().pk}/edit/"
    assert editor.post(address, {"title": f"a{NUL}b"}).status_code == 400
    upload = {"title": "Data", "file": SimpleUploadedFile("data.txt", b"a\0b"), "collection": 1, "tags": ""}
    assert editor.post("/cms/documents/add/", upload).status_code == 302


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded; charset=nonsense"]
)
@pytest.mark.parametrize("body", [b"\0", b"\xff\xfe", b"{" * 10_000, b""])
def test_security_37_a_body_that_is_no_form_is_no_error(site, client, content_type, body):
    assert client.generic("POST", "/account/login/", body, content_type=content_type).status_code in (200, 400, 403)


def test_security_37_a_form_that_is_too_large_is_a_bad_request(site, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    assert client.post("/account/login/", {"login": "a" * 2_000}).status_code == 400
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    assert client.post("/account/login/", {f"f{n}": "" for n in range(20)}).status_code == 400


# Policies


@pytest.fixture
def addresses(site):
    """One answer of every kind: (address, method, status)."""
    paper = site.document()
    actions.set_audience(paper, PUBLIC)
    return [
        ("/", "get", 200),
        ("/account/login/", "get", 200),
        ("/account/login/", "head", 200),
        ("/account/password/change/", "get", 302),
        ("/themes", "get", 301),
        ("/nowhere/", "get", 404),
        ("/themes/", "post", 405),
        ("/search/?q=%00", "get", 400),
        ("/healthz", "get", 200),
        ("/static/favicon.svg", "get", 200),
        ("/cms/", "get", 302),
        ("/cms/nowhere/", "get", 302),
        (paper.url.replace(paper.stamp, "aaaaaaaaaaaa"), "get", 302),
    ]


def test_security_14_15_an_answer_of_every_kind_has_all_policies(client, addresses, subtests):
    for address, method, status in addresses:
        with subtests.test(address, method=method):
            answer = getattr(client, method)(address)
            assert answer.status_code == status
            policy = answer["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "object-src 'none'" in policy
            assert "unsafe-eval" not in policy
            assert "*" not in policy
            assert ("unsafe-inline" in policy) is address.startswith("/cms/")
            assert answer["Permissions-Policy"]
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Referrer-Policy"]
            answer.close()


def test_security_14_a_file_keeps_its_own_stricter_policy(site, client):
    paper = site.document()
    actions.set_audience(paper, PUBLIC)
    answer = client.get(paper.url)
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    answer.close()


def test_security_57_a_refused_host_an_error_and_a_missing_token_have_policies_and_tell_nothing(site, monkeypatch):
    monkeypatch.setattr("kb.themes.views.Theme.objects", None)
    broken = Client(raise_request_exception=False).get("/themes/")
    refused = Client().get("/", headers={"host": "evil.example"})
    tokenless = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a"})
    for answer, status in ((broken, 500), (refused, 400), (tokenless, 403)):
        assert answer.status_code == status
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        for secret in ("Traceback", "NoneType", "kb.themes", "evil.example", "CSRF"):
            assert secret not in answer.content.decode()


# Caches


def test_security_11_what_somebody_signed_in_is_shown_no_cache_keeps(site, as_, client):
    site.guidance("Plans")
    browser = as_(site.person(SiteRole.MEMBER))
    for address in ("/", "/themes/", "/guidance/plans/", "/search/?q=plans", "/nowhere/"):
        assert browser.get(address)["Cache-Control"] == "private, no-store", address
        assert "no-store" not in client.get(address).get("Cache-Control", "")


def test_security_11_a_session_that_has_ended_is_treated_alike(site, client):
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/themes/")["Cache-Control"] == "private, no-store"


def test_pages_of_sign_in_are_kept_by_no_cache(site, client):
    for address in ("login/", "password/reset/", "signup/", "inactive/"):
        for prefix in ("/account/", "/cy/account/"):
            assert "no-store" in client.get(prefix + address).get("Cache-Control", ""), prefix + address
    assert client.get("/cy/account/password/reset/")["Referrer-Policy"] == "same-origin"

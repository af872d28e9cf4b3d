"""What every response carries, and what pages that are only read leave out (security items 14, 15; design §6)."""

import pytest
from django.test import Client

from members.audiences.scopes import SiteRole
from tests.builders import MEMBERS

pytestmark = pytest.mark.django_db

STRICT = (
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
)
READ_ONLY = [
    "/",
    "/themes/",
    "/themes/alpha/",
    "/guidance/",
    "/guidance/open/",
    "/guidance/open/first/",
    "/search/",
    "/search/?q=words",
]
OTHERS = ["/account/login/", "/nowhere/", "/guidance/closed/", "/healthz", "/files/documents/1/abc/x.txt", "/search/?q=a%00"]


@pytest.fixture
def pages(site):
    site.guidance("Open")
    site.guidance("Closed", audience=MEMBERS)
    site.settle()
    return site


@pytest.mark.parametrize("address", READ_ONLY + OTHERS)
def test_every_response_has_the_policies(pages, client, address):
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert all(part in policy for part in STRICT), policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["Permissions-Policy"]


def test_the_cms_has_its_own_policy_and_may_frame_its_preview(pages, as_):
    answer = as_(pages.person(SiteRole.EDITOR)).get("/cms/")
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-eval" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("address", READ_ONLY)
def test_pages_that_are_only_read_set_no_cookie_and_carry_no_token_and_nothing_inline(pages, address):
    answer = Client().get(address)
    html = answer.content.decode()
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in html
    assert "<style" not in html
    assert " style=" not in html
    assert "<script>" not in html
    assert html.count("<h1") == 1


def test_not_allowed_and_not_existing_are_the_same_answer(pages, as_):
    for browser in (Client(), as_(pages.person())):
        closed, absent = browser.get("/guidance/closed/"), browser.get("/guidance/absent/")
        assert (closed.status_code, absent.status_code) == (404, 404)
        assert closed.content.replace(b"closed", b"") == absent.content.replace(b"absent", b"")
        assert sorted(closed.headers.items()) == sorted((k, v) for k, v in absent.headers.items())
        assert b"This page does not exist, or you need to sign in to see it" in closed.content
        assert b"/account/login/?next=/guidance/closed/" in closed.content


def test_an_error_page_says_nothing_about_the_error(pages, settings, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("kb.home.views.home", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert b"secret detail" not in answer.content
    assert b"<h1" in answer.content


def test_texts_for_readers_are_marked_for_translation(pages, settings):
    """Every word in a template stands in a translation tag or comes from data."""
    import re
    from pathlib import Path

    from django.conf import settings as live

    untranslated = []
    for path in sorted(Path(live.BASE_DIR / "templates").rglob("*.html")):
        text = path.read_text()
        text = re.sub(r"{%\s*blocktrans(late)?.*?{%\s*endblocktrans(late)?\s*%}", "", text, flags=re.DOTALL)
        text = re.sub(
            r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<(script|style|svg).*?</\1>|<!--.*?-->", "", text, flags=re.DOTALL
        )
        text = re.sub(r"{%\s*block \w*_class\s*%}.*?{%\s*endblock.*?%}", "", text, flags=re.DOTALL)
        text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", " ", text)
        words = re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;", "", text))
        untranslated += [f"{path.name}: {' '.join(words)[:80]}"] if words else []
    assert untranslated == []


def test_a_browser_that_looks_for_an_icon_finds_the_one_there_is(client):
    """On a feed, which names none, browsers ask for this address."""
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("favicon.svg")

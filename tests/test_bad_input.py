"""Whatever is thrown at an address or a command gets a clear answer: 200 with a message, 400, 404 - never a 500."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from members.audiences.scopes import SiteRole

pytestmark = pytest.mark.django_db

OUR_APPS = ("config", "kb.", "notices.", "search", "files", "members")
SAMPLES = {"int": "1", "slug": "abc", "str": "abc", "path": "abc.txt", "uuid": "00000000-0000-0000-0000-000000000000"}
BAD_PIECES = [
    "0",
    "-1",
    "999999999999999999999",
    "../../etc/passwd",
    "%00",
    "%0d%0aSet-Cookie:%20x=1",
    "%FF%FE",
    "%E2%80%AE",
    "<script>",
    "' OR 1=1 --",
    "a" * 4_000,
]
BAD_QUERIES = [
    "page=-1",
    "page=1000000000",
    "page=abc",
    "before=abc",
    "before=99999999999999999-1",
    "after=-1--1",
    "after=9999999999999999-999999999999999999",
    "q=" + "a" * 10_000,
    "q=%22unbalanced",
    "q=%FF%FE",
    "q=%ED%A0%80",
    "q=a%00b",
    "theme=nonsense&kind=&region=%00",
    "theme=alpha&theme=beta",
    "next=//evil.example",
    "&&==&;",
    "x=1&" * 3_000,
]


def addresses(patterns=None, before="/") -> Iterator[str]:
    """One example address for every pattern of the site, the CMS's own included."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + _example(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here


def _example(pattern) -> str:
    if isinstance(pattern, RoutePattern):
        text = str(pattern)
        for name, converter in pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").replace("String", "str").lower()
            for form in (f"<{kind}:{name}>", f"<{name}>"):
                text = text.replace(form, SAMPLES[kind])
        return text
    text = str(pattern)
    if text == "" or (text.endswith("/") and "^" not in text):  # a language prefix
        return text
    return "abc-def/" if "uidb36" in text else "guidance/" if "w" in text else ""


PUBLIC = sorted({address for address in addresses() if not address.startswith("/cms/")})
CMS = sorted({address for address in addresses() if address.startswith("/cms/")})


def test_the_walk_found_every_room():
    for beginning in ("/search/", "/themes/", "/files/documents/", "/account/login/", "/k/", "/healthz"):
        assert any(address.startswith(beginning) for address in PUBLIC), beginning
    assert len(CMS) > 150


def assert_clear(answer, address):
    assert answer.status_code < 500, (address[:200], answer.status_code)


@pytest.mark.parametrize("address", PUBLIC)
def test_no_address_breaks_on_bad_queries_and_methods(site, client, address):
    site.settle()
    for query in BAD_QUERIES:
        assert_clear(client.get(f"{address}?{query}"), address)
    for method in ("post", "put", "patch", "delete", "options", "head", "trace"):
        assert_clear(getattr(client, method)(address), address)
    assert_clear(client.post(address, b"\xff\xfe" * 100, content_type="application/json"), address)
    assert_clear(client.post(address, {"login": "x\0y", "password": "‮", "email": "a" * 5_000}), address)


def test_a_body_of_ten_megabytes_is_refused_not_swallowed(site, client):
    answer = client.post("/account/login/", b"login=" + b"a" * 10_000_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


@pytest.mark.parametrize("piece", BAD_PIECES)
def test_no_address_breaks_on_bad_pieces(site, client, piece):
    site.guidance("One", slug="one")
    site.settle()
    rooms = ("/", "/guidance/", "/guidance/one/", "/themes/", "/k/", "/k/guidance:", "/files/documents/", "/files/images/1/")
    for beginning in rooms:
        for address in (f"{beginning}{piece}", f"{beginning}{piece}/", f"{beginning}{piece}/x/y.txt"):
            answer = client.get(address)
            assert answer.status_code in (200, 301, 302, 400, 404), (address[:100], answer.status_code)


def test_malformed_headers_and_cookies_do_not_break_a_page(site, client):
    for headers in (
        {"cookie": "sessionid=%00; csrftoken=\udcff".encode("utf-8", "ignore").decode()},
        {"accept-language": "x" * 5_000},
        {"if-none-match": '"' * 500},
        {"if-modified-since": "yesterday"},
        {"range": "bytes=9-1,-"},
        {"x-forwarded-host": "evil.example"},
    ):
        assert_clear(client.get("/", headers=headers), str(headers)[:50])
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("who", [None, SiteRole.MEMBER])
def test_the_cms_lets_nobody_in_who_does_not_belong_and_never_breaks(site, as_, who):
    browser = as_(site.person(who) if who else None)
    for address in CMS:
        answer = browser.get(address)
        assert_clear(answer, address)
        assert answer.status_code != 200 or address in OPEN_IN_THE_CMS, address


# Wagtail serves these to everybody: its texts for scripts hold no content of the site.
OPEN_IN_THE_CMS = {"/cms/jsi18n/", "/cms/sprite/", "/cms/sprite-abc/"}


# Commands


def ours() -> list[str]:
    """Our own commands, those of Wagtail and Django left out."""
    return sorted(name for name, app in get_commands().items() if str(app).startswith(OUR_APPS))


def test_the_commands_that_others_rely_on_are_there():
    assert set(ours()) == {
        "background",
        "demo",
        "import_guidance",
        "search_check",
        "search_rebuild",
        "search_sync",
        "send_test_mail",
        "set_up",
        "up",
    }


@pytest.mark.parametrize("name", ours())
def test_every_command_explains_itself(name):
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    assert len(parser.format_help()) > 100
    assert parser.description


@pytest.mark.parametrize("name", ours())
@pytest.mark.parametrize("words", [["--no-such-option"], ["--port", "abc"], ["--verbosity", "nine"]])
def test_every_command_refuses_words_it_does_not_know(name, words):
    with pytest.raises((CommandError, SystemExit)):
        load_command_class(get_commands()[name], name).run_from_argv(["manage.py", name, *words])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"\xff\xfe\x00d",
        b"# " + b"x" * 10_000_000,
        b"---\nbroken: [\n---\n# T\n\ntext",
        b"# Only a title",
    ],
    ids=["empty", "binary", "utf-16", "10 MB", "front matter", "no text"],
)
def test_a_bad_file_is_one_clear_line_and_exit_code_1(site, tmp_path: Path, content):
    (tmp_path / "a-bad.md").write_bytes(content)
    (tmp_path / "b-good.md").write_text("# Good\n\n## Chapter\n\nText.")
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("import_guidance", str(tmp_path), stdout=out, stderr=err)
    assert refusal.value.returncode == 1
    assert len([line for line in err.getvalue().splitlines() if "a-bad.md" in line]) == 1
    assert "1 created" in out.getvalue()

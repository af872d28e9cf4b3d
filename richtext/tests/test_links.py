"""Which addresses may be links (security items 1 and 31)."""

import pytest

from richtext.links import is_safe_href
from richtext.tests.hostile import ADDRESSES


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://example.org:8443/a/b?c=d&e=f#g",
        "HTTP://EXAMPLE.ORG/",
        "http://127.0.0.1/x",
        "https://[2001:db8::1]/",
        "https://medium.example/@someone",
        "https://example.org/?next=https://example.com:80/",
        "https://en.wikipedia.org/wiki/Colon_(punctuation):_use",
        "https://bücher.example/straße",
        "mailto:team@example.org?subject=Prevent%20duty",
        "tel:+441632960001",
        "TEL:01632960001",
        "/guidance/",
        "/guidance/a:b",
        "guidance/chapter-2",
        "../x",
        "./a:b",
        "?page=2",
        "?q=a:b",
        "#section-3",
        "#a:b",
        " https://example.org ",
        "ht\ntps://example.org",
    ],
)
def test_honest_addresses_are_links(address):
    assert is_safe_href(address)


@pytest.mark.parametrize("address", [address for address in ADDRESSES if "&" not in address], ids=repr)
def test_security_1_hostile_addresses_are_not(address):
    assert not is_safe_href(address)


@pytest.mark.parametrize("value", [None, 1, b"https://example.org", ["/x"]])
def test_what_is_no_text_is_no_address(value):
    assert not is_safe_href(value)


@pytest.mark.parametrize("code_point", [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x202E, 0xD800])
def test_security_1_no_control_character_anywhere_in_an_address(code_point):
    character = chr(code_point)
    assert not is_safe_href(f"{character}https://example.org/")
    assert not is_safe_href(f"https://exa{character}mple.org/")
    assert not is_safe_href(f"/x{character}")

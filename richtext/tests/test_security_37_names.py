"""Security item 37: names and titles hold nothing that cannot be seen or that turns the text around it."""

import pytest

from richtext.plain import clean_line, one_line
from richtext.refusal import TextRefused


@pytest.mark.parametrize(
    "character", ["\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2069", "\u200f", "\u061c"]
)
def test_security_37_bidi_characters_in_names_are_refused(character):
    with pytest.raises(TextRefused) as refused:
        clean_line(f"Alex{character}nimda")
    assert refused.value.code == "hidden"
    assert "Type it again" in str(refused.value)


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x08", "\x1b", "\x7f", "\x9b", "\ud800"])
def test_security_37_control_characters_in_names_are_refused(character):
    with pytest.raises(TextRefused):
        clean_line(f"Al{character}ex")


@pytest.mark.parametrize("text", ["\u200b", "\u3164", "\u2060\ufeff", "\u00ad", "\U000e0041", "\u115f\u1160"])
def test_security_37_a_name_nobody_can_see_is_refused(text):
    with pytest.raises(TextRefused) as refused:
        clean_line(text)
    assert refused.value.code == "invisible"


@pytest.mark.parametrize("invisible", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u200d", "\u200c", "\U000e0041", "\u3164"])
def test_security_37_invisible_characters_cannot_make_two_names_look_alike(invisible):
    assert clean_line(f"ad{invisible}min") == "admin"


@pytest.mark.parametrize(
    "name",
    [
        "Zoë O’Neill-Łukasz",
        "محمد",
        "שרה",
        "王小明",
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d🏫 mentor",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "",
    ],
)
def test_honest_names_pass_unchanged(name):
    assert clean_line(name) == name


def test_security_37_names_are_composed_and_on_one_line():
    assert clean_line("  Zoe\u0308 \n\t O\u2019Neill\u2028Smith ") == "Zoë O’Neill Smith"


def test_a_name_beyond_the_limit_is_refused_and_a_line_is_cut():
    with pytest.raises(TextRefused) as refused:
        clean_line("x" * 11, limit=10)
    assert "10 characters" in str(refused.value)
    assert one_line("x" * 11, limit=10) == "x" * 9 + "…"
    assert one_line("x" * 10, limit=10) == "x" * 10


def test_a_line_we_show_loses_what_is_hidden_without_a_word():
    assert one_line("a\x00b\u202ec\u200bd\x0be\r\nf\u0085g\u2028h") == "abcd e f g h"


def test_security_39_a_line_holds_no_line_break():
    assert one_line("Subject\r\nBcc: x@example.org") == "Subject Bcc: x@example.org"

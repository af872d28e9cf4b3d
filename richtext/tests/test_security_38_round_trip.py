"""Security item 38: strange but honest strings are kept exactly and shown whole."""

import html

import pytest

from richtext.plain import excerpt, highlight, one_line, plain_text
from richtext.policies import MEMBER
from richtext.rendered import render_member_text, render_page_text
from richtext.tests.readers import unsafe_parts

NAUGHTY = [
    "",
    "undefined null NaN None true 0 -1 1e309 0x0 1/0",
    "␢␣ ¸˛Ç◊ı˜Â¯˘¿ ÅÍÎÏ˝ÓÔÒÚÆ☃ Œ„´‰ˇÁ¨ˆØ∏”’",
    "社會科學院語學研究所 울란바토르 𠜎𠜱𠝹𠱓",
    "Ⱥ Ⱦ ﷽ ﷺ",
    "(｡◕ ∀ ◕｡) ヽ༼ຈل͜ຈ༽ﾉ ( ͡° ͜ʖ ͡°)",
    "😍 👩🏽 👨‍🦰 🏳️‍🌈 👩‍👩‍👧‍👦 🇬🇧 0️⃣",
    "بِسْمِ اللَّهِ הָיְתָה test الصفحات",
    "\u202atest\u202b \u2066test\u2067 \u202etxet",
    "a\u200bb\u200cc\u200dd\u2060e\ufefff",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "\x01\x02\x03\x1b[31mred\x1b[0m \x7f \x85 \x9b",
    "\ue000\uf8e0\uf8e4\uf8ff \U0010fffd",
    "\u2028\u2029\u0085\u00a0\u1680\u2000\u3000",
    "' OR 1=1 -- $(touch x) `id` {{ 7*7 }} {% load %} ${7} %s %n ../../etc/passwd \\0",
    "a\r\nb\rc\nd",
    "x" * 20_000,
    "é" * 10_000,
]


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: repr(text[:12]))
def test_security_38_the_source_is_kept_exactly_and_its_page_is_safe(text):
    rendered = render_member_text(text)
    assert rendered.source == text
    assert unsafe_parts(rendered.html, MEMBER) == []
    rendered.html.encode()


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: repr(text[:12]))
def test_security_38_every_visible_character_is_shown(text):
    """Private-use stand-ins (five of 6,400), controls and spaces apart, what goes in comes out."""
    seen = plain_text(render_page_text(html.escape(text)).html)
    hidden = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\uf8e0\uf8e1\uf8e2\uf8e3\uf8e4"}
    wanted = "".join(character for character in text if character not in hidden)
    assert "".join(seen.split()) == "".join(wanted.split())


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: repr(text[:12]))
def test_security_38_no_function_for_plain_text_fails(text):
    for result in (one_line(text), excerpt(text), highlight(text, [(0, 3), (-5, 99)]), plain_text(text)):
        assert isinstance(result, str)


@pytest.mark.parametrize("hidden", ["\x00", "\ud800"])
def test_security_37_what_no_database_can_hold_is_left_out_of_the_source(hidden):
    assert render_member_text(f"a{hidden}b").source == "ab"
    assert render_page_text(f"a{hidden}b").source == "ab"

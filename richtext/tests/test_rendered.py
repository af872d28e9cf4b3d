"""Source, result and policy stay together, so that a stricter policy can be applied later."""

import dataclasses
import pickle

import pytest
from django.template import Context, Engine
from django.utils.safestring import SafeString

from richtext import rendered as rendered_module
from richtext.policies import LINE, MEMBER, PAGE, POLICIES
from richtext.refusal import TextRefused
from richtext.rendered import Rendered, refresh, render_member_text, render_page_text


def test_a_policy_is_known_by_name_and_version():
    assert (PAGE.label, MEMBER.label, LINE.label) == ("page/1", "member/1", "line/1")


def test_member_text_is_rendered_and_keeps_its_source():
    assert render_member_text("*a* <b>") == Rendered("*a* <b>", SafeString("<p><em>a</em> &lt;b&gt;</p>\n"), "member/1")


def test_page_text_is_cleaned_and_keeps_its_source():
    assert render_page_text("<p class=x>a") == Rendered("<p class=x>a", SafeString("<p>a</p>"), "page/1")


def test_page_text_beyond_a_block_is_refused():
    with pytest.raises(TextRefused) as refused:
        render_page_text("x" * (PAGE.max_bytes + 1))
    assert "200,000" in str(refused.value)


def test_text_under_the_policy_in_force_is_current_and_stays_as_it_is():
    text = render_member_text("a")
    assert text.is_current
    assert refresh(text) is text


def test_text_under_an_older_policy_is_made_again_from_its_source(monkeypatch):
    text = Rendered.from_stored("*a*", "<p><blink>a</blink></p>", "member/0")
    assert not text.is_current
    assert refresh(text) == render_member_text("*a*")


def test_a_stricter_policy_can_be_applied_to_what_is_stored(monkeypatch):
    text = render_member_text("**a**")
    stricter = dataclasses.replace(MEMBER, version=2, tags=MEMBER.tags - {"strong"})
    monkeypatch.setattr(rendered_module, "MEMBER", stricter)
    monkeypatch.setattr(rendered_module, "POLICIES", {**POLICIES, "member": stricter})
    assert not text.is_current
    assert refresh(text) == Rendered("**a**", SafeString("<p>a</p>\n"), "member/2")


@pytest.mark.parametrize("policy", ["", "secret/1", "line/0"])
def test_an_unknown_policy_is_an_error_and_never_current(policy):
    text = Rendered.from_stored("a", "a", policy)
    assert not text.is_current
    with pytest.raises(ValueError, match="No text is rendered"):
        refresh(text)


def in_template(value: object) -> str:
    return Engine().from_string("{{ value }}").render(Context({"value": value}))


def test_a_template_shows_the_html():
    assert in_template(render_member_text("*a*")) == "<p><em>a</em></p>\n"
    assert in_template(Rendered.from_stored("*a*", "<p>a</p>", "member/1")) == "<p>a</p>"


def test_security_1_a_text_made_by_hand_is_escaped():
    assert in_template(Rendered("x", "<script>", "member/1")) == "&lt;script&gt;"  # type: ignore[arg-type]


def test_a_refusal_travels_between_processes():
    with pytest.raises(TextRefused) as refused:
        render_member_text("x" * 20_001)
    copy = pickle.loads(pickle.dumps(refused.value))
    assert (str(copy), copy.code) == (str(refused.value), "too_long")

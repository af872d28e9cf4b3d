"""Security items 1 and 36: no text keeps a worker busy. CPU time, not wall time: other work must not fail these."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest

from richtext.lexing import tags
from richtext.plain import clean_line, excerpt, highlight, one_line, plain_text
from richtext.policies import MEMBER, PAGE
from richtext.refusal import TextRefused
from richtext.rendered import render_member_text
from richtext.sanitise import sanitise
from richtext.tests.hostile import EXECUTING, MARKDOWN

VECTOR_BUDGET = 0.25  # seconds of CPU
REFUSAL_BUDGET = 0.05


def cpu_seconds(work: Callable[[], object]) -> float:
    """The least CPU time of two goes: the first may pay for warming up. A refusal is a result like any other."""
    return min(_one_go(work), _one_go(work))


def _one_go(work: Callable[[], object]) -> float:
    start = time.process_time()
    with suppress(TextRefused):
        work()
    return time.process_time() - start


def filled(piece: str, size: int, start: str = "") -> str:
    return (start + piece * (size // len(piece) + 1))[:size]


TRAPS = {
    "60 kB of <b>": "<b>" * 20_000,
    "24 kB of <b>": "<b>" * 8_000,
    "8,000 attributes": "<b " + " ".join(f"a{number}=1" for number in range(8_000)) + ">",
    "20,000 attributes": "<td " + "a " * 20_000 + ">",
    "attributes of an end tag": "<b></b " + "a " * 8_000 + ">",
    "attributes without a space": "<b " + 'a="b"' * 8_000 + ">",
    "20,000 nested div": "<div>" * 20_000,
    "nested blockquotes": "<blockquote>" * 10_000,
}


@pytest.mark.parametrize("policy", [PAGE, MEMBER], ids=lambda policy: policy.name)
@pytest.mark.parametrize("trap", TRAPS)
def test_security_1_the_measured_traps_are_refused_at_once(trap, policy):
    with pytest.raises(TextRefused):
        sanitise(TRAPS[trap], policy)
    assert cpu_seconds(lambda: sanitise(TRAPS[trap], policy)) < REFUSAL_BUDGET


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "&",
            "&amp;",
            "&#1;",
            "&#x41;",
            "<",
            "< ",
            "</",
            "</>",
            "<!",
            "<!-",
            "<!---->",
            "<!--",
            "<?",
            "<a ",
            "<a x='",
        ),
        *("<p>", "</p>", "<br>", "</br>", "</b>", "<x>", "</x>", "<li>", "<td>", "<tr>", "<em>a</em>", "<p>a</p>"),
        *(
            "<table><tr><td>",
            "<table><b>",
            "<ul><li>",
            "<b><p>",
            "<p><b>",
            "<a href=x>",
            "<b></p>",
            "<i></b>",
            "<pre>\n",
        ),
        *(
            '<a href="',
            "<!--[if]-->",
            "]]>",
            "-",
            "<p title='<p>'>",
            "<td colspan=2>x",
            "</script>",
            "x",
            " ",
            "\n",
            "\x00",
        ),
        *("<script>", "<style>x", "<b a=", "=", "'", '"', "<h2><h3>", "\ud800", "\ufdd0", "\uf8e0", "&#", "&#1", "&a"),
    ],
)
@pytest.mark.parametrize("policy", [PAGE, MEMBER], ids=lambda policy: policy.name)
def test_security_36_no_piece_repeated_up_to_the_limit_is_over_the_budget(piece, policy):
    start = "<p>" + "<b><i>" * 10 + "</p>"
    for text in (filled(piece, policy.max_html_bytes), filled(piece, policy.max_html_bytes // 10, start)):
        assert cpu_seconds(lambda text=text: sanitise(text, policy)) < VECTOR_BUDGET
        assert cpu_seconds(lambda text=text: plain_text(text)) < VECTOR_BUDGET


def test_security_1_the_parser_itself_stops_when_the_tree_outgrows_the_policy():
    """If this fails after an upgrade of bleach, our counting tree is no longer the one it builds."""
    with pytest.raises(TextRefused) as refused:
        sanitise("<p>" + "<em><strong>" * 40 + "</p>" + "<p>x</p>" * 700, MEMBER)
    assert refused.value.code == "too_many_tags"
    with pytest.raises(TextRefused) as refused:
        sanitise("<table><tr><td>" * 40, PAGE)
    assert refused.value.code == "too_deep"


def test_security_36_badly_nested_formatting_cannot_multiply():
    """The tags written stay under the bounds; the elements they make the parser open again do not."""
    for html in (
        "<p>" + "<em><strong>" * 40 + "</p>" + "<p>x</p>" * 700,
        "<p>" + "".join(f"<a href='/{number}'><em>" for number in range(40)) + "</p>" + "<p>x</p>" * 700,
        "<table>" + "<em>x<strong>" * 20 + "<tr>x" * 400,
    ):
        for policy in (PAGE, MEMBER):
            assert cpu_seconds(lambda html=html, policy=policy: sanitise(html, policy)) < VECTOR_BUDGET


@pytest.mark.parametrize(
    "source",
    [
        *(filled(piece, 19_900) for piece in ("[", "![", "[a](", "*[[a](", "*a ", "_a_", "**a", "`", "~~", "<", "&", '"')),
        *(filled(piece, 19_900) for piece in ("> ", ">", "- a\n", "1. a\n", "a\n", "a\n-\n", "#a\n", "||\n", "\\", "```\n")),
        *(filled(piece, 19_900) for piece in ("http://", "http://a.b ", "http://a)", "http://a(", "[a]: b\n", "<a", "<!--")),
        "[" * 500 + "a" * 15_000,
        "".join("`" * length + "a" for length in range(1, 190)),
        "[a]: " + "x" * 1_900 + "\n\n" + "[a] " * 490,
        "|a" * 2_500 + "\n" + "|-" * 2_500 + "\n" + "|\n" * 4_000,
        "|a" * 50 + "\n" + "|-" * 50 + "\n" + "|\n" * 4_000,
        "> |a|b|\n> |-|-|\n" + "> |\n" * 4_000,
        "".join(" " * indent + "- a\n" for indent in range(150)),
        "http://a.example/" + ")" * 15_000,
        "http://a.example/" + "(,)" * 5_000,
        "a-" * 9_900,
        "a." * 9_900,
        "a@" * 9_900,
    ],
    ids=lambda source: repr(source[:12]),
)
def test_security_36_no_markdown_of_20_kb_is_over_the_budget(source):
    assert len(source.encode()) <= MEMBER.max_bytes
    assert cpu_seconds(lambda: render_member_text(source)) < VECTOR_BUDGET


def test_security_1_every_vector_of_the_corpus_is_within_the_budget():
    slow = [html for html in EXECUTING if _one_go(partial(sanitise, html, PAGE)) > VECTOR_BUDGET]
    slow += [source for source in MARKDOWN if _one_go(partial(render_member_text, source)) > VECTOR_BUDGET]
    assert slow == []


def test_security_1_the_text_that_breaks_djangos_strip_tags_is_read():
    text = '<a href="' * 20_000
    assert cpu_seconds(lambda: plain_text(text)) < VECTOR_BUDGET
    assert plain_text(text) == ""


@pytest.mark.parametrize("piece", ["a", "a ", "\u0301", "\u202e", "\u200d", "\ufdfa", "\U000e0061", "\U0001f3f4", "\n", "é"])
def test_security_36_60_kb_in_a_plain_field_is_within_the_budget(piece):
    text = filled(piece, 60_000)
    for work in (
        one_line,
        clean_line,
        excerpt,
        plain_text,
        lambda text: highlight(text, [(i, i + 2) for i in range(9_000)]),
    ):
        assert cpu_seconds(lambda work=work: work(text)) < VECTOR_BUDGET


@pytest.mark.parametrize(
    ("html", "counts"),
    [
        ("<b a b=1 c='2' d=\"3\" e>", [5]),
        ("<b a='>' b=\"<i x>\">", [2]),
        ("<b/a/b/>", [2]),
        ("<b a=x/y b>", [2]),
        ("<b a = x b =y c= z>", [3]),
        ("<b =a '=b>", [2]),
        ("<b a=''b=''>", [2]),
        ("</b a b><i>", [2, 0]),
        ("<!-- <b a> --><i c>", [1]),
        ("<!--><b a>", [1]),
        ("<b a='x", [1]),
        ("< b a> <3", []),
    ],
)
def test_attributes_are_counted_as_the_tokenizer_of_a_browser_does(html, counts):
    assert [tag.attribute_count for tag in tags(html)] == counts

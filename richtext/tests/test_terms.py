"""P7: words are linked to their explanation where a text first uses them, and nothing else in it changes."""

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from richtext.plain import plain_text
from richtext.policies import PAGE
from richtext.refusal import TextRefused
from richtext.sanitise import sanitise
from richtext.terms import TermLinks, Wording, is_abbreviation
from richtext.tests.readers import unsafe_parts
from richtext.tests.test_properties import PROFILE, SOUP

LSP = ("/glossary/#lsp", "local strategic partnership")
WORDINGS = [
    Wording("LSP", *LSP),
    Wording("local partnership board", LSP[0]),
    Wording("FOI", "/glossary/#foi", "freedom of information"),
    Wording("FOI request", "/glossary/#foi", "freedom of information"),
    Wording("critical friend", "/glossary/#critical-friend"),
    Wording("friend", "/glossary/#friend"),
    Wording("R&D", "/glossary/#r-d", "research & “development”"),
    Wording("chair's action", "/glossary/#chairs-action"),
]
LINKED_LSP = (
    '<a class="px-term" href="/glossary/#lsp">LSP</a> <span class="px-term__meaning">(local strategic partnership)</span>'
)
ADDED = re.compile(r'<a class="px-term" href="[^"]*">(.*?)</a>(?: <span class="px-term__meaning">\([^<]*\)</span>)?')
BUDGET = 0.25  # seconds of CPU


def linked(html, met=None, wordings=WORDINGS):
    return str(TermLinks(wordings).link(sanitise(html, PAGE), set() if met is None else met))


def link_of(slug, words):
    return f'<a class="px-term" href="/glossary/#{slug}">{words}</a>'


def test_p7_the_first_use_is_linked_with_its_meaning_and_no_other():
    assert linked("<p>The LSP met. The LSP agreed.</p>") == f"<p>The {LINKED_LSP} met. The LSP agreed.</p>"


def test_p7_what_was_met_before_is_left_alone_and_what_is_met_is_noted():
    met = {"/glossary/#lsp"}
    assert linked("<p>The LSP and a friend.</p>", met) == f"<p>The LSP and a {link_of('friend', 'friend')}.</p>"
    assert met == {"/glossary/#lsp", "/glossary/#friend"}


def test_p7_a_phrase_is_linked_alone_whatever_its_capitals():
    assert linked("<p>Critical  friends help.</p>") == f"<p>{link_of('critical-friend', 'Critical  friends')} help.</p>"


def test_p7_the_longest_words_come_first():
    html = linked("<p>A critical friend, a FOI request.</p>")
    assert link_of("critical-friend", "critical friend") in html
    assert link_of("foi", "FOI request") in html


@pytest.mark.parametrize("text", ["LSPs", "LSP-wide", "(LSP)", "LSP/CDRP", "“LSP”", "LSP."])
def test_p7_plurals_and_signs_around_a_word_do_not_hide_it(text):
    assert 'href="/glossary/#lsp"' in linked(f"<p>{text}</p>")


@pytest.mark.parametrize(
    "text", ["lsp", "Lsp", "ALSP", "LSPx", "non-LSP", "www.lsp.example", "LSP@a.example", "friendly", "#LSP"]
)
def test_p7_other_words_and_addresses_are_not_the_term(text):
    assert linked(f"<p>{text}</p>") == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<h2>LSP</h2>",
        "<h3>The <em>LSP</em></h3>",
        '<p><a href="/x">the <b>LSP</b></a></p>',
        "<p><code>LSP</code></p>",
        "<pre>LSP</pre>",
        '<p><abbr title="LSP">LSP</abbr></p>',
        "<blockquote><p>LSP</p></blockquote>",
        "<table><caption>LSP</caption><thead><tr><th>LSP</th></tr></thead></table>",
    ],
)
def test_p7_headings_links_code_quotes_and_table_headings_are_left_alone(html):
    assert "px-term" not in linked(html)
    assert linked(f"{html}<p>LSP</p>").endswith(f"<p>{LINKED_LSP}</p>")


@pytest.mark.parametrize(
    "text",
    [
        "The local strategic partnership (LSP) met.",
        "The Local strategic partnerships (LSPs) met.",
        "The LSP (local strategic partnership) met.",
        "The local partnership board (LSP) met.",
    ],
)
def test_p7_a_term_that_its_writer_explains_is_left_alone_and_counts_as_explained(text):
    assert linked(f"<p>{text} The LSP agreed.</p>") == f"<p>{text} The LSP agreed.</p>"


def test_p7_brackets_that_say_something_else_explain_nothing():
    assert linked("<p>The LSP (every May) met.</p>") == f"<p>The {LINKED_LSP} (every May) met.</p>"


def test_p7_the_meaning_written_out_is_linked_without_saying_it_twice():
    assert linked("<p>A local strategic partnership.</p>") == f"<p>A {link_of('lsp', 'local strategic partnership')}.</p>"


def test_p7_a_genitive_waits_for_the_next_use():
    assert linked("<p>The LSP’s plan. The LSP met.</p>") == f"<p>The LSP’s plan. The {LINKED_LSP} met.</p>"
    assert linked("<p>A friend's plan.</p>") == f"<p>A {link_of('friend', 'friend')}'s plan.</p>"


def test_p7_signs_that_html_writes_otherwise_are_found_and_written_safely():
    assert linked("<p>R&amp;D and the Chair’s action.</p>") == (
        f'<p>{link_of("r-d", "R&amp;D")} <span class="px-term__meaning">(research &amp; “development”)</span>'
        f" and the {link_of('chairs-action', 'Chair’s action')}.</p>"
    )
    tricky = [Wording("amp", "/x"), Wording("lt", "/y"), Wording("LSP", "/z?a=1&b=2", '<b>"x"')]
    assert linked("<p>1 &lt; 2 &amp; 3</p>", wordings=tricky) == "<p>1 &lt; 2 &amp; 3</p>"
    assert linked("<p>LSP</p>", wordings=tricky) == (
        '<p><a class="px-term" href="/z?a=1&amp;b=2">LSP</a>'
        ' <span class="px-term__meaning">(&lt;b&gt;&quot;x&quot;)</span></p>'
    )


def test_p7_no_words_change_nothing():
    assert linked("<p>LSP</p>", wordings=[]) == "<p>LSP</p>"
    assert linked("<p>LSP</p>", wordings=[Wording(" ", "/x")]) == "<p>LSP</p>"


def test_p7_an_address_that_is_not_safe_is_refused():
    with pytest.raises(ValueError, match="javascript"):
        TermLinks([Wording("LSP", "javascript:alert(1)")])


@pytest.mark.parametrize(
    ("words", "expected"),
    [("LSP", True), ("MoU", True), ("ToR", True), ("NI 35", True), ("Outcome", False), ("UK law", False)],
)
def test_p7_an_abbreviation_has_several_capitals(words, expected):
    assert is_abbreviation(words) is expected


WITH_LINKS = replace(
    PAGE,
    tags=PAGE.tags | {"span"},
    attributes={
        **PAGE.attributes,
        "a": {**PAGE.attributes["a"], "class": bool},
        "span": {"class": bool},
    },
)
WORDS = st.sampled_from(["LSP", "LSPs", "FOI request", "critical friend", "friend", "R&amp;D", "(LSP)", " ", ", "])
MARKED_UP = st.lists(st.one_of(WORDS, WORDS, SOUP), max_size=12).map("".join)
ANY_WORDINGS = st.lists(
    st.builds(Wording, st.text(max_size=12), st.sampled_from(["/a", "/b#c", "/d?e&f"]), st.text(max_size=20)), max_size=6
)


@settings(parent=PROFILE)
@given(MARKED_UP, st.one_of(st.just(WORDINGS), ANY_WORDINGS))
def test_p7_any_text_stays_safe_and_well_formed_and_keeps_all_that_was_in_it(html, wordings):
    try:
        clean = sanitise(html, PAGE)
    except TextRefused:
        return
    met = set()
    result = str(TermLinks(wordings).link(clean, met))
    assert unsafe_parts(result, WITH_LINKS) == []
    assert ADDED.sub(r"\1", result) == clean
    assert len(ADDED.findall(result)) <= len(met) <= len({wording.href for wording in wordings})


@settings(parent=PROFILE)
@given(st.lists(st.one_of(st.text(max_size=10), st.just("x")), min_size=1, max_size=4).map(" ".join))
def test_p7_whatever_a_term_is_called_it_is_found_where_it_stands_alone(words):
    clean = sanitise(f"<p>{words.replace('&', '&amp;').replace('<', '&lt;')}</p>", PAGE)
    shown = plain_text(clean)
    is_word = shown[:1].isalnum() and shown[-1:].isalnum() and "\n" not in shown
    if is_word and shown == words and words.isascii():
        assert "px-term" in TermLinks([Wording(words, "/x")]).link(clean, set())


MANY = [
    Wording(f"{first}{second} word {number}", f"/{number}") for number in range(10) for first in "pqr" for second in "aeiou"
]


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "LSP ",
            "LSPs(",
            "friend ",
            "critical ",
            "critical\n",
            "p ",
            "pa word ",
            "x",
            " ",
            "&amp;",
            "<b>LSP</b>",
            "<p>",
            "</p>",
        ),
        *("<", "<a ", "(", "local strategic partnership (", "’", "pa word 1 (", "\u00a0", "<h2>LSP", "<!--"),
    ],
)
def test_p7_200_kb_of_anything_are_read_in_a_quarter_of_a_second(piece):
    from django.utils.safestring import SafeString

    links = TermLinks([*WORDINGS, *MANY])
    text = SafeString((piece * (200_000 // len(piece) + 1))[:200_000])
    times = []
    for _ in range(2):
        start = time.process_time()
        links.link(text, set())
        times.append(time.process_time() - start)
    assert min(times) < BUDGET

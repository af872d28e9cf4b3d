"""Plain text for search, excerpts and marked hits."""

import pytest
from django.utils.safestring import SafeString

from richtext.plain import excerpt, highlight, plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>A</h2><p>B <b>c</b>d.</p><p>E</p>", "A\nB cd.\nE"),
        ("a<br>b<hr>c", "a\nb\nc"),
        ("<ul><li>A</li><li>B</li></ul>", "A\nB"),
        ("<table><tr><td>A</td><td>B</td></tr><tr><td>C</td><td>D</td></tr></table>", "A B\nC D"),
        ("1 &lt; 2 &amp;&amp; &eacute;&#233;&#xe9;&nbsp;x", "1 < 2 && ééé x"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("a<script>alert(1)</script>b<style>p{}</style>c<title>t</title>d", "abcd"),
        ("a<script>never closed", "a"),
        ("a<!-- b -->c<!doctype html>d<?php e ?>f<![CDATA[g]]>h", "acdfh"),
        ("<a title='>' href=\"<b>\">x</a>", "x"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("a\x00b&#0;c&#8;d\ud800e", "abcde"),
        ("  many \n\n\n  spaces\t\there ", "many\nspaces here"),
        ("&#" + "9" * 10_000 + ";", "&#" + "9" * 10_000 + ";"),
        ("", ""),
    ],
)
def test_the_text_of_html(html, text):
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("words", "start"), [(2, "one two…"), (3, "one two three…"), (4, "one two three four"), (9, "one two three four")]
)
def test_an_excerpt_ends_with_a_word(words, start):
    assert excerpt("one two\nthree   four", words) == start


def test_an_excerpt_of_one_endless_word_is_cut_by_length():
    assert excerpt("x" * 10_000, words=2) == "x" * 40 + "…"


@pytest.mark.parametrize(
    ("ranges", "html"),
    [
        ([], "one &lt;two&gt; three"),
        ([(0, 3)], "<mark>one</mark> &lt;two&gt; three"),
        ([(5, 8), (0, 3)], "<mark>one</mark> &lt;<mark>two</mark>&gt; three"),
        ([(4, 9)], "one <mark>&lt;two&gt;</mark> three"),
        ([(0, 2), (1, 3), (3, 4)], "<mark>one </mark>&lt;two&gt; three"),
        ([(0, 9), (1, 2)], "<mark>one &lt;two&gt;</mark> three"),
        ([(-5, 3), (10, 999), (3, 3), (7, 5), (99, 100)], "<mark>one</mark> &lt;two&gt; <mark>three</mark>"),
    ],
)
def test_hits_are_marked_and_all_else_is_escaped(ranges, html):
    assert highlight("one <two> three", ranges) == html


def test_security_1_marked_text_is_safe_because_it_is_escaped_even_if_it_claims_to_be_safe():
    marked = highlight(SafeString("<script>x</script>"), [(0, 8)])
    assert isinstance(marked, SafeString)
    assert marked == "<mark>&lt;script&gt;</mark>x&lt;/script&gt;"

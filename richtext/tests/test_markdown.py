"""What members' Markdown becomes."""

import pytest

from richtext import bounds
from richtext.markdown import render_markdown
from richtext.policies import MEMBER
from richtext.refusal import TextRefused
from richtext.rendered import render_member_text


def link(address: str, text: str | None = None) -> str:
    return f'<a href="{address}" rel="nofollow ugc noopener">{text or address}</a>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Hello *you* and **you**", "<p>Hello <em>you</em> and <strong>you</strong></p>"),
        ("One line\nand the next", "<p>One line<br>\nand the next</p>"),
        ("~~gone~~", "<p><del>gone</del></p>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("---", "<hr>"),
        ("```python\nx = 1\n```", "<pre><code>x = 1\n</code></pre>"),
        ("- [ ] to do", "<ul>\n<li>[ ] to do</li>\n</ul>"),
        ("[x](https://a.example/y?z=1&a=2)", f"<p>{link('https://a.example/y?z=1&amp;a=2', 'x')}</p>"),
        ("<b>not html</b>", "<p>&lt;b&gt;not html&lt;/b&gt;</p>"),
        ("&amp;lt; &copy;", "<p>&amp;lt; ©</p>"),
    ],
)
def test_markdown_becomes(source, html):
    assert render_member_text(source).html.strip() == html


def test_headings_begin_below_those_of_the_page():
    html = render_member_text("# A\n## B\n### C\n#### D\n##### E\n###### F").html
    assert html.split() == ["<h3>A</h3>", "<h4>B</h4>", "<h5>C</h5>", "<h6>D</h6>", "<h6>E</h6>", "<h6>F</h6>"]


def test_tables_come_without_styles():
    html = render_member_text("|a|b|\n|:-|-:|\n|1|2|").html
    assert "<th>a</th>" in html
    assert "<td>2</td>" in html
    assert "style" not in html


def test_a_picture_becomes_a_link_to_it():
    assert render_member_text("![A map](https://a.example/map.png)").html.strip() == (
        f"<p>!{link('https://a.example/map.png', 'A map')}</p>"
    )


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("see https://a.example/b.", f"see {link('https://a.example/b')}."),
        ("(https://a.example/b)", f"({link('https://a.example/b')})"),
        ("https://a.example/b_(c), d", f"{link('https://a.example/b_(c)')}, d"),
        ("https://a.example/?b=1&c=2", link("https://a.example/?b=1&amp;c=2")),
        ("https://a.example/some_long_name", link("https://a.example/some_long_name")),
        ("HTTPS://A.EXAMPLE/x", link("HTTPS://A.EXAMPLE/x")),
        ("**https://a.example/**", f"<strong>{link('https://a.example/')}</strong>"),
        ("https://a.example and http://b.example", f"{link('https://a.example')} and {link('http://b.example')}"),
        ("`https://a.example`", "<code>https://a.example</code>"),
        ("[https://a.example](https://b.example)", link("https://b.example", "https://a.example")),
        ("http\\://a.example", "http://a.example"),
        ("xhttps://a.example", "xhttps://a.example"),
        ("https://user@a.example", "https://user@a.example"),
        ("https://", "https://"),
    ],
)
def test_bare_addresses_become_links(text, linked):
    assert render_member_text(text).html.strip() == f"<p>{linked}</p>"


def test_an_address_with_other_letters_is_shown_as_written():
    html = render_member_text("https://bücher.example/ß").html
    assert ">https://bücher.example/ß</a>" in html
    assert "xn--bcher-kva" in html


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("a" * (MEMBER.max_bytes + 1), "too_long"),
        ("é" * (MEMBER.max_bytes // 2 + 1), "too_long"),
        ("[" * (bounds.MAX_MARKDOWN_BRACKETS + 1), "too_many_brackets"),
        ("|a|b|\n|-|-|\n" + "|\n" * bounds.MAX_MARKDOWN_CELLS, "too_many_cells"),
        ("> " * 60 + "a", "too_deep"),
        ("".join("  " * level + "- a\n" for level in range(60)), "too_deep"),
    ],
)
def test_security_1_markdown_over_the_bounds_is_refused_with_a_way_out(source, code):
    with pytest.raises(TextRefused) as refused:
        render_markdown(source)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_security_1_a_member_may_fill_the_20_kb():
    rendered = render_member_text("word " * 4_000)
    assert len(rendered.source.encode()) == MEMBER.max_bytes

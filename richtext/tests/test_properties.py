"""Properties that hold for every text there is (security items 1 and 36), tried on thousands of invented ones."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from richtext.links import is_safe_href
from richtext.plain import clean_line, highlight, one_line, plain_text
from richtext.policies import LINE, MEMBER, PAGE
from richtext.refusal import TextRefused
from richtext.rendered import render_member_text
from richtext.sanitise import sanitise
from richtext.tests.hostile import ADDRESSES, EXECUTING, MARKDOWN
from richtext.tests.readers import Markup, nh3_clean, unsafe_parts

settings.register_profile(
    "richtext",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=250,
    suppress_health_check=[HealthCheck.too_slow],
)
PROFILE = settings.get_profile("richtext")

NAMES = """
    p br hr h1 h2 h3 h6 ul ol li a strong b em i blockquote code pre sup table caption thead tbody tfoot tr th td dl dt
    dd abbr del div span svg math mtext script style template select option object form button textarea title iframe
    noscript plaintext frameset body html img input x
""".split()  # noqa: SIM905
PIECES = st.one_of(
    st.sampled_from([f"<{name}>" for name in NAMES] + [f"</{name}>" for name in NAMES]),
    st.sampled_from(["<a href=x>", "<a linktype=page id=3>", "<a href='javascript:1'>", "<td colspan=2 onclick=x>"]),
    st.sampled_from(["<abbr title='a>b\"c'>", "<p/>", "</br>", "<pre>\n", "<b a=", "<a b='", '</p a="', "\uf8e1b\uf8e2"]),
    st.sampled_from(["<", "</", "<!", "<?", "<!--", "-->", "<!-->", "--!>", "<![CDATA[", "]]>", "/>", ">", "=", "'", '"']),
    st.sampled_from(["&", "&amp;", "&lt;", "&#60;", "&#1;", "&nbsp;", "&amp;lt;", "\n", "\n\n", " ", "x", "\x00", "\r"]),
    st.sampled_from(EXECUTING),
    st.text(max_size=8),
)
SOUP = st.lists(PIECES, max_size=30).map("".join)
MARKDOWN_SOUP = st.lists(
    st.one_of(
        st.sampled_from([*"*_~`[]()!<>&\\|#-+ \n", "\n\n", "> ", "- ", "|-|-|\n", "](", "```\n", "http://", "https://a.b"]),
        st.sampled_from(MARKDOWN),
        st.text(max_size=8),
    ),
    max_size=30,
).map("".join)
POLICIES = st.sampled_from([PAGE, MEMBER, LINE])


@settings(parent=PROFILE)
@given(SOUP, POLICIES)
def test_security_1_any_html_comes_out_safe_well_formed_and_stable(html, policy):
    try:
        cleaned = sanitise(html, policy)
    except TextRefused:
        return
    assert unsafe_parts(cleaned, policy) == []
    assert sanitise(cleaned, policy) == cleaned
    assert Markup(nh3_clean(cleaned, policy)).events == Markup(cleaned).events


@settings(parent=PROFILE)
@given(MARKDOWN_SOUP)
def test_security_1_any_markdown_comes_out_safe_well_formed_and_stable(source):
    try:
        html = render_member_text(source).html
    except TextRefused:
        return
    assert unsafe_parts(html, MEMBER) == []
    assert sanitise(html, MEMBER) == html


@settings(parent=PROFILE)
@given(st.one_of(st.text(), SOUP))
def test_text_that_was_escaped_is_read_back_from_its_clean_html(text):
    from django.utils.html import escape

    shown = "".join(character for character in plain_text(escape(text)) if character not in "\uf8e0\uf8e1\uf8e2\uf8e3\uf8e4")
    assert plain_text(sanitise(escape(text), PAGE)) == shown


@settings(parent=PROFILE)
@given(st.one_of(st.text(), SOUP, MARKDOWN_SOUP))
def test_plain_text_never_fails(text):
    assert "\x00" not in plain_text(text)


@settings(parent=PROFILE)
@given(st.text())
def test_a_line_is_one_line_and_stays_the_same(text):
    line = one_line(text)
    assert one_line(line) == line
    assert len(line) <= 200
    assert len(line.splitlines()) <= 1
    with suppress(TextRefused):
        assert clean_line(text, limit=10_000) == one_line(text, limit=10_000)


@settings(parent=PROFILE)
@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 45), st.integers(-5, 45)), max_size=6))
def test_marking_adds_marks_and_takes_nothing_away(text, ranges):
    marked = highlight(text, ranges)
    markup = Markup(marked.replace("\r", " "))
    assert markup.faults == []
    assert {tag for tag, _ in markup.elements} <= {"mark"}
    inside = {place for first, last in ranges for place in range(max(0, first), min(last, len(text)))}
    assert sum(map(len, _marked_parts(text, marked))) == len(inside)


def _marked_parts(text: str, marked: str) -> list[str]:
    import html

    return [html.unescape(part.split("</mark>")[0]) for part in marked.split("<mark>")[1:]] if text else []


@settings(parent=PROFILE)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(ADDRESSES),
            st.sampled_from([*"/\\:?#@.\t\n ", "javascript", "https://"]),
            st.text(max_size=4),
        ),
        max_size=5,
    ).map("".join)
)
def test_security_1_a_safe_address_has_an_allowed_scheme_or_none_and_stays_on_the_host(address):
    if not is_safe_href(address):
        return
    seen = address.strip().replace("\t", "").replace("\n", "").replace("\r", "").lower()
    assert not seen.startswith(("//", "/\\", "\\"))
    before_colon, colon, _ = seen.partition(":")
    if colon and not set("/?#") & set(before_colon):
        assert before_colon in {"http", "https", "mailto", "tel"}

"""Plain text: out of HTML for search and excerpts, on one line for titles and names, with its hits marked."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from richtext.characters import decode_references, drop_controls
from richtext.lexing import COMMENT, TAG
from richtext.refusal import TextRefused

_NOT_TEXT = r"<(?P<hidden>script|style|template|title|textarea|noscript|svg|math)\b.*?(?:</(?P=hidden)\b[^>]*+>?|\Z)"
_MARKUP = re.compile(f"{COMMENT}|{_NOT_TEXT}|{TAG}|</[^>]*+>?", re.DOTALL | re.IGNORECASE)
_RUNS_ON = frozenset(
    """
    a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u
    var wbr
    """.split()  # noqa: SIM905
)
_CELLS = frozenset({"td", "th"})
_SPACES = re.compile(r"[^\S\n]+")
_LINE_BREAKS = re.compile(r" ?\n[\s]*")

# What turns the direction of the text around it, and what takes no room on the line.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0061-\U000e007a]{3,6}\U000e007f)"  # the flags of England, Scotland, Wales: kept
    "|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]"  # joiners belong in emoji and some scripts, never after an ASCII letter
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_CHARACTERS_PER_WORD = 20  # a "word" longer than this on average is no prose; the excerpt is cut by length instead


def plain_text(html: str) -> str:
    """The text of `html`, one line per block, references decoded, scripts and comments gone.

    For search and excerpts. The result may contain `<`: it is text, to be escaped wherever it is shown. Never raises;
    linear in the length of `html`, whatever it holds.
    """
    text = decode_references(_MARKUP.sub(_gap, drop_controls(html)))
    return _LINE_BREAKS.sub("\n", _SPACES.sub(" ", drop_controls(text))).strip()


def _gap(match: re.Match[str]) -> str:
    """What stands in for a piece of markup: nothing inside a word, a space between cells, else a new line."""
    name = (match["name"] or "").lower()
    if not name or name in _RUNS_ON:
        return ""
    return " " if name in _CELLS else "\n"


def one_line(text: str, limit: int = 200) -> str:
    """`text` as one line of at most `limit` characters: composed (NFC), spaces folded, nothing hidden left in it.

    Control, bidi and invisible characters are dropped without a word: for text we show. For names that people choose,
    `clean_line` says no instead.
    """
    visible = _INVISIBLE.sub(lambda match: match["flag"] or "", _BIDI.sub("", drop_controls(_spaced(text))))
    line = " ".join(unicodedata.normalize("NFC", visible).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def clean_line(text: str, limit: int = 200) -> str:
    """`text` as one line for a name or title, composed (NFC) and spaces folded.

    Raises TextRefused for control and bidi characters ("hidden"), when nothing of it would be seen ("invisible") and
    beyond `limit` characters ("too_long").
    """
    if _CONTROLS.search(text) or _BIDI.search(text):
        raise TextRefused(
            _("This contains hidden characters that change how it reads. Type it again instead of pasting it."),
            code="hidden",
        )
    line = one_line(text, limit=len(text) * 3 + 1)  # NFC may lengthen a text, at most threefold
    if text.strip() and not line:
        raise TextRefused(_("Nothing of this can be seen. Type it again using letters."), code="invisible")
    if len(line) > limit:
        raise TextRefused(format_lazy(_("Use {limit} characters or fewer."), limit=limit), code="too_long")
    return line


def _spaced(text: str) -> str:
    """`text` with the rarer separators (vertical tab, NEL, line separator …) as plain spaces."""
    return re.sub("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]", " ", text)


def excerpt(text: str, words: int = 40) -> str:
    """The first `words` words of plain `text` on one line, with an ellipsis if there is more."""
    parts = text.split(maxsplit=words)
    start = " ".join(parts[:words])
    room = words * _CHARACTERS_PER_WORD
    if len(parts) <= words and len(start) <= room:
        return start
    return start[:room].rstrip(" .,;:") + "…"


def highlight(text: str, ranges: Iterable[tuple[int, int]]) -> SafeString:
    """Plain `text` escaped, with each (start, end) range of its characters in `<mark>`.

    Ranges may come in any order, overlap or reach beyond the text; what they have in common is marked once.
    """
    pieces: list[str] = []
    end = 0
    for first, last in _merged(ranges, len(text)):
        pieces += [escape(text[end:first]), "<mark>", escape(text[first:last]), "</mark>"]
        end = last
    return SafeString("".join([*pieces, escape(text[end:])]))


def _merged(ranges: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """`ranges` within 0..length, in order, those that touch joined, empty ones left out."""
    clamped = sorted((max(0, first), min(length, last)) for first, last in ranges)
    current: tuple[int, int] | None = None
    for first, last in clamped:
        if first >= last:
            continue
        if current is None or first > current[1]:
            if current:
                yield current
            current = (first, last)
        else:
            current = (current[0], max(current[1], last))
    if current:
        yield current

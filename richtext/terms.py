"""Words that are explained elsewhere, linked to their explanation where a clean text first uses them.

What is stored stays as it was written: this happens when a text is read. Only text between tags is looked at, in one
pass over it; nothing that was there is changed or taken out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape as escaped

from django.utils.html import format_html
from django.utils.safestring import SafeString

from richtext.lexing import COMMENT, TAG
from richtext.links import is_safe_href

_MARKUP = re.compile(f"{COMMENT}|{TAG}", re.DOTALL)
# In here a link would be wrong, or would explain what somebody else said.
_LEFT_ALONE = frozenset("a abbr blockquote caption code h1 h2 h3 h4 h5 h6 pre th".split())  # noqa: SIM905

# What stands before and after a word. `&` and `#` begin references, which are not words; a dot or an @ beside letters
# makes an address.
_BEFORE = r"(?<![\w&#@.-])"
_AFTER = r"(?![\w@]|\.\w)"
_IN_BRACKETS = re.compile(r"\s++\(([^()<>]{1,300})\)")
_APOSTROPHES = ("'", "’")


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to write a term, the address that explains it, and what to say in brackets beside it ("" for nothing).

    All wordings of a term have the same address. An abbreviation is met as it is written, any other wording whatever
    its capitals; both with an s at the end, too.
    """

    words: str
    href: str
    meaning: str = ""


class TermLinks:
    """The wordings of all terms, ready to be found in texts."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        """Where two wordings are the same, the first counts. Raises ValueError for an address nobody could follow."""
        given = [wording for wording in wordings if wording.words.strip()]
        if unsafe := [wording.href for wording in given if not is_safe_href(wording.href)]:
            raise ValueError(f"No link may lead to {unsafe[0]!r}.")
        self._wordings: dict[str, Wording] = {}
        for wording in (*given, *(Wording(w.meaning, w.href) for w in given if w.meaning.strip())):
            self._wordings.setdefault(_key(_as_html(wording.words)), wording)
        self._pattern = _pattern(wording.words for wording in self._wordings.values())

    def link(self, html: SafeString, met: set[str]) -> SafeString:
        """Clean `html` with the first use of each term linked, and its meaning beside it.

        `met` holds the addresses of terms that were explained before, and takes up those that are now. A term that the
        writer has explained, as in "local strategic partnership (LSP)", is left alone and counts as explained.
        """
        if not self._wordings:
            return html
        pieces, end, depth = [], 0, 0
        for tag in _MARKUP.finditer(html):
            text = html[end : tag.start()]
            pieces += [text if depth else self._linked(text, met), tag[0]]
            end = tag.end()
            if (tag["name"] or "").lower() in _LEFT_ALONE:
                depth = max(0, depth - 1) if tag["end"] else depth + 1
        pieces.append(html[end:] if depth else self._linked(html[end:], met))
        return SafeString("".join(pieces))

    def _linked(self, text: str, met: set[str]) -> str:
        """Text between two tags."""
        return self._pattern.sub(lambda match: self._replacement(match, met), text)

    def _replacement(self, match: re.Match[str], met: set[str]) -> str:
        wording = self._found(match[0])
        if wording is None or wording.href in met:
            return match[0]
        if wording.meaning and match.string.startswith(_APOSTROPHES, match.end()):
            return match[0]  # "the LSP's plan": nothing fits between a word and its ending; the next use will do
        met.add(wording.href)
        brackets = _IN_BRACKETS.match(match.string, match.end())
        if brackets and (other := self._found(brackets[1])) and other.href == wording.href:
            return match[0]
        return _as_link(match[0], wording)

    def _found(self, text: str) -> Wording | None:
        """The wording that this piece of HTML text is, in one or in several."""
        key = _key(text)
        return self._wordings.get(key) or self._wordings.get(key.removesuffix("s"))


def _as_link(text: str, wording: Wording) -> str:
    """`text` is HTML already: it stands in the page as it did before."""
    link = format_html('<a class="px-term" href="{}">{}</a>', wording.href, SafeString(text))
    if not wording.meaning:
        return link
    return format_html('{} <span class="px-term__meaning">({})</span>', link, wording.meaning)


def _as_html(words: str) -> str:
    """Plain words as clean HTML has them: it keeps apostrophes as they are."""
    return escaped(words, quote=False).replace('"', "&quot;")


def _key(html: str) -> str:
    """What all ways of writing the same words have in common."""
    return " ".join(html.casefold().replace("’", "'").split())


def _pattern(all_words: Iterable[str]) -> re.Pattern[str]:
    """All words in one expression, the longest first. Most places in a text are decided by the first letter."""
    by_letter = defaultdict(list)
    for words in sorted(map(_as_html, all_words), key=lambda words: (-len(words), words)):
        stripped = words.strip()
        by_letter[stripped[0].lower()].append(_expression(stripped))
    branches = (f"(?={_letter(letter)})(?:{'|'.join(found)})" for letter, found in by_letter.items())
    return re.compile(f"{_BEFORE}(?:{'|'.join(branches)}){_AFTER}")


def _letter(letter: str) -> str:
    either = {letter, *(c for c in (letter.upper(), letter.lower()) if len(c) == 1)}
    return f"[{''.join(map(re.escape, sorted(either)))}]"


def _expression(words: str) -> str:
    parts = (re.sub("['’]", "['’]", re.escape(part)) for part in words.split())
    expression = r"\s++".join(parts) + ("" if words.endswith("s") else "s?+")
    return expression if is_abbreviation(words) else f"(?i:{expression})"


def is_abbreviation(words: str) -> bool:
    """Whether these words are one with several capitals, as "LSP" and "MoU": then "lsp" is something else."""
    is_one = len(words.split()) == 1
    return words.isupper() or (is_one and sum(character.isupper() for character in words) > 1)

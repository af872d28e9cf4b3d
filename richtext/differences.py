"""Two versions of one paragraph as one text, with what was taken out and what was put in marked word by word."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_WORDS = re.compile(r"\s+|[^\s]+")
MOST_WORDS = 3_000


def marked_differences(removed: str, added: str) -> SafeString:
    """Plain `added`, escaped, with `<ins>` around its new words and `<del>` with the old ones in their place.

    For people who hear the page each mark begins with a word that says what it is. Beyond `MOST_WORDS` words the two
    stand whole, one after the other: finding the differences would take longer than reading them.
    """
    before, after = _WORDS.findall(removed), _WORDS.findall(added)
    if max(len(before), len(after)) > 2 * MOST_WORDS:
        return _marked(removed, added)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return format_html_join(
        "",
        "{}",
        (
            (("".join(after[j1:j2]) if tag == "equal" else _marked("".join(before[i1:i2]), "".join(after[j1:j2]))),)
            for tag, i1, i2, j1, j2 in codes
        ),
    )


def _marked(removed: str, added: str) -> SafeString:
    out = _mark("del", _("removed:"), removed) if removed.strip() else ""
    into = _mark("ins", _("added:"), added) if added.strip() else added
    return format_html("{}{}", out, into)


def _mark(tag: str, word: str, text: str) -> SafeString:
    start, core, end = _trimmed(text)
    template = "{}<" + tag + '><span class="govuk-visually-hidden">{} </span>{}</' + tag + ">{}"
    return format_html(template, start, word, core, end or " ")


def _trimmed(text: str) -> tuple[str, str, str]:
    """A text without the space around it, and that space: marks begin and end at words."""
    core = text.strip()
    at = text.index(core)
    return text[:at], core, text[at + len(core) :]

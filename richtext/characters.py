"""Characters and character references: what is never stored, what is never shown, and how `&eacute;` is read."""

import re
from html.entities import html5

# Noncharacters: the last two code points of each plane and U+FDD0 to FDEF. For internal use, never interchange.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_CONTROLS = "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f"
_SURROGATES = "\ud800-\udfff"

_UNSTORABLE = re.compile(f"[\x00{_SURROGATES}]")
_UNWANTED = re.compile(f"[{_CONTROLS}{_SURROGATES}{_NONCHARACTERS}]")
_LINE_ENDS = re.compile("\r\n?")

# Digits are bounded because int() raises beyond 4,300 of them, and bleach takes quadratic time over them; no real
# reference is this long, leading zeros included.
REFERENCE = re.compile(r"&(?:(#[0-9]{1,12}|#[xX][0-9a-fA-F]{1,12}|[a-zA-Z][a-zA-Z0-9]{1,31});)?")
_LAST_CODE_POINT = 0x10FFFF


def storable(text: str) -> str:
    """`text` without what a database cannot hold (NUL, lone surrogates); otherwise exactly as written."""
    return _UNSTORABLE.sub("", text)


def drop_controls(text: str) -> str:
    """`text` with every line end as LF, form feeds as spaces, and no control, surrogate or noncharacter left."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text).replace("\x0c", " "))


def referenced(name: str) -> str | None:
    """What the reference `name` ("amp", "#233", "#xE9": no & and no ;) stands for; None when it is not a reference.

    Controls and impossible code points give "", so that `&#0;` is no way round `drop_controls`.
    """
    if not name.startswith("#"):
        return html5.get(name + ";")
    code_point = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return drop_controls(chr(code_point)) if code_point <= _LAST_CODE_POINT else ""


def decode_references(text: str) -> str:
    """`text` with its character references replaced by their characters, once; anything else is left alone."""

    def decode(match: re.Match[str]) -> str:
        character = referenced(match[1]) if match[1] else None
        return match[0] if character is None else character

    return REFERENCE.sub(decode, text)

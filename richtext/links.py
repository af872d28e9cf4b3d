"""Which addresses a link may point to."""

import re

ALLOWED_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
MAX_LENGTH = 2_000  # characters; longer addresses are not followed reliably anywhere

_IGNORED_BY_BROWSERS = re.compile("[\t\n\r]")
_LEADING_OR_TRAILING = "".join(map(chr, range(0x21)))  # the C0 controls and the space
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"  # controls, lone surrogates
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # what hides or turns round part of an address
    r'\\<>"`]'  # browsers read \ as /; the others never stand in an address unescaped
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", re.DOTALL)
_AUTHORITY = re.compile(r"//[^/?#@\s]+(?:[/?#]|\Z)")
_HEADER_INJECTION = re.compile(r"%0[ad]", re.IGNORECASE)


def is_safe_href(value: object) -> bool:
    """Whether `value` (decoded, not HTML-escaped) may be the target of a link.

    Judged the way a browser reads it (WHATWG URL): spaces around it and tab, CR and LF anywhere in it do not count, nor
    does the scheme's case; any other control character refuses it. Allowed are http and https with a host and no user
    name, mailto, tel, relative paths, queries and fragments. All else is refused, `//host` and `host:80` too.
    """
    if not isinstance(value, str) or len(value) > MAX_LENGTH or _FORBIDDEN.search(value):
        return False
    address = _IGNORED_BY_BROWSERS.sub("", value.strip(_LEADING_OR_TRAILING))
    if match := _SCHEME.match(address):
        return _is_safe_absolute(match[1].lower(), match[2])
    return _is_safe_relative(address)


def _is_safe_absolute(scheme: str, rest: str) -> bool:
    if scheme in ("http", "https"):
        return bool(_AUTHORITY.match(rest))
    return scheme in ALLOWED_SCHEMES and bool(rest) and not _HEADER_INJECTION.search(rest)


def _is_safe_relative(address: str) -> bool:
    # A colon in the first segment is no scheme to us but might be one to some other reader ("%6aavascript:").
    first_segment = re.split(r"[/?#]", address, maxsplit=1)[0]
    return bool(address) and not address.startswith("//") and ":" not in first_segment

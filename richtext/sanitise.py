"""The one door to bleach: HTML from anybody in, HTML that is safe to show out.

bleach's own URL test, its linkifier and its running time each have known holes (security item 1), so around it stand
our bounds (`bounds.py`), our test of addresses (`links.py`) and a parser that counts what it builds. bleach is declared
deprecated: should it have to go, this module is all there is to replace.
"""

import html as html_escapes
import re
from collections.abc import Iterator
from typing import Any

from bleach._vendor.html5lib import getTreeBuilder  # type: ignore[import-untyped]
from bleach.html5lib_shim import BleachHTMLParser, Filter  # type: ignore[import-untyped]
from bleach.sanitizer import Cleaner  # type: ignore[import-untyped]
from django.utils.safestring import SafeString

from richtext import bounds
from richtext.characters import REFERENCE, drop_controls, referenced
from richtext.lexing import without_comments
from richtext.links import ALLOWED_SCHEMES
from richtext.policies import Policy
from richtext.refusal import TextRefused

Token = dict[str, Any]

# The five special characters, when written as references, pass through bleach as private-use characters. bleach would
# otherwise spend time in the square of a long reference, and escape some of them once more at every cleaning.
_SET_ASIDE = {"&": "\uf8e0", "<": "\uf8e1", ">": "\uf8e2", '"': "\uf8e3", "'": "\uf8e4"}
_STAND_INS = re.compile(f"[{''.join(_SET_ASIDE.values())}]")
_REFERENCE_OR_BARE_LESS_THAN = re.compile(f"{REFERENCE.pattern}|<(?!/?[a-zA-Z]|[!?])")
_AS_CHARACTERS = str.maketrans({stand_in: character for character, stand_in in _SET_ASIDE.items()})
_AS_REFERENCES = str.maketrans(
    {stand_in: "'" if character == "'" else html_escapes.escape(character) for character, stand_in in _SET_ASIDE.items()}
)

_MAX_PASSES = 4


def sanitise(html: str, policy: Policy) -> SafeString:
    """`html` with only what `policy` allows left in it, well-formed, and safe to put into a page as it is.

    Cleaning the result again gives the same result. Raises TextRefused when the text is over the policy's bounds or so
    tangled that no stable reading of it exists.
    """
    bounds.check_size(html, policy.max_html_bytes)
    text = html
    for _ in range(_MAX_PASSES):
        text = _prepared(text)
        bounds.check_html(text, policy)
        cleaned, was_well_formed = _clean(text, policy)
        bounds.check_size(cleaned, policy.max_html_bytes)
        # What a browser makes of repaired markup can differ from the repair: go on until nothing moves any more.
        if was_well_formed or _prepared(cleaned) == text:
            return SafeString(cleaned)
        text = cleaned
    raise TextRefused(bounds.UNREADABLE, code="unreadable")


def _prepared(html: str) -> str:
    """`html` as bleach reads it fastest and safest: no controls, no comments (it is slow at both), no references."""
    return _without_references(without_comments(_STAND_INS.sub("", drop_controls(html))))


def _without_references(html: str) -> str:
    """`html` without a single &: references become their characters, the special ones their stand-ins."""

    def replacement(match: re.Match[str]) -> str:
        if match[0] == "<":
            return _SET_ASIDE["<"]
        characters = referenced(match[1]) if match[1] else None
        if characters is None:  # a bare &, or no reference we know: then the rest of it is plain text
            return _SET_ASIDE["&"] + match[0][1:]
        return "".join(_SET_ASIDE.get(character, character) for character in characters)

    return _REFERENCE_OR_BARE_LESS_THAN.sub(replacement, html)


def _clean(text: str, policy: Policy) -> tuple[str, bool]:
    """`text` cleaned by bleach, and whether the parser had nothing to repair in it."""
    cleaner = Cleaner(
        tags=policy.tags,
        attributes=lambda tag, name, value: _is_allowed(policy, tag, name, value),
        protocols=ALLOWED_SCHEMES,
        strip=True,
        filters=[lambda source: _Finish(source, policy)],
    )
    cleaner.parser = BleachHTMLParser(
        tags=policy.tags,
        strip=True,
        consume_entities=False,
        namespaceHTMLElements=False,
        tree=lambda namespace: _CountingTree(namespace, policy),
    )
    cleaned = cleaner.clean(text).translate(_AS_REFERENCES)
    return cleaned, not cleaner.parser.errors


def _is_allowed(policy: Policy, tag: str, name: str, value: str) -> bool:
    test = policy.attributes.get(tag, {}).get(name)
    return test is not None and test(value.translate(_AS_CHARACTERS))


class _CountingTree(getTreeBuilder("etree")):  # type: ignore[misc]
    """bleach's tree builder, stopped when the tree outgrows the policy.

    `bounds.check_html` counts the tags that are written; badly nested formatting makes the parser invent many more
    (`<p><b><b>…</p>` opens every <b> again in each paragraph that follows), and those only show up here.
    """

    def __init__(self, namespace: bool, policy: Policy) -> None:
        self._policy = policy
        self._elements = 0
        super().__init__(namespace)

    def _grow(self) -> None:
        self._elements += 1
        bounds.check_growth(self._elements, len(self.openElements), self._policy)

    def insertElementNormal(self, token: Token) -> Any:  # noqa: N802
        self._grow()
        return super().insertElementNormal(token)

    def insertElementTable(self, token: Token) -> Any:  # noqa: N802
        self._grow()
        return super().insertElementTable(token)


class _Finish(Filter):  # type: ignore[misc]
    """What bleach has no setting for: links that lead nowhere are unwrapped, the others get their `rel`."""

    def __init__(self, source: Any, policy: Policy) -> None:
        super().__init__(source)
        self._policy = policy

    def __iter__(self) -> Iterator[Token]:
        links_kept: list[bool] = []
        at_start_of_pre = False
        for token in super().__iter__():
            kind, name = token["type"], token.get("name")
            if name == "a" and not self._keeps_link(token, links_kept):
                continue
            if kind in ("StartTag", "EmptyTag"):
                token["data"] = {key: _quotable(value) for key, value in token["data"].items()}
            elif at_start_of_pre and kind != "EndTag":
                token["data"] = token["data"].lstrip("\n")  # each parser would drop the first one, and then the next
            at_start_of_pre = (kind == "StartTag" and name == "pre") or (at_start_of_pre and token.get("data") == "")
            yield token

    def _keeps_link(self, token: Token, links_kept: list[bool]) -> bool:
        """Whether this start or end tag of a link stays; its attributes are put right if so."""
        if token["type"] == "EndTag":
            return links_kept.pop()
        token["data"] = _link_attributes(token["data"], self._policy.link_rel)
        links_kept.append(bool(token["data"]))
        return links_kept[-1]


def _link_attributes(attributes: dict[Any, str], rel: str) -> dict[Any, str]:
    """The attributes of a link that passed the policy one by one, reduced to a set that means something; or none."""
    given = {name: value for (_, name), value in attributes.items()}
    if "linktype" in given and "id" in given:
        return {(None, "linktype"): given["linktype"], (None, "id"): given["id"]}
    if "href" not in given:
        return {}
    return {(None, "href"): given["href"]} | ({(None, "rel"): rel} if rel else {})


def _quotable(value: str) -> str:
    """`value` without a character the serializer would have to quote; it makes mistakes with `>` and `"`."""
    for character, stand_in in _SET_ASIDE.items():
        value = value.replace(character, stand_in)
    return value

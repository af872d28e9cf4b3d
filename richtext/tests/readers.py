"""Readers of HTML that share no code with the sanitiser, for the tests to judge its work by."""

from html.parser import HTMLParser

import nh3

from richtext.links import is_safe_href
from richtext.policies import Policy

VOID = {"br", "hr"}
ADDED_REL = "rel"


class Markup(HTMLParser):
    """What the standard library's parser finds: `events` in order, and what is wrong with the nesting in `faults`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[tuple[str, object]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{name}> is never closed" for name in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append(("start", (tag, tuple(sorted((name, value or "") for name, value in attrs)))))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag))
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self.events and self.events[-1][0] == "text":
            data = f"{self.events.pop()[1]}{data}"
        self.events.append(("text", data))

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"declaration {decl!r}")

    unknown_decl = handle_pi = handle_decl

    @property
    def elements(self) -> list[tuple[str, dict[str, str]]]:
        return [(what[0], dict(what[1])) for kind, what in self.events if kind == "start"]  # type: ignore[index]


def unsafe_parts(html: str, policy: Policy) -> list[str]:
    """What an independent reader finds in `html` that `policy` does not allow; empty when all is well."""
    markup = Markup(html)
    found = list(markup.faults)
    for tag, attributes in markup.elements:
        allowed = set(policy.attributes.get(tag, {})) | ({ADDED_REL} if tag == "a" and policy.link_rel else set())
        if tag not in policy.tags:
            found.append(f"<{tag}>")
        found += [f"<{tag} {name}>" for name in attributes if name not in allowed]
        if "href" in attributes and not is_safe_href(attributes["href"]):
            found.append(f"href {attributes['href']!r}")
        if ("id" in attributes) != ("linktype" in attributes):
            found.append(f"half a link {attributes!r}")
        if attributes.get(ADDED_REL, policy.link_rel) != policy.link_rel:
            found.append(f"rel {attributes[ADDED_REL]!r}")
    return found


def nh3_clean(html: str, policy: Policy) -> str:
    """`html` as the Rust sanitiser leaves it under the same allowlist."""
    attributes = {tag: set(tests) for tag, tests in policy.attributes.items()}
    attributes["a"] = attributes.get("a", set()) | {ADDED_REL}
    return nh3.clean(
        html.encode(errors="replace").decode(),  # it does not take lone surrogates
        tags=set(policy.tags),
        clean_content_tags=set(),
        attributes=attributes,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )

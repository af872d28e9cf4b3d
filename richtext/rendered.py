"""Text as models keep it: what was written, what is shown, and the policy that led from one to the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.safestring import SafeString

from richtext import bounds
from richtext.characters import storable
from richtext.markdown import render_markdown
from richtext.policies import MEMBER, PAGE, POLICIES
from richtext.sanitise import sanitise


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text in its three columns. `{{ rendered }}` in a template shows the HTML.

    Made by `render_member_text` or `render_page_text`, or read back from the database by `from_stored`. One made in any
    other way holds a plain str, which templates escape.
    """

    source: str
    html: SafeString
    policy: str  # its label, e.g. "member/1"

    @classmethod
    def from_stored(cls, source: str, html: str, policy: str) -> Self:
        """The text that was stored, its HTML trusted again: only for columns that this room's functions filled."""
        return cls(source, SafeString(html), policy)

    def __str__(self) -> str:
        return self.html

    @property
    def is_current(self) -> bool:
        """Whether the policy it was rendered under is still the one in force."""
        name, _, _ = self.policy.partition("/")
        return name in POLICIES and POLICIES[name].label == self.policy


def render_member_text(source: str) -> Rendered:
    """What a member wrote in Markdown, rendered and cleaned. Raises TextRefused when it is over the member bounds."""
    source = storable(source)
    return Rendered(source, sanitise(render_markdown(source), MEMBER), MEMBER.label)


def render_page_text(source_html: str) -> Rendered:
    """The HTML of one block of a page, cleaned. Raises TextRefused when it is over the page bounds."""
    source = storable(source_html)
    bounds.check_size(source, PAGE.max_bytes)
    return Rendered(source, sanitise(source, PAGE), PAGE.label)


_RENDERERS: Mapping[str, Callable[[str], Rendered]] = {MEMBER.name: render_member_text, PAGE.name: render_page_text}


def refresh(rendered: Rendered) -> Rendered:
    """`rendered`, made again from its source if the policy has changed since.

    Raises TextRefused when the policy in force would no longer take the source, ValueError for an unknown policy.
    """
    if rendered.is_current:
        return rendered
    name, _, _ = rendered.policy.partition("/")
    if name not in _RENDERERS:
        raise ValueError(f"No text is rendered under the policy {rendered.policy!r}.")
    return _RENDERERS[name](rendered.source)

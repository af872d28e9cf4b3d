"""What a mail says: one template each for its subject, its text and the same text as HTML."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.module_loading import import_string

from richtext.plain import one_line


@dataclass(frozen=True)
class Identity:
    """Who writes: the site's name, its address with https, and where to turn (empty: nowhere)."""

    name: str
    address: str
    contact: str = ""


class Rendered(NamedTuple):
    """A mail in words, ready for `notices.mail.actions.enqueue`."""

    subject: str
    text: str
    html: str


def identity_from_settings() -> Identity:
    """The identity of a site that keeps none elsewhere. `MAIL_IDENTITY` may name another function."""
    return Identity(settings.WAGTAIL_SITE_NAME, settings.SITE_URL)


def render(template: str, context: dict[str, Any]) -> Rendered:
    """The mail `templates/<template>.{subject.txt,txt,html}`. All three know the `identity` of the site."""
    identity: Identity = import_string(settings.MAIL_IDENTITY)()
    known = {"identity": identity, **context}
    html = get_template(f"{template}.html").render(known)
    return Rendered(one_line(_plain(f"{template}.subject", known)), _plain(template, known).strip() + "\n", html)


def _plain(template: str, context: dict[str, Any]) -> str:
    """A template that is no HTML: nothing in it is escaped."""
    inner = get_template(f"{template}.txt").template  # type: ignore[attr-defined]
    return str(inner.render(Context(context, autoescape=False)))

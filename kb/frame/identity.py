"""What every page and every mail knows of the site."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kb.frame.colours import digest, stylesheet
from kb.frame.models import BRAND, BRAND_DARK, InformationPage, SiteIdentity
from members.models import Audience
from notices.mail.rendering import Identity as MailIdentity
from search.freshness import remembered


@dataclass(frozen=True)
class Notice:
    """A notice for the whole site."""

    kind: str
    text: str
    link_address: str
    link_label: str


@dataclass(frozen=True)
class FooterLink:
    """A page named at the foot of every page."""

    label: str
    address: str


@dataclass(frozen=True)
class Identity:
    """The site as its administrators describe it. `stylesheet` is the address of its colours, empty for our own."""

    name: str
    strapline: str
    contact_email: str
    contact_text: str
    footer_text: str
    worried_text: str
    stylesheet: str
    notice: Notice | None
    is_read_only: bool
    is_demo: bool
    footer_links: tuple[FooterLink, ...]


def identity() -> Identity:
    """The site as it is now; read once for each change of anything."""
    return remembered("identity", _identity)


def mail_identity() -> MailIdentity:
    """What mails say of the site they come from."""
    now = identity()
    return MailIdentity(now.name, settings.SITE_URL, now.contact_email or now.contact_text)


def colours() -> str:
    """The stylesheet with the colours set in the CMS; empty while they are our own."""
    chosen = remembered("site-identity", _row)
    mine = (chosen.brand_colour.lower(), chosen.brand_colour_dark.lower())
    return "" if mine == (BRAND, BRAND_DARK) else stylesheet(*mine)


def _row() -> SiteIdentity:
    return SiteIdentity.objects.first() or SiteIdentity(name=settings.WAGTAIL_SITE_NAME)


def _identity() -> Identity:
    row = remembered("site-identity", _row)
    css = colours()
    notice = Notice(row.notice_kind, row.notice_text, row.notice_link, _("Read more")) if row.notice_text else None
    return Identity(
        name=row.name,
        strapline=row.strapline,
        contact_email=row.contact_email,
        contact_text=row.contact_text,
        footer_text=row.footer_text,
        worried_text=row.worried_text,
        stylesheet=reverse("frame:colours", args=[digest(css)]) if css else "",
        notice=notice,
        is_read_only=row.is_read_only,
        is_demo=settings.DEMO,
        footer_links=tuple(_footer_links()),
    )


def _footer_links() -> list[FooterLink]:
    """Public ones only: the foot is the same for every reader."""
    pages = InformationPage.objects.live().filter(audience=Audience.objects.public(), visible_from=None, visible_until=None)
    return [FooterLink(page.title, page.get_url() or "") for page in pages.defer("body").order_by("path")]

"""The site's own name, colours and texts, and the pages named at the foot of every page."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

from kb.frame.colours import DARK_GROUNDS, HEX, LEAST_CONTRAST, LIGHT_GROUNDS, Scheme
from kb.guidance.blocks import BodyBlock
from members.audiences.pages import AudiencePage
from members.models.kept import SavedWhole
from members.panels import WhoCanSeePanel

# One slash for this site: two, or one and a backslash, would lead to another.
LINK = re.compile(r"/(?![/\\])|https://")
BRAND, BRAND_DARK = "#0d4f54", "#8fd0c8"


class NoticeKind(models.TextChoices):
    """How much a notice for the whole site matters."""

    INFORMATION = "info", gettext_lazy("Good to know")
    WARNING = "warning", gettext_lazy("Important")


@register_setting(icon="site")
class SiteIdentity(SavedWhole, BaseGenericSetting):
    """What administrators say about the site in the CMS. One row; before there is one, these defaults hold."""

    name = models.CharField(gettext_lazy("name"), max_length=60, default="Practice Exchange")
    strapline = models.CharField(
        gettext_lazy("in one sentence"),
        max_length=200,
        default="A place to find guidance and to learn from people who do the same work elsewhere.",
        help_text=gettext_lazy("What the site is. Stands at the foot of every page and in search engines."),
    )
    contact_email = models.EmailField(gettext_lazy("contact address"), blank=True)
    contact_text = models.CharField(
        gettext_lazy("contact"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Who answers, when, and on which telephone number."),
    )
    footer_text = models.CharField(
        gettext_lazy("at the foot"), max_length=300, blank=True, help_text=gettext_lazy("Who runs the site.")
    )
    worried_text = models.TextField(
        gettext_lazy("“Worried about someone?”"),
        max_length=600,
        default=(
            "This site takes no referrals. Contact your local safeguarding team or, in an emergency, the emergency services."
        ),
        help_text=gettext_lazy("Where a worry about a person belongs. Stands on every page."),
    )
    brand_colour = models.CharField(
        gettext_lazy("colour"),
        max_length=7,
        default=BRAND,
        help_text=gettext_lazy("As #rrggbb. Links and bars; white text stands on it, so it has to be dark."),
    )
    brand_colour_dark = models.CharField(
        gettext_lazy("colour in the dark scheme"),
        max_length=7,
        default=BRAND_DARK,
        help_text=gettext_lazy("As #rrggbb. Links and headings on a dark ground, so it has to be light."),
    )
    notice_text = models.CharField(
        gettext_lazy("notice"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Shown at the top of every page until you empty it."),
    )
    notice_kind = models.CharField(
        gettext_lazy("kind of notice"), max_length=10, choices=NoticeKind.choices, default=NoticeKind.INFORMATION
    )
    notice_link = models.CharField(
        gettext_lazy("address for more"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("A page of this site, beginning with /, or an address beginning with https://."),
    )
    is_read_only = models.BooleanField(
        gettext_lazy("read-only"),
        default=False,
        help_text=gettext_lazy("Nobody can change anything but these settings. What people send is shown back to them."),
    )

    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel(n) for n in ("name", "strapline", "contact_email", "contact_text", "footer_text", "worried_text")],
            heading=gettext_lazy("Who we are"),
        ),
        MultiFieldPanel([FieldPanel("brand_colour"), FieldPanel("brand_colour_dark")], heading=gettext_lazy("Colours")),
        MultiFieldPanel(
            [FieldPanel("notice_text"), FieldPanel("notice_kind"), FieldPanel("notice_link")],
            heading=gettext_lazy("Notice for the whole site"),
        ),
        MultiFieldPanel([FieldPanel("is_read_only")], heading=gettext_lazy("Maintenance")),
    ]

    class Meta:
        verbose_name = gettext_lazy("this site")

    def clean(self) -> None:
        """Refuse colours that some readers could not read, with the ratio. Source: django.db.models.Model."""
        errors = dict(self._unreadable())
        if self.notice_link and not LINK.match(self.notice_link):
            errors["notice_link"] = _("Begin with / for a page of this site, or with https://.")
        if errors:
            raise ValidationError(errors)

    def _unreadable(self) -> Any:
        for field, grounds in (("brand_colour", LIGHT_GROUNDS), ("brand_colour_dark", DARK_GROUNDS)):
            colour = getattr(self, field)
            if not HEX.fullmatch(colour):
                yield field, _("Write the colour as # and six digits or letters a to f, such as %s.") % BRAND
            elif not (scheme := Scheme(colour, grounds)).is_readable:
                yield field, _too_faint(scheme)


def _too_faint(scheme: Scheme) -> str:
    """Rounded down, so that what is refused never reads as good enough."""
    ratio = int(scheme.contrast * 100) / 100
    return _(
        "The contrast of %(colour)s with %(ground)s, on which it stands in places, is %(ratio).2f to 1; "
        "text needs at least %(least)s to 1. Choose a %(direction)s colour."
    ) % {
        "colour": scheme.colour,
        "ground": scheme.hardest_ground,
        "ratio": ratio,
        "least": LEAST_CONTRAST,
        "direction": _("darker") if scheme.grounds == LIGHT_GROUNDS else _("lighter"),
    }


class InformationPage(AudiencePage):
    """A page about the site itself: contact, privacy, terms. Named at the foot of every page."""

    summary = models.TextField(gettext_lazy("summary"), max_length=500)
    body = StreamField(BodyBlock(), verbose_name=gettext_lazy("text"))

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *AudiencePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        WhoCanSeePanel(),
    ]

    class Meta:
        verbose_name = gettext_lazy("page about the site")
        verbose_name_plural = gettext_lazy("pages about the site")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Source: wagtail.models.Page."""
        from kb.frame import views

        return views.information(request, self)

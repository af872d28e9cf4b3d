"""Guidance pages: one page, one workflow, one revision, one audience for all its chapters and annexes.

An annex for fewer readers than the rest is a page of its own, under the guidance.
"""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from kb.changes.pages import ChangeNotedPage, LookedAfterPage
from kb.changes.panels import StandingPanel
from kb.feedback.panels import FeedbackPanel
from kb.guidance.blocks import BodyBlock, ChaptersBlock
from kb.themes.models import Theme
from members.audiences.pages import AudiencePage
from members.models import Organisation, Region, Sector
from members.panels import WhoCanSeePanel

# What lies under a guidance beside its chapters, annexes and pages.
OWN_ADDRESSES = ("history",)


class GuidanceIndexPage(AudiencePage):
    """The list of all guidance."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=1000)

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["guidance.GuidancePage"]
    max_count = 1
    content_panels: ClassVar = [*AudiencePage.content_panels, FieldPanel("introduction"), WhoCanSeePanel()]

    class Meta:
        verbose_name = _("guidance list")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Source: wagtail.models.Page."""
        from kb.guidance import views

        return views.index(request, self)


class GuidancePage(RoutablePageMixin, LookedAfterPage):
    """One guidance. Chapters and annexes are blocks with addresses of their own."""

    summary = models.TextField(
        _("summary"), max_length=500, help_text=_("One or two sentences: what it is for, and for whom.")
    )
    opening = StreamField(BodyBlock(required=False), blank=True, verbose_name=_("before the first chapter"))
    chapters = StreamField(ChaptersBlock(required=False), blank=True, verbose_name=_("chapters and annexes"))
    about = StreamField(
        BodyBlock(required=False),
        blank=True,
        verbose_name=_("about this document"),
        help_text=_("Imprint, reference numbers, where it comes from. Shown at the foot of the first page."),
    )
    themes = ParentalManyToManyField(Theme, related_name="+", verbose_name=_("themes"))
    sectors = ParentalManyToManyField(Sector, blank=True, related_name="+", verbose_name=_("written for"))
    regions = ParentalManyToManyField(Region, blank=True, related_name="+", verbose_name=_("regions"))
    owner_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("owner")
    )

    parent_page_types: ClassVar = ["guidance.GuidanceIndexPage"]
    subpage_types: ClassVar = ["guidance.AnnexPage"]
    content_panels: ClassVar = [
        *AudiencePage.content_panels,
        FieldPanel("summary"),
        *LookedAfterPage.change_panels,
        FieldPanel("opening"),
        FieldPanel("chapters"),
        FieldPanel("about"),
        MultiFieldPanel(
            [
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                FieldPanel("sectors", widget=forms.CheckboxSelectMultiple),
                FieldPanel("regions", widget=forms.CheckboxSelectMultiple),
                FieldPanel("owner_organisation"),
            ],
            heading=_("Filed under"),
        ),
        StandingPanel(),
        FeedbackPanel(),
        WhoCanSeePanel(),
    ]
    read_with: ClassVar = (*AudiencePage.read_with, "owner_organisation")

    class Meta:
        verbose_name = _("guidance")
        verbose_name_plural = _("guidance")

    def text_sections(self) -> list[tuple[str, list[str]]]:
        """Source: ChangeNotedPage."""
        from kb.guidance.plain import paragraphs_of_guidance

        return paragraphs_of_guidance(self)

    @path("")
    def overview(self, request: HttpRequest) -> HttpResponse:
        """The first page: what it is, and what is in it."""
        from kb.guidance import views

        return views.overview(request, self)

    @path("history/")
    def history(self, request: HttpRequest) -> HttpResponse:
        """What happened to it since it was published."""
        from kb.guidance import views

        return views.history(request, self)

    @path("history/<int:change>/")
    def comparison(self, request: HttpRequest, change: int) -> HttpResponse:
        """One version beside the one before it."""
        from kb.guidance import views

        return views.comparison(request, self, change)

    @path("<slug:slug>/")
    def part(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A chapter or annex."""
        from kb.guidance import views

        return views.part(request, self, slug)

    def resolve_subpage(self, path: str) -> Any:
        """Leave to the pages underneath what is none of this page's own parts. Source: RoutablePageMixin."""
        from kb.guidance.contents import Contents

        match = super().resolve_subpage(path)
        slug = match.kwargs.get("slug")
        self.contents = contents = Contents(self, self.get_url() or "")
        if slug and not (contents.find(slug) or contents.address_of(slug)):
            raise Http404
        return match


class AnnexPage(ChangeNotedPage):
    """An annex that fewer people may see than the guidance it belongs to."""

    body = StreamField(BodyBlock(), verbose_name=_("text"))

    parent_page_types: ClassVar = ["guidance.GuidancePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *AudiencePage.content_panels,
        FieldPanel("body"),
        *ChangeNotedPage.change_panels,
        WhoCanSeePanel(),
    ]

    class Meta:
        verbose_name = _("annex with readers of its own")
        verbose_name_plural = _("annexes with readers of their own")

    def text_sections(self) -> list[tuple[str, list[str]]]:
        """Source: ChangeNotedPage."""
        from kb.guidance.plain import paragraphs_of

        return paragraphs_of(self.title, self.body)

    def clean(self) -> None:
        """Its address may not hide a page of the guidance's own. Source: wagtail.models.Page."""
        super().clean()
        if self.slug in OWN_ADDRESSES:
            raise ValidationError({"slug": _("This address is taken by the guidance itself. Choose another.")})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Source: wagtail.models.Page."""
        from kb.guidance import views

        return views.annex(request, self)


class ImportedGuidance(models.Model):
    """Which page an imported document became, and what it looked like when it was last imported."""

    identity = models.CharField(max_length=300, unique=True)
    page = models.OneToOneField(GuidancePage, on_delete=models.CASCADE, related_name="imported")
    content_digest = models.CharField(max_length=64)
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("imported document")

    def __str__(self) -> str:
        return self.identity

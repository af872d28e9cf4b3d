"""Collections and step-by-steps: pages that list other pages. What they list is asked of the catalogue for each reader."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from kb.changes.pages import LookedAfterPage
from kb.changes.panels import StandingPanel
from kb.collections.blocks import GroupsBlock, StepsBlock
from kb.feedback.panels import FeedbackPanel
from kb.themes.models import Theme
from members.audiences.pages import AudiencePage
from members.panels import WhoCanSeePanel
from richtext.plain import plain_text

COLLECTION, STEPS = KINDS = ("collection", "steps")


class CollectionIndexPage(AudiencePage):
    """The list of all collections and step-by-steps."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=1000)

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["collections.CollectionPage", "collections.StepByStepPage"]
    max_count = 1
    content_panels: ClassVar = [*AudiencePage.content_panels, FieldPanel("introduction"), WhoCanSeePanel()]

    class Meta:
        verbose_name = _("list of collections")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Source: wagtail.models.Page."""
        from kb.collections import views

        return views.index(request, self)


class CuratedPage(RoutablePageMixin, LookedAfterPage):
    """Pages that an editor has chosen and put in order. `parts` are its groups or steps."""

    kind: ClassVar[str]

    summary = models.TextField(
        _("summary"), max_length=500, help_text=_("One or two sentences: what it brings together, and for whom.")
    )
    themes = ParentalManyToManyField(Theme, related_name="+", verbose_name=_("themes"))

    parent_page_types: ClassVar = ["collections.CollectionIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @property
    def parts(self) -> Any:
        """Its groups or steps."""
        raise NotImplementedError

    def text_sections(self) -> list[tuple[str, list[str]]]:
        """Its own words only: not everybody may see the titles of what it lists. Source: ChangeNotedPage."""
        return [(self.title, [self.title, self.summary])]

    @path("")
    def overview(self, request: HttpRequest) -> HttpResponse:
        """The page itself."""
        from kb.collections import views

        return views.curated(request, self)

    @path("history/")
    def history(self, request: HttpRequest) -> HttpResponse:
        """What happened to it since it was published."""
        from kb.collections import views

        return views.history(request, self)

    @path("history/<int:change>/")
    def comparison(self, request: HttpRequest, change: int) -> HttpResponse:
        """One version beside the one before it."""
        from kb.collections import views

        return views.comparison(request, self, change)


def _words_of(part: Any) -> tuple[str, list[str]]:
    """A step as a heading and paragraphs."""
    heading, text = str(part.value["heading"]), part.value["text"]
    return heading, [heading, *(plain_text(text.html).split("\n") if text else [])]


def _panels(parts: FieldPanel, summary: FieldPanel) -> list[Any]:
    return [
        *AudiencePage.content_panels,
        summary,
        parts,
        MultiFieldPanel([FieldPanel("themes", widget=forms.CheckboxSelectMultiple)], heading=_("Filed under")),
        *LookedAfterPage.change_panels,
        StandingPanel(),
        FeedbackPanel(),
        WhoCanSeePanel(),
    ]


class CollectionPage(CuratedPage):
    """Pages in groups. Whoever may see no page of a group is not shown its heading, so the headings are in no text that
    is the same for everybody."""

    kind = COLLECTION

    groups = StreamField(GroupsBlock(), verbose_name=_("groups"))

    content_panels: ClassVar = _panels(FieldPanel("groups"), FieldPanel("summary"))

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    @property
    def parts(self) -> Any:
        """Source: CuratedPage."""
        return self.groups


class StepByStepPage(CuratedPage):
    """A task in steps, with the pages that help with each."""

    kind = STEPS

    steps = StreamField(StepsBlock(), verbose_name=_("steps"))

    content_panels: ClassVar = _panels(
        FieldPanel("steps"), FieldPanel("summary", help_text=_("What somebody will have done at the end."))
    )

    class Meta:
        verbose_name = _("step-by-step")
        verbose_name_plural = _("step-by-steps")

    @property
    def parts(self) -> Any:
        """Source: CuratedPage."""
        return self.steps

    def text_sections(self) -> list[tuple[str, list[str]]]:
        """With the words of all steps, which everybody is shown. Source: CuratedPage."""
        return [*super().text_sections(), *map(_words_of, self.steps)]

"""What collections and step-by-steps are made of, as the CMS offers it to editors."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.models import Page

from kb.guidance.text_blocks import PageTextBlock
from members.audiences.pages import AudiencePage
from search import sources

MOST_PAGES, MOST_PARTS = 50, 30
STEP_FEATURES = ["bold", "italic", "link", "ol", "ul"]
WHO_SEES_WHAT = gettext_lazy(
    "You may choose pages that fewer people may see than this one: whoever may not see such a page is not shown it here."
)


def key_of(page: Page) -> str | None:
    """The key of a page of any type; None where it is a kind of page that cannot be found."""
    source = sources.of_model(page.specific_class)
    return source.key(page) if source else None


class FindablePageBlock(blocks.PageChooserBlock):
    """One page of a kind that can be found. Lists of pages are none."""

    @cached_property
    def target_models(self) -> list[type[Page]]:
        """Read when it is needed: kinds of pages are registered after models are made. Source: PageChooserBlock."""
        return [source.model for source in sources.registered() if issubclass(source.model, AudiencePage)]

    @cached_property
    def field(self) -> forms.ModelChoiceField:
        """Wagtail offers only those types, and would take any. Source: ChooserBlock."""
        field: forms.ModelChoiceField = super().field
        field.queryset = Page.objects.type(*self.target_models)
        return field


class PagesBlock(blocks.ListBlock):
    """Pages in their order, each once."""

    def clean(self, value: Any) -> Any:
        """Source: ListBlock."""
        cleaned = super().clean(value)
        chosen = [page.pk for page in cleaned]
        twice = {n for n, pk in enumerate(chosen) if pk in chosen[:n]}
        if twice:
            error = ValidationError(_("This page is in the list already. Take it out here, or choose another."))
            raise ListBlockValidationError(block_errors=dict.fromkeys(twice, error))
        return cleaned


class GroupBlock(blocks.StructBlock):
    """A group of a collection."""

    heading = blocks.CharBlock(label=gettext_lazy("Heading"), max_length=200)
    pages = PagesBlock(
        FindablePageBlock(label=gettext_lazy("Page")),
        label=gettext_lazy("Pages"),
        min_num=1,
        max_num=MOST_PAGES,
        help_text=WHO_SEES_WHAT,
    )

    class Meta:
        icon = "list-ul"
        label = gettext_lazy("Group")


class StepBlock(blocks.StructBlock):
    """A step of a task."""

    heading = blocks.CharBlock(
        label=gettext_lazy("Heading"), max_length=200, help_text=gettext_lazy("What to do. The number is added.")
    )
    text = PageTextBlock(label=gettext_lazy("Text"), features=STEP_FEATURES, required=False)
    pages = PagesBlock(
        FindablePageBlock(label=gettext_lazy("Page")),
        label=gettext_lazy("Pages that help with it"),
        default=[],
        max_num=MOST_PAGES,
        help_text=WHO_SEES_WHAT,
    )

    class Meta:
        icon = "list-ol"
        label = gettext_lazy("Step")


class GroupsBlock(blocks.StreamBlock):
    """The groups of a collection."""

    group = GroupBlock()

    class Meta:
        max_num = MOST_PARTS


class StepsBlock(blocks.StreamBlock):
    """The steps of a task, in their order."""

    step = StepBlock()

    class Meta:
        max_num = MOST_PARTS

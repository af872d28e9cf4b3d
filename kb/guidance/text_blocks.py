"""Page text as a block: what was written and what is shown are kept together, with the policy that made one of the other."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

from richtext.policies import PAGE
from richtext.refusal import TextRefused
from richtext.rendered import Rendered, render_page_text


class PageText(RichText):
    """Cleaned page text. `source` is what was written, `html` what the policy left of it."""

    def __init__(self, rendered: Rendered) -> None:
        super().__init__(rendered.source)
        self.rendered = rendered

    @property
    def html(self) -> str:
        """The cleaned text, with links between pages still in Wagtail's stored form."""
        return str(self.rendered.html)

    def __html__(self) -> str:
        """Ready to show: links lead where their pages are now. Source: wagtail.rich_text.RichText."""
        return str(expand_db_html(self.html))

    def as_stored(self) -> dict[str, str]:
        """The form that goes into the database."""
        return {"source": self.rendered.source, "html": self.html, "policy": self.rendered.policy}


class PageTextBlock(blocks.RichTextBlock):
    """Rich text that is cleaned when it is written, not when it is read."""

    def to_python(self, value: Any) -> PageText:
        """A stored value; one made under another policy is cleaned anew from its source. Source: RichTextBlock."""
        if isinstance(value, dict) and value.get("policy") == PAGE.label:
            return PageText(Rendered.from_stored(value["source"], value["html"], PAGE.label))
        return self.normalize(value["source"] if isinstance(value, dict) else value)

    def get_prep_value(self, value: PageText) -> dict[str, str]:
        """Source: RichTextBlock."""
        return value.as_stored()

    def normalize(self, value: Any) -> PageText:
        """Source: RichTextBlock."""
        if isinstance(value, PageText):
            return value
        source = value.source if isinstance(value, RichText) else str(value or "")
        return PageText(render_page_text(source))

    def value_from_form(self, value: Any) -> PageText:
        """What the editor sent. Text beyond the bounds stays in the form, and shows as nothing. Source: RichTextBlock."""
        try:
            return self.normalize(value)
        except TextRefused:
            return PageText(Rendered.from_stored(str(value), "", PAGE.label))

    def clean(self, value: PageText) -> PageText:
        """Refuse text beyond the bounds, with the reason. Source: FieldBlock."""
        try:
            render_page_text(value.source)
        except TextRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        cleaned: PageText = super().clean(value)
        return cleaned

"""The CMS forms of files."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from members.panels import who_can_see


class _SaysWhoCanSee:
    """Says beneath the title who can see the file, and leads to where that is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        now = who_can_see(form.instance)
        if "form_address" in now:
            # On the bound field: Wagtail's form has bound it already.
            form["title"].help_text = form.fields["title"].help_text = format_html(
                '{}: {}. <a href="{}">{}</a>',
                _("Who can see this"),
                now["level"].label,
                now["form_address"],
                _("Change who can see this"),
            )


class DocumentForm(_SaysWhoCanSee, BaseDocumentForm):
    """Title, file, collection and tags; who can see it is set in a form of its own."""


class ImageForm(_SaysWhoCanSee, BaseImageForm):
    """As Wagtail's own; who can see it is set in a form of its own."""

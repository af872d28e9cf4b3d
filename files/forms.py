"""The CMS forms of files."""

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm


class DocumentForm(BaseDocumentForm):
    """Title, file, collection and tags; who can see it is set in its own panel."""


class ImageForm(BaseImageForm):
    """As Wagtail's own; who can see it is set in its own panel."""

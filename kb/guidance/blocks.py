"""What guidance is made of, as the CMS offers it to editors."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from kb.guidance.text_blocks import PageTextBlock

CELL_FEATURES = ["bold", "italic", "link"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside a chapter; readers can link to it, and it has a number."""

    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("2", _("Section")), ("3", _("Part of a section"))], default="2")

    class Meta:
        icon = "title"
        label = _("Heading")
        form_classname = "struct-block"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("Words"), max_length=2000)
    source = blocks.CharBlock(label=_("Who said it"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class NoteBlock(blocks.StructBlock):
    """Something to notice, set apart from the text."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=[("info", _("Good to know")), ("warning", _("Important"))], default="info"
    )
    text = PageTextBlock(label=_("Text"), features=CELL_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Note")


class FigureBlock(blocks.StructBlock):
    """An image with the words that stand for it."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=300,
        required=False,
        help_text=_("What the image says, for readers who do not see it. Leave empty only if it is decoration."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("Image")


class AttachmentBlock(blocks.StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"), max_length=200, required=False, help_text=_("Only if it should differ from the document's.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Attachment")


class BodyBlock(blocks.StreamBlock):
    """Running text with what goes between."""

    heading = HeadingBlock()
    text = PageTextBlock(label=_("Text"))
    table = TypedTableBlock(
        [("text", PageTextBlock(label=_("Text"), features=CELL_FEATURES, required=False))], label=_("Table")
    )
    quote = QuoteBlock()
    note = NoteBlock()
    image = FigureBlock()
    attachment = AttachmentBlock()

    class Meta:
        label = _("Text")


class ChapterBlock(blocks.StructBlock):
    """A chapter, on a page of its own."""

    heading = blocks.CharBlock(label=_("Chapter heading"), max_length=200)
    body = BodyBlock()

    class Meta:
        icon = "list-ol"
        label = _("Chapter")


class AnnexBlock(ChapterBlock):
    """An annex; its letter follows from its place among the annexes."""

    class Meta:
        icon = "folder-open-1"
        label = _("Annex")


class ChaptersBlock(blocks.StreamBlock):
    """The chapters of a guidance, then its annexes."""

    chapter = ChapterBlock()
    annex = AnnexBlock()

"""Making the pages about the site from the texts that come with it."""

from django.db import transaction
from wagtail.blocks import StreamValue

from kb.frame.models import InformationPage
from kb.guidance.importing.cleaning import cleaned
from kb.guidance.importing.documents import ImportedDocument, RawBlock, heading_block
from kb.guidance.importing.identity import with_ids
from kb.home.models import HomePage


@transaction.atomic
def add_information_page(home: HomePage, document: ImportedDocument) -> InformationPage:
    """Publish a text as a page under the front page. Its parts become sections."""
    page = InformationPage(title=document.title, slug=document.facts["slug"], summary=document.summary, live=False)
    page.body = StreamValue(page.body.stream_block, cleaned(with_ids(_body(document), [])), is_lazy=True)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _body(document: ImportedDocument) -> list[RawBlock]:
    sections = (block for part in document.parts for block in (heading_block(part.heading, 2), *part.body))
    return [*document.opening, *sections, *document.about]

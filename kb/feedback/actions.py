"""Taking in what readers say."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from kb.changes.pages import LookedAfterPage
from kb.feedback.models import Answer, PageFeedback
from members.audiences.scopes import SiteRole
from members.models import User
from notices.desk.actions import open_item
from richtext.characters import storable
from search import catalogue, sources
from search.models import Entry

FEEDBACK = "feedback"


@transaction.atomic
def give_feedback(entry: Entry, answer: Answer, text: str, *, form: uuid.UUID, part: str = "") -> PageFeedback:
    """Keep an answer; what says that something is wrong goes to the desk of whoever looks after the page.

    A form that was sent before changes nothing: the answer that it gave then is returned.
    """
    page = _page_of(entry)
    facts = {
        "part": part,
        "answer": answer,
        "text": storable(text).strip(),
        "revision_id": page.live_revision_id if page else None,
    }
    feedback, is_new = PageFeedback.objects.get_or_create(form=form, key=entry.key, defaults=facts)
    if is_new and answer != Answer.YES and feedback.text:
        _put_on_desk(feedback, entry, page)
    return feedback


def _put_on_desk(feedback: PageFeedback, entry: Entry, page: Page | None) -> None:
    words = _("Wrong: %s") if feedback.answer == Answer.WRONG else _("Not useful: %s")
    open_item(
        kind=FEEDBACK,
        event=f"{FEEDBACK}:{feedback.form}",
        title=words % entry.title,
        text=feedback.text,
        key=f"{entry.key}#{feedback.part}" if feedback.part else entry.key,
        for_role=SiteRole.EDITOR,
        owner=_keeper(page),
    )


def _page_of(entry: Entry) -> Page | None:
    """The page that an entry was derived from; None where it was none."""
    source = sources.of_kind(entry.kind)
    if source is None or not issubclass(source.model, Page):
        return None
    found: Page | None = source.model._base_manager.filter(pk=catalogue.id_of(entry.key)).first()
    return found


def _keeper(page: Page | None) -> User | None:
    """Who looks after a page; of an annex, whoever looks after what it belongs to."""
    if isinstance(page, LookedAfterPage):
        return page.looked_after_by
    parent = page.get_parent().specific if page else None
    return parent.looked_after_by if isinstance(parent, LookedAfterPage) else None

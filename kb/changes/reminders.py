"""Reminding who looks after a page in time, by mail and on the desk; each reminder once, however often this runs."""

import logging

from django.db import transaction
from django.utils import timezone

from kb.changes.pages import LookedAfterPage
from kb.changes.reviewing import REVIEW, due_on, form_address, review_event, words_for
from members.audiences.scopes import SiteRole
from notices.desk.actions import open_item
from notices.mail.actions import enqueue
from notices.mail.rendering import render

log = logging.getLogger("practice_exchange.changes")


def remind() -> None:
    """Bring up every page whose review is near or over. Part of the schedule; a day that was missed is caught up.

    A page that cannot be brought up, as for an address that is none, does not hold up the others.
    """
    for page, reached in due_on(timezone.localdate()):
        try:
            with transaction.atomic():
                _put_on_desk(page)
                _write(page, reached)
        except Exception:
            log.exception("%s cannot be brought up for review", page.key)


def _put_on_desk(page: LookedAfterPage) -> None:
    open_item(
        kind=REVIEW,
        event=review_event(page),
        title=page.title,
        text=words_for(page, 1),
        key=page.key,
        address=form_address(page),
        for_role=SiteRole.EDITOR,
        owner=page.looked_after_by,
        due_on=page.next_review_on,
        again=True,
    )


def _write(page: LookedAfterPage, reached: int) -> None:
    """Only the reminder whose day has come: whoever was away is not sent the ones before it as well."""
    person = page.looked_after_by
    if person is None or not person.is_active:
        return
    words = words_for(page, reached)
    subject, text, html = render(
        "kb/changes/mail/review", {"page": page, "words": words, "form_address": form_address(page)}
    )
    event = f"{review_event(page)}:{reached}"
    enqueue(to=person, event=event, subject=subject, text=text, html=html, key=page.key)

"""Who looks after a page, when it is read again, and reminding them in time."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from kb.changes.pages import LookedAfterPage, looked_after_types, set_facts
from members.audiences.scopes import SiteRole
from members.models import User
from members.roles import people_with
from notices.desk.actions import close_of_event
from search import catalogue

A_YEAR = timedelta(days=365)
DAYS_BEFORE = (0, 7, 30)
"""When whoever looks after a page is reminded: so many days before its review, the last of them on the day."""
REVIEW = "review"


def review_event(page: LookedAfterPage) -> str:
    """What names this review of this page, and no other."""
    return f"{page.key}:review:{page.next_review_on}"


def form_address(page: LookedAfterPage) -> str:
    """Where a review is noted."""
    return reverse("changes_review", args=[page.pk])


def first_review(page: LookedAfterPage) -> dict[str, Any]:
    """What a page starts with: read on the day of its publication, looked after by whoever made it, due in a year."""
    today = timezone.localdate()
    return {"reviewed_on": today, "next_review_on": today + A_YEAR, "looked_after_by_id": page.owner_id}


def people_who_look_after() -> Any:
    """Whom a page can be given to: editors and administrators who may sign in."""
    return people_with(SiteRole.EDITOR, SiteRole.ADMINISTRATOR)


@transaction.atomic
def review(
    page: LookedAfterPage, next_review_on: date, *, looked_after_by: User | None, is_right: bool, by: User | None = None
) -> None:
    """Set the next review and who looks after the page; with `is_right`, say that it was read today and is right."""
    # Where nothing but the keeper changes, the next reminder opens the item anew, for the new one.
    close_of_event(review_event(page), by=by, note=_("Reviewed.") if is_right else _("The review was planned anew."))
    facts: dict[str, Any] = {"next_review_on": next_review_on, "looked_after_by_id": looked_after_by and looked_after_by.pk}
    if is_right:
        facts["reviewed_on"] = timezone.localdate()
    set_facts(page, **facts)
    log(page, "kb.reviewed", user=by, data={"next_review_on": str(next_review_on), "is_right": is_right})
    catalogue.mark([page.key])


def due_on(day: date) -> Iterator[tuple[LookedAfterPage, int]]:
    """Published pages in force whose review is near or over, each with the stage it has reached (`DAYS_BEFORE`)."""
    for model in looked_after_types():
        near = model.objects.live().filter(withdrawn_at=None, next_review_on__lte=day + timedelta(days=max(DAYS_BEFORE)))
        for page in near.select_related("looked_after_by").order_by("next_review_on", "pk").iterator():
            yield page, stage(page.next_review_on - day)


def stage(left: timedelta) -> int:
    """The latest reminder whose day has come, when so much time is left."""
    return next(days for days in DAYS_BEFORE if left <= timedelta(days=days))


def words_for(page: LookedAfterPage, reached: int) -> str:
    """What a reminder says, in one line."""
    facts = {"title": page.title, "day": date_format(page.next_review_on, "j F Y")}
    if reached:
        return _("“%(title)s” is to be reviewed by %(day)s.") % facts
    return _("“%(title)s” was to be reviewed by %(day)s.") % facts

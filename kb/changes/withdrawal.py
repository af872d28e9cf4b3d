"""Taking guidance out of force without taking it away, and bringing it back."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from kb.changes.models import Change, ChangeKind
from kb.changes.noting import note
from kb.changes.pages import LookedAfterPage, set_facts
from members.audiences.access import EFFECTIVE_COLUMNS
from members.models import User
from search import catalogue

LONGEST_CHAIN = 50


@transaction.atomic
def withdraw(
    page: LookedAfterPage, reason: str, *, successor: LookedAfterPage | None = None, by: User | None = None
) -> None:
    """Keep a page for the record, with the reason and what to read instead.

    Raises `ValidationError` when it is withdrawn already, not published, or would lead back to itself.
    """
    _lock(page)
    if not page.live:
        raise ValidationError(_("Only what is published can be withdrawn. A draft can be deleted."))
    if page.is_withdrawn:
        raise ValidationError(_("Somebody else has withdrawn this page already."))
    if successor is not None:
        _refuse_loop(page, successor)
    change = note(page, ChangeKind.WITHDRAWN, reason, by_id=_pk(by))
    set_facts(page, withdrawn_at=change.at, withdrawal_reason=change.note, successor_id=_pk(successor))
    _bring_up(page, change, by)


@transaction.atomic
def restore(page: LookedAfterPage, reason: str, *, by: User | None = None) -> None:
    """Put a withdrawn page in force again. Raises `ValidationError` when it is in force."""
    _lock(page)
    if not page.is_withdrawn:
        raise ValidationError(_("This page is in force: somebody else has restored it already."))
    set_facts(page, withdrawn_at=None, withdrawal_reason="", successor_id=None)
    _bring_up(page, note(page, ChangeKind.RESTORED, reason, by_id=_pk(by)), by)


def in_force_after(page: LookedAfterPage) -> LookedAfterPage | None:
    """The successor that is in force, however many were withdrawn in their turn; None when the chain ends before."""
    return next((later for later in _chain(page) if not later.is_withdrawn), None)


def _chain(page: LookedAfterPage) -> Iterator[LookedAfterPage]:
    for _step in range(LONGEST_CHAIN):
        later = page.successor.specific if page.successor_id else None
        if not isinstance(later, LookedAfterPage) or not later.live:
            return
        yield later
        page = later


def _refuse_loop(page: LookedAfterPage, successor: LookedAfterPage) -> None:
    """Nobody may be led in a circle."""
    way = [successor, *_chain(successor)]
    if any(later.pk == page.pk for later in way):
        titles = " → ".join(str(later.title) for later in way)
        raise ValidationError(
            {"successor": _("That leads back to this page: %(way)s. Choose a page that is in force.") % {"way": titles}}
        )


def _lock(page: LookedAfterPage) -> None:
    """One withdrawal at a time, on the whole site: two at once could lead to each other."""
    Page.objects.select_for_update().filter(depth=1).first()
    page.refresh_from_db(fields=["live", "withdrawn_at", "withdrawal_reason", "successor", *EFFECTIVE_COLUMNS])


def _bring_up(page: LookedAfterPage, change: Change, by: User | None) -> None:
    """Log it, and let the catalogue know, of the page and of those that mirror it."""
    log(page, f"kb.{change.kind}", user=by, data={"reason": change.note})
    catalogue.mark(mirror.key for mirror in (page, *type(page).objects.filter(alias_of=page.pk)))


def _pk(page: Any) -> int | None:
    return page.pk if page else None

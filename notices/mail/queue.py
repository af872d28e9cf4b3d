"""The way of a row through the queue. Each step is one guarded statement: whoever lost the row changes nothing.

waiting ──claim──▶ claimed ──hand over──▶ handed over ──the server said yes──▶ sent
   ▲                  │                       ├──it said no──▶ waiting, failed
   └──lease ended─────┘                       └──nobody knows──▶ in doubt ──a person decides──▶ waiting, sent
"""

import logging
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from notices.mail import signals
from notices.mail.models import MailState, OutgoingMail

log = logging.getLogger("practice_exchange.mail")

FIRST_PAUSE_SECONDS = 60
LONGEST_PAUSE_SECONDS = 4 * 3600


class LeaseLost(Exception):
    """The row is no longer this worker's: it was slow, and the row was given to another."""


@dataclass(frozen=True)
class Claim:
    """One worker's right to one row, until its lease ends."""

    pk: int
    claimed_at: datetime

    def rows(self, *states: MailState) -> QuerySet[OutgoingMail]:
        """The row, while it is in one of these states and this claim still holds."""
        rows: QuerySet[OutgoingMail] = OutgoingMail.objects.filter(pk=self.pk, claimed_at=self.claimed_at)
        return rows.filter(state__in=states) if states else rows


def claim(most: int) -> list[Claim]:
    """Take the oldest rows that are due. Two workers never take the same one. While none is due, nothing is locked."""
    return _claim_due(most) if OutgoingMail.objects.due().exists() else []


@transaction.atomic
def _claim_due(most: int) -> list[Claim]:
    due = OutgoingMail.objects.due().select_for_update(skip_locked=True).order_by("not_before", "pk")
    taken, now = list(due.values_list("pk", flat=True)[:most]), timezone.now()
    OutgoingMail.objects.filter(pk__in=taken).update(state=MailState.CLAIMED, claimed_at=now, attempts=F("attempts") + 1)
    return [Claim(pk, now) for pk in taken]


def hand_back(claims: Iterable[Claim], seconds: float, reason: str = "") -> None:
    """Let go of rows that nobody was asked about; they are due again after a pause."""
    later = timezone.now() + timedelta(seconds=_jittered(seconds))
    for one in claims:
        one.rows(MailState.CLAIMED).update(**_waiting(later), attempts=F("attempts") - 1, last_error=reason[:500])


def hand_over(one: Claim) -> None:
    """Note, before the server is given the last of a message, that from now on only it knows. Raises `LeaseLost`."""
    if not one.rows(MailState.CLAIMED).update(state=MailState.HANDED_OVER):
        raise LeaseLost


@transaction.atomic
def note_sent(one: Claim) -> None:
    """The server took it."""
    now = timezone.now()
    if one.rows(MailState.HANDED_OVER).update(**_closed(MailState.SENT), sent_at=now):
        return
    for mail in one.rows(MailState.IN_DOUBT).select_for_update():
        # Its lease ended while the server was thinking; now it has answered after all.
        one.rows(MailState.IN_DOUBT).update(**_closed(MailState.SENT), sent_at=now)
        signals.settled.send(OutgoingMail, mail=mail, by=None)


def postpone(one: Claim, reason: str) -> None:
    """The server did not take it this time: try again after a growing pause, give up after the last."""
    mail = one.rows(MailState.CLAIMED, MailState.HANDED_OVER).first()
    if mail is None:
        return
    if mail.attempts >= settings.MAIL_MOST_ATTEMPTS:
        give_up(one, reason)
        return
    pause = min(FIRST_PAUSE_SECONDS * 2 ** (mail.attempts - 1), LONGEST_PAUSE_SECONDS)
    later = timezone.now() + timedelta(seconds=_jittered(pause))
    one.rows(MailState(mail.state)).update(**_waiting(later), last_error=reason[:500])


def give_up(one: Claim, reason: str) -> None:
    """It will never be taken."""
    rows = one.rows(MailState.CLAIMED, MailState.HANDED_OVER)
    if rows.update(**_closed(MailState.FAILED), last_error=reason[:500]):
        log.warning("mail %s was not delivered; its row says why", one.pk)


def break_off(one: Claim, reason: str) -> None:
    """The connection ended. Before the row was handed over, nothing was sent; after that, nobody can tell."""
    if one.rows(MailState.HANDED_OVER).exists():
        _hold(one.rows(MailState.HANDED_OVER), reason)
    else:
        postpone(one, reason)


def withhold(one: Claim) -> None:
    """Its recipient may not have it any more. What it says is erased, whatever the settings."""
    one.rows(MailState.CLAIMED).update(state=MailState.WITHHELD, text="", html="", claimed_at=None)


def recover() -> None:
    """Rows that a worker left behind: what it had not handed over is due again, the rest is in doubt."""
    lease_end = timezone.now() - timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    left = OutgoingMail.objects.abandoned
    if (forgotten := left(MailState.CLAIMED, lease_end)).exists():
        forgotten.update(state=MailState.WAITING, claimed_at=None)
    _hold(left(MailState.HANDED_OVER, lease_end), _("The server was given this mail, and nobody waited for its answer."))


def _hold(rows: QuerySet[OutgoingMail], reason: str) -> None:
    if not rows.exists():
        return
    with transaction.atomic():
        for mail in list(rows.select_for_update()):
            held = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.HANDED_OVER, claimed_at=mail.claimed_at)
            if held.update(state=MailState.IN_DOUBT, last_error=reason[:500]):
                log.error("mail %s to member %s is in doubt and held", mail.pk, mail.recipient_id)
                signals.held.send(OutgoingMail, mail=mail)


def decide(mail: OutgoingMail, state: MailState, by: User) -> bool:
    """What a person says about a mail in doubt: send it again, or leave it. False when somebody was faster."""
    values = _waiting(timezone.now()) if state is MailState.WAITING else _closed(state)
    if not OutgoingMail.objects.filter(pk=mail.pk, state=MailState.IN_DOUBT).update(**values):
        return False
    signals.settled.send(OutgoingMail, mail=mail, by=by)
    return True


def _waiting(not_before: datetime) -> dict[str, Any]:
    return {"state": MailState.WAITING, "claimed_at": None, "not_before": not_before}


def _closed(state: MailState) -> dict[str, Any]:
    erased = {} if settings.MAIL_KEEP_TEXT else {"text": "", "html": ""}
    return {"state": state, **erased}


def _jittered(seconds: float) -> float:
    """Not all at the same moment."""
    return seconds * random.uniform(0.75, 1.25)  # noqa: S311

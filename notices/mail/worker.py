"""Sending what waits: the step that the background process repeats every second."""

import logging
import smtplib
import time
from functools import partial

from django.core.mail.backends.base import BaseEmailBackend

from members.audiences.viewers import anonymous_viewer, viewer_for
from notices.mail import queue, transport
from notices.mail.models import OutgoingMail
from notices.mail.queue import Claim, LeaseLost
from notices.visibility import entry_for

log = logging.getLogger("practice_exchange.mail")

BATCH = 50
# A turn ends after this time, so that a process told to stop can stop between two mails.
TURN_SECONDS = 5.0
PAUSE_WHILE_UNREACHABLE_SECONDS = 30.0
PERMANENT = range(500, 600)


def deliver() -> int:
    """Send one batch of what is due over one connection. Returns how much was done; 0 means there is nothing to do now.

    Nothing here runs inside a transaction: a slow mail server must not hold up the database.
    """
    queue.recover()
    claims = queue.claim(BATCH)
    backend = transport.transport()
    try:
        return _deliver_batch(backend, claims)
    finally:
        backend.close()


def deliver_all() -> None:
    """Until nothing is due."""
    while deliver():
        pass


def _deliver_batch(backend: BaseEmailBackend, claims: list[Claim]) -> int:
    started = time.monotonic()
    for done, claim in enumerate(claims):
        if time.monotonic() - started > TURN_SECONDS:
            queue.hand_back(claims[done:], 0)
            return done
        try:
            backend.open()
        except OSError as reason:
            log.warning("no mail can be sent now: %s", reason)
            queue.hand_back(claims[done:], PAUSE_WHILE_UNREACHABLE_SECONDS, f"{type(reason).__name__}: {reason}")
            return done
        _deliver_one(backend, claim)
    return len(claims)


def _deliver_one(backend: BaseEmailBackend, claim: Claim) -> None:
    mail = claim.rows().select_related("recipient").first()
    if mail is None:
        return
    if not _may_have_it(mail):
        queue.withhold(claim)
        return
    try:
        transport.send(backend, transport.message_of(mail, partial(queue.hand_over, claim)))
    except LeaseLost:
        log.warning("mail %s was given to another worker meanwhile", claim.pk)
    except Exception as error:
        _note_failure(claim, error)
    else:
        queue.note_sent(claim)


def _may_have_it(mail: OutgoingMail) -> bool:
    """Whether, now, the address is still its recipient's and its recipient may see what it is about."""
    person = mail.recipient
    if person and not (person.is_active and person.email == mail.address):
        return False
    viewer = viewer_for(person) if person else anonymous_viewer()
    return not mail.key or entry_for(viewer, mail.key) is not None


def _note_failure(claim: Claim, error: Exception) -> None:
    code, words = _reply(error)
    reason = f"{code} {words}".strip() if code else f"{type(error).__name__}: {error}"
    if code in PERMANENT and not isinstance(error, smtplib.SMTPSenderRefused):
        queue.give_up(claim, reason)
    elif code:
        queue.postpone(claim, reason)
    elif isinstance(error, smtplib.SMTPServerDisconnected) or not isinstance(error, smtplib.SMTPException | ValueError):
        queue.break_off(claim, reason)
    else:
        queue.give_up(claim, reason)


def _reply(error: Exception) -> tuple[int, str]:
    """What the server answered; 0 when it was not the server that refused."""
    code: int = 0
    words: bytes | str = b""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    return code, words.decode(errors="replace") if isinstance(words, bytes) else str(words)

"""Writing mail down. Called inside the transaction of the thing that happened: both are kept, or neither."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from members.models import User
from notices.events import check_event
from notices.mail import queue
from notices.mail.models import CLOSED_STATES, SUBJECT_LENGTH, MailState, OutgoingMail
from notices.visibility import thing
from richtext.characters import storable
from richtext.plain import one_line


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail to be written down. `to` is a member, or the address of somebody without an account.

    `event` names what happened, as `guidance:12:published:5`; nobody gets two mails about the same event. `key` is what
    the mail tells of, if it tells of anything that not everybody may see.
    """

    to: User | str
    event: str
    subject: str
    text: str
    html: str = ""
    key: str = ""


def enqueue(*, to: User | str, event: str, subject: str, text: str, html: str = "", key: str = "") -> None:
    """Write one mail down, to be sent soon. Writing it twice is writing it once.

    Raises `ValidationError` for an address that is none, `ValueError` for an event without a name.
    """
    enqueue_all([Letter(to=to, event=event, subject=subject, text=text, html=html, key=key)])


def enqueue_all(letters: Iterable[Letter]) -> None:
    """The same for many, with a query for each batch of them and not for each."""
    OutgoingMail.objects.bulk_create([_row(letter) for letter in letters], ignore_conflicts=True)


def is_address(text: str) -> bool:
    """Whether mail can be addressed like this."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _row(letter: Letter) -> OutgoingMail:
    person = letter.to if isinstance(letter.to, User) else None
    address = (person.email if person else str(letter.to)).strip().lower()
    validate_email(address)
    check_event(letter.event)
    return OutgoingMail(
        recipient=person,
        address=address,
        event=letter.event,
        subject=one_line(letter.subject, limit=SUBJECT_LENGTH),
        text=storable(letter.text),
        html=storable(letter.html),
        key=thing(letter.key),
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost"),
    )


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: User) -> bool:
    """Put a mail that is in doubt back into the queue. False when somebody had decided already."""
    return queue.decide(mail, MailState.WAITING, by)


@transaction.atomic
def let_rest(mail: OutgoingMail, *, by: User) -> bool:
    """Say that a mail in doubt did arrive, or need not. False when somebody had decided already."""
    return queue.decide(mail, MailState.SENT, by)


def sweep() -> None:
    """Delete what was closed long ago. What waits, or waits for a decision, stays."""
    long_ago = timezone.now() - timedelta(days=settings.MAIL_KEEP_DAYS)
    OutgoingMail.objects.filter(state__in=CLOSED_STATES, created_at__lt=long_ago).delete()

"""Django's door to the outbox: what anybody sends with `send_mail` is written down like all other mail."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from members.models import User
from notices.mail.actions import Letter, enqueue_all


class OutboxBackend(BaseEmailBackend):
    """Makes rows of messages, so that no request ever waits for a mail server.

    Every message is an event of its own. A message that goes to somebody's address is theirs: it is not sent to them
    once their account has been closed.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Source: BaseEmailBackend."""
        messages = [message for message in email_messages if message.recipients()]
        addresses = {address.strip().lower() for message in messages for address in message.recipients()}
        members = {user.email: user for user in User.objects.filter(email__in=addresses)}
        try:
            enqueue_all([letter for message in messages for letter in _letters(message, members)])
        except Exception:
            if not self.fail_silently:
                raise
            return 0
        return len(messages)


def _letters(message: EmailMessage, members: dict[str, User]) -> Iterator[Letter]:
    if message.attachments:
        raise ValueError("mail of this site carries links, not attachments")
    event = f"message:{uuid.uuid4()}"
    for address in message.recipients():
        to = members.get(address.strip().lower(), address)
        yield Letter(to=to, event=event, subject=str(message.subject), text=str(message.body), html=_html(message))


def _html(message: Any) -> str:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, mimetype in alternatives if mimetype == "text/html"), "")

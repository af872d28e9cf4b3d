"""How a mail leaves: the connection to the mail server, which stops for a moment before the last dot.

Why there is a moment before the dot. A mail belongs to the server from when it has read the line with the single dot
that ends the text; whoever is cut off earlier has sent nothing. So that is the only instant at which a killed process
leaves a question behind. If the row said "sent" only after the answer, every kill during the whole conversation would
end in a guess: send again, perhaps twice, or not, perhaps never. Here everything but the dot is sent first; then the
row is committed as "handed over"; then the dot goes out. A process that dies before the commit has sent nothing, and
its row is sent by another. One that dies after it has almost surely sent the dot, and its row is held for a person to
decide. A mail is never doubled, and one can be lost only in the microseconds between a commit and a write to a socket,
and even then it is known by name.
"""

import re
import smtplib
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.utils.module_loading import import_string

from notices.mail.models import OutgoingMail

TIMEOUT_SECONDS = 30
GO_AHEAD, CRLF = 354, b"\r\n"
_LEADING_DOT, _LINE_END = re.compile(rb"(?m)^\."), re.compile(rb"\r\n|\n|\r")
DJANGO_SMTP = f"{SmtpBackend.__module__}.{SmtpBackend.__qualname__}"


def nothing_to_note() -> None:
    """For mail that is not in the outbox."""


class MailToSend(EmailMultiAlternatives):
    """A message that says when the last of it is about to leave. `about_to_finish` may refuse by raising."""

    about_to_finish: Callable[[], None] = staticmethod(nothing_to_note)


class _StopsBeforeTheDot:
    """Gives a connection the moment before the dot. `said` is what the server answered last."""

    about_to_finish: Callable[[], None] = staticmethod(nothing_to_note)
    said: tuple[int, bytes] = (0, b"")

    def connect(self, *where: Any, **named: Any) -> tuple[int, bytes]:
        """Connect, and let small packets leave at once: a dot that waits for company is a longer moment of doubt.

        Source: smtplib.SMTP.
        """
        answer: tuple[int, bytes] = super().connect(*where, **named)  # type: ignore[misc]
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[attr-defined]
        return answer

    def data(self, msg: bytes | str) -> tuple[int, bytes]:
        """Send a message, with a stop before its last line. Source: smtplib.SMTP."""
        self.putcmd("data")  # type: ignore[attr-defined]
        code, reply = self.getreply()  # type: ignore[attr-defined]
        if code != GO_AHEAD:
            raise smtplib.SMTPDataError(code, reply)
        self.send(_quoted(msg.encode("ascii") if isinstance(msg, str) else msg))  # type: ignore[attr-defined]
        try:
            self.about_to_finish()
        except BaseException:
            self.close()  # type: ignore[attr-defined]  # without the dot, so nothing was sent
            raise
        self.send(b"." + CRLF)  # type: ignore[attr-defined]
        self.said = self.getreply()  # type: ignore[attr-defined]
        return self.said


def _quoted(text: bytes) -> bytes:
    """The text as it travels: CRLF line ends, a dot before each leading dot, and an end to its last line."""
    lines = _LEADING_DOT.sub(b"..", _LINE_END.sub(CRLF, text))
    return lines if lines.endswith(CRLF) else lines + CRLF


class _Connection(_StopsBeforeTheDot, smtplib.SMTP):  # type: ignore[misc]
    pass


class _TlsConnection(_StopsBeforeTheDot, smtplib.SMTP_SSL):  # type: ignore[misc]
    pass


class SmtpTransport(SmtpBackend):
    """Django's SMTP backend on connections that stop before the dot, and that opens anew what the server has closed."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Source: Django's EmailBackend."""
        return _TlsConnection if self.use_ssl else _Connection

    def open(self) -> bool | None:
        """Source: Django's EmailBackend."""
        if self.connection is not None and self.connection.sock is None:
            self.connection = None
        return super().open()

    def _send(self, email_message: Any) -> bool:
        """Source: Django's EmailBackend."""
        connection: Any = self.connection
        connection.about_to_finish = getattr(email_message, "about_to_finish", nothing_to_note)
        return bool(super()._send(email_message))  # type: ignore[misc]

    @property
    def said(self) -> tuple[int, bytes]:
        """What the server answered to the last message."""
        return getattr(self.connection, "said", (0, b""))

    def close(self) -> None:
        """Close, whatever state the connection is in. Source: Django's EmailBackend."""
        with suppress(OSError):
            super().close()
        self.connection = None


def transport() -> BaseEmailBackend:
    """What `EMAIL_URL` names, not yet connected."""
    asked: dict[str, Any] = settings.MAIL_TRANSPORT
    if asked["EMAIL_BACKEND"] == DJANGO_SMTP:
        return SmtpTransport(
            host=asked.get("EMAIL_HOST"),
            port=asked.get("EMAIL_PORT"),
            username=asked.get("EMAIL_HOST_USER") or "",
            password=asked.get("EMAIL_HOST_PASSWORD") or "",
            use_tls=asked.get("EMAIL_USE_TLS", False),
            use_ssl=asked.get("EMAIL_USE_SSL", False),
            timeout=TIMEOUT_SECONDS,
        )
    options = {"file_path": asked["EMAIL_FILE_PATH"]} if "filebased" in asked["EMAIL_BACKEND"] else {}
    backend: BaseEmailBackend = import_string(asked["EMAIL_BACKEND"])(**options)
    return backend


def leaves_this_machine() -> bool:
    """Whether mail is really sent; a development site only keeps it."""
    return bool(settings.MAIL_TRANSPORT["EMAIL_BACKEND"] == DJANGO_SMTP)


def send(backend: BaseEmailBackend, message: MailToSend) -> None:
    """Send one message through an open backend. Backends that cannot stop before the dot stop before the message."""
    if not isinstance(backend, SmtpTransport):
        message.about_to_finish()
    backend.send_messages([message])


def message_of(mail: OutgoingMail, about_to_finish: Callable[[], None]) -> MailToSend:
    """The message of a row. Its id was made with the row, so a mail sent twice can be told for one."""
    message = MailToSend(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.address],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.about_to_finish = about_to_finish
    return message

"""`manage.py send_test_mail ADDRESS`: does mail leave this site?"""

import smtplib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notices.mail import transport
from notices.mail.actions import is_address
from notices.mail.rendering import render


class Command(BaseCommand):
    """Sends one mail at once, without the outbox, and says what the mail server said."""

    help = "Send a test mail at once through the mail server of EMAIL_URL, and say what the server answered."

    def add_arguments(self, parser: CommandParser) -> None:
        """Source: BaseCommand."""
        parser.add_argument("address", metavar="ADDRESS", help="who gets the mail, as name@example.org")

    def handle(self, *args: Any, **options: Any) -> None:
        """Source: BaseCommand. Ends with exit code 1 and what to do about it when the mail was not taken."""
        address = options["address"].strip()
        if not is_address(address):
            raise CommandError(f"'{address}' is not an email address. Write it as name@example.org.")
        if urlsplit(settings.SITE_URL).hostname is None:
            raise CommandError("SITE_URL names no host. Set it to the address of this site, as https://example.org.")
        backend = transport.transport()
        try:
            self._connect(backend)
            self._send(backend, address)
        finally:
            backend.close()

    def _connect(self, backend: BaseEmailBackend) -> None:
        where = _where(backend)
        try:
            backend.open()
        except smtplib.SMTPAuthenticationError as error:
            raise CommandError(
                f"{where} refused the user name or password: {_said(error.smtp_code, error.smtp_error)}."
                " Check both in EMAIL_URL; characters such as @ and / are written as %40 and %2F there."
            ) from error
        except OSError as error:
            raise CommandError(
                f"{where} could not be reached: {error}."
                " Check host, port and encryption (smtp, smtp+tls or smtp+ssl) in EMAIL_URL, and that the server is up."
            ) from error

    def _send(self, backend: BaseEmailBackend, address: str) -> None:
        subject, text, html = render("notices/mail/test", {"address": address})
        message = transport.MailToSend(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
        message.attach_alternative(html, "text/html")
        try:
            transport.send(backend, message)
        except OSError as error:
            raise CommandError(_explained(error, address)) from error
        self._tell(backend, address)

    def _tell(self, backend: BaseEmailBackend, address: str) -> None:
        if isinstance(backend, transport.SmtpTransport):
            self.stdout.write(f"{_where(backend)} took the mail to {address} and said: {_said(*backend.said)}")
        elif folder := getattr(backend, "file_path", ""):
            self.stdout.write(f"The mail to {address} was written to a file in {folder}. Set EMAIL_URL to send mail.")
        else:
            self.stdout.write(f"No mail server is set, so the mail to {address} went nowhere. Set EMAIL_URL to send mail.")


def _explained(error: OSError, address: str) -> str:
    """What the server objected to, and what to do about it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(_said(*reply) for reply in error.recipients.values())
        return f"The server refused the recipient {address}: {said}. Check the address."
    if isinstance(error, smtplib.SMTPSenderRefused):
        said, sender = _said(error.smtp_code, error.smtp_error), settings.DEFAULT_FROM_EMAIL
        return f"The server refused the sender {sender}: {said}. Ask whoever runs it which sender addresses it accepts."
    if isinstance(error, smtplib.SMTPResponseException):
        said = _said(error.smtp_code, error.smtp_error)
        return f"The server refused the mail: {said}. Ask whoever runs it what that means."
    return f"The connection broke off: {error}. Try again; ask whoever runs the server."


def _where(backend: BaseEmailBackend) -> str:
    host, port = getattr(backend, "host", ""), getattr(backend, "port", "")
    return f"The mail server {host}:{port}" if host else "The mail transport"


def _said(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())

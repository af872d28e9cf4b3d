"""A mail server that keeps what it is given, and answers as badly as it is told to."""

import asyncio
import socket
import threading
import time
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class MailServer:
    """`refuse` maps an address to the reply at RCPT, `reject` one to the reply after the text.

    It has a mail as soon as the last dot is there, and says so after `slow` seconds.
    """

    def __init__(self, port: int = 0) -> None:
        self.port = port or free_port()
        self.received: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}
        self.reject: dict[str, str] = {}
        self.slow = 0.0
        self.connections = 0
        self._lock = threading.Lock()
        self._controller: Controller | None = None

    @property
    def transport(self) -> dict[str, Any]:
        """The setting that leads here."""
        return {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": HOST, "EMAIL_PORT": self.port}

    @property
    def recipients(self) -> Counter[str]:
        """How many mails each address got."""
        with self._lock:
            return Counter(str(message["To"]) for message in self.received)

    def start(self) -> None:
        self._controller = Controller(self, hostname=HOST, port=self.port)
        deadline = time.monotonic() + 10
        while True:
            try:
                self._controller.start()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 (aiosmtpd's name)
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        if reply := self.refuse.get(address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        if reply := self.reject.get(envelope.rcpt_tos[0]):
            return reply
        with self._lock:
            self.received.append(message_from_bytes(envelope.original_content, policy=policy.default))
        await asyncio.sleep(self.slow)
        return "250 taken with thanks"


def free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]

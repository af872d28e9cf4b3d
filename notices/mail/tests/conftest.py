"""A real mail server on loopback, and the outbox set to use it."""

from collections.abc import Iterator
from typing import Any

import pytest

from notices.mail.tests.server import MailServer


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def outbox(settings: Any, server: MailServer) -> MailServer:
    """The site's mail goes to this server."""
    settings.EMAIL_BACKEND = "notices.mail.backends.OutboxBackend"
    settings.MAIL_TRANSPORT = server.transport
    return server

"""`python -m bench.inside.mail COUNT PORT`: mails through the worker of the site, and the same ones through bare smtplib.

Both make messages of text and HTML from the same rows and send them over one connection; in turns, to the same server.
"""

import json
import smtplib
import sys
import time
from collections.abc import Callable
from typing import Any

import django

from bench.processes import HOST

BATCH = 50
SUBJECT = "Practice Exchange: what is new for you"
TEXT = "\n\n".join(
    f"{n}. Working with a peer mentor\nChanged: the second step now says whom to ask first – and what to bring along.\n"
    f"http://127.0.0.1:8000/guidance/working-with-a-peer-mentor/?entry={n}"
    for n in range(10)
)
HTML = "".join(
    f'<h2><a href="http://127.0.0.1:8000/guidance/working-with-a-peer-mentor/?entry={n}">Working with a peer mentor</a></h2>'
    "<p>Changed: the second step now says whom to ask first – and what to bring along. It holds from the first day of next"
    " month; what was agreed before stays as it is.</p>"
    for n in range(10)
)


def main() -> None:
    """Seconds of each way for all mails, on the clock and of CPU."""
    django.setup()
    count, port = int(sys.argv[1]), int(sys.argv[2])
    batches = _written(count)
    with smtplib.SMTP(HOST, port) as raw:
        raw.ehlo()
        ways: dict[str, Callable[[list[Any]], None]] = {"worker": _worker, "raw": lambda batch: _raw(raw, batch)}
        for way in ways.values():
            way(batches[0])
        spent = {name: [0.0, 0.0] for name in ways}
        for batch in batches[1:]:
            for name, way in ways.items():
                wall, cpu = time.perf_counter(), time.process_time()
                way(batch)
                spent[name][0] += time.perf_counter() - wall
                spent[name][1] += time.process_time() - cpu
    print(json.dumps({"mails": count, "size": len(TEXT) + len(HTML), **spent}))


def _written(count: int) -> list[list[Any]]:
    """Rows in the outbox, one batch more than asked for: the first is not counted. Nobody's address is a real one."""
    from notices.mail.actions import Letter, enqueue_all
    from notices.mail.models import OutgoingMail

    OutgoingMail.objects.all().delete()
    enqueue_all(
        Letter(to=f"reader-{n}@example.org", event=f"bench:{n}", subject=SUBJECT, text=TEXT, html=HTML)
        for n in range(count + BATCH)
    )
    rows = list(OutgoingMail.objects.order_by("not_before", "pk"))
    return [rows[n : n + BATCH] for n in range(0, len(rows), BATCH)]


def _worker(batch: list[Any]) -> None:
    """One turn of the worker, which must find just this batch to do."""
    from notices.mail import worker

    if (done := worker.deliver()) != len(batch):
        raise SystemExit(f"the worker did {done} mails and not {len(batch)}")


def _raw(connection: smtplib.SMTP, batch: list[Any]) -> None:
    from django.conf import settings
    from django.core.mail import EmailMultiAlternatives

    for row in batch:
        message = EmailMultiAlternatives(row.subject, row.text, settings.DEFAULT_FROM_EMAIL, [row.address])
        message.attach_alternative(row.html, "text/html")
        connection.sendmail("no-reply@example.org", [row.address], message.message().as_bytes(linesep="\r\n"))


if __name__ == "__main__":
    main()

"""Mails through the real worker beside a bare loop of smtplib over one connection, to the same server (goal 15)."""

from collections.abc import Iterator

from bench.figures import Figure
from bench.mail_sink import sink
from bench.processes import HOST
from bench.sites import Sites

MAILS, MANY_MAILS = 500, 5_000


def measure(sites: Sites) -> Iterator[Figure]:
    """500 mails each way."""
    return _measured(sites, MAILS, "")


def measure_large(sites: Sites) -> Iterator[Figure]:
    """Ten times as many."""
    return _measured(sites, MANY_MAILS, f".{MANY_MAILS}")


def _measured(sites: Sites, count: int, suffix: str) -> Iterator[Figure]:
    with sink() as port:
        site = sites.copy("mail")
        found = site.inside("mail", count, port, EMAIL_URL=f"smtp://{HOST}:{port}")
    (wall, cpu), (raw_wall, raw_cpu) = found["worker"], found["raw"]
    beside = {
        "cpu_ms_a_mail": round(1000 * cpu / count, 2),
        "cpu_ms_a_mail_raw": round(1000 * raw_cpu / count, 2),
        "bytes": found["size"],
    }
    yield Figure(name=f"mail.worker{suffix}", value=count / wall, unit="mails/s", baseline=count / raw_wall, more=beside)

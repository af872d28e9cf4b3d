"""What a worker holds in memory after many requests of all kinds, and whether that grows (goal 13)."""

from collections.abc import Iterator
from itertools import chain, cycle, islice

from bench.addresses import PAGES, SIGN_IN
from bench.bursts import Failed
from bench.figures import Figure
from bench.load import Load, Request, visitors
from bench.processes import Server, resident_kilobytes
from bench.sites import UNCACHED, Site, Sites
from bench.words import COMMON, MID, RARE

REQUESTS, MANY_REQUESTS = 2_000, 10_000
ENTRIES = 100_000
CONNECTIONS = 8
# Every so many requests another kind of visitor has a turn.
TURN = 50


def measure(sites: Sites) -> Iterator[Figure]:
    """On the demonstration."""
    return _measured(sites.demonstration, REQUESTS, "")


def measure_large(sites: Sites) -> Iterator[Figure]:
    """With a large index open."""
    return _measured(sites.with_rows(ENTRIES), MANY_REQUESTS, f".{ENTRIES}")


def _measured(site: Site, requests: int, suffix: str) -> Iterator[Figure]:
    with visitors() as load, site.serving() as server:
        started = _largest(server)
        _visit(load, server, site, requests // 2)
        halfway = _largest(server)
        _visit(load, server, site, requests // 2)
        after = _largest(server)
    beside = {
        "own_megabytes": round(after[1]),
        "at_start": round(started[0]),
        "halfway": round(halfway[0]),
        "requests": requests,
    }
    yield Figure(name=f"memory.worker{suffix}", value=after[0], unit="MB", baseline=halfway[0], more=beside)
    yield Figure(name=f"memory.growth{suffix}", value=100 * (after[0] / halfway[0] - 1), unit="%")


def _largest(server: Server) -> tuple[float, float]:
    """The larger worker's memory in megabytes: all that is resident, and what of it is no mapped file."""
    total, own = max(resident_kilobytes(pid) for pid in server.workers())
    return total / 1024, own / 1024


def _visit(load: Load, server: Server, site: Site, count: int) -> None:
    """Visitors who are answered from what is kept, visitors who are not, searches, and a practitioner."""
    searches = [f"/search/?q={word}" for word in chain(COMMON, MID, RARE)]
    older = [f"/guidance/?before={n}-1" for n in range(1_700_000_000_000_000, 1_700_000_000_000_050)]
    kinds = [
        Request([*PAGES.values(), SIGN_IN]),
        Request(list(PAGES.values()), UNCACHED),
        Request(searches),
        Request([*older, *(f"/changes/2026/{month:02}/" for month in range(1, 6))]),
        Request(list(PAGES.values()), site.cookie),
    ]
    for request in islice(cycle(kinds), count // TURN):
        answered = load.burst(server.port, request, CONNECTIONS, count=TURN)
        if answered.errors:
            raise Failed(f"{answered.errors} errors for {', '.join(request.paths[:3])}")

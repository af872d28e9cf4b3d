"""The method: short bursts at one server and at the other in turns, and the median of their ratios.

Requests per second on a shared machine swing by a factor of two; the ratio of CPU time of two servers that were asked
within the same two seconds does not.
"""

from dataclasses import dataclass
from statistics import median

from bench.figures import Figure
from bench.load import Load, Request
from bench.processes import Server

CONNECTIONS = (1, 16)
ROUNDS = 5
BURST_SECONDS = 0.7


class Failed(Exception):
    """A server answered with an error: whatever was measured means nothing."""


@dataclass(frozen=True)
class Burst:
    """What one burst cost."""

    cpu_ms: float
    rate: float
    size: float


@dataclass(frozen=True)
class Target:
    """A server, and what is asked of it."""

    server: Server
    request: Request


@dataclass(frozen=True)
class Comparison:
    """What one target costs as a multiple of another, and both in milliseconds of CPU for a request."""

    ratio: float
    cpu_ms: float
    baseline_ms: float
    rate: float
    rate_ratio: float
    size: float

    def figure(self, name: str) -> Figure:
        """To be printed."""
        beside = {
            "rate": round(self.rate),
            "rate_ratio": round(self.rate_ratio, 2),
            "bytes": round(self.size),
        }
        return Figure(
            name=name, value=self.cpu_ms, unit="ms CPU/request", baseline=self.baseline_ms, ratio=self.ratio, more=beside
        )


def compare(load: Load, ours: Target, beside: Target, connections: int, rounds: int = ROUNDS) -> Comparison:
    """Bursts in turns, after one of each that is not counted."""
    for target in (ours, beside):
        burst(load, target, connections)
    pairs = [(burst(load, ours, connections), burst(load, beside, connections)) for _ in range(rounds)]
    return Comparison(
        ratio=median(a.cpu_ms / b.cpu_ms for a, b in pairs),
        cpu_ms=median(a.cpu_ms for a, _b in pairs),
        baseline_ms=median(b.cpu_ms for _a, b in pairs),
        rate=median(a.rate for a, _b in pairs),
        rate_ratio=median(a.rate / b.rate for a, b in pairs),
        size=median(a.size for a, _b in pairs),
    )


def burst(load: Load, target: Target, connections: int) -> Burst:
    """One burst. Any error ends the benchmark."""
    before = target.server.cpu_seconds()
    answered = load.burst(target.server.port, target.request, connections, seconds=BURST_SECONDS)
    spent = target.server.cpu_seconds() - before
    if answered.errors or not answered.requests:
        raise Failed(f"{answered.errors} errors in {answered.requests} requests for {', '.join(target.request.paths[:3])}")
    return Burst(1000 * spent / answered.requests, answered.requests / answered.seconds, answered.size)

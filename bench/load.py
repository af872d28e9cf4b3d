"""The visitors: requests over a number of connections, from a process of their own so that their work is not counted.

The process reads one command a line (JSON, see `Load.burst`) and answers each with one line.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

from bench.processes import HOST, ROOT

END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True)
class Request:
    """What visitors ask for: these addresses in turn, and the status that is no error."""

    paths: Sequence[str]
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Answered:
    """What came of a burst. `size` is the mean length of a body in bytes."""

    requests: int
    errors: int
    seconds: float
    size: float


class Load:
    """The other end of the process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def burst(self, port: int, request: Request, connections: int, *, seconds: float = 0, count: int = 0) -> Answered:
        """Ask for so long, or so often. Every connection waits for an answer before it asks again."""
        command = {"port": port, "connections": connections, "seconds": seconds, "count": count, **asdict(request)}
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the visitors were started without a line to them")
        print(json.dumps(command), file=self._process.stdin, flush=True)
        return Answered(**json.loads(self._process.stdout.readline()))


@contextmanager
def visitors() -> Iterator[Load]:
    """The process, for as long as the block lasts."""
    command = [sys.executable, "-m", "bench.load"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Load(process)
        if process.stdin:
            process.stdin.close()


class _Visitor(asyncio.Protocol):
    """One connection, kept open: asks, reads the answer by its length, asks again until told that it is over."""

    def __init__(self, tally: "_Tally") -> None:
        self.tally = tally
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._held = b""

    def connection_made(self, transport: Any) -> None:
        """Source: asyncio.Protocol."""
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Source: asyncio.Protocol."""
        self._held += data
        head, found, rest = self._held.partition(END_OF_HEAD)
        if found and (length := _length_if_whole(head, rest)) is not None:
            self._held = b""
            self.tally.note(int(head[9:12]), length)
            self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        """A server that hangs up has not answered. Source: asyncio.Protocol."""
        if not self.over.done():
            self.tally.note(0, 0)
            self.over.set_result(None)

    def _ask(self) -> None:
        message = self.tally.next_message()
        if message is None:
            self.over.set_result(None)
            self._transport.close()
        else:
            self._transport.write(message)


def _length_if_whole(head: bytes, rest: bytes) -> int | None:
    """How long the body is; None while some of it is still on its way. Told by its length, or in chunks."""
    names = head.lower().split(b"\r\n")
    if b"transfer-encoding: chunked" in names:
        return _length_of_chunks(rest)
    length = next((int(line[15:]) for line in names if line.startswith(b"content-length:")), 0)
    return length if len(rest) >= length else None


def _length_of_chunks(rest: bytes) -> int | None:
    length = at = 0
    while (end := rest.find(b"\r\n", at)) >= 0:
        size = int(rest[at:end], 16)
        at = end + 2 + size + 2
        if len(rest) < at:
            return None
        if size == 0:
            return length
        length += size
    return None


class _Tally:
    """What all connections of a burst share."""

    def __init__(self, command: dict[str, Any]) -> None:
        self.messages = cycle([_message(command["port"], path, command["headers"]) for path in command["paths"]])
        self.status, self.left = command["status"], command["count"]
        self.started = time.perf_counter()
        self.deadline = self.started + command["seconds"] if command["seconds"] else None
        self.requests = self.errors = self.bytes = 0

    def next_message(self) -> bytes | None:
        """What to ask for next; None when it is over."""
        if self.deadline is not None:
            return next(self.messages) if time.perf_counter() < self.deadline else None
        self.left -= 1
        return next(self.messages) if self.left >= 0 else None

    def note(self, status: int, length: int) -> None:
        """An answer."""
        self.requests += 1
        self.errors += status != self.status
        self.bytes += length


def _message(port: int, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{port}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


async def _run(command: dict[str, Any]) -> Answered:
    loop, tally = asyncio.get_running_loop(), _Tally(command)
    opened = [
        await loop.create_connection(lambda: _Visitor(tally), HOST, command["port"]) for _ in range(command["connections"])
    ]
    await asyncio.gather(*(visitor.over for _transport, visitor in opened))
    seconds = time.perf_counter() - tally.started
    return Answered(tally.requests, tally.errors, seconds, tally.bytes / max(1, tally.requests))


def main() -> None:
    """Answer commands until there are no more."""
    for line in sys.stdin:
        print(json.dumps(asdict(asyncio.run(_run(json.loads(line))))), flush=True)


if __name__ == "__main__":
    main()

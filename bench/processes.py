"""A server as `manage.py up` runs it, and what its processes have cost so far, from /proc (Linux only)."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
FIRST_PORT = int(os.environ.get("BENCH_PORT", "8100"))
PORTS = 40
START_SECONDS = 60
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
IS_LINUX = Path("/proc/self/stat").exists()


@dataclass(frozen=True)
class Server:
    """A running server: its first process, and where it answers."""

    pid: int
    port: int

    def cpu_seconds(self) -> float:
        """User and system time of all its processes, and of those that have ended."""
        return sum(_cpu_seconds(pid) for pid in family(self.pid))

    def workers(self) -> list[int]:
        """The processes that answer requests: each is much larger than the one that watches them."""
        largest = max(resident_kilobytes(pid)[0] for pid in family(self.pid))
        return [pid for pid in family(self.pid)[1:] if resident_kilobytes(pid)[0] > largest / 2]


def granian(application: str, port: int, workers: int = 2) -> list[str]:
    """The command line of `config.management.commands.up`, for any application; tests/test_bench.py compares the two."""
    words = f"--interface wsgi --host {HOST} --port {port} --workers {workers} --blocking-threads 1"
    quiet = "--workers-kill-timeout 10s --respawn-failed-workers --log-level warning --no-ws"
    return [str(Path(sys.executable).with_name("granian")), *words.split(), *quiet.split(), application]


@contextmanager
def serving(application: str, environment: dict[str, str], address: str = "/", workers: int = 2) -> Iterator[Server]:
    """A server that has given its first answer; it ends with the block, and its children with it."""
    port = free_port()
    command = granian(application, port, workers)
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stdout=sys.stderr)
    try:
        _wait_for_answer(process, port, address)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """A port of our range on which nobody listens."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                trial.bind((HOST, port))
                return port
    raise RuntimeError(f"no free port between {FIRST_PORT} and {FIRST_PORT + PORTS}; set BENCH_PORT")


def _wait_for_answer(process: "subprocess.Popen[bytes]", port: int, address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode} before it answered")
        connection = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
        try:
            connection.request("GET", address)
            status = connection.getresponse().status
        except OSError:
            time.sleep(0.02)
            continue
        finally:
            connection.close()
        if status >= 400:
            raise RuntimeError(f"{address} was answered with {status}")
        return
    raise RuntimeError(f"the server did not answer within {START_SECONDS} seconds")


def family(pid: int) -> list[int]:
    """A process and all below it, the process itself first."""
    parents = dict(_parents())
    found = [pid]
    for member in found:
        found.extend(child for child, parent in parents.items() if parent == member)
    return found


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            yield int(folder.name), int(fields[1])


def _cpu_seconds(pid: int) -> float:
    """Of one process and of the children it has waited for."""
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) / TICKS_PER_SECOND if fields else 0.0


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name; none when the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def resident_kilobytes(pid: int) -> tuple[int, int]:
    """Memory of a process that is in RAM: all of it, and the part that is its own and no mapped file."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0, 0
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    return tuple(int(fields.get(name, "0 kB").split()[0]) for name in ("VmRSS", "RssAnon"))  # type: ignore[return-value]

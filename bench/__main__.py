"""`make bench`: all benchmarks, one JSON object a line. `ONLY=name` runs one of them, `FULL=1` adds the long ones.

Exit code 1 when something could not be measured; a goal that is missed is said in its line (`"met": false`).
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from types import FrameType

from bench import guidance_import, lists, mailing, memory, pages, searching, starting, weight
from bench.figures import Figure, NotRun, teller
from bench.processes import IS_LINUX
from bench.sites import Sites, scratch_sites

Benchmark = Callable[[Sites], Iterable[Figure | NotRun]]
BENCHMARKS: dict[str, Benchmark] = {
    "start": starting.measure,
    "weight": weight.measure,
    "pages": pages.measure,
    "memory": memory.measure,
    "queries": lists.measure_queries,
    "lists": lists.measure,
    "search": searching.measure,
    "mail": mailing.measure,
    "import": guidance_import.measure,
}
LONG: dict[str, Benchmark] = {
    "search": searching.measure_large,
    "memory": memory.measure_large,
    "mail": mailing.measure_large,
    "lists": lists.measure_large,
}


def main() -> int:
    """Run what was asked for."""
    signal.signal(signal.SIGTERM, _end)
    only, full = os.environ.get("ONLY", ""), bool(os.environ.get("FULL"))
    if only and only not in BENCHMARKS:
        print(f"ONLY must be one of {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    chosen = [(name, run) for name, run in BENCHMARKS.items() if only in ("", name)]
    chosen += [(name, run) for name, run in LONG.items() if full and only in ("", name)]
    if not IS_LINUX:
        teller(sys.stdout)(NotRun("all", "CPU and memory of processes are read from /proc, which only Linux has"))
        return 0
    with scratch_sites() as sites:
        return max([_run(name, benchmark, sites) for name, benchmark in chosen])


def _run(name: str, benchmark: Benchmark, sites: Sites) -> int:
    """One benchmark; its failure does not keep the others from running."""
    tell = teller(sys.stdout)
    try:
        for figure in benchmark(sites):
            tell(figure)
    except Exception as error:
        traceback.print_exc()
        tell(NotRun(name, f"failed: {error}"))
        return 1
    return 0


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())

"""`bench/import_guidance.py` among the others: it needs outside data, so it may have to be left out."""

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.figures import Figure, NotRun
from bench.processes import ROOT
from bench.sites import Sites


def measure(sites: Sites) -> Iterator[Figure | NotRun]:
    """Its lines, or why there are none. It makes a site of its own."""
    done = subprocess.run(
        [sys.executable, "bench/import_guidance.py"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    lines = done.stdout.splitlines()
    if lines and lines[0].startswith("not run"):
        yield NotRun("import_guidance", lines[0].partition(": ")[2])
        return
    for line in map(json.loads, lines):
        yield Figure(name=line["name"], value=line["value"], unit=line["unit"], baseline=line["baseline"])

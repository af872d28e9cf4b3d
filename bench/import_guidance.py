"""What importing guidance costs, beside publishing the same ready blocks with bare Wagtail.

`BENCH_DATA=folder python bench/import_guidance.py [pages]`, where the folder holds pages.jsonl.gz. Prints one JSON object
a line; works in a database of its own, which it throws away.
"""

import gzip
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = 300
WARM_UP = 10
BURST = 20
TARGET_PAGES_PER_SECOND = 12
TARGET_MEGABYTES = 500


@dataclass
class Cost:
    """Time spent on a number of pages."""

    cpu: float = 0.0
    wall: float = 0.0
    pages: int = 0

    def __enter__(self) -> None:
        self.cpu -= time.process_time()
        self.wall -= time.perf_counter()

    def __exit__(self, *error: object) -> None:
        self.cpu += time.process_time()
        self.wall += time.perf_counter()

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time for a page."""
        return 1000 * self.cpu / self.pages


def main() -> None:
    """Run, or say why not."""
    source = Path(os.environ.get("BENCH_DATA", "")) / "pages.jsonl.gz"
    if "BENCH_DATA" not in os.environ or not source.is_file():
        print("not run: set BENCH_DATA to a folder that holds pages.jsonl.gz")
        return
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.jsonl"
        sample.write_bytes(b"".join(_spread(source, pages + WARM_UP)))
        _prepare(folder)
        for line in _measured(sample):
            print(json.dumps(line))


def _spread(source: Path, count: int) -> Iterator[bytes]:
    """That many lines from all over the file."""
    with gzip.open(source, "rb") as file:
        lines = file.readlines()
    step = max(1, len(lines) // count)
    return islice(lines, 0, count * step, step)


def _prepare(folder: str) -> None:
    """A site of its own: nothing of the surroundings' database, cache or search service."""
    for name in ("DATABASE_URL", "CACHE_URL", "ELASTICSEARCH_URL"):
        os.environ.pop(name, None)
    os.environ.update(DATA_DIR=folder, ENVIRONMENT="development", DEMO="0", DJANGO_SETTINGS_MODULE="config.settings")
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("set_up", stdout=sys.stderr)


def _measured(sample: Path) -> Iterator[dict[str, Any]]:
    """Import and publish in turns, so that a busy machine and a growing database weigh on both alike."""
    from kb.guidance.importing.files import documents_in

    documents = documents_in(sample)
    _turn(documents, WARM_UP, Cost(), Cost())
    imported, bare = Cost(), Cost()
    while _turn(documents, BURST, imported, bare):
        pass
    speed = imported.pages / imported.wall
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield _line("import_guidance.speed", speed, "pages/s", TARGET_PAGES_PER_SECOND)
    yield _line("import_guidance.cpu", imported.cpu_ms, "ms/page", bare.cpu_ms)
    yield _line("import_guidance.memory", megabytes, "MB", TARGET_MEGABYTES)


def _turn(documents: Iterator[Any], count: int, imported: Cost, bare: Cost) -> int:
    """Import some documents, then publish what they became once more by hand. Returns how many it was."""
    from kb.guidance.actions import Filing, import_document
    from kb.guidance.models import GuidanceIndexPage
    from kb.themes.models import Theme

    index, themes = GuidanceIndexPage.objects.get(), tuple(Theme.objects.all()[:1])
    with imported:
        pages = [import_document(document, Filing(index, themes), publish=True)[1] for document in islice(documents, count)]
    twins = [_twin(page.pk, themes) for page in pages]
    with bare:
        for twin in twins:
            index.add_child(instance=twin)
            twin.save_revision().publish()
    imported.pages += len(pages)
    bare.pages += len(pages)
    return len(pages)


def _twin(pk: int, themes: tuple[Any, ...]) -> Any:
    """A page to be, with the blocks as they are stored."""
    from kb.guidance.models import GuidancePage

    page = GuidancePage.objects.get(pk=pk)
    twin = GuidancePage(title=page.title, slug=f"{page.slug[:200]}-twin", summary=page.summary, live=False)
    twin.own_audience = page.own_audience
    twin.opening, twin.chapters, twin.about = page.opening, page.chapters, page.about
    twin.themes = themes
    return twin


def _line(name: str, value: float, unit: str, baseline: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "baseline": round(baseline, 2),
        "ratio": round(value / baseline, 3),
    }


if __name__ == "__main__":
    main()

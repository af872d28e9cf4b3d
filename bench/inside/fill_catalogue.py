"""`python -m bench.inside.fill_catalogue COUNT`: that many catalogue rows, each with a change, in bulk; then a new index.

A third of them is for practitioners only. Their times lie in this month, so that the list of its changes shows them.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import django

from bench.addresses import THEME_SLUG
from bench.words import texts

FIRST_ID = 10**6
BATCH = 5_000


def main() -> None:
    """Fill, build the index, and say how fast the index was built."""
    django.setup()
    count = int(sys.argv[1])
    fill(texts(count), count)
    print(json.dumps(rebuild()))


def fill(bodies: Iterator[str], count: int) -> None:
    """Rows with these texts, newest first."""
    rows = enumerate(bodies)
    while batch := list(islice(rows, BATCH)):
        _store(batch, count)


def rebuild() -> dict[str, Any]:
    """A new index of everything."""
    from search import worker

    cpu, wall = time.process_time(), time.perf_counter()
    entries = worker.rebuild()
    return {"entries": entries, "cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


def _store(batch: list[tuple[int, str]], count: int) -> None:
    from django.db import transaction

    from kb.changes.models import Change, ChangeKind
    from kb.themes.models import Theme
    from members.audiences.clauses import Clauses
    from members.audiences.scopes import SiteRole, role
    from members.models import Audience
    from search.models import Entry, EntryFacet

    themes = [Theme.objects.get(slug=THEME_SLUG).code, Theme.objects.exclude(slug=THEME_SLUG)[:1].get().code]
    public = Audience.objects.public()
    restricted = Audience.objects.store(Clauses.of([[role(SiteRole.PRACTITIONER)]]))
    with transaction.atomic():
        entries = Entry.objects.bulk_create(
            _entry(n, body, _moment(n, count), themes[n % 2], public if n % 3 else restricted) for n, body in batch
        )
        EntryFacet.objects.bulk_create(
            EntryFacet(entry=e, facet="theme", value=e.labels["theme"][0], updated_at=e.updated_at) for e in entries
        )
        Change.objects.bulk_create(
            Change(key=e.key, kind=ChangeKind.FIRST, at=e.updated_at, audience_id=e.audience_id, note="") for e in entries
        )


def _entry(n: int, body: str, moment: datetime, theme: str, audience: Any) -> Any:
    from search.models import Entry

    address = f"/guidance/bulk-{n}/"
    title = " ".join(body.split(" ", 6)[:6])
    return Entry(
        key=f"guidance:{FIRST_ID + n}",
        kind="guidance",
        address=address,
        title=title,
        summary=body[:120],
        sections=[{"address": f"{address}first/", "heading": title, "text": body}],
        labels={"theme": [theme]},
        audience=audience,
        published_at=moment,
        updated_at=moment,
        content_digest="-",
        version=n + 1,
    )


def _moment(n: int, count: int) -> datetime:
    """Between now and the beginning of the month."""
    from django.utils import timezone

    now = timezone.now()
    begins = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return now - (now - begins) * n / (count + 1)


if __name__ == "__main__":
    main()

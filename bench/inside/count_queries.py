"""`python -m bench.inside.count_queries`: what each kind of page asks the database, with nothing kept."""

import json

import django

from bench.addresses import PAGES
from bench.sites import SIGNED_IN_AS, UNCACHED


def main() -> None:
    """Ask for each page twice, as a visitor and as a practitioner, and count the second time: tests/test_query_counts.py."""
    django.setup()
    from django.test import Client

    from members.models import User

    visitor, practitioner = Client(), Client()
    practitioner.force_login(User.objects.get(email=SIGNED_IN_AS))
    print(json.dumps({kind: (_cost(visitor, a), _cost(practitioner, a)) for kind, a in PAGES.items()}))


def _cost(browser: object, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            status = browser.get(address, headers={**UNCACHED, "Host": "127.0.0.1"}).status_code  # type: ignore[attr-defined]
        if status != 200:
            raise SystemExit(f"{address} was answered with {status}")
    return len(queries)


if __name__ == "__main__":
    main()

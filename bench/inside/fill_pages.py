"""`python -m bench.inside.fill_pages COUNT`: that many pages in Wagtail's tree, its search table and our catalogue, in bulk.

The rows are those that publishing writes, with the same text in both; only the body blocks, which no search reads, are
left out.
"""

import json
import sys

import django

from bench.inside.fill_catalogue import BATCH, fill, rebuild
from bench.words import texts


def main() -> None:
    """Fill all three."""
    django.setup()
    count = int(sys.argv[1])
    _fill_wagtail(count)
    fill(texts(count), count)
    print(json.dumps(rebuild()))


def _fill_wagtail(count: int) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction
    from wagtail.models import Locale, Page
    from wagtail.search.backends import get_search_backend
    from wagtail.search.models import IndexEntry

    from kb.guidance.models import GuidanceIndexPage

    parent, locale = GuidanceIndexPage.objects.get(), Locale.get_default()
    page_type = ContentType.objects.get_for_model(Page)
    bodies = list(texts(count))
    with transaction.atomic():
        pages = Page.objects.bulk_create(
            [
                Page(
                    title=" ".join(body.split(" ", 6)[:6]),
                    slug=f"bulk-{n}",
                    url_path=f"{parent.url_path}bulk-{n}/",
                    path=Page._get_path(parent.path, parent.depth + 1, 1000 + n),
                    depth=parent.depth + 1,
                    content_type=page_type,
                    locale=locale,
                    live=True,
                )
                for n, body in enumerate(bodies)
            ],
            batch_size=BATCH,
        )
        IndexEntry.objects.bulk_create(
            [
                IndexEntry(content_type=page_type, object_id=str(page.pk), title=page.title, body=body)
                for page, body in zip(pages, bodies, strict=True)
            ],
            batch_size=BATCH,
        )
    get_search_backend().get_index_for_model(Page)._refresh_title_norms(full=True)


if __name__ == "__main__":
    main()

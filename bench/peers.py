"""What others pay for the same, for the line beside ours.

Measured by us on another day with the same method (CPU of the server's processes over that of the normaliser beside
it, c = concurrent requests), anonymous, no page cache, gunicorn gthread 2 × 4: bakerydemo (Wagtail's own demonstration),
django-machina, Misago. They don't install as packages, so they cannot run in the same bench.
"""

PEERS: dict[str, str] = {
    "pages.guidance-overview.anonymous.c16": "bakerydemo blog page: 7.7 × N, 20 KB, 22 queries; on granian 7.6 × N",
    "pages.guidance-overview.anonymous.c1": "bakerydemo blog page: 5.8 × N",
    "pages.guidance-chapter.anonymous.c16": "bakerydemo blog page: 7.7 × N, 20 KB, 22 queries; on granian 7.6 × N",
    "pages.guidance-chapter.anonymous.c1": "bakerydemo blog page: 5.8 × N",
    "pages.home.anonymous.c16": "bakerydemo home: 18 × N, 35 KB, 43 queries",
    "pages.home.anonymous.c1": "bakerydemo home: 12.4 × N",
    "pages.guidance-list.anonymous.c16": "bakerydemo blog index of 6 posts: 11 × N; machina forum of 20 topics: 16 × N",
    "pages.guidance-list.anonymous.c1": "bakerydemo blog index of 6 posts: 7.2 × N",
    "pages.search.anonymous.c16": "bakerydemo search: 19 × N, 39 queries, writes a hit",
    "pages.search.anonymous.c1": "bakerydemo search: 10.2 × N; Answer (API, 20 hits): 229 × N",
    "queries.home": "bakerydemo 43, Misago categories 5",
    "queries.guidance-overview": "bakerydemo 22",
    "queries.guidance-chapter": "bakerydemo 22",
    "queries.guidance-list": "bakerydemo 40 (10,000 posts: over 9,000)",
    "queries.theme": "bakerydemo 40, machina 12, Misago 6",
    "queries.search": "bakerydemo 39",
    "lists.guidance-list": "bakerydemo blog index of 10,000 posts: 65 s of CPU and 13 MB for one request",
    "search.common": "10,006 pages: Wagtail on SQLite 10.9 s of CPU, on PostgreSQL 239 ms, on Elasticsearch 11.3 ms",
    "search.adapter.p95": "100,000 entries: raw Tantivy 1.1–3.3 ms, FTS5 64–386 ms, Answer (LIKE, 80,000 rows) 1,165 ms",
    "search.rebuild": "Wagtail 1,300 per CPU second; raw Tantivy 6,500 per CPU second",
    "memory.worker": "bakerydemo 145–351 MB, Misago 126 MB, machina 73–86 MB (no CMS)",
    "start.first-response": "bakerydemo 1.64–1.76 s, Misago 1.9 s",
    "mail.worker": "kitsune: a message for each event and watcher",
}

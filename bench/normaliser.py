"""The yardstick: a Django view that renders 20 KB from a template with loops and filters, and asks no database.

Every machine and every minute has a speed of its own. What a page of ours costs is told as a multiple of what this one
costs beside it, on the same server with the same settings: × N. It is a whole Django project in one module.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings

# A row is 320 bytes and a dozen tags: what a page of text with lists costs, and what this view cost when peers were measured
# (4 ms, of which the server and the framework take 0.4).
ROWS = 62
TEMPLATE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
<h1>{{ title|capfirst }}</h1>
<ul>{% for name in sections %}<li><a href="#section-{{ forloop.counter }}">{{ name }}</a></li>{% endfor %}</ul>
{% for row in rows %}
<article id="row-{{ row.number }}" class="{% cycle 'odd' 'even' %}">
  <h2><a href="/rows/{{ row.number }}/">{{ row.name }}</a></h2>
  {% if row.amount > 500 %}<p class="large">{{ row.amount }}</p>{% else %}<p>{{ row.amount }}</p>{% endif %}
  <p>{{ row.day|date:"Y" }}: {{ row.text }}</p>
  <ul>{% for tag in row.tags %}<li>{{ tag|upper }}</li>{% endfor %}</ul>
</article>
{% endfor %}
<p>{{ rows|length }} rows, {{ now|date:"H:i" }}</p>
</body>
</html>
"""
TEXT = (
    "Words that say nothing, <b>escaped</b> & long enough for a paragraph, as the summary of an entry in a list is one too."
)

settings.configure(
    DEBUG=False,
    SECRET_KEY="no secrets here, only a yardstick",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    INSTALLED_APPS=[],
    USE_TZ=True,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"page": TEMPLATE})],
                    )
                ]
            },
        }
    ],
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


def _rows() -> list[dict[str, Any]]:
    first = date(2026, 1, 1)
    return [
        {
            "number": n,
            "name": f"row number {n} of the table",
            "amount": 12 * n,
            "day": first + timedelta(days=n),
            "text": TEXT,
            "tags": ["first", "second", "third"][: n % 3],
        }
        for n in range(ROWS)
    ]


def page(request: HttpRequest) -> HttpResponse:
    """Twenty kilobytes."""
    context = {"title": "the yardstick", "sections": [f"section {n}" for n in range(12)], "rows": _rows()}
    return render(request, "page", {**context, "now": datetime.now(UTC)})


urlpatterns = [path("", page)]
application = get_wsgi_application()

"""CPU from the start of a server to its first answer (goal 14), beside what Wagtail's own apps take to be set up."""

import os
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from bench.figures import Figure
from bench.processes import ROOT
from bench.sites import Sites

ROUNDS = 3
# What bare Wagtail needs to be there: its apps, and the addresses of its editor, which a first request imports too.
BARE = """
import django
from django.conf import settings
apps = ["contrib.redirects", "contrib.settings", "users", "snippets", "documents", "images", "search", "admin"]
own = ["auth", "contenttypes", "sessions", "messages", "staticfiles"]
settings.configure(
    SECRET_KEY="-", ROOT_URLCONF="wagtail.urls", WAGTAIL_SITE_NAME="-", STATIC_URL="/static/",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=[
        *(f"wagtail.{a}" for a in apps), "wagtail", "taggit", "modelcluster", *(f"django.contrib.{a}" for a in own)
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()
import wagtail.admin.urls, wagtail.urls
"""


def measure(sites: Sites) -> Iterator[Figure]:
    """With one worker: a second one imports the same beside it."""
    site = sites.demonstration
    ours, bare = [], []
    for _ in range(ROUNDS):
        with site.serving(workers=1) as server:
            ours.append(server.cpu_seconds())
        bare.append(_bare())
    yield Figure(
        name="start.first-response", value=median(ours), unit="s CPU", baseline=median(bare), more={"of": "one worker"}
    )


def _bare() -> float:
    before = os.times()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-c", BARE], cwd=ROOT, env=environment, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system

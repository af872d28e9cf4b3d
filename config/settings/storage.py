"""Where things are kept: database, cache, files, static files, mail."""

from typing import Any

import environ

from config.environment import BASE_DIR
from config.settings.application import ENV

# IMMEDIATE is what makes SQLite safe for many writers: a deferred transaction that reads and then writes fails at once
# with "database is locked", however long the timeout. WAL lets readers go on meanwhile.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
        " PRAGMA journal_size_limit=27103364; PRAGMA cache_size=2000;"
    ),
}


def _database() -> dict[str, Any]:
    database = dict(ENV.database)
    if "sqlite" in database["ENGINE"]:
        ENV.data_dir.mkdir(parents=True, exist_ok=True)
        # Opening the file anew for each request costs more than most pages; tests close what they open.
        return {**database, "OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": 0 if ENV.name == "test" else 60}
    return {**database, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": _database()}
CACHES = {
    "default": environ.Env.cache_url_config(ENV.cache_url),
    # Pages are kept by each process for itself: their keys change with every write, wherever it was made.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Development serves straight from the folders; production collects, hashes and compresses first.
WHITENOISE_USE_FINDERS = not ENV.is_production
WHITENOISE_AUTOREFRESH = ENV.debug
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if ENV.is_production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Never served by address: every file and rendition goes through files.views, which asks who is reading.
MEDIA_ROOT = ENV.data_dir / "media"
MEDIA_URL = "/media-is-not-public/"

# All mail is written down first, in the transaction of what it is about, and sent by the background process through
# this transport (notices.mail). Without EMAIL_URL, development keeps its mail to be read at /mail/.
EMAIL_BACKEND = "notices.mail.backends.OutboxBackend"
MAIL_TRANSPORT = environ.Env.email_url_config(ENV.email_url)
MAIL_PAGE = ENV.debug or ENV.demo or ENV.name == "development"
MAIL_IDENTITY = "kb.frame.identity.mail_identity"
# A row that a worker claimed is another's after this time; after this many attempts a mail counts as undeliverable.
MAIL_LEASE_SECONDS = 300
MAIL_MOST_ATTEMPTS = 12
# What mail said may hold links that open an account: it is erased once sent, and its row is deleted later.
MAIL_KEEP_TEXT = not ENV.is_production
MAIL_KEEP_DAYS = 30
DEFAULT_FROM_EMAIL = "Practice Exchange <no-reply@example.org>"

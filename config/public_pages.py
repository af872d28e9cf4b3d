"""Pages that are the same for everybody who has not signed in: kept, told apart by an ETag, gone with the next change.

A page is kept under the epoch of `search.freshness`, which changes in the same transaction as anything shown: there is
nothing to purge, in no process and on no host. Caches on the way may store the page too, and must ask before each use.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from search import freshness

KEPT_SECONDS = 3600
KEPT_HEADERS = ("Content-Type", "Content-Language", "Vary")
LONGEST_ADDRESS = 500
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
# Answered without asking the database what is new: nothing there is kept.
NEVER_KEPT = (
    "/favicon.ico",
    "/healthz",
    "/readyz",
    "/account/",
    "/cms/",
    "/desk/",
    "/feedback/",
    "/files/",
    "/follow/",
    "/search/",
)


@dataclass(frozen=True)
class KeptPage:
    """A page as it goes out, packed with gzip. `until` is when something on it may begin or cease to be visible."""

    packed: bytes
    headers: dict[str, str]
    etag: str
    until: datetime


class PublicPages:
    """Answers for who has not signed in from what was answered before, as long as nothing has changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with freshness.one_reading():
            if not _may_be_kept(request):
                return self.get_response(request)
            key = _key(request)
            kept: KeptPage | None = self.pages.get(key)
            if kept is None or kept.until <= timezone.now():
                # Reckoned before the page is made: what ends while it is being made must end its keeping too.
                until = _until()
                response = self.get_response(request)
                if not _is_for_everybody(response) or until <= timezone.now():
                    return response
                kept = _kept(response, until)
                self._keep(key, kept)
            return _answer(request, kept)

    def _keep(self, key: str, page: KeptPage) -> None:
        """Inside a transaction only once it has committed: one that is rolled back has shown what never was."""
        transaction.on_commit(lambda: self.pages.set(key, page, KEPT_SECONDS))


def _may_be_kept(request: HttpRequest) -> bool:
    """Reading, by somebody who brings nothing that says who they are."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
        and not getattr(request, "is_dummy", False)  # the CMS previewing a draft
        and len(request.get_full_path()) <= LONGEST_ADDRESS
        and not request.path.startswith(NEVER_KEPT)
    )


def _key(request: HttpRequest) -> str:
    """Everything an answer depends on."""
    parts = (*freshness.epoch(), request.scheme, request.get_host(), request.get_full_path())
    return hashlib.sha256("\n".join(map(str, parts)).encode(errors="replace")).hexdigest()


def _is_for_everybody(response: HttpResponse) -> bool:
    """Said so by its view, whole, and without anything of one reader's."""
    return getattr(response, "same_for_everybody", False) and response.status_code == 200 and not response.cookies


def _until() -> datetime:
    """How long a page made now may be kept: until something begins or ends by itself, and no longer than the day."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time.min))
    moment = freshness.next_moment()
    return min(midnight, moment) if moment else midnight


def _kept(response: HttpResponse, until: datetime) -> KeptPage:
    body = response.content
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    return KeptPage(gzip.compress(body, 6, mtime=0), headers, etag, until)


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    if page.etag in parse_etags(request.headers.get("If-None-Match", "")) or request.headers.get("If-None-Match") == "*":
        response: HttpResponse = HttpResponseNotModified()
        response.headers["Vary"] = page.headers.get("Vary", "")
    else:
        packed = bool(GZIP.search(request.headers.get("Accept-Encoding", "")))
        response = HttpResponse(page.packed if packed else gzip.decompress(page.packed), headers=page.headers)
        response.headers["Content-Length"] = str(len(response.content))
        if packed:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = page.etag
    response.headers["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return response

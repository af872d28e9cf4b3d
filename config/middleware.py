"""What every request and response goes through, whatever the room."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]
NUL = "\0"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
# Names of addresses: everything about one's own account; and those whose address is worth a password.
OF_AN_ACCOUNT, WITH_A_TOKEN = "account_", ("account_reset_password", "account_first_administrator")


class NoBadBytes:
    """Answers 400 to addresses and fields holding a NUL byte: PostgreSQL refuses them, so nothing valid has one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        return _refusal() if NUL in request.path or NUL in query or "%00" in query else self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        """The fields of a form, which the check of its token reads at this point anyway. Source: Django's middleware."""
        if request.method != "POST":
            return None
        fields = (text for name, values in request.POST.lists() for text in (name, *values))
        return _refusal() if any(NUL in text for text in fields) else None


def _refusal() -> HttpResponse:
    return HttpResponseBadRequest(
        _("The address or the form holds a character that no page here uses."), content_type="text/plain; charset=utf-8"
    )


class BrowserPolicies:
    """What browsers and caches may do with an answer: no sensors, the CMS by its own rules, nothing personal is kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        name = (request.resolver_match.url_name if request.resolver_match else "") or ""
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if name.startswith(WITH_A_TOKEN):
            # Not `no-referrer`: browsers then send a form's origin as "null", which the check of its token refuses.
            response.headers["Referrer-Policy"] = "same-origin"
        if request.path.startswith("/cms/"):
            response._csp_replace = settings.CMS_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        personal = name.startswith(OF_AN_ACCOUNT) or settings.SESSION_COOKIE_NAME in request.COOKIES
        if personal and "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        return response

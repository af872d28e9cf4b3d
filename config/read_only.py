"""Read-only mode: nothing is changed, and nothing that somebody typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kb.frame.identity import identity

RETRY_SECONDS = 600
LONG = 60
READING = ("GET", "HEAD", "OPTIONS", "TRACE")
# What must go on: coming in and going out, and the settings that end the mode.
OPEN = ("/account/login/", "/account/logout/", "/cms/settings/frame/")
NEVER_SHOWN = ("password", "code", "token")
"""A field with any of these in its name is not shown back."""


@dataclass(frozen=True)
class Typed:
    """One field of a form that came while the site was read-only."""

    name: str
    text: str


class ReadOnly:
    """Answers what would change something with a page that holds what was typed, and can send it again later."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READING or request.path.startswith(OPEN) or not identity().is_read_only:
            return self.get_response(request)
        return _kept_for_you(request)


def _is_somebodys_words(field: Typed) -> bool:
    """What a person wrote, not what the form carries for itself: words in a row, and no data in brackets."""
    text = field.text.strip()
    return (" " in text or "\n" in text or len(text) > LONG) and not text.startswith(("{", "["))


def _may_be_shown(name: str) -> bool:
    return not any(word in name.casefold() for word in NEVER_SHOWN)


def _kept_for_you(request: HttpRequest) -> HttpResponse:
    """503, because it will pass; with every field, so that it can be copied or sent again."""
    typed = [Typed(name, text) for name, texts in request.POST.lists() for text in texts if _may_be_shown(name)]
    context = {
        "texts": [field.text for field in typed if _is_somebodys_words(field)],
        "everything": typed,
        "has_files": bool(request.FILES),
        "address": request.get_full_path(),
        "home": reverse("wagtail_serve", args=[""]),
    }
    response = render(request, "read_only.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response

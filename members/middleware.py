"""Puts the viewer on the request."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from members.audiences.viewers import Viewer, viewer_for


class ViewerMiddleware:
    """Every request has a `viewer`; it is resolved when first asked for, so pages that don't ask pay nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_for(request.user))  # type: ignore[attr-defined]
        return self.get_response(request)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a request, typed. A request that never met the middleware is an anonymous reader's."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]

"""The site's addresses, and three that fail, each in its own way."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.urls import path

from config.urls import urlpatterns as addresses_of_the_site


def _failing(failure):
    def view(request):
        raise failure

    return view


urlpatterns = [
    path("broken/400/", _failing(BadRequest("asked wrongly"))),
    path("broken/403/", _failing(PermissionDenied("not for you"))),
    path("broken/500/", _failing(RuntimeError("out of order"))),
    *addresses_of_the_site,
]

"""Old addresses, resolved for whoever follows them: one never gives away where a page is that the reader may not see."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from members.audiences.access import AudienceControlled, can_see
from members.middleware import viewer_of


class ViewerRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, which it makes itself when a page moves, with the audience of the page they lead to."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Answer a 404 with a redirect where there is one for this viewer. Source: RedirectMiddleware.

        No cache may keep it: it would answer the next reader too, and still do so when the page has been narrowed.
        """
        if response.status_code != 404:
            return response
        found = _redirect_for(request)
        if found is None or not found.link or not _is_open(request, found):
            return response
        kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        redirect = kind(found.link)
        patch_cache_control(redirect, private=True, no_store=True)
        return redirect


def _redirect_for(request: HttpRequest) -> Redirect | None:
    whole = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    path = urlsplit(whole).path
    try:
        return get_redirect(request, whole) or get_redirect(request, path)
    except Redirect.DoesNotExist:  # Wagtail's look-up gives up where two redirects for all sites share an address
        return Redirect.objects.filter(old_path=path, site=None).order_by("pk").last()


def _is_open(request: HttpRequest, found: Any) -> bool:
    """Whether the viewer may know where this leads. Redirects to other sites are nobody's secret."""
    if found.redirect_page_id is None:
        return True
    page = found.redirect_page.specific
    stands = page.live and not page.get_ancestors().filter(live=False).exists()
    return stands and isinstance(page, AudienceControlled) and can_see(viewer_of(request), page)

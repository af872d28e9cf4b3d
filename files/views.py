"""The one view through which every file leaves the site."""

from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from files.models import File, Rendition, SiteDocument
from members.audiences.access import can_see
from members.middleware import viewer_of

PUBLIC_SECONDS = 300


@require_safe
def document(request: HttpRequest, pk: int, stamp: str, filename: str) -> HttpResponseBase:
    """A document, as an attachment. Not allowed, not existing and misnamed are the same 404."""
    found = SiteDocument.objects.visible_to(viewer_of(request)).filter(pk=pk).select_related("audience").first()
    if found is None or found.filename != filename:
        raise Http404
    if not found.has_stamp(stamp):
        return _moved(found.url)
    return _send(request, found, _content(found), _fingerprint_of(found))


@require_safe
def rendition(request: HttpRequest, pk: int, stamp: str, filename: str) -> HttpResponseBase:
    """An image in one size, shown in the page. The image's audience decides."""
    found = Rendition.objects.filter(pk=pk).select_related("image__audience").first()
    if found is None or not can_see(viewer_of(request), found.image) or found.filename != filename:
        raise Http404
    if not found.image.has_stamp(stamp):
        return _moved(found.url)
    return _send(request, found.image, _content(found), f"{found.pk}-{found.filter_spec}")


def _moved(address: str) -> HttpResponseBase:
    """To where the file is now, for this reader: a redirect that a cache kept would tell the next one."""
    response = HttpResponseRedirect(address)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _content(found: SiteDocument | Rendition) -> FileResponse:
    """The bytes. A row whose file is lost has nothing to serve."""
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, as_attachment=isinstance(found, SiteDocument), filename=found.filename)


def _fingerprint_of(found: SiteDocument) -> str:
    """A name of the content, reckoned once for a document that came without."""
    return str(found.get_file_hash())


def _send(request: HttpRequest, file: File, response: FileResponse, fingerprint: str) -> HttpResponseBase:
    """The headers that keep a file harmless, and caches honest: only public files may be kept, and only for minutes."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["ETag"] = f'"{fingerprint}"'
    if file.audience.as_clauses().is_public and file.visible_until is None:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    else:
        patch_cache_control(response, private=True, no_store=True)
    answer = get_conditional_response(request, response.headers["ETag"], response=cast(HttpResponse, response))
    if isinstance(answer, HttpResponse):  # "not modified" or "precondition failed", in place of the file
        response.close()
        return answer
    return response

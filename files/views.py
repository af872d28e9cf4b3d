"""The one view through which every file leaves the site."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from files.models import File, Rendition, SiteDocument
from members.audiences.access import can_see
from members.middleware import viewer_of

PUBLIC_SECONDS = 300


@require_safe
def document(request: HttpRequest, pk: int, stamp: str, filename: str) -> HttpResponse:
    """A document, as an attachment. Not allowed, not existing and misnamed are the same 404."""
    found = SiteDocument.objects.visible_to(viewer_of(request)).filter(pk=pk).select_related("audience").first()
    if found is None or found.filename != filename:
        raise Http404
    if not found.has_stamp(stamp):
        return HttpResponseRedirect(found.url)
    return _send(request, found, FileResponse(found.file.open("rb"), as_attachment=True, filename=filename), found.file_hash)


@require_safe
def rendition(request: HttpRequest, pk: int, stamp: str, filename: str) -> HttpResponse:
    """An image in one size, shown in the page. The image's audience decides."""
    found = Rendition.objects.filter(pk=pk).select_related("image__audience").first()
    if found is None or not can_see(viewer_of(request), found.image) or not found.file.name.endswith(f"/{filename}"):
        raise Http404
    if not found.image.has_stamp(stamp):
        return HttpResponseRedirect(found.url)
    return _send(request, found.image, FileResponse(found.file.open("rb")), f"{found.pk}-{found.filter_spec}")


def _send(request: HttpRequest, file: File, response: FileResponse, fingerprint: str) -> HttpResponse:
    """The headers that keep a file harmless, and caches honest: only public files may be kept, and only for minutes."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["ETag"] = f'"{fingerprint}"'
    if file.audience.as_clauses().is_public and file.visible_until is None:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    else:
        patch_cache_control(response, private=True, no_store=True)
    conditional = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    if isinstance(conditional, HttpResponseNotModified):
        response.close()
    return conditional

"""The form on which a thing is followed, and the list of what one follows."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.middleware import viewer_of
from members.models import User
from notices.follows import actions, queries
from notices.visibility import entry_for
from search import pages
from search.listing import entries_for
from search.models import Entry


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Follow the thing that `?key=` names, or stop. What the viewer may not see is as if it were not there."""
    entry = entry_for(viewer_of(request), request.GET.get("key", ""))
    if entry is None:
        raise Http404
    if request.method == "POST":
        _choose(request, entry)
        return HttpResponseRedirect(f"{reverse('follows:follow')}?{urlencode({'key': entry.key})}")
    context = {"entry": entry, "is_following": queries.is_following(viewer_of(request), entry.key)}
    return render(request, "notices/follows/follow.html", context)


def _choose(request: HttpRequest, entry: Entry) -> None:
    person = cast(User, request.user)
    if request.POST.get("choice") == "stop":
        actions.unfollow(person, entry.key)
        messages.success(request, _("You no longer follow this."))
    else:
        actions.follow(person, entry.key)
        messages.success(request, _("You follow this. You will find a notification here when it changes."))


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What the viewer follows, the newest choice first."""
    viewer = viewer_of(request)
    page = pages.newest_first(queries.follows_of(viewer), request.GET, _("Pages of what you follow"))
    found = {entry.key: entry for entry in entries_for(viewer).filter(key__in=[row.key for row in page.rows])}
    shown = [found[row.key] for row in page.rows if row.key in found]
    return render(request, "notices/follows/index.html", {"page": page, "entries": shown})

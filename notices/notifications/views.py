"""What a person has been told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.middleware import viewer_of
from notices.notifications import actions, queries
from search import pages


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The newest first. Sending the form marks all as read; reading changes nothing."""
    viewer = viewer_of(request)
    if request.method == "POST":
        actions.mark_all_read(viewer)
        messages.success(request, _("All notifications are marked as read."))
        return redirect("notifications:index")
    page = pages.newest_first(queries.notifications_for(viewer), request.GET, _("Pages of notifications"))
    return render(request, "notices/notifications/index.html", {"page": page, "unread": queries.unread_for(viewer)})

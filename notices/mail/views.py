"""Mail to read on a development site, and the decision about mail in doubt on any."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.audiences.scopes import SiteRole
from members.middleware import viewer_of
from members.models import User
from notices.mail import actions, queries
from notices.mail.models import MailState, OutgoingMail
from search import pages

# A mail is shown as a mail program would: no script, no picture, no form, no frame around it.
HTML_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def _readable_or_404(pk: int | None = None) -> Any:
    if not queries.mail_can_be_read_here():
        raise Http404
    return get_object_or_404(OutgoingMail, pk=pk) if pk else None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All mail of a development site, newest first."""
    _readable_or_404()
    page = pages.newest_first(queries.all_mail(), request.GET, _("Pages of mail"))
    return render(request, "notices/mail/index.html", {"page": page})


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: who gets it, how it fared, and its text."""
    return render(request, "notices/mail/letter.html", {"mail": _readable_or_404(pk)})


@require_safe
def html_part(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a mail, by itself."""
    mail = _readable_or_404(pk)
    if not mail.html:
        raise Http404
    return HttpResponse(mail.html, headers={"Content-Security-Policy": HTML_POLICY, "Cache-Control": "no-store"})


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a mail in doubt again, or let it rest. For administrators; what it says is not shown."""
    if not viewer_of(request).holds(SiteRole.ADMINISTRATOR) or not isinstance(request.user, User):
        raise Http404
    mail = get_object_or_404(OutgoingMail.objects.defer("text", "html").select_related("recipient"), pk=pk)
    if request.method == "POST":
        _decide(request, mail, request.user)
        return redirect("mail:in_doubt", pk=pk)
    return render(request, "notices/mail/in_doubt.html", {"mail": mail, "is_open": mail.state == MailState.IN_DOUBT})


def _decide(request: HttpRequest, mail: OutgoingMail, by: User) -> None:
    again = request.POST.get("decision") == "again"
    act = actions.send_again if again else actions.let_rest
    if not act(mail, by=by):
        messages.warning(request, _("Somebody has decided about this mail already."))
    elif again:
        messages.success(request, _("The mail will be sent again."))
    else:
        messages.success(request, _("The mail counts as sent."))

"""The CMS forms of review and withdrawal. What is saved here holds at once and is logged."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from kb.changes import reviewing
from kb.changes.forms import RestoringForm, ReviewForm, WithdrawalForm
from kb.changes.pages import LookedAfterPage, looked_after_types
from kb.changes.panels import standing
from kb.changes.withdrawal import restore, withdraw
from members.models import User


def withdraw_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a page out of force."""
    page = _page(request, pk)
    if request.method != "POST" and page.is_withdrawn:
        messages.info(request, _("This page is withdrawn already."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    form = WithdrawalForm(_sent(request), pages=_others(page))

    def save(facts: dict[str, Any]) -> str:
        successor = facts["successor"].specific if facts["successor"] else None
        withdraw(page, facts["reason"], successor=successor, by=_user(request))
        return _("Withdrawn. Readers still find it, below what is in force, with your reason above the text.")

    return _answer(request, page, form, save, _("Withdraw"))


def restore_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a withdrawn page in force again."""
    page = _page(request, pk)
    form = RestoringForm(_sent(request))

    def save(facts: dict[str, Any]) -> str:
        restore(page, facts["reason"], by=_user(request))
        return _("In force again.")

    return _answer(request, page, form, save, _("Put in force again"))


def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a page was read and is right, when it is read next, and by whom."""
    page = _page(request, pk)
    initial = {"looked_after_by": page.looked_after_by_id, "next_review_on": page.next_review_on, "reviewed": True}
    form = ReviewForm(_sent(request), initial=initial, people=reviewing.people_who_look_after())

    def save(facts: dict[str, Any]) -> str:
        person, day = facts["looked_after_by"], facts["next_review_on"]
        reviewing.review(page, day, looked_after_by=person, is_right=facts["reviewed"], by=_user(request))
        return _("Saved. The next review is on %s.") % day.strftime("%d/%m/%Y")

    return _answer(request, page, form, save, _("Review"))


def _answer(
    request: HttpRequest, page: LookedAfterPage, form: Form, save: Callable[[dict[str, Any]], str], heading: str
) -> HttpResponse:
    """The form, again with what is wrong, or done."""
    edit_address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if request.method == "POST" and form.is_valid():
        try:
            done = save(form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, done)
            return redirect(edit_address)
    context = {
        **standing(page),
        "form": form,
        "heading": heading,
        "edit_address": edit_address,
        "breadcrumbs_items": [{"url": edit_address, "label": page.title}, {"url": "", "label": heading}],
    }
    return render(request, "kb/changes/cms/form.html", context)


def _page(request: HttpRequest, pk: int) -> LookedAfterPage:
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, LookedAfterPage) or page.alias_of_id:
        raise Http404
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return page


def _others(page: LookedAfterPage) -> Any:
    """What may follow a page: published pages of the kinds that can be looked after, but not itself.

    Withdrawn ones too, as long as they lead on to one that is in force; the action refuses those that lead back.
    """
    return Page.objects.live().type(*looked_after_types()).exclude(pk=page.pk).order_by("title")


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None

"""The CMS form "Who can see this", and the form for the first administrator of a new site."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page
from wagtail.permissions import policy_registry

from members import first_administrator
from members.audiences.access import AudienceControlled
from members.audiences.actions import is_alias, set_audience
from members.forms import MAX_BIGINT, AudienceForm, FirstAdministratorForm, initial_for
from members.models import User
from members.panels import who_can_see


@never_cache
@sensitive_post_parameters("password1", "password2")
def create_first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """The form behind the link that a new site prints. Without a valid link, or once it was used, there is no such page."""
    if not first_administrator.is_valid(token):
        raise Http404
    form = FirstAdministratorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            first_administrator.create(facts["email"], facts["display_name"], facts["password1"])
        except first_administrator.AlreadyThere as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your account is ready. Sign in with it."))
            return redirect("account_login")
    return render(request, "members/first_administrator.html", {"form": form})


def change_audience(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """Show and change who may see a page or a file. What is saved holds at once and is logged."""
    obj = _object(app_label, model_name, pk)
    if not _may_change(request.user, obj):
        raise PermissionDenied
    form = AudienceForm(request.POST if request.method == "POST" else None, initial=_initial(obj))
    if request.method == "POST" and not is_alias(obj) and form.is_valid():
        _save(form, obj, request.user)
        messages.success(request, _("Saved. Who can see this has changed at once."))
        return redirect(request.path)
    return render(request, "members/cms/who_can_see.html", {"form": form, **_around(request.user, obj)})


def _save(form: AudienceForm, obj: AudienceControlled, user: Any) -> None:
    times = {name: form.cleaned_data[name] for name in ("visible_from", "visible_until")}
    set_audience(obj, form.clauses(), by=user if isinstance(user, User) else None, **times)


def _object(app_label: str, model_name: str, pk: int) -> AudienceControlled:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, AudienceControlled) or pk > MAX_BIGINT:
        raise Http404
    obj: AudienceControlled = get_object_or_404(model._base_manager, pk=pk)
    return obj


def _may_change(user: Any, obj: AudienceControlled) -> bool:
    """Whoever may publish the page, or change the file, by Wagtail's own permissions."""
    if isinstance(obj, Page):
        return bool(obj.permissions_for_user(user).can_publish())
    policy = policy_registry.get_by_type(type(obj))
    return bool(policy.user_has_permission_for_instance(user, "change", obj))


def _initial(obj: AudienceControlled) -> dict[str, Any]:
    moments = {"visible_from": obj.own_visible_from, "visible_until": obj.own_visible_until}
    return {**initial_for(obj.own_audience.as_clauses(), obj.always_admitted()), **moments}


def _around(user: Any, obj: AudienceControlled) -> dict[str, Any]:
    """What the form's page shows beside the form."""
    title = getattr(obj, "draft_title", "") or str(obj)
    back = AdminURLFinder(user).get_edit_url(obj)
    crumbs = [{"url": back, "label": title}] if back else []
    return {
        **who_can_see(obj),
        "title": title,
        "back": back,
        "breadcrumbs_items": [*crumbs, {"url": "", "label": _("Who can see this")}],
        "can_express": bool(_initial(obj).get("level")),
    }

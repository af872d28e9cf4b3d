"""All addresses. Each room brings its own; what no room claims is a page of the centre, or does not exist."""

from django.conf.urls.i18n import i18n_patterns
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.utils.functional import lazy
from django.views.generic import RedirectView
from wagtail.admin import urls as cms_urls

from config.health import live, ready
from kb.home.views import serve

urlpatterns = [
    # Where browsers look for it on what is no page, as on a feed.
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("favicon.svg"))),
    path("healthz", live, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("files/", include("files.urls")),
    # One sign-in for everybody: the CMS has no door of its own.
    path("sign-in/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="wagtailcore_login"),
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/", include(cms_urls)),
]

urlpatterns += i18n_patterns(
    path("account/", include("members.account_urls")),
    path("", include("search.urls")),
    path("", include("notices.urls")),
    path("", include("kb.themes.urls")),
    path("", include("kb.frame.urls")),
    path("", include("kb.glossary.urls")),
    path("", include("kb.changes.urls")),
    path("", include("kb.feedback.urls")),
    path("", include("config.gallery.urls")),
    re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
    prefix_default_language=False,
)

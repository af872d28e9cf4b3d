"""Addresses of what has changed. The history of one page lies under the page itself."""

from django.urls import path, re_path

from kb.changes import feeds, views

app_name = "changes"
urlpatterns = [
    path("changes/", views.month, name="now"),
    re_path(r"^changes/(?P<year>\d{4})-(?P<month>\d{2})/$", views.month, name="month"),
    path("feeds/changes.atom", feeds.feed, name="feed"),
    path("feeds/themes/<slug:slug>.atom", feeds.feed, name="theme_feed"),
]

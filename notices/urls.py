"""Addresses of who is told and who acts."""

from django.urls import include, path

urlpatterns = [
    path("", include("notices.desk.urls")),
    path("", include("notices.follows.urls")),
    path("", include("notices.mail.urls")),
    path("", include("notices.notifications.urls")),
]

"""Addresses of files. Whoever may not see a file gets the same answer as for an address that leads nowhere."""

from django.urls import path

from files import views

app_name = "files"
urlpatterns = [
    path("documents/<int:pk>/<slug:stamp>/<path:filename>", views.document, name="document"),
    path("images/<int:pk>/<slug:stamp>/<path:filename>", views.rendition, name="rendition"),
]

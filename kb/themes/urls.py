"""Addresses of themes."""

from django.urls import path

from kb.themes import views

app_name = "themes"
urlpatterns = [
    path("themes/", views.index, name="index"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
]

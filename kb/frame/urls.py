"""Addresses of the frame."""

from django.urls import path

from kb.frame import views

app_name = "frame"
urlpatterns = [path("colours/<slug:wanted>.css", views.colours, name="colours")]

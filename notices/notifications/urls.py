"""Addresses of notifications."""

from django.urls import path

from notices.notifications import views

app_name = "notifications"
urlpatterns = [path("account/notifications/", views.index, name="index")]

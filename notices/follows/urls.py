"""Addresses of follows."""

from django.urls import path

from notices.follows import views

app_name = "follows"
urlpatterns = [
    path("follow/", views.follow, name="follow"),
    path("account/follows/", views.index, name="index"),
]

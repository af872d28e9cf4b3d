"""Addresses of the desk."""

from django.urls import path

from notices.desk import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.index, name="index"),
    path("desk/<int:pk>/", views.item, name="item"),
]

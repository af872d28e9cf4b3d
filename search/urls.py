"""Addresses of search."""

from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("search/", views.results, name="results"),
    path("k/<str:key>", views.by_key, name="by_key"),
    path("k/<str:key>/<slug:part>", views.by_key, name="by_part"),
]

"""The address of the glossary."""

from django.urls import path

from kb.glossary import views

app_name = "glossary"
urlpatterns = [path("glossary/", views.index, name="index")]

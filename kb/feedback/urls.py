"""Addresses of feedback."""

from django.urls import path

from kb.feedback import views

app_name = "feedback"
urlpatterns = [
    path("feedback/page/", views.page, name="page"),
    path("feedback/page/thanks/", views.thanks, name="thanks"),
]

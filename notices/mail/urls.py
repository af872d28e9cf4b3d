"""Addresses of mail: a page for developers, and one on which administrators decide about mail in doubt."""

from django.urls import path

from notices.mail import views

app_name = "mail"
urlpatterns = [
    path("mail/", views.index, name="index"),
    path("mail/<int:pk>/", views.letter, name="letter"),
    path("mail/<int:pk>/html/", views.html_part, name="html"),
    path("mail/<int:pk>/in-doubt/", views.decide, name="in_doubt"),
]

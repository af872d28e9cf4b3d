"""The gallery's address. In production there is none, and it is answered like any other address that leads nowhere."""

from django.urls import path

from config.gallery import views
from config.settings.application import ENV

urlpatterns = [] if ENV.is_production else [path("components/", views.page, name="gallery")]

"""Addresses of the search."""

from django.urls import path

from home.search import views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
]

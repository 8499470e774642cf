"""Addresses of following; those about one round or text stand beside their pages."""

from django.urls import path

from home.subscribing import views

app_name = "subscriptions"

urlpatterns = [
    path("", views.create, name="create"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("leave/<str:token>/", views.leave, name="leave"),
]

"""Addresses of contact points, under /points/."""

from django.urls import path

from home.points import views

app_name = "points"

urlpatterns = [
    path("", views.point_list, name="list"),
    path("<slug:code>/mine/", views.keep_as_mine, name="mine"),
]

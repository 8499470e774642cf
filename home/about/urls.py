"""Addresses of the pages about the site itself."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.decorators.http import require_safe

from home.about import views
from home.about.sitemaps import SITEMAPS

app_name = "about"

urlpatterns = [
    path("about/accessibility/", views.accessibility, name="accessibility"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("sitemap/", views.site_map, name="map"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("fault/", views.fault, name="fault"),
    path("desk/faults/", views.fault_list, name="faults"),
    path("desk/faults/<str:number>/", views.fault_handle, name="fault-handle"),
    path(
        "desk/faults/<str:number>/contact/", views.fault_contact, name="fault-contact"
    ),
]

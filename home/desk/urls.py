"""Addresses of the workbench."""

from django.urls import path

from home.desk.views import consultations, regulations, start, versions

app_name = "desk"

urlpatterns = [
    path("", start.home, name="home"),
    path("ledger/", start.ledger_page, name="ledger"),
    path("r/", regulations.listing, name="regulations"),
    path("r/new/", regulations.create, name="regulation-create"),
    path("r/<str:code>/", regulations.detail, name="regulation"),
    path("r/<str:code>/edit/", regulations.edit, name="regulation-edit"),
    path("r/<str:code>/move/", regulations.move, name="regulation-move"),
    path("r/<str:code>/import/", versions.import_text, name="import"),
    path("v/<int:pk>/", versions.detail, name="version"),
    path("v/<int:pk>/act/<slug:name>/", versions.act, name="version-act"),
    path("v/<int:pk>/enclosure/", versions.enclose, name="enclosure"),
    path("v/<int:pk>/lineage/", versions.lineage, name="lineage"),
    path("v/<int:pk>/explain/<str:address>/", versions.explain, name="explain"),
    path("v/<int:pk>/ask/", consultations.create, name="consultation-create"),
    path("c/", consultations.listing, name="consultations"),
    path("c/<str:code>/", consultations.detail, name="consultation"),
    path("c/<str:code>/edit/", consultations.edit, name="consultation-edit"),
    path("c/<str:code>/act/<slug:name>/", consultations.act, name="consultation-act"),
]

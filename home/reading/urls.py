"""Addresses of the public pages: regulations under /r/, rounds under /c/."""

from django.urls import path, register_converter

from home.reading import views
from home.reading.converters import AddressConverter, VersionConverter
from home.subscribing import views as following

register_converter(VersionConverter, "version")
register_converter(AddressConverter, "address")

regulation_urls = (
    [
        path("", views.regulation_list, name="regulations"),
        path("<slug:code>/", views.regulation_detail, name="regulation"),
        path("<slug:code>/feed/", following.regulation_feed, name="feed"),
        path("<slug:code>/compare/", views.compare_choose, name="compare-choose"),
        path(
            "<slug:code>/compare/<version:old>..<version:new>/",
            views.compare,
            name="compare",
        ),
        path(
            "<slug:code>/compare/<version:old>..<version:new>.docx",
            views.compare_word,
            name="compare-word",
        ),
        path("<slug:code>/origins/", views.origins, name="origins"),
        path("<slug:code>/<version:version>/", views.version_detail, name="version"),
        path("<slug:code>/<version:version>/print/", views.version_print, name="print"),
        path("<slug:code>/<version:version>.docx", views.version_word, name="word"),
        path("<slug:code>/<version:version>.txt", views.version_text, name="text"),
        path(
            "<slug:code>/<version:version>/<address:address>/",
            views.provision_detail,
            name="provision",
        ),
        path(
            "<slug:code>/<version:version>/<address:address>/qr.svg",
            following.provision_qr,
            name="provision-qr",
        ),
    ],
    "reading",
)

consultation_urls = (
    [
        path("", views.round_list, name="list"),
        path("feed/", following.rounds_feed, name="feed"),
        path("feed/results/", following.results_feed, name="results-feed"),
        path("<slug:code>/", views.round_detail, name="detail"),
        path("<slug:code>/feed/", following.round_feed, name="round-feed"),
        path("<slug:code>/qr.svg", following.round_qr, name="qr"),
        path("<slug:code>/poster/", following.round_poster, name="poster"),
    ],
    "rounds",
)

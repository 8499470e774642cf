"""Addresses of the citizen's pages about comments."""

from django.urls import path

from feedback.comments.views import authoring, submitting

app_name = "comments"

urlpatterns = [
    path("comment/<slug:code>/", submitting.create, name="create"),
    path("lookup/", authoring.look_up, name="lookup"),
    path("lookup/correct/", authoring.correct, name="correct"),
    path("lookup/withdraw/", authoring.withdraw, name="withdraw"),
]

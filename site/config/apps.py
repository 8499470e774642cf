"""The composition root as Django knows it: loaded last, it knows every room."""

from django.apps import AppConfig


class CompositionConfig(AppConfig):
    """Puts the rooms together once all of them are there."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        from config import checks, composition  # noqa: F401, PLC0415 -- app ready

        composition.compose()

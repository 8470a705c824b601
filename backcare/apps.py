from django.apps import AppConfig


class BackcareConfig(AppConfig):
    name = "backcare"
    verbose_name = "BackCare"

    def ready(self) -> None:
        from backcare import checks  # noqa: F401  (registers itself)

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "guides"
    verbose_name = "Guides"

    def ready(self) -> None:
        from guides import checks  # noqa: F401  (registers itself)

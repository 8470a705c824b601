import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tracker", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuideMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("guide", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("read", "Read"),
                            ("helped", "Helped"),
                            ("did-not-help", "Did not help"),
                            ("not-for-me", "Not for me"),
                        ],
                        max_length=16,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guide_marks",
                        to="tracker.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "guide", "kind"),
                        name="one_mark_of_a_kind_a_guide",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind__in", ["helped", "did-not-help", "not-for-me"])
                        ),
                        fields=("person", "guide"),
                        name="one_opinion_a_guide",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["read", "helped", "did-not-help", "not-for-me"],
                            )
                        ),
                        name="guide_mark_kind_known",
                    ),
                ],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guides", "0001_guide_mark"),
        ("tracker", "0002_practice"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgrammeRun",
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
                ("programme", models.CharField(max_length=64)),
                ("choices", models.JSONField(default=list)),
                ("started_on", models.DateField()),
                ("started_at", models.DateTimeField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("legs_from", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_runs",
                        to="tracker.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProgrammePause",
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
                ("first", models.DateField()),
                ("last", models.DateField(blank=True, null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="guides.programmerun",
                    ),
                ),
            ],
            options={
                "ordering": ["first", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="programmerun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("person", "programme"),
                name="one_run_of_a_programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmepause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("last__isnull", True)),
                fields=("run",),
                name="one_pause_lasts",
            ),
        ),
    ]

from django.test import Client


def test_health_is_public_and_reads_no_database(client: Client) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.content == b"ok"

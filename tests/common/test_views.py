import pytest
from django.urls import reverse


@pytest.mark.parametrize("mode", ["elder", "contrast"])
def test_chosen_display_is_kept_and_drawn(db, client, mode):
    client.post(reverse("set_display"), {"mode": mode})

    page = client.get(reverse("account_login")).content.decode()

    assert f'data-mode="{mode}"' in page


def test_unknown_display_is_the_ordinary_one(db, client):
    client.post(reverse("set_display"), {"mode": "elder"})
    client.post(reverse("set_display"), {"mode": 'x" onload="'})

    page = client.get(reverse("account_login")).content.decode()

    assert "data-mode=" not in page


@pytest.mark.parametrize(
    ("back", "place"),
    [
        ("/r/MC-2026-001/", "/r/MC-2026-001/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_choosing_a_display_leads_back_inside_the_site(client, back, place):
    response = client.post(reverse("set_display"), {"mode": "elder", "next": back})

    assert (response.status_code, response["Location"]) == (302, place)


def test_display_is_not_chosen_by_a_link(client):
    response = client.get(reverse("set_display"), {"mode": "elder"})

    assert response.status_code == 405
    assert "mode" not in response.cookies

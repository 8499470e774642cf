"""One door, guarded against guessing, with limits to how long it stays open."""

import datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.utils import timezone

from accounts import middleware, services
from accounts.checks import nobody_is_superuser
from accounts.models import Membership, User
from accounts.roles import STAFF_ROLES, Role
from tests.make import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "long-enough-1234"
WORDS = "这段话写了很久，丢了就再也想不起来了。"


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post(
        "/accounts/login/", {"login": user, "password": password, **extra}
    )


def test_staff_sign_in_and_come_to_the_desk(client):
    user = make_user(Role.LEGISLATIVE_STAFF, password=PASSWORD)

    response = sign_in(client, user.username)

    assert response.status_code == 302
    assert response["Location"] == "/desk/"
    assert set(user.groups.values_list("name", flat=True)) == {
        user.memberships.get().role
    }


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example/a"])
def test_next_leads_nowhere_else(client, next_url):
    user = make_user(Role.LEGISLATIVE_STAFF, password=PASSWORD)

    response = sign_in(client, user.username, next=next_url)

    assert response["Location"] == "/desk/"


def test_wrong_name_and_wrong_password_are_answered_alike(client):
    make_user(username="zhangsan", password=PASSWORD)

    known = sign_in(client, "zhangsan", "wrong-wrong-1234")
    unknown = sign_in(client, "nobody", "wrong-wrong-1234")

    assert known.status_code == unknown.status_code == 422
    assert known.context["form"].errors == unknown.context["form"].errors
    assert known.context["form"].non_field_errors() == [
        "登录名或者密码不对。请检查大小写和输入法，再试一次。"
    ]


def test_refused_sign_in_comes_back_with_the_name_and_says_so_first(client):
    response = sign_in(client, "zhangsan", "wrong-wrong-1234")

    html = response.content.decode()
    assert "<title>错误：登录" in html
    assert '<div class="error-summary" role="alert"' in html
    assert 'value="zhangsan"' in html
    assert "wrong-wrong-1234" not in html
    assert html.count("用户名") == 0


def test_empty_sign_in_names_both_fields_twice(client):
    response = sign_in(client, "", "")

    html = response.content.decode()
    assert response.status_code == 422
    assert (html.count("请写登录名。"), html.count("请写密码。")) == (2, 2)


def test_sixth_guess_at_one_name_is_not_tried(client):
    make_user(username="zhangsan", password=PASSWORD)
    for _ in range(5):
        sign_in(client, "zhangsan", "wrong-wrong-1234")

    response = sign_in(client, "zhangsan", PASSWORD)

    assert "_auth_user_id" not in client.session
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "试的次数太多，请过15分钟再登录；忘了密码，请找系统管理员重设。"
    ]


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/set/",
        "password/reset/",
        "password/reset/key/done/",
        "login/code/confirm/",
    ],
)
def test_doors_nobody_needs_are_not_there(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {"email": "a@b.cn"}).status_code == 404


def test_sign_in_page_promises_no_mail(client):
    html = client.get("/accounts/login/").content.decode()

    assert "password/reset" not in html
    assert "signup" not in html


def test_admin_has_no_door_of_its_own(client):
    response = client.get("/cms/login/?next=/cms/pages/")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/cms/pages/"
    assert client.get("/cms/password_reset/").status_code == 404


def test_idle_session_ends(client):
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))
    client.get("/desk/")
    age(client, idle=settings.STAFF_IDLE_SECONDS + 1)

    response = client.get("/desk/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_busy_session_ends_after_twelve_hours(client):
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))
    client.get("/desk/")
    age(client, whole=settings.STAFF_ABSOLUTE_SECONDS + 1)

    assert client.get("/desk/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_session_in_use_goes_on(client):
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))
    client.get("/desk/")
    age(client, idle=settings.STAFF_IDLE_SECONDS - 60)

    assert client.get("/desk/").status_code == 200
    last_seen = client.session[middleware.LAST_SEEN]
    assert last_seen >= int(timezone.now().timestamp()) - 5


@pytest.mark.parametrize("path", ["/desk/r/new/", "/cms/pages/3/edit/"])
def test_form_sent_after_the_end_gives_its_words_back(client, path):
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))
    client.get("/desk/")
    age(client, idle=settings.STAFF_IDLE_SECONDS + 1)

    response = client.post(path, {"title": WORDS})

    assert response.status_code == 403
    assert response.context["kept"] == [WORDS]
    assert WORDS in response.content.decode()


def test_reader_whose_session_ended_reads_on(client):
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))
    client.get("/desk/")
    age(client, idle=settings.STAFF_IDLE_SECONDS + 1)

    response = client.get("/")

    assert response.status_code == 200
    assert not response.wsgi_request.user.is_authenticated


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_without_second_factor_are_asked_for_it(client, settings, role):
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(make_user(role))

    response = client.get("/desk/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/2fa/totp/activate/")


def test_form_without_second_factor_gives_its_words_back(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))

    response = client.post("/desk/r/new/", {"title": WORDS})

    assert response.status_code == 403
    assert response.context["kept"] == [WORDS]


def test_staff_with_second_factor_come_in(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    user = make_user(Role.LEGISLATIVE_STAFF)
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)

    assert client.get("/desk/").status_code == 200


def test_coordinator_needs_no_second_factor(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(make_user(Role.POINT_COORDINATOR))

    assert client.get("/desk/").status_code == 200


def test_password_given_by_others_is_changed_first(client):
    opened = services.create_account(
        "zhangsan", "张三", by=make_user(Role.SYSTEM_ADMIN)
    )
    Membership.objects.create(
        user=opened.user,
        role=Role.LEGISLATIVE_STAFF,
        starts_on=datetime.date(2020, 1, 1),
    )
    sign_in(client, "zhangsan", opened.password)

    response = client.get("/desk/")
    assert response["Location"].startswith("/accounts/password/change/")
    client.post(
        "/accounts/password/change/",
        {
            "oldpassword": opened.password,
            "password1": "my-own-long-1234",
            "password2": "my-own-long-1234",
        },
    )

    assert not User.objects.get(username="zhangsan").must_change_password
    assert client.get("/desk/").status_code == 200


def test_closed_account_is_out_with_its_next_request(client):
    user = make_user(Role.LEGISLATIVE_STAFF)
    client.force_login(user)
    assert client.get("/desk/").status_code == 200

    services.close_account(user, by=make_user(Role.SYSTEM_ADMIN), reason="离岗")

    assert client.get("/desk/").status_code == 302


def test_superuser_is_warned_of():
    assert nobody_is_superuser(None, ["default"]) == []
    make_user(username="root", is_superuser=True)

    found = nobody_is_superuser(None, ["default"])

    assert [check.id for check in found] == ["accounts.W001"]
    assert "root" in found[0].msg


def age(client, *, idle=0, whole=0):
    """Move the clocks of the session back."""
    session = client.session
    session[middleware.LAST_SEEN] -= idle
    session[middleware.SIGNED_IN] -= whole
    session.save()

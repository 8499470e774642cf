"""Settings: every variable is documented, every bad value is named."""

import re

import pytest

from config import env, paths

READ = re.compile(r'env\.(?:text|flag|number|words|database)\(\s*"([A-Z_]+)"')
DOCUMENTED = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def test_every_variable_is_documented_and_none_is_invented():
    read = {
        name
        for file in (paths.CONFIG / "settings").glob("*.py")
        for name in READ.findall(file.read_text("utf-8"))
    }
    documented = set(
        DOCUMENTED.findall((paths.ROOT / "docs/settings.md").read_text("utf-8"))
    )
    read_elsewhere = {"MINYI_VAR", "MINYI_TEST_DATABASE_URL", "MINYI_TEST_REDIS_URL"}

    assert documented - read_elsewhere == read


def test_missing_setting_is_named(monkeypatch):
    monkeypatch.delenv("MINYI_NOTHING", raising=False)

    with pytest.raises(env.BadSetting, match="MINYI_NOTHING"):
        env.text("MINYI_NOTHING")


def test_secret_is_read_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("abc\n")
    monkeypatch.setenv("MINYI_THING_FILE", str(tmp_path / "key"))

    assert env.text("MINYI_THING") == "abc"


@pytest.mark.parametrize(
    ("reader", "value"),
    [(env.flag, "vielleicht"), (env.number, "dreißig"), (env.database, "mysql://x/y")],
)
def test_bad_value_is_refused_by_name(reader, value, monkeypatch):
    monkeypatch.setenv("MINYI_THING", value)

    with pytest.raises(env.BadSetting, match="MINYI_THING"):
        reader("MINYI_THING", None)


def test_sqlite_is_told_to_wait_and_to_write_through():
    settings = env.database("MINYI_UNSET", "sqlite:////somewhere/x.sqlite3")

    assert settings["NAME"] == "/somewhere/x.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in settings["OPTIONS"]["init_command"]


def test_postgresql_address_is_taken_apart():
    settings = env.database("MINYI_UNSET", "postgresql://u:p%40ss@h:5433/name")

    assert (settings["USER"], settings["PASSWORD"]) == ("u", "p@ss")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == (
        "h",
        "5433",
        "name",
    )

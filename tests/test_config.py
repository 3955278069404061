"""Settings: the environment first, then the instance's file; every mistake named at once, with its cure."""

from pathlib import Path

import pytest

from portal.config import Settings, SettingsError


def settings(folder: Path, **given: str) -> Settings:
    return Settings.load(
        {"PLATEBOOK_INSTANCE": str(folder)} | {f"PLATEBOOK_{key}": value for key, value in given.items()}
    )


def test_an_empty_folder_gives_the_embedded_database_on_loopback(tmp_path: Path) -> None:
    found = settings(tmp_path)

    assert found.database == f"sqlite:///{tmp_path / 'portal.db'}"
    assert (found.host, found.port, found.on_loopback) == ("127.0.0.1", 8000, True)
    assert found.public_origin == "http://localhost:8000"


def test_the_environment_goes_before_the_file_of_the_instance(tmp_path: Path) -> None:
    (tmp_path / "portal.toml").write_text('port = 8100\nagency = "fresno"\n', encoding="utf-8")

    assert (settings(tmp_path).port, settings(tmp_path).agency) == (8100, "fresno")
    assert settings(tmp_path, PORT="8200").port == 8200


def test_an_empty_variable_counts_as_not_given(tmp_path: Path) -> None:
    assert settings(tmp_path, PORT="", DATABASE_URL="").port == 8000


def test_the_folder_knows_the_agency_it_was_founded_for(tmp_path: Path) -> None:
    (tmp_path / "instance.toml").write_text('id = "1"\nagency = "piedmont"\ndemo = false\n', encoding="utf-8")

    assert settings(tmp_path).agency == "piedmont"
    assert settings(tmp_path, AGENCY="coronado").agency == "coronado"


def test_an_origin_of_its_own_is_what_people_use(tmp_path: Path) -> None:
    assert settings(tmp_path, ORIGIN="https://alpr.example").public_origin == "https://alpr.example"


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as wrong:
        settings(tmp_path, PORT="eighty", DATABSE_URL="x")
    assert "PLATEBOOK_PORT" in str(wrong.value)
    assert "PLATEBOOK_DATABSE_URL" in str(wrong.value)


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_is_a_port(tmp_path: Path, port: str) -> None:
    with pytest.raises(SettingsError, match="PLATEBOOK_PORT"):
        settings(tmp_path, PORT=port)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "portal.toml").write_text("port: 8100", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"portal\.toml is no valid TOML"):
        settings(tmp_path)


def test_variables_of_others_and_of_the_suite_are_left_alone(tmp_path: Path) -> None:
    assert settings(tmp_path, TEST_POSTGRES="x").port == 8000

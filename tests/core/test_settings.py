from __future__ import annotations

from pathlib import Path

import pytest

from core.configuration import Configuration
from core.errors import ConfigurationError
from core.settings import load_settings


def test_environment_wins_over_file_and_flag_over_both(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().serve.port == 8765
    monkeypatch.setenv("MEA__SERVE__PORT", "9000")
    assert load_settings().serve.port == 9000
    assert load_settings({"serve": {"port": 9001}}).serve.port == 9001


def test_a_flag_leaves_its_neighbours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA__LOG__FORMAT", "json")
    settings = load_settings({"log": {"level": "debug"}, "data_dir": None})
    assert (settings.log.format, settings.log.level) == ("json", "debug")


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("MEA__SERVE__PORT", "many", "no number"),
        ("MEA__RUN__PROCESSES", "0", "below the least"),
        ("MEA__ENGINE", "solr", "not of the closed list"),
        ("MEA__LIMITS__PAGES", "-1", "a limit is positive"),
    ],
)
def test_a_wrong_value_names_its_setting(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, why: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert variable in caught.value.cause, why
    assert value in caught.value.cause
    assert caught.value.exit_code == 78


def test_own_configuration_folder_lies_over_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_text("engine: embedded\n", encoding="utf-8")
    own = Configuration(tmp_path)
    assert own.text("settings.yml") == "engine: embedded\n"
    assert own.digest(["settings.yml"]) != Configuration().digest(["settings.yml"])
    assert own.text("citations.yml") == Configuration().text("citations.yml"), (
        "a file that is not laid over is the shipped one"
    )


def test_absent_configuration_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="nowhere"):
        Configuration(tmp_path / "nowhere")
    with pytest.raises(ConfigurationError, match=r"unknown\.yml"):
        Configuration().file("unknown.yml")

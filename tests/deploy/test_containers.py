"""What can be said of the containers without starting them: they agree with the program and give away no right."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.settings import load_settings


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((root / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def dockerfile(root: Path) -> str:
    return (root / "deploy" / "Dockerfile").read_text(encoding="utf-8")


def test_the_server_is_the_one_that_the_tests_use(compose: dict[str, Any], root: Path) -> None:
    version = runpy.run_path(str(root / "deploy" / "elasticsearch" / "local_installation.py"))["VERSION"]
    assert compose["services"]["elasticsearch"]["image"] == f"elasticsearch:{version}"


def test_images_name_no_registry(compose: dict[str, Any], dockerfile: str) -> None:
    """Such as registry.example/python or localhost:5000/python; which one serves them is the matter of whoever runs them."""
    images = [service["image"] for service in compose["services"].values()] + re.findall(
        r"^FROM (\S+)", dockerfile, re.M
    )
    assert len(images) == 5
    assert [image for image in images if "/" in image] == []


def test_settings_of_the_containers_are_settings_of_the_program(
    compose: dict[str, Any], dockerfile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = dict(re.findall(r"\b(MEA__\w+)=(\S+)", dockerfile)) | compose["services"]["api"]["environment"]
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.engine == "elasticsearch"
    assert settings.elasticsearch.url == "http://elasticsearch:9200"
    assert (settings.serve.host, str(settings.data_dir)) == ("0.0.0.0", "/data")  # noqa: S104
    exposed = re.findall(r"^EXPOSE (\d+)", dockerfile, re.M)
    assert [str(settings.serve.port)] == exposed
    assert [port.rpartition(":")[2] for port in compose["services"]["api"]["ports"]] == exposed


def test_no_container_has_rights_it_does_not_need(compose: dict[str, Any], dockerfile: str) -> None:
    services = compose["services"]
    for service in services.values():
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert int(service["user"].split(":")[0]) > 0
    assert {name for name, service in services.items() if not service.get("read_only")} == {"elasticsearch"}
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", dockerfile, re.M)


def test_nobody_but_this_machine_is_let_in(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert list(ports) == ["api"]
    assert [port for port in ports["api"] if not port.startswith("127.0.0.1:")] == []
    assert compose["services"]["elasticsearch"]["networks"] == ["inside"]
    assert compose["networks"]["inside"] == {"internal": True}


def test_what_runs_on_is_watched(compose: dict[str, Any]) -> None:
    lasting = [service for service in compose["services"].values() if service["restart"] != "no"]
    assert len(lasting) == 2
    assert [service for service in lasting if not service["healthcheck"].get("test")] == []


def test_the_image_gets_all_that_the_wheel_is_made_of(root: Path) -> None:
    import tomllib

    ignore = (root / "deploy" / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    sent = {line[1:] for line in ignore.splitlines() if line.startswith("!")}
    wheel = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    needed = {
        *wheel["packages"],
        *wheel["force-include"],
        "pyproject.toml",
        "requirements.lock",
        "README.md",
        "LICENSE",
    }
    assert sent == needed

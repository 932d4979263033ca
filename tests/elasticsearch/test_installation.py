"""What is said when a program is absent or wrong, and what is kept of what was fetched. No server is started here."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from local_installation import VERSION, Missing, ServerError, fetched, installation, java_home, unpack

MAVEN = f"""#!{sys.executable}
import sys, zipfile
folder = next(word for word in sys.argv if word.startswith("-DoutputDirectory=")).partition("=")[2]
with open("{{calls}}", "a") as calls:
    calls.write("called\\n")
with zipfile.ZipFile(folder + "/elasticsearch-{VERSION}.zip", "w") as packed:
    packed.writestr("elasticsearch-{VERSION}/bin/elasticsearch", "#!/bin/sh")
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of the PATH; and no setting of the machine counts."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("MEA__ELASTICSEARCH__CACHE", str(tmp_path / "cache"))
    for name in ("MEA__ELASTICSEARCH__HOME", "ES_JAVA_HOME", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return folder


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def java(folder: Path, said: str) -> Path:
    program(folder / "bin" / "java", f"#!/bin/sh\necho '{said}' >&2\n")
    return folder


def test_without_java_the_packages_are_named(programs: Path) -> None:
    with pytest.raises(Missing, match=r"no java on the PATH.*apt-get install maven default-jre-headless"):
        installation()


def test_without_maven_the_packages_are_named(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ES_JAVA_HOME", str(java(tmp_path / "java", 'openjdk version "17.0.1"')))
    with pytest.raises(Missing, match=r"Maven.*apt-get install maven default-jre-headless"):
        installation()


@pytest.mark.parametrize(
    ("said", "good"),
    [
        ('openjdk version "17.0.15" 2025-04-15', True),
        ('openjdk version "21" 2023-09-19', True),
        ('openjdk version "11.0.2" 2019-01-15', False),
        ('java version "1.8.0_202"', False),  # the old way of counting: this is 8
        ("Error: could not find libjava.so", False),
    ],
)
def test_java_must_be_recent(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, good: bool
) -> None:
    home = java(tmp_path / "java", said)
    monkeypatch.setenv("ES_JAVA_HOME", str(home))
    if good:
        assert java_home(None) == home
    else:
        with pytest.raises(Missing, match=r"needs Java 17 or later; .*/java says: "):
            java_home(None)


def test_the_order_in_which_java_is_looked_for(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = 'openjdk version "17.0.1"'
    on_path = java(tmp_path / "on-path", version)
    (programs / "java").symlink_to(on_path / "bin" / "java")
    assert java_home(None) == on_path
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path / "usual", version)))
    assert java_home(None) == tmp_path / "usual"
    bundled = java(tmp_path / "distribution" / "jdk", version).parent
    assert java_home(bundled) is None
    monkeypatch.setenv("ES_JAVA_HOME", str(java(tmp_path / "chosen", version)))
    assert java_home(bundled) == tmp_path / "chosen"


def test_a_folder_that_is_no_distribution(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA__ELASTICSEARCH__HOME", str(tmp_path))
    with pytest.raises(ServerError, match=r"MEA__ELASTICSEARCH__HOME is .*no bin/elasticsearch"):
        installation()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another user")
def test_a_distribution_that_is_closed_to_the_user_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin" / "elasticsearch", "#!/bin/sh")
    tmp_path.chmod(0o700)
    monkeypatch.setenv("MEA__ELASTICSEARCH__HOME", str(tmp_path))
    monkeypatch.setenv("ES_JAVA_HOME", str(java(tmp_path / "java", 'openjdk version "17.0.1"')))
    with pytest.raises(ServerError, match=r"The user mea-elasticsearch may not run"):
        installation()


@pytest.mark.parametrize(("ci", "code", "outcome"), [("true", 1, "1 error"), ("", 0, "1 skipped")])
def test_tests_without_a_server_fail_in_ci_and_are_skipped_elsewhere(
    programs: Path, monkeypatch: pytest.MonkeyPatch, ci: str, code: int, outcome: str
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("MEA__ELASTICSEARCH__URL", raising=False)
    one = f"{Path(__file__).with_name('test_server.py')}::test_the_server_of_the_session_is_a_real_one"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", "elasticsearch", one]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, outcome in done.stdout) == (code, True), done.stdout
    assert "no Elasticsearch server: A Java runtime is not here" in done.stdout


def test_fetched_once_by_many_at_once(programs: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    program(programs / "mvn", MAVEN.replace("{calls}", str(calls)))
    with ThreadPoolExecutor(4) as pool:
        homes = [future.result() for future in [pool.submit(fetched) for _ in range(4)]]
    assert set(homes) == {tmp_path / "cache" / f"elasticsearch-{VERSION}"}
    assert (homes[0] / "bin" / "elasticsearch").is_file()
    assert calls.read_text(encoding="utf-8") == "called\n"
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == [homes[0].name, "fetch.lock"]


def test_a_failed_fetch_tells_what_maven_said_and_leaves_nothing(programs: Path, tmp_path: Path) -> None:
    program(programs / "mvn", "#!/bin/sh\necho 'Could not transfer artifact: no route'\nexit 1\n")
    with pytest.raises(ServerError, match="Could not transfer artifact: no route"):
        fetched()
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["fetch.lock"]


def test_unpacked_files_can_be_read_by_every_user(tmp_path: Path) -> None:
    archive = tmp_path / "packed.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name, mode in (("home/bin/tool", 0o755), ("home/config/users", 0o660), ("home/logs/", 0o40755)):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            packed.writestr(entry, b"")
    before = os.umask(0o077)
    try:
        unpack(archive, tmp_path / "out")
    finally:
        os.umask(before)
    modes = {
        name: stat.S_IMODE((tmp_path / "out/home" / name).stat().st_mode)
        for name in ("bin/tool", "config/users", "logs")
    }
    assert modes == {"bin/tool": 0o755, "config/users": 0o644, "logs": 0o755}
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_dir() and not path.stat().st_mode & 0o005] == []

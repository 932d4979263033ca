"""`mea status --stale`: what a change would run again; nothing is done by asking."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from core.settings import Settings, load_settings
from jobs.cli import cli
from jobs.ingest import ingest
from jobs.stale import StaleReport, stale

Units = dict[str, tuple[int, int]]


def units(report: StaleReport) -> Units:
    return {stage.stage: (stage.units, stage.of) for stage in report.stages}


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Settings:
    """Two of our samples and a file that is refused, through the real stages."""
    folder = tmp_path_factory.mktemp("inbox")
    for name in ("decision-4.11.en.html", "decision-4.11.fr.html"):
        (folder / name).write_bytes((root / "samples/documents" / name).read_bytes())
    (folder / "empty.pdf").write_bytes(b"")
    settings = load_settings({"data_dir": tmp_path_factory.mktemp("data")})
    ingest([folder], settings=settings)
    return settings


NOTHING: Units = {"read": (0, 3), "understand": (0, 2), "link": (0, 1), "index": (0, 1)}


def test_nothing_is_stale_after_a_run(taken_in: Settings) -> None:
    report = stale(taken_in)
    assert units(report) == NOTHING
    assert report.seconds == 0


def test_a_reader_that_changed_runs_everything_again(taken_in: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.stage.READ_VERSION", "of another day")
    report = stale(taken_in)
    assert units(report) == {"read": (3, 3), "understand": (2, 2), "link": (1, 1), "index": (1, 1)}
    assert report.seconds > 0
    shared = sum(stage.seconds for stage in report.stages[:2]) / report.processes
    assert report.seconds == pytest.approx(shared + sum(stage.seconds for stage in report.stages[2:]), abs=0.1)


def test_a_changed_configuration_opens_no_file(taken_in: Settings, tmp_path: Path, root: Path) -> None:
    changed = (root / "config/citations.yml").read_text(encoding="utf-8") + "# a remark\n"
    (tmp_path / "citations.yml").write_text(changed, encoding="utf-8")
    report = stale(taken_in.model_copy(update={"config_dir": tmp_path}))
    assert units(report) == NOTHING | {"understand": (2, 2), "link": (1, 1), "index": (1, 1)}


@pytest.mark.parametrize("changed", ["index.stage.INDEX_FORMAT", "index.analysis.analyser.ANALYSIS_FORMAT"])
def test_another_index_or_analysis_links_nothing_anew(
    changed: str, taken_in: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed, "of another day")
    assert units(stale(taken_in)) == NOTHING | {"index": (1, 1)}


def test_asking_changes_nothing(taken_in: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as other:
        other.setattr("extract.stage.UNDERSTAND_VERSION", "of another day")
        assert units(stale(taken_in))["understand"] == (2, 2)
    assert units(stale(taken_in)) == NOTHING


def test_nothing_was_ever_ingested_and_nothing_is_made(run_settings: Settings) -> None:
    assert replace(stale(run_settings), processes=1) == StaleReport(stages=(), processes=1, seconds=0.0)
    assert not run_settings.home.exists()


def test_the_command(taken_in: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA__DATA_DIR", str(taken_in.home))
    answer = CliRunner().invoke(cli, ["status", "--stale", "--json"])
    assert {stage["stage"]: stage["units"] for stage in json.loads(answer.stdout)["stages"]} == dict.fromkeys(
        NOTHING, 0
    )
    assert "read: 0 of 3 again" in CliRunner().invoke(cli, ["status", "--stale"]).stdout

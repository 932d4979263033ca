"""The rules of the house that no other tool checks."""

from __future__ import annotations

import re
import statistics
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml

from jobs.reference import PAGES

OURS = ("core", "crawler", "extract", "index", "jobs", "search_api")
ROOT = Path(__file__).resolve().parents[1]
LINES_AT_MOST = 500
MEDIAN_AT_MOST = 150


def sources(root: Path) -> list[Path]:
    return [path for package in OURS for path in sorted((root / package).rglob("*.py")) if path.stat().st_size > 200]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long(root: Path) -> None:
    every = [*sources(root), *(root / "tests").rglob("*.py"), *(root / "samples").rglob("*.py")]
    assert [str(path.relative_to(root)) for path in every if lines(path) > LINES_AT_MOST] == []


def test_the_usual_file_is_short(root: Path) -> None:
    assert statistics.median(map(lines, sources(root))) <= MEDIAN_AT_MOST


def test_names_say_what_they_hold(root: Path) -> None:
    empty_words = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    named = {path.stem for path in root.rglob("*.py") if ".venv" not in path.parts}
    assert named & empty_words == set()


def test_no_dependency_claims_our_packages() -> None:
    """Flat packages are safe only while nobody else installs a folder of the same name."""
    claims = {
        (distribution.metadata["Name"], top)
        for distribution in distributions()
        if distribution.metadata["Name"] != "mea-documents"
        for top in {path.parts[0] for path in distribution.files or [] if len(path.parts) > 1}
        if top in (*OURS, "config", "samples")
    }
    assert claims == set()


def test_each_dependency_says_what_it_saves(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    wanted = [*declared["project"]["dependencies"], *declared["dependency-groups"]["dev"]]
    said = re.findall(r'^\s+"([^"]+)",\s+# \S+ \S+', text, flags=re.MULTILINE)
    assert [dependency for dependency in wanted if dependency not in said] == []


def test_lock_names_no_host(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--hash=sha256:" in lock


def test_packages_do_not_read_configuration_by_working_directory(root: Path) -> None:
    assert [
        str(path) for path in sources(root) if re.search(r"Path\.cwd\(|getcwd\(", path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize("name", sorted(PAGES))
def test_reference_pages_are_current(root: Path, name: str) -> None:
    """`make docs` writes them."""
    assert (root / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


PAGES_FOR_PEOPLE = [
    path.relative_to(ROOT).as_posix() for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
]


@pytest.mark.parametrize("page", PAGES_FOR_PEOPLE)
def test_links_between_pages_lead_somewhere(root: Path, page: str) -> None:
    text = (root / page).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in target]
    assert [target for target in targets if not ((root / page).parent / target).exists()] == []


def test_commands_that_the_readme_shows_exist(root: Path) -> None:
    from jobs.cli import COMMANDS

    text = (root / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^\s*(?:\$ )?(?:\.venv/bin/)?mea ([a-z]+)", text, flags=re.MULTILINE))
    assert shown
    assert shown - set(COMMANDS) == set()
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert [goal for goal in re.findall(r"`make ([a-z-]+)`", text) if f"\n{goal}:" not in makefile] == []


def test_hooks_before_a_commit_run_what_lint_runs(root: Path) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    entries = [hook["entry"].removeprefix(".venv/bin/") for repo in hooks for hook in repo["hooks"]]
    recipe = (root / "Makefile").read_text(encoding="utf-8").partition("\nlint:")[2].partition("\n\n")[0]
    commands = re.findall(r"\$\(BIN\)/([a-z-]+(?: (?:check|format))?)", recipe)
    assert commands
    assert [command for command in commands if not any(entry.startswith(command) for entry in entries)] == []
    assert {repo["repo"] for repo in hooks} == {"local"}, "nothing is fetched at commit time"

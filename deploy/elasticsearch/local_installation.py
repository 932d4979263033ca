"""Where the Elasticsearch distribution, a Java runtime and a user without rights come from. Python's own library only."""

from __future__ import annotations

import fcntl
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

VERSION = "8.19.21"
# The small distribution that Elastic publishes for integration tests: the real server with few modules.
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
PACKAGES = "maven default-jre-headless"
OLDEST_JAVA = 17
SERVICE_USER = "mea-elasticsearch"


class ServerError(Exception):
    """The server cannot be had or started; the message says why and what mends it."""


class Missing(ServerError):
    """A program that is needed is not on this machine."""


@dataclass(frozen=True)
class Installation:
    """`java_home` is None where the distribution brings its own; `user` is None where the server runs as this process does."""

    home: Path
    java_home: Path | None
    user: str | None

    def start(self, command: list[str], environment: dict[str, str], output: Path) -> subprocess.Popen[bytes]:
        """Starts `command` of `bin/` as the server's user, detached from the terminal, its words going to `output`."""
        java = {"ES_JAVA_HOME": str(self.java_home)} if self.java_home else {}
        # Only what is named here: variables such as JAVA_TOOL_OPTIONS of the caller shall not change the server.
        env = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **java, **environment}
        group = pwd.getpwnam(self.user).pw_gid if self.user else None
        with output.open("ab") as log:
            return subprocess.Popen(
                [str(self.home / "bin" / command[0]), *command[1:]],
                env=env,
                cwd=self.home,
                user=self.user,
                group=group,
                extra_groups=[] if self.user else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def own(self, folder: Path) -> None:
        """Gives `folder` and all below it to the server's user."""
        if self.user:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, self.user, pwd.getpwnam(self.user).pw_gid)


def installation() -> Installation:
    """Finds or fetches all three. Raises Missing for an absent program, ServerError for anything else that is not right."""
    given = os.environ.get("MEA__ELASTICSEARCH__HOME")
    if given and not (Path(given) / "bin" / "elasticsearch").is_file():
        raise ServerError(f"MEA__ELASTICSEARCH__HOME is {given}, but there is no bin/elasticsearch in it.")
    java = java_home(Path(given) if given else None)
    home = Path(given).resolve() if given else fetched()
    user = service_user() if os.geteuid() == 0 else None
    if user and subprocess.run(["test", "-x", home / "bin" / "elasticsearch"], user=user, check=False).returncode:
        raise ServerError(
            f"The user {user} may not run {home}/bin/elasticsearch, and Elasticsearch refuses to run as root. "
            "Put the distribution where every user can read it: set MEA__ELASTICSEARCH__HOME or MEA__ELASTICSEARCH__CACHE."
        )
    return Installation(home, java, user)


def cache() -> Path:
    """The folder of the distribution, made if absent. Root's own home would be closed to the server's user."""
    user_cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    default = (Path("/var/cache") if os.geteuid() == 0 else user_cache) / "mea-elasticsearch"
    folder = Path(os.environ.get("MEA__ELASTICSEARCH__CACHE") or default).absolute()
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    return folder


@contextmanager
def locked(name: str) -> Iterator[None]:
    """One process at a time; the others wait."""
    with (cache() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def fetched() -> Path:
    """The unpacked distribution in the cache; fetched by the Maven client the first time."""
    home = cache() / f"elasticsearch-{VERSION}"
    with locked("fetch"):
        if home.is_dir():
            return home
        if not shutil.which("mvn"):
            raise Missing(f"Maven, which fetches Elasticsearch, is not here. On Debian: apt-get install {PACKAGES}")
        with tempfile.TemporaryDirectory(dir=cache()) as folder:
            work = Path(folder)
            how = ["-B", "-ntp", "-Dstyle.color=never"]
            fetch = ["mvn", *how, "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={work}"]
            done = subprocess.run(fetch, cwd=work, capture_output=True, text=True, check=False)
            if done.returncode:
                raise ServerError(f"Maven could not fetch {ARTIFACT}:\n{_last_lines(done.stdout + done.stderr)}")
            unpack(work / f"elasticsearch-{VERSION}.zip", work)
            (work / home.name).rename(home)
    return home


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks with rights that let every user read, and run what the archive marks as a program, whatever the umask is."""
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            path = Path(packed.extract(entry, folder))
            path.chmod(0o755 if path.is_dir() or (entry.external_attr >> 16) & 0o100 else 0o644)
            for parent in path.relative_to(folder).parents[:-1]:  # an archive need not list its folders
                (folder / parent).chmod(0o755)


def java_home(distribution: Path | None) -> Path | None:
    """ES_JAVA_HOME, else the runtime inside the distribution (None), else JAVA_HOME, else the `java` of the PATH."""
    chosen = os.environ.get("ES_JAVA_HOME")
    if not chosen and distribution and (distribution / "jdk" / "bin" / "java").is_file():
        return None
    on_path = shutil.which("java")
    named = chosen or os.environ.get("JAVA_HOME") or (on_path and Path(on_path).resolve().parent.parent)
    if not named or not (Path(named) / "bin" / "java").is_file():
        where = f"no bin/java in {named}" if named else "no java on the PATH"
        raise Missing(f"A Java runtime is not here ({where}). On Debian: apt-get install {PACKAGES}")
    said = subprocess.run(
        [Path(named) / "bin" / "java", "-version"], capture_output=True, text=True, check=False
    ).stderr
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) < OLDEST_JAVA:
        first = said.partition("\n")[0]
        raise Missing(
            f"Elasticsearch needs Java {OLDEST_JAVA} or later; {named} says: {first}. Set ES_JAVA_HOME to such a one."
        )
    return Path(named)


def service_user() -> str:
    """The user that root starts the server as; made the first time, with no home, no shell and no password."""
    try:
        return pwd.getpwnam(SERVICE_USER).pw_name
    except KeyError:
        pass
    make = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USER]
    try:
        subprocess.run(make, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or error
        raise ServerError(
            f"The user {SERVICE_USER} could not be made, and Elasticsearch refuses to run as root: {said}"
        ) from error
    return SERVICE_USER


def _last_lines(text: str, count: int = 15) -> str:
    return "\n".join(text.strip().splitlines()[-count:])

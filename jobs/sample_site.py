"""The bundled sample site on a loopback port, so that a demonstration crawls as a real crawl does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import as_file, files
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from core.errors import StorageError
from crawler.sources.model import SourceDefinition

HOST = "cskw.example"
"""The host of the sample site; `.example` names are reserved, so none can ever be a real one."""

_CHECKOUT = Path(__file__).resolve().parent.parent / "samples"
# Folder in a wheel (below the package jobs), folder in a checkout.
_FOLDERS = (
    ("_samples", _CHECKOUT / "documents"),
    ("_site/documents", _CHECKOUT / "site" / "documents"),
    ("_site/pages", _CHECKOUT / "site" / "pages"),
)


def is_bundled(source: SourceDefinition) -> bool:
    """Whether a source is the sample site, which has no other server than this program."""
    return source.hosts == (HOST,)


class _Handler(SimpleHTTPRequestHandler):
    """Pages from one folder, `/files/NAME` from the others. Last-Modified and 304 come with the base class."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, documents: tuple[Path, ...], pages: Path, **options: object) -> None:
        self._documents = documents
        super().__init__(*args, directory=str(pages), **options)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        parts = PurePosixPath(unquote(urlsplit(path).path)).parts
        if len(parts) == 3 and parts[1] == "files":
            for folder in self._documents:
                if (folder / parts[2]).is_file():
                    return str(folder / parts[2])
        return super().translate_path(path)

    def list_directory(self, path: object) -> None:  # noqa: ARG002 - the base class gives a stream or None
        self.send_error(404, "There is no such page")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """The progress of the crawl says what is asked for."""


@contextmanager
def sample_site() -> Iterator[str]:
    """Serves the site while the block runs; gives its address, `http://127.0.0.1:PORT`.

    Raises StorageError where the samples are not installed.
    """
    with ExitStack() as stack:
        folders = [_folder(stack, packed, checkout) for packed, checkout in _FOLDERS]
        handler = partial(_Handler, documents=tuple(folders[:-1]), pages=folders[-1])
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, name="sample site", daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _folder(stack: ExitStack, packed: str, checkout: Path) -> Path:
    inside = files("jobs").joinpath(*packed.split("/"))
    if inside.is_dir():
        return stack.enter_context(as_file(inside))
    if not checkout.is_dir():
        raise StorageError(f"The samples are not at {checkout}.", hint="Install the distribution again.")
    return checkout

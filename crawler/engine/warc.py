"""What was asked and answered, in the archive format of web archives (WARC 1.1, ISO 28500), one member per record.

Bodies stand as they came (compressed where the site compressed them); only the chunks of the transfer are joined.
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_OF_THE_TRANSFER = frozenset({"transfer-encoding", "connection"})


class WarcFile:
    """Files `<name>-<number>.warc.gz` in `folder`; a new one after `most_bytes`. A killed crawler leaves whole records before the
    one that it was writing."""

    def __init__(self, folder: Path, name: str, *, software: str, most_bytes: int) -> None:
        self._folder = folder
        self._name = name
        self._software = software
        self._most_bytes = most_bytes
        self._stream: BinaryIO | None = None
        self.files: list[Path] = []

    def write(self, request: Request, response: Response) -> None:
        """One exchange: the answer, and the request that led to it."""
        writer = self._writer()
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        answer = writer.create_warc_record(
            response.url,
            "response",
            payload=BytesIO(response.body),
            http_headers=StatusAndHeaders(_status_line(response.status), _headers(response), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": at},
        )
        parts = urlsplit(request.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        question = writer.create_warc_record(
            request.url,
            "request",
            payload=BytesIO(request.body),
            http_headers=StatusAndHeaders(
                f"{request.method} {target} HTTP/1.1",
                [("Host", parts.netloc), *_headers(request)],
                is_http_request=True,
            ),
            warc_headers_dict={"WARC-Date": at},
        )
        writer.write_request_response_pair(question, answer)

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _writer(self) -> WARCWriter:
        if self._stream is not None and self._stream.tell() >= self._most_bytes:
            self.close()
        if self._stream is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._folder / f"{self._name}-{len(self.files) + 1:03}.warc.gz"
            self._stream = file.open("xb")
            self.files.append(file)
            writer = WARCWriter(self._stream, gzip=True, warc_version="1.1")
            writer.write_record(
                writer.create_warcinfo_record(file.name, {"software": self._software, "format": "WARC File Format 1.1"})
            )
            return writer
        return WARCWriter(self._stream, gzip=True, warc_version="1.1")


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _headers(message: Request | Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
        if name.decode("latin-1").lower() not in _OF_THE_TRANSFER
    ]

"""Rebuilds `samples/documents/` from `samples/texts/`, and the sample site: `python -m samples.build [NAME…]`, from the folder of
the project.

DOCX and HTML come out byte for byte the same each time; PDF as far as the version of LibreOffice and its fonts are the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from samples.as_docx import to_docx
from samples.as_html import to_html
from samples.as_pdf import to_pdf
from samples.site_pages import site_pages
from samples.source import Sample, read_samples

HERE = Path(__file__).resolve().parent


def render(sample: Sample) -> bytes:
    if sample.format == "html":
        return to_html(sample)
    docx = to_docx(sample)
    return docx if sample.format == "docx" else to_pdf(docx, sample.name, sample.created)


def main() -> None:
    parser = argparse.ArgumentParser(description="Rebuild the sample documents.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="for instance resolution-3.4.en; default: all")
    wanted = set(parser.parse_args().names)
    samples = {HERE: read_samples(HERE / "texts"), HERE / "site": read_samples(HERE / "site" / "texts")}
    unknown = wanted - {sample.name for group in samples.values() for sample in group}
    if unknown:
        parser.error(f"no such sample: {', '.join(sorted(unknown))}")
    for folder, group in samples.items():
        for sample in group:
            if not wanted or sample.name in wanted:
                _write(folder / "documents" / f"{sample.name}.{sample.format}", render(sample))
    every = [sample for group in samples.values() for sample in group]
    for name, page in site_pages(HERE / "site" / "site.yml", every).items():
        _write(HERE / "site" / "pages" / name, page)


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    print(f"{target.relative_to(HERE)}: {len(content)} bytes")


if __name__ == "__main__":
    main()

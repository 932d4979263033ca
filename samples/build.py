"""Rebuilds `samples/documents/` from `samples/texts/`: `python -m samples.build [NAME…]`, from the folder of the project.

DOCX and HTML come out byte for byte the same each time; PDF as far as the version of LibreOffice and its fonts are the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from samples.as_docx import to_docx
from samples.as_html import to_html
from samples.as_pdf import to_pdf
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
    samples = read_samples(HERE / "texts")
    unknown = wanted - {sample.name for sample in samples}
    if unknown:
        parser.error(f"no such sample: {', '.join(sorted(unknown))}")
    folder = HERE / "documents"
    folder.mkdir(exist_ok=True)
    for sample in samples:
        if not wanted or sample.name in wanted:
            target = folder / f"{sample.name}.{sample.format}"
            target.write_bytes(render(sample))
            print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()

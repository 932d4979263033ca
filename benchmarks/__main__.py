"""`python -m benchmarks [NAME …] [--all]`: runs the named benchmarks, or each of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType

from benchmarks import engines_agree, pdf_reading

BENCHMARKS: Mapping[str, Callable[[bool], None]] = MappingProxyType(
    {"engines_agree": engines_agree.run, "pdf_reading": pdf_reading.run}
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHMARKS)}; default: each")
    parser.add_argument("--all", action="store_true", help="all documents instead of a sample; takes minutes")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no benchmark of that name: {', '.join(sorted(unknown))}")
    for name in arguments.names or BENCHMARKS:
        print(f"== {name}", flush=True)
        BENCHMARKS[name](arguments.all)


if __name__ == "__main__":
    main()

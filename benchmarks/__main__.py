"""`python -m benchmarks [NAME …] [--all] [--paragraphs N]`: runs the named benchmarks, or each of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType

from benchmarks import citations, engines_agree, linking, pdf_reading, search_engines, workers
from core.errors import MeaError

BENCHMARKS: Mapping[str, Callable[[argparse.Namespace], None]] = MappingProxyType(
    {
        "citations": lambda _: citations.run(),
        "engines_agree": lambda arguments: engines_agree.run(arguments.all),
        "linking": lambda arguments: linking.run(arguments.all),
        "pdf_reading": lambda arguments: pdf_reading.run(arguments.all),
        "search_engines": lambda arguments: search_engines.run(arguments.paragraphs, arguments.rounds),
        "workers": lambda arguments: workers.run(arguments.all),
    }
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHMARKS)}; default: each")
    parser.add_argument("--all", action="store_true", help="the whole instead of a sample; takes minutes")
    parser.add_argument("--paragraphs", type=int, default=20_000, help="size of the generated corpus (default 20000)")
    parser.add_argument("--rounds", type=int, default=10, help="questions of each kind to the engines (default 10)")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no benchmark of that name: {', '.join(sorted(unknown))}")
    for name in arguments.names or BENCHMARKS:
        print(f"== {name}", flush=True)
        try:
            BENCHMARKS[name](arguments)
        except MeaError as error:
            print(f"left out: {error} {error.hint}")


if __name__ == "__main__":
    main()

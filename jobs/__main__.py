"""`python -m jobs` is `mea`."""

from jobs.cli import main

main()

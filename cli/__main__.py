"""`python -m namekit.cli`."""

from . import main

main(prog_name="namekit")

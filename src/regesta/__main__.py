"""`python -m regesta` is the command `regesta`."""

from regesta.cli import main

main(prog_name="regesta")

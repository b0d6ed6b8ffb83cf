"""The command line: a thin skin over `views` and `flow`."""

from regesta.cli.commands import main

__all__ = ["main"]

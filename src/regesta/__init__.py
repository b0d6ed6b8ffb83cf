"""regesta: a register of what was reported, with its sentence, its source and its contradictions."""

__version__ = "0.1.0"

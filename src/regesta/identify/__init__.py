"""Who is who: names compared across spellings and scripts, and entities of many stories made one where it is safe."""

from regesta.identify.judged import orphaned
from regesta.identify.names import Comparison, compare
from regesta.identify.resolve import resolve

__all__ = ["Comparison", "compare", "orphaned", "resolve"]

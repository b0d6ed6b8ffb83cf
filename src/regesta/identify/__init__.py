"""Who is who: names compared across spellings and scripts, and entities of many stories made one where it is safe."""

from regesta.identify.judged import orphaned
from regesta.identify.members import Member
from regesta.identify.names import Comparison, compare
from regesta.identify.resolve import resolve
from regesta.identify.weigh import SAME, weigh

__all__ = ["SAME", "Comparison", "Member", "compare", "orphaned", "resolve", "weigh"]

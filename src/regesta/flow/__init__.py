"""The steps joined: pages into a register, lines into lines, everything anew.

`source → page → story → document → claims → register`. What a page says depends on its bytes and its receipt; what all
pages say together is worked out afresh over all of them, so that the order of reading never shows.
"""

from regesta.flow.adviser import Adviser, Memory, place_of
from regesta.flow.checks import Check, check, check_record, held_against
from regesta.flow.lines import annotate_lines
from regesta.flow.pages import PageResult, read_paths
from regesta.flow.restore import restore
from regesta.flow.sources import Sources
from regesta.flow.watch import Watcher
from regesta.flow.whole import RebuildReport, rebuild, settle

__all__ = [
    "Adviser",
    "Check",
    "Memory",
    "PageResult",
    "RebuildReport",
    "Sources",
    "Watcher",
    "annotate_lines",
    "check",
    "check_record",
    "held_against",
    "place_of",
    "read_paths",
    "rebuild",
    "restore",
    "settle",
]

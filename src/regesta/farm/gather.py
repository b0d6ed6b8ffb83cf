"""One register of all segments: what they hold is kept and recorded, then settled once."""

from pathlib import Path

from regesta.farm import rows
from regesta.farm.shards import Manifest
from regesta.flow import settle
from regesta.register import Register


def gather(folder: Path, manifest: Manifest, register: Register) -> int:
    """How many pages were added to the register, which is settled now; those that were quarantined stay out."""
    added = 0
    for shard in manifest.shards:
        for row in rows.rows(folder, shard.id):
            if row.page and row.fate != "quarantined":
                page, _ = register.keep_page(row.raw, row.receipt)
                added += register.put_reading(page.id, row.readings, row.findings, row.reader)
    if added or not register.is_settled():
        settle(register)
    return added

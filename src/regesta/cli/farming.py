"""What `regesta farm` tells while it reads: a line a shard, and at last whether all pages are accounted for."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from regesta import farm
from regesta.cli.skin import echo_lines, tell
from regesta.cli.text import counted, harmless
from regesta.register import Register


def run(paths: Sequence[str], out: str, into: str | None, *, gated: bool, **how: Any) -> bool:
    """Whether something went wrong, once all is read; `into` is the register that is made, empty for the one inside."""
    folder = Path(out)
    bounds = farm.Bounds(seconds=how["seconds"], megabytes=how["megabytes"])
    with farm.holding(folder):
        manifest = farm.planned(paths, folder, gated)
        accounts = []
        for account in farm.read_shards(folder, manifest, how["workers"], bounds, how["backend"]):
            accounts.append(account)
            echo_lines([f"{account.shard}: {told(account)}"])
        total = farm.summed(accounts)
        echo_lines(harmless(list(farm.put_aside(folder, manifest))) if total.quarantined else ())
        tell(f"{counted(len(accounts), 'shard')}: {told(total)}")
        if into is not None:
            with Register.open(into or folder / "register", create=True) as register:
                register.gate = gated
                added = farm.gather(folder, manifest, register)
            tell(f"{counted(added, 'page')} added to {register.path}")
    return total.quarantined > 0


def told(account: farm.Account) -> str:
    """An account as the sum that it is."""
    return f"{account.pages} in = {account.read} read + {account.refused} refused + {account.quarantined} quarantined"

"""Shards as Ray tasks, for many machines: each process of Ray keeps a worker of its own under the same watch."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from regesta.farm.foreman import Account, Bounds, Foreman
from regesta.farm.shards import Manifest, Shard, Unsuitable

TASK_MEMORY = 2 << 30  # bytes that a task is given: the worker's bound, and its watch


def by_ray(
    folder: Path, manifest: Manifest, shards: Sequence[Shard], workers: int, bounds: Bounds
) -> Iterator[Account]:
    """Have shards read by the cluster whose address Ray knows, else by this machine; the folder must be seen by all."""
    ray = _ray()
    if not ray.is_initialized():
        ray.init(num_cpus=None if _in_cluster() else workers, include_dashboard=False, log_to_driver=False)
    task = ray.remote(max_retries=3, num_cpus=1, memory=TASK_MEMORY)(_read)
    asked = [str(folder.absolute()), manifest.gated, manifest.obtained, bounds]
    waiting = [task.remote(*asked, shard) for shard in shards]
    try:
        while waiting:
            ready, waiting = ray.wait(waiting)
            yield ray.get(ready[0])
    finally:
        ray.shutdown()


def _in_cluster() -> bool:
    import os

    return bool(os.environ.get("RAY_ADDRESS"))


def _ray() -> Any:
    try:
        import ray
    except ImportError as problem:
        raise Unsuitable("--backend ray needs Ray: pip install 'regesta[cluster]'") from problem
    return ray


def _read(folder: str, gated: bool, obtained: str, bounds: Bounds, shard: Shard) -> Account:
    return _foreman(folder, gated, obtained, bounds).read(shard)


@cache
def _foreman(folder: str, gated: bool, obtained: str, bounds: Bounds) -> Foreman:
    """The foreman of this process, whose worker goes on from shard to shard."""
    return Foreman(Path(folder), gated, obtained, bounds)

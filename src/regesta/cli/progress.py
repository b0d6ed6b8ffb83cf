"""What long work says while it goes on, and what it says when it is done."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from regesta.cli.text import counted, harmless
from regesta.door import Json, finding_json
from regesta.views.rows import json_line

if TYPE_CHECKING:
    from regesta.model import Finding

Progress = Callable[[int, int], None]
FEW = 5


class Lost(NamedTuple):
    """What became of a path from which nothing can be read."""

    source: str
    findings: "tuple[Finding, ...]"
    page: str = ""
    stories: int = 0
    known: bool = False


def lost_among(paths: Iterable[str]) -> list[Lost]:
    """The paths from which nothing can be read, each once, with the reason."""
    from regesta.model import Finding

    found = {path: why for path in paths if (why := _unreadable(path))}
    return [Lost(path, (Finding(where=path, what=why, severity="error"),)) for path, why in found.items()]


def _unreadable(path: str) -> str | None:
    """Why nothing can be read from a path, in words; nothing where something may be."""
    from regesta.model import is_address

    if path == "-" or is_address(path):
        return None
    try:
        if Path(path).is_dir():
            from regesta.flow.sources import is_shown

            inside = any(is_shown(one, Path(path)) for one in Path(path).rglob("*"))
            return None if inside else "the folder holds no files"
        with Path(path).open("rb"):
            return None
    except (OSError, ValueError) as problem:
        return f"it cannot be opened ({getattr(problem, 'strerror', None) or problem})"


class Tally:
    """Counts of the pages gone through so far."""

    def __init__(self) -> None:
        self.new = self.known = self.lost = self.stories = self.findings = self.errors = 0
        self.draws = False  # a bar, on the terminal that lines would go to as well

    def add(self, result: Any) -> None:
        """Count a page."""
        self.lost += not result.page and any(finding.severity == "error" for finding in result.findings)
        self.new += bool(result.page) and not result.known
        self.known += result.known
        self.stories += _number(result.stories)
        self.findings += len(result.findings)
        self.errors += sum(finding.severity == "error" for finding in result.findings)

    def summary(self) -> str:
        """All of it in a line."""
        told = f"{counted(self.new, 'page')} read, {self.known} known already; {_stories(self.stories)}"
        told = f"{told}; not read: {self.lost}" if self.lost else told
        return f"{told}; {counted(self.findings, 'finding')}" if self.findings else told

    @contextmanager
    def bar(self) -> Iterator[Progress]:
        """A call for (done, of how many): it draws a bar on a terminal when there is much to do, else nothing."""
        bar: Any = None

        def progress(done: int, total: int) -> None:
            nonlocal bar
            if total <= FEW or not sys.stderr.isatty():
                return
            if bar is None:
                bar = click.progressbar(length=total, label="Reading", file=sys.stderr)
                bar.__enter__()
                self.draws = sys.stdout.isatty()
            bar.update(done - bar.pos)

        try:
            yield progress
        finally:
            if bar is not None:
                bar.__exit__(None, None, None)


def page_line(result: Any, as_json: bool) -> bytes | str:
    """What became of a page, on one line for programs, on one and its findings for people."""
    found = [finding_json(finding) for finding in result.findings]
    if as_json:
        row = {"page": result.page, "source": result.source, "stories": _number(result.stories), "known": result.known}
        return json_line({**row, "findings": found})
    if not result.page:
        return "\n".join(harmless(_unpaged(one)) for one in found)
    head = f"{'known' if result.known else 'kept'} {result.page}  {_stories(_number(result.stories))}  {result.source}"
    lines = [head, *(f"  {finding_words(one)}" for one in found)]
    return "\n".join(harmless(line) for line in lines)


def _unpaged(finding: Json) -> str:
    """A finding that is about no page: on what could not be read, or on a file that holds pages."""
    told = f"{finding['where']}: {finding['what']}"
    return f"not read: {told}" if finding["severity"] == "error" else f"{finding['severity']}: {told}"


def finding_words(finding: Json) -> str:
    """A finding on a line."""
    return f"{finding['severity']}: {finding['where']}: {finding['what']}"


def report_lines(report: Any) -> Iterator[str]:
    """The fields of a report, one a line."""
    for name in report.__struct_fields__:
        value = getattr(report, name)
        if name == "findings":
            yield f"findings: {len(value)}"
            yield from (f"  {harmless(finding_words(finding_json(one)))}" for one in value)
        else:
            yield f"{name.replace('_', ' ')}: {value}"


def _stories(number: int) -> str:
    return f"{number} {'story' if number == 1 else 'stories'}"


def _number(stories: Any) -> int:
    return stories if isinstance(stories, int) else len(stories)

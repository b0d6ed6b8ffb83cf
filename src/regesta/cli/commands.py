"""The commands, in the order in which a register is used: read, ask, judge, keep."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click

from regesta import __version__
from regesta.cli.advising import adviser, advises, model_asked, tell_account
from regesta.cli.skin import (
    EXIT_CODES,
    UNKNOWN,
    USAGE,
    WRONG,
    Main,
    Trouble,
    asks,
    echo_lines,
    folder_of,
    folder_option,
    form_of,
    hindered,
    known,
    must_be_read,
    opened,
    show_rows,
    tell,
    tell_unless_settled,
    unknown,
    whole,
)

if TYPE_CHECKING:
    from regesta.door import Json
    from regesta.flow import Sources
    from regesta.register import Register
    from regesta.views import Question

STATUSES = (
    "happened", "ongoing", "planned", "intended", "expected", "promised", "proposed", "demanded", "conditional",
    "postponed", "cancelled", "not_happened", "denied", "unclear",
)  # fmt: skip
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
CONFLICTS = (
    "date", "year", "place", "participant", "denial", "status", "count", "office", "content", "deadline", "scope",
    "order", "weekday", "title", "quote", "vote",
)  # fmt: skip
FORMATS = (
    "jsonl", "csv", "xlsx", "parquet", "polecat", "geojson", "graphml", "ftm", "prov", "ris", "csl", "bibtex",
    "timelinejs", "ical", "markdown",
)  # fmt: skip


class Day(click.ParamType[str]):
    """A date as precise as a person cares to give it: 2025, 2025-10 or 2025-10-31."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value itself, if it is such a date."""
        from regesta import edtf

        if "/" in value or not edtf.valid(value):
            self.fail(f"“{value}” is not a date; write 2025, 2025-10 or 2025-10-31", param, ctx)
        return value


class Capitals(click.Choice[str]):
    """A choice among words in capitals, written as a person likes."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word meant."""
        return super().convert(value.upper(), param, ctx)


@click.group(
    cls=Main, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="regesta")
@folder_option
def main(folder: str | None) -> None:
    """A register of what was reported: who did what to whom, when, by whose account, in which words."""


# ---------------------------------------------------------------------------------------------- read
_private = click.option(
    "--private", is_flag=True, help="Fetch from private addresses too: this machine's own, and those of its network."
)
_gates = click.option(
    "--gate",
    type=click.Choice(("on", "off")),
    help="on: parse only stories that may bear claims. [default: as regesta.toml says, else off]",
)


def _is_on(gate: str | None) -> bool | None:
    return None if gate is None else gate == "on"


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Tell of each page as a line of JSON.")
@_private
@_gates
@advises
@folder_option
def read(paths: tuple[str, ...], as_json: bool, private: bool, folder: str | None, patience: int, **asked: Any) -> None:
    """Read pages into the register: files, folders of them, addresses of the web, or - for standard input.

    HTML, flattened text, RSS and Atom feeds, WARC archives and JSON Lines are told apart by what is in them, also
    gzipped. The register is made where there is none. A page that was read before changes nothing.

    With --reader llm, a language model behind an OpenAI-compatible endpoint is sent each story; its key is taken from
    $REGESTA_LLM_KEY.
    """
    from regesta.cli.progress import Tally, lost_among, page_line

    gate = asked.pop("gate")
    model = model_asked(**asked)
    lost = lost_among(paths)
    if len(lost) == len(set(paths)):  # nothing to keep, so nothing is made to keep it in
        echo_lines(page_line(one, as_json) for one in lost)
        click.get_current_context().exit(WRONG)
    tally, later = Tally(), list[str | bytes]()
    with opened(folder, create=True) as register:
        register.gate = _is_on(gate)
        register.begin_writing()
        from regesta import flow  # here, so that who must wait for another writer need not wait for the parser too

        beside = adviser(model, patience, register, register.settings()[0])
        with tally.bar() as progress:
            for result in flow.read_paths(register, paths, progress, _web(register, private), beside):
                tally.add(result)
                if not tally.draws:
                    echo_lines([page_line(result, as_json)])
                elif result.findings:
                    later.append(page_line(result, as_json))
        echo_lines(later)
        if not register.is_settled():
            _settle(register)
    tell(tally.summary())
    if tally.errors:
        click.get_current_context().exit(WRONG)


@main.command()
@click.argument("feeds", nargs=-1, required=True, metavar="FEEDS...")
@click.option("--every", type=click.IntRange(1), default=15, show_default=True, help="Minutes between two looks.")
@click.option("--once", is_flag=True, help="Look once and end.")
@click.option("--entries", is_flag=True, help="Read the entries alone, not the pages that they lead to.")
@click.option("--json", "as_json", is_flag=True, help="Tell of each page as a line of JSON.")
@_private
@folder_option
def watch(feeds: tuple[str, ...], every: int, once: bool, entries: bool, as_json: bool, **asked: Any) -> None:
    """Look at feeds again and again, and read what is new in them.

    Each entry is read once, and so is the page that it leads to. Interrupt it to end it: what was told is kept.
    """
    import time

    from regesta.model import is_address

    for feed in feeds:
        if not is_address(feed):
            raise Trouble(f"“{feed}” is no address of the web; `regesta read` takes files", USAGE)
    while True:
        errors = _look(feeds, not entries, as_json, asked)
        if once:
            click.get_current_context().exit(WRONG if errors else 0)
        time.sleep(every * 60)


def _look(feeds: tuple[str, ...], follow: bool, as_json: bool, asked: dict[str, Any]) -> int:
    """Look at feeds once; the register is open only meanwhile, so that others may write between two looks."""
    from regesta.cli.progress import Tally, page_line

    tally = Tally()
    with opened(asked["folder"], create=True) as register:
        register.begin_writing()
        from regesta import flow

        with _web(register, asked["private"]) as sources:
            for result in flow.Watcher(register, sources, follow).look(feeds):
                tally.add(result)
                echo_lines([page_line(result, as_json)])
        if not register.is_settled():
            _settle(register)
    tell(f"{_now()}: {tally.summary()}")
    return tally.errors


def _web(register: "Register", private: bool) -> "Sources":
    """What opens files and addresses, with the manners that the register's settings ask for."""
    from regesta.fetch import Policy
    from regesta.flow import Sources

    return Sources(register, Policy(private=private, contact=register.settings()[0].contact))


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...", type=click.Path())
@click.option("--out", required=True, metavar="DIR", type=click.Path(file_okay=False), help="Where segments are kept.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Pages are read by so many.")
@click.option("--backend", type=click.Choice(("local", "ray")), default="local", show_default=True,
              help="ray: on all machines of a Ray cluster.")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(0.1), default=10.0, show_default=True, help="What a page may take.")
@click.option("--megabytes", type=click.IntRange(64), default=1536, show_default=True,
              help="The memory in which a page must be read.")  # fmt: skip
@click.option("--collate/--no-collate", default=True, help="Whether a register is made of all segments at the end.")
@_gates
@folder_option
def farm(paths: tuple[str, ...], out: str, collate: bool, folder: str | None, **asked: Any) -> None:
    """Read many pages by many processes, in shards: what was read before stays, workers may be killed.

    A page that takes too long or too much is put aside with the reason. The register is made in DIR/register, unless
    --register names another.
    """
    from regesta.cli.farming import run

    into = None if not collate else folder or click.get_current_context().find_root().params.get("folder") or ""
    with hindered():
        gated = bool(_is_on(asked.pop("gate")))
        if run(whole(paths), out, into, gated=gated, **asked):
            click.get_current_context().exit(WRONG)


# ---------------------------------------------------------------------------------------------- ask
def chooses(command: Any) -> Any:
    """Give a command the options by which events are chosen."""
    for option in reversed(_CHOICES):
        command = option(command)
    return command


_CHOICES = (
    click.option("--between", nargs=2, metavar="A B", help="Events in which both take part."),
    click.option("--who", metavar="NAME", help="Events in which this one takes part."),
    click.option("--since", type=Day(), help="Events that may have been on this day or later."),
    click.option("--until", type=Day(), help="Events that may have been on this day or earlier."),
    click.option(
        "--type",
        "type_",
        type=Capitals(TYPES),
        metavar="TYPE",
        help="Events of this PLOVER type, such as CONSULT or AID.",
    ),
    click.option("--status", type=click.Choice(STATUSES), metavar="STATUS", help="Events of this status."),
    click.option("--disputed", is_flag=True, help="Events on which accounts differ."),
    click.option(
        "--no-background", "background", is_flag=True, default=True, flag_value=False, help="Leave out history."
    ),
)


def question(register: "Register", type_: str | None, **asked: Any) -> "Question":
    """What was asked for; a name that is in no report ends the program."""
    from regesta import views

    for name in (*(asked["between"] or ()), *filter(None, [asked["who"]])):
        known(register, name)
    return views.Question(type=type_, **asked)


@main.command()
@chooses
@click.option("--quotes", is_flag=True, help="Show each account's words and who said them.")
@click.option("--all", "every", is_flag=True, help="Show standing facts too: offices, facilities, clauses, relations.")
@asks(
    "timeline",
    ("id", "when", "kind", "type", "mode", "status", "background", "who", "others", "where", "outlets",
     "independent_origins", "disputed", "conflicts", "claims.outlet", "claims.published", "claims.quote"),
    shown=("quotes", "every"),
)  # fmt: skip
def timeline(register: "Register", **asked: Any) -> "list[Json]":
    """What happened, in order of time: one line an event.

    A name of a state takes in its ministries, its officials and its places. --json and --csv hold standing facts too.
    """
    from regesta import views

    return views.timeline(register, question(register, **asked))


@main.command()
@click.argument("name", metavar="NAME|ID")
@asks("show")
def show(register: "Register", name: str) -> "list[Json]":
    """What the register holds on a person, body, place, thing, event, claim, conflict or story."""
    from regesta import views

    found = views.show(register, name)
    if not found:
        said = f"Nothing in the register is called “{name}”; `regesta search` looks for words."
        raise unknown(said, views.called_near(register, name))
    return found


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="So many passages at most.")
@asks("search", ("story", "outlet", "published", "title", "passages.text"))
def search(register: "Register", words: tuple[str, ...], limit: int) -> "list[Json]":
    """The stories that hold all the words; words between double quotes must stand together."""
    from regesta import views

    return views.search(register, " ".join(words), limit)


@main.command()
@click.option("--kind", type=click.Choice(CONFLICTS), metavar="KIND", help="Only this kind: date, scope, denial …")
@click.option("--all", "every", is_flag=True, help="Also those that are explained or are revisions.")
@asks("conflicts", ("id", "kind", "status", "rule", "says", "claims.outlet", "claims.published", "claims.quote"))
def conflicts(register: "Register", kind: str | None, every: bool) -> "list[Json]":
    """Claims that cannot all hold as written, side by side. The register takes no side."""
    from regesta import views

    return views.open_conflicts(register, kind, every)


@main.command()
@click.argument("office")
@click.option("--of", metavar="NAME", help="The state or body it is an office of.")
@click.option("--on", type=Day(), help="How each report stands to this day.")
@asks("who", ("person", "office", "of", "first_reported", "last_reported", "until", "standing", "claims.outlet"))
def who(register: "Register", office: str, of: str | None, on: str | None) -> "list[Json]":
    """Who is reported to hold an office."""
    from regesta import views

    if of:
        known(register, of)
    near = views.offices_near(register, office)
    if near is not None:
        raise unknown(f"No office in the register is called “{office}”.", near)
    return views.who(register, office, of, on)


@main.command()
@click.option("--on", "today", type=Day(), help="What is not past on this day. [default: today]")
@click.option("--past", is_flag=True, help="Also what is past.")
@asks("agenda", ("due", "subject", "what", "arithmetic", "kind", "type", "status", "claims.outlet", "claims.quote"))
def agenda(register: "Register", today: str | None, past: bool) -> "list[Json]":
    """What falls due: last days of mandates, deadlines reckoned from them, acts that were announced."""
    from datetime import UTC, datetime

    from regesta import views

    return views.agenda(register, None if past else today or datetime.now(UTC).date().isoformat())


@main.command()
@click.argument("name", required=False)
@asks("instruments", ("id", "name", "sort", "parties", "states.state", "clauses.clause", "clauses.present"))
def instruments(register: "Register", name: str | None) -> "list[Json]":
    """Agreements, resolutions and lists, with their clauses present (+) and absent (−)."""
    from regesta import views

    found = views.instruments(register, name)
    if name and not found:
        names = [(one.casefold(), one) for row in views.instruments(register) for one in row["names"]]
        raise unknown(f"No instrument in the register is called “{name}”.", views.near_to(name, names))
    return found


@main.command()
@click.argument("name", required=False)
@asks("facilities", ("id", "name", "aliases", "sort", "country", "place.lat", "place.lon", "users", "holders"))
def facilities(register: "Register", name: str | None) -> "list[Json]":
    """Bases, ports, crossings and the like, with those who use or hold them."""
    from regesta import views

    if name:
        known(register, name)
    return views.facilities(register, name)


@main.command()
@asks("sources", ("outlet", "reliability", "stories", "claims", "first", "last"))
def sources(register: "Register") -> "list[Json]":
    """The outlets, with their reliability as regesta.toml sets it."""
    from regesta import views

    return views.sources(register)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@asks(
    "check",
    (
        "standing",
        "claim",
        "story",
        "outlet",
        "published",
        "quote",
        "same.outlet",
        "same.quote",
        "conflicts.kind",
        "conflicts.says",
    ),
)
def check(register: "Register", paths: tuple[str, ...]) -> "list[Json]":
    """What of a new report is known, new or contradicted by the register. Nothing is added."""
    from regesta import views

    return views.check(register, paths)


@main.command()
@click.argument("old", type=click.Path(file_okay=False))
@click.argument("new", type=click.Path(file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON array.")
@click.option("--csv", "as_csv", is_flag=True, help="Answer as comma-separated values.")
def diff(old: str, new: str, as_json: bool, as_csv: bool) -> None:
    """What changed between two states of a register: the folders OLD (a copy, say) and NEW."""
    from regesta import views

    form = form_of(as_json, as_csv)
    with opened(old) as before, opened(new) as after, before.snapshot(), after.snapshot():
        rows = views.diff(before, after)
    if not show_rows(rows, "diff", form, ("what", "change", "id", "says", "fields.field", "fields.was", "fields.is")):
        tell("Nothing changed between the two.")


# ---------------------------------------------------------------------------------------------- judge
def judges(command: Any) -> Any:
    """Give a command the options of a judgement."""
    for option in (
        folder_option,
        click.option("--by", metavar="NAME", help="Who judges. [default: the name you are logged in by]"),
        click.option("--why", default="", metavar="TEXT", help="The reason, kept with the judgement."),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("subjects", nargs=-1, required=True, metavar="A B...")
@judges
def merge(subjects: tuple[str, ...], folder: str | None, **signed: Any) -> None:
    """Say that names are of one entity, or that claims report one act."""
    _judge(folder, "merge", subjects, **signed)


@main.command()
@click.argument("subjects", nargs=-1, required=True, metavar="A B...")
@judges
def split(subjects: tuple[str, ...], folder: str | None, **signed: Any) -> None:
    """Say that these are not the same: entities (story-id/entity-id, as `show` lists them) or claims."""
    _judge(folder, "split", subjects, **signed)


@main.command()
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@judges
def reject(claims: tuple[str, ...], folder: str | None, **signed: Any) -> None:
    """Say that claims were misread: they stay on record, but count for nothing."""
    _judge(folder, "reject", claims, **signed)


@main.command()
@click.argument("subject", metavar="CLAIM|ENTITY")
@click.argument("field")
@click.argument("value")
@judges
def fix(subject: str, field: str, value: str, folder: str | None, **signed: Any) -> None:
    """Set a field of a claim or of a story's entity right, such as `status`, `when` or `country`."""
    _judge(folder, "fix", (subject,), field=field, value=value, **signed)


@main.command()
@click.argument("judgements", nargs=-1, required=True, metavar="JUDGEMENT...")
@judges
def undo(judgements: tuple[str, ...], folder: str | None, **signed: Any) -> None:
    """Withdraw judgements. They stay on record; an undo can itself be undone."""
    _judge(folder, "undo", judgements, **signed)


@main.command()
@judges
def review(folder: str | None, by: str | None, why: str) -> None:
    """Go through joins that rest on little and open conflicts, one by one; each answer is a judgement.

    The evidence comes first. Answer y (one act), n (not one act), a number (that claim is misread), u (undo the last
    answer), q (end), or nothing (go on).
    """
    from regesta import views
    from regesta.cli.text import harmless, width
    from regesta.cli.text import review as shown

    signed = {"by": by or _login(), "why": why}
    with opened(folder) as register:
        must_be_read(register)
        made: list[list[str]] = []
        for row in views.to_review(register):
            echo_lines(shown(harmless(row), width()))
            if not _reviewed(register, row, made, signed):
                break
        while made and _said("u to undo the last answer, nothing to end") == "u":
            _write_down(register, "undo", made.pop(), signed)
        if not register.is_settled():
            _settle(register)
        tell(f"{len(made)} judged.")


def _reviewed(register: "Register", row: "Json", made: list[list[str]], signed: dict[str, str]) -> bool:
    """Whether to go on after one thing was judged; `made` are the judgements that stand, answer by answer."""
    claims = {str(at): [("reject", (key,))] for at, key in enumerate(row["subjects"], 1)}
    answers = {"y": [("merge", row["subjects"])], "n": [("split", pair) for pair in row["apart"]], **claims}
    while True:
        said = _said("y, n, number, u, q")
        if said in answers:
            made.append([_write_down(register, act, subjects, signed) for act, subjects in answers[said]])
            return True
        if said in ("", "q"):
            return said != "q"
        if said == "u" and made:
            _write_down(register, "undo", made.pop(), signed)
            tell("Withdrawn.")


def _said(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False, err=True)).strip().lower()


def _write_down(register: "Register", act: Any, subjects: Iterable[str], signed: dict[str, str]) -> str:
    """The id of a judgement that is now on record."""
    from regesta import views
    from regesta.model import Judgement

    meant = tuple(subjects)
    anchors = views.anchors(register, meant)
    judgement = Judgement(act=act, subjects=meant, by=signed["by"], why=signed["why"], at=_now(), anchors=anchors)
    return register.append_judgement(judgement)


@main.command(name="judgements")
@asks("judgements", ("id", "act", "subjects", "words", "field", "value", "by", "at", "why", "in_force"))
def judgements_(register: "Register") -> "list[Json]":
    """What people decided, with the ids by which it can be undone."""
    from regesta import views

    return views.judgements(register)


def _judge(folder: str | None, act: Any, subjects: Iterable[str], by: str | None, **rest: Any) -> None:
    """Write a judgement down, let it take effect, and print its id."""
    from regesta import views
    from regesta.model import Judgement, Refused

    with opened(folder) as register:
        must_be_read(register)
        meant, rest = views.subjects(register, act, whole(subjects)), whole(rest)
        if isinstance(meant, Refused):
            raise Trouble(f"{meant.where}: {meant.reason}", UNKNOWN)
        wrong = views.unfixable(register, meant[0], rest["field"], rest["value"]) if act == "fix" else None
        if wrong:
            raise Trouble(f"{wrong.where}: {wrong.reason}", USAGE)
        register.begin_writing()
        anchors = views.anchors(register, meant)
        judgement = Judgement(act=act, subjects=meant, by=by or _login(), at=_now(), anchors=anchors, **rest)
        click.echo(register.append_judgement(judgement))
        _settle(register)


def _settle(register: "Register") -> None:
    """Let what was read or judged take effect; say what judgements no longer find, or what a split tears at."""
    from regesta import flow
    from regesta.cli.progress import finding_words
    from regesta.cli.text import harmless
    from regesta.door import finding_json

    for finding in flow.settle(register).findings:
        tell(harmless(finding_words(finding_json(finding))))


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# ---------------------------------------------------------------------------------------------- keep
@main.command()
@_gates
@folder_option
def rebuild(gate: str | None, folder: str | None) -> None:
    """Derive everything anew from the pages and the judgements."""
    from regesta import flow
    from regesta.cli.progress import report_lines
    from regesta.register import discard_if_damaged

    with hindered():
        if discard_if_damaged(folder_of(folder)):
            tell("The database was damaged and is made anew.")
    with opened(folder) as register:
        register.gate = _is_on(gate)
        report = flow.rebuild(register)
    echo_lines(report_lines(report))
    if any(finding.severity == "error" for finding in report.findings):
        click.get_current_context().exit(WRONG)


def _borders(command: Any) -> Any:
    """Give a command the choice of whose borders its map has."""
    return click.option(
        "--borders",
        type=click.Choice(("un", "de-facto", "none")),
        default="de-facto",
        show_default=True,
        help="Which borders the map has; disputed areas are marked as disputed whatever they are.",
    )(command)


@main.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; all but this machine needs a token."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8642, show_default=True, help="The port.")
@click.option("--token", envvar="REGESTA_TOKEN", default="", help="What a caller must show. [default: one is made]")
@_borders
@folder_option
def serve(host: str, port: int, token: str, borders: str, folder: str | None) -> None:
    """Show the register as pages in a browser, on this machine alone unless --host says otherwise."""
    import secrets

    from regesta.web import LOOPBACK
    from regesta.web import serve as serve_pages

    with opened(folder) as register:
        must_be_read(register)
        path = register.path
    if host not in LOOPBACK:
        token = token or secrets.token_urlsafe(18)
    shown = f"[{host}]" if ":" in host else host
    tell(f"http://{shown}:{port}/{'?token=' + token if token else ''}")
    serve_pages(path, host, port, token, borders)


@main.command()
@click.argument("target", metavar="DIR", type=click.Path())
@click.option("--single", is_flag=True, help="Write one file of HTML instead of a folder.")
@_borders
@folder_option
def publish(target: str, single: bool, borders: str, folder: str | None) -> None:
    """Write the pages into a folder that opens without a server, a network or JavaScript."""
    from pathlib import Path

    from regesta import web

    with opened(folder) as register, register.snapshot():
        must_be_read(register)
        tell_unless_settled(register)
        write = web.publish_single if single else web.publish
        number = write(register, Path(target), borders)
    tell(f"{number} {'pages' if single else 'files'} in {target}")


@main.command()
@click.option("--format", "form", type=click.Choice(FORMATS), metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")
@click.option("--jsonl", is_flag=True, help="Everything, one thing a line. [default]")
@click.option("--csv", "as_csv", is_flag=True, help="The claims, as a table.")
@click.option("-o", "--output", type=click.Path(allow_dash=True), default="-", help="Where to write.")
@chooses
@folder_option
def export(form: str | None, jsonl: bool, as_csv: bool, output: str, folder: str | None, **asked: Any) -> None:
    """Write the register out, or what is chosen of it. The same register gives the same bytes.

    Parquet goes into one file if its name ends in .parquet, else into a new folder: segments sorted by entity and date.
    """
    forms = {form, *(["jsonl"] if jsonl else ()), *(["csv"] if as_csv else ())} - {None}
    if len(forms) > 1:
        raise click.UsageError("An export has one format.")
    with opened(folder) as register, register.snapshot():
        must_be_read(register)
        _write_out(register, str(next(iter(forms), "jsonl")), output, question(register, **whole(asked)))
        tell_unless_settled(register)


def _write_out(register: "Register", form: str, output: str, asked: "Question") -> None:
    from pathlib import Path

    from regesta import exports

    matter = exports.Matter(register=register, question=asked)
    in_parts = form == "parquet" and output != "-" and not output.endswith(".parquet")
    if output == "-" and form in exports.BINARY and sys.stdout.isatty():
        raise Trouble(f"{form} is not for a terminal; say with -o where to write", USAGE)
    if output != "-" and not in_parts and Path(output).is_dir():
        raise Trouble(f"“{output}” is a folder; {form} is written into a file", USAGE)
    try:
        if in_parts:
            exports.write_segments(matter, Path(output))
            return
        with click.open_file(output, "wb", lazy=True) as file:  # lazy: what cannot be written leaves no empty file
            exports.write(form, matter, cast("BinaryIO", file))
    except (exports.NotInstalled, exports.FolderNotEmpty) as problem:
        raise Trouble(str(problem), USAGE) from problem


@main.command(name="import")
@click.argument("source", metavar="[IN]", type=click.File("rb"), default="-")
@click.option("--json", "as_json", is_flag=True, help="Tell of each page as a line of JSON.")
@folder_option
def import_(source: Iterable[bytes], as_json: bool, folder: str | None) -> None:
    """Make a register of what `regesta export` wrote as JSON Lines; nothing is read anew.

    Into a register that has pages already, those that it has not are added, and so are the judgements.
    """
    from regesta.cli.progress import Tally, page_line

    tally = Tally()
    with opened(folder, create=True) as register:
        register.begin_writing()
        from regesta import flow

        for result in flow.restore(register, source):
            tally.add(result)
            echo_lines([page_line(result, as_json)])
        if not register.is_settled():
            flow.settle(register)
    tell(tally.summary())
    if tally.errors:
        click.get_current_context().exit(WRONG)


@main.command()
@click.argument("source", metavar="[IN]", type=click.File("rb"), default="-")
@click.option("-o", "--output", type=click.File("wb"), default="-", help="Where to write.")
@click.option("--collate", is_flag=True, help="Read all lines together: claims that report one act share an event.")
@_gates
@advises
def annotate(source: Iterable[bytes], output: Any, collate: bool, patience: int, **asked: Any) -> None:
    """Read reports as JSON Lines, write what they say as JSON Lines: one line out for each line in."""
    gated = bool(_is_on(asked.pop("gate")))
    model = model_asked(**asked)
    from regesta import flow
    from regesta.views.rows import json_line

    beside = adviser(model, patience, flow.Memory()) if model else None
    for row in flow.annotate_lines(source, collate, beside, gated):
        output.write(json_line(row) + b"\n")
        output.flush()
    tell_account(beside)


@main.command(name="mcp")
@folder_option
def mcp_(folder: str | None) -> None:
    """Answer programs that speak the Model Context Protocol, over standard input and output. Nothing is written."""
    from regesta import mcp

    with opened(folder) as register:
        must_be_read(register)
    try:
        mcp.serve(folder_of(folder))
    except mcp.NotInstalled as problem:
        raise Trouble(str(problem), USAGE) from problem


@main.command()
@click.option("--segments", multiple=True, metavar="DIR", type=click.Path(exists=True, file_okay=False),
              help="Also the Parquet segments in this folder, as `export` or `farm` wrote them.")  # fmt: skip
@asks("findings", ("severity", "where", "what"), wrong=("severity", "error"))
def verify(register: "Register", segments: tuple[str, ...]) -> "list[Json]":
    """Whether what is on disk is what was written: pages by their hashes, the database by its own checks."""
    from pathlib import Path

    from regesta import exports, farm
    from regesta.cli.text import counted
    from regesta.door import finding_json

    found = [
        finding_json(finding)
        for folder in map(Path, segments)
        for finding in (farm.check(folder) if (folder / "shards").is_dir() else exports.check_segments(folder))
    ]
    found += [finding_json(finding) for finding in register.verify()]
    told = counted(len(found), "finding") if found else "no findings"
    tell(f"{counted(len(register.page_ids()), 'page')} checked; {told}")
    return found


@main.command()
@asks("doctor", ("check", "state", "what"), wrong=("state", "wrong"))
def doctor(register: "Register") -> "list[Json]":
    """How the register does, and what to do about it."""
    from regesta import views

    return views.doctor(register)

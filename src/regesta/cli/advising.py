"""The options that have a language model read beside the rules, and who is meant by them."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from regesta.cli.skin import USAGE, Trouble, tell, whole

if TYPE_CHECKING:
    from regesta.flow import Adviser
    from regesta.flow.adviser import Shelf
    from regesta.register import Model, Settings

KEY = "REGESTA_LLM_KEY"
_OPTIONS = (
    click.option(
        "--patience",
        type=click.IntRange(1, 3600),
        default=180,
        show_default=True,
        metavar="SECONDS",
        help="How long the model may take over one answer.",
    ),
    click.option("--base-url", metavar="URL", help="Where it is asked: what stands before /chat/completions."),
    click.option("--model", metavar="NAME", help="The language model, by the name its endpoint knows it by."),
    click.option(
        "--reader",
        type=click.Choice(("rules", "llm")),
        default="rules",
        show_default=True,
        help="llm: a language model proposes records beside the rules; what holds against the text enters.",
    ),
)


def advises(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options `--reader`, `--model`, `--base-url` and `--patience`."""
    for option in _OPTIONS:
        command = option(command)
    return command


def model_asked(reader: str, model: str | None, base_url: str | None) -> "Model | None":
    """The model that is to read beside the rules, if one is; options that do not fit together end the program."""
    if reader != "llm":
        if model or base_url:
            raise click.UsageError("--model and --base-url are for --reader llm.")
        return None
    if not (model and base_url):
        raise click.UsageError("--reader llm needs --model NAME and --base-url URL.")
    from regesta.fetch import base_address
    from regesta.model import Refused
    from regesta.register import Model

    place = base_address(base_url)
    if isinstance(place, Refused):
        raise Trouble(f"--base-url {place.where}: {place.reason}", USAGE)
    return Model(name=whole(model), url=place)


def adviser(
    model: "Model | None", patience: int, shelf: "Shelf", settings: "Settings | None" = None
) -> "Adviser | None":
    """Who reads beside the rules. The key is known to the environment alone."""
    if model is None:
        return None
    from regesta import flow

    price = settings.prices.get(model.name) if settings else None
    return flow.Adviser(model, shelf, flow.place_of(model, os.environ.get(KEY, ""), patience), price)


def tell_account(adviser: "Adviser | None") -> None:
    """Say on stderr what was asked, what it took and what came of it."""
    if adviser is not None:
        from regesta.cli.text import harmless

        summary = adviser.summary()
        tell(harmless(f"{summary.where}: {summary.what}"))

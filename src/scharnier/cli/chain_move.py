"""`scharnier chain move`: what another supplier country would change, always with the caution that belongs to it."""

import sys
from typing import Annotated

import typer

from scharnier.cli.chain_options import STARTER, Cell, Form, Lang, Model, On, Store, Stressor, Theme, read_question
from scharnier.cli.terminal import day_asked, plain, print_json
from scharnier.kernel.errors import InputProblem

MOST = 1000


def move(
    cell: Cell,
    theme: Theme = "",
    stressor: Stressor = "",
    to: Annotated[
        str, typer.Option(help="Judge this one move on everything: a country (the same industry there), or a cell.")
    ] = "",
    share: Annotated[float, typer.Option(help="Part of the purchase that moves, above 0 to 1.")] = 1.0,
    top: Annotated[int, typer.Option(help="How many moves to list, each way.")] = 10,
    model: Model = STARTER,
    store: Store = None,
    on: On = None,
    lang: Lang = "nl",
    format_: Form = "text",
) -> None:
    """What buying from another country would change: a sum, not an advice to leave."""
    if not 1 <= top <= MOST:
        raise InputProblem(f"{top} moves.", f"Ask for 1 to {MOST}.", column="--top")
    if not 0 < share <= 1:
        raise InputProblem(
            f"a share of {share} of a purchase.", "Give a number above 0 and at most 1.", column="--share"
        )
    if not (theme or stressor or to):
        raise InputProblem(
            "a move can be judged on many things.", "Choose --theme or --stressor, or one country: --to."
        )
    if to and (theme or stressor):
        raise InputProblem(
            "with --to a move is judged on everything at once, so that nobody looks at one theme only.",
            "Leave out --theme and --stressor.",
        )
    from scharnier.analytics.chains.moves import judge_on_all, list_moves
    from scharnier.cli import chain_move_json, chain_move_words

    table, followed, bought = read_question(cell, theme, stressor, model, store, on)
    if to:
        judged = judge_on_all(table, bought, to, share, day_asked(on))
        if format_ == "json":
            print_json(chain_move_json.judged_json(judged, lang), allow_nan=False)
        elif format_ == "csv":
            chain_move_json.write_judged(judged, lang, sys.stdout)
        lines = chain_move_words.judged_lines(judged, lang)
    else:
        listed = list_moves(table, followed, bought, share)
        if format_ == "json":
            print_json(chain_move_json.listed_json(listed, top, lang), allow_nan=False)
        elif format_ == "csv":
            chain_move_json.write_listed(listed, top, lang, sys.stdout)
        lines = chain_move_words.listed_lines(listed, top, lang)
    if format_ == "text":
        for line in lines:
            typer.echo(plain(line))
    elif format_ == "csv":
        typer.echo(plain(chain_move_words.caution_of(lang)), err=True)

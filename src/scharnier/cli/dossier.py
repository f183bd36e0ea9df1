"""`scharnier dossier …`: the group; its commands stand in the modules `dossier_*`, one for each thing people do."""

from importlib import import_module
from pkgutil import iter_modules

import typer

import scharnier.cli as here
from scharnier.cli.own_language import tell_in_its_language

app = typer.Typer(no_args_is_help=True)

for _found in sorted(module.name for module in iter_modules(here.__path__) if module.name.startswith("dossier_")):
    import_module(f"scharnier.cli.{_found}").add_to(app)
for _command in app.registered_commands:
    if _command.callback is not None:
        _command.callback = tell_in_its_language(_command.callback)

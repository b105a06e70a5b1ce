"""bin/flask translate: the catalogue of texts."""

from tempfile import TemporaryDirectory

import click


@click.command()
def translate():
    """Gather the texts of the program into the catalogue, and compile it. What is new comes out untranslated."""
    from babel.messages.frontend import CommandLineInterface  # for who writes texts; it takes a while

    babel = CommandLineInterface().run
    with TemporaryDirectory() as directory:
        template = f"{directory}/messages.pot"
        extract = ["-F", "babel.cfg", "-k", "_l", "-k", "lazy_gettext", "--no-location", "--sort-output"]
        babel(["pybabel", "-q", "extract", *extract, "-o", template, "."])
        update = ["--no-fuzzy-matching", "--width=110", "--ignore-obsolete", "--ignore-pot-creation-date"]
        babel(["pybabel", "-q", "update", "-i", template, "-d", "translations", *update])
    babel(["pybabel", "-q", "compile", "-d", "translations"])

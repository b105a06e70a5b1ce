"""One module a resource; each holds its blueprint `bp`."""

from importlib import import_module
from pkgutil import iter_modules


def init_app(app):
    """Register the blueprint of every module here."""
    for module in iter_modules(__path__):
        app.register_blueprint(import_module(f"{__name__}.{module.name}").bp)

"""What browsers ask for: a folder a part of the house, in it one module a resource, which holds its blueprint `bp`.

A module whose name begins with _ is a part of the views beside it.
"""

from importlib import import_module
from pkgutil import iter_modules


def init_app(app):
    """Register the blueprint of every module, and what a folder gives its templates."""
    _register(app, __path__, __name__)


def _register(app, folder, package: str):
    for each in iter_modules(folder):
        if each.name.startswith("_"):
            continue
        module = import_module(f"{package}.{each.name}")
        if hasattr(module, "init_app"):
            module.init_app(app)
        if hasattr(module, "bp"):
            app.register_blueprint(module.bp)
        else:
            _register(app, module.__path__, module.__name__)

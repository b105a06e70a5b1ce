"""The clients' face: one module a resource, as in the package around it."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint

bp = Blueprint("portal", __name__, url_prefix="/portal")

for module in iter_modules(__path__):
    bp.register_blueprint(import_module(f"{__name__}.{module.name}").bp)

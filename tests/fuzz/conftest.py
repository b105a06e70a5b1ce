"""The fuzzer plays on the stage of the matrix, where every text has its canary."""

from tests.matrix.conftest import scene, stage

__all__ = ["scene", "stage"]

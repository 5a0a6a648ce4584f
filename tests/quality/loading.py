"""The benchmark of quality as a module."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]


def load_quality() -> ModuleType:
    """Load benchmarks/quality.py."""
    spec = importlib.util.spec_from_file_location("quality", ROOT / "benchmarks/quality.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module

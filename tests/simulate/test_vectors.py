"""Full-width vectors in every generated function, on every kind of processor."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import llvmlite.binding as llvm
import numpy as np
import pytest
from numba import float64, int64, types

from cartsim._lanes import lanes
from cartsim._straight import SOURCES
from cartsim.model import kernel as k_
from tests.simulate.conftest import TEXT

ROWS = types.Array(float64, 2, "C", aligned=True)
SIGNATURES = {
    "rhs_": (ROWS, ROWS, ROWS, int64, ROWS, ROWS),
    "matrix_": (ROWS, ROWS, ROWS, int64, ROWS, lanes, ROWS, ROWS, ROWS),
    "factorise_": (ROWS, ROWS, int64),
    "solve_": (ROWS, ROWS, int64, ROWS),
    "observe_": (ROWS, ROWS, ROWS, int64, ROWS, ROWS, ROWS),
}
PROCESSORS = {
    "AVX-512": ("x86_64-unknown-linux-gnu", "skylake-avx512", r"v\w+pd\t.*%zmm", r"v(add|sub|mul|div)sd"),
    "AVX2": ("x86_64-unknown-linux-gnu", "haswell", r"v\w+pd\t.*%ymm", r"v(add|sub|mul|div)sd"),
    "plain x86-64": ("x86_64-unknown-linux-gnu", "x86-64", r"\t(add|sub|mul|div)pd\t", r"\t(add|sub|mul|div)sd\t"),
    "aarch64": ("aarch64-unknown-linux-gnu", "generic", r"\tf(mla|mul|add|sub|div)\tv\d+\.2d", r"\tf(mul|add|div)\td\d+"),
}  # fmt: skip
"""Triple, model, arithmetic on its widest vectors, arithmetic on single doubles."""


def assembly(name: str, triple: str, model: str) -> str:
    """What LLVM makes of a generated function for a processor."""
    function = getattr(k_, name)
    assert function in SOURCES
    function.compile((types.StarArgTuple.from_types(SIGNATURES[name]),))
    text = next(iter(function.inspect_llvm().values()))
    text = re.sub(r'target triple = "[^"]*"', f'target triple = "{triple}"', text)
    text = re.sub(r"target datalayout = .*\n", "", text)
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    module = llvm.parse_assembly(text)
    machine = llvm.Target.from_triple(triple).create_target_machine(cpu=model, opt=3)
    return machine.emit_assembly(module)


@pytest.mark.parametrize("processor", PROCESSORS)
@pytest.mark.parametrize("name", SIGNATURES)
def test_arithmetic_is_on_the_widest_vectors(processor, name):
    triple, model, wide, single = PROCESSORS[processor]
    text = assembly(name, triple, model)
    assert len(re.findall(wide, text)) > 100
    assert len(re.findall(single, text)) == 0


SOLVE = """
import sys
import numpy as np
import cartsim
from cartsim.scenario import loads
scenario = loads(sys.stdin.read(), "vectors.yaml")
course = cartsim.simulate(cartsim.draw(scenario), scenario)
np.savez(sys.argv[1], **{name: course[name].values for name in ("lesion_diameter", "car_t_blood", "il6", "status")})
"""


def test_a_plain_processor_gives_the_same_course_to_the_tolerance(tmp_path):
    """The whole engine compiled for x86-64 without extensions: no fused multiply-add, two doubles at a time."""
    if not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        pytest.skip("needs an x86-64 machine")
    plain = {"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": "", "CARTSIM_CACHE": str(tmp_path)}
    found = []
    for extra in ({}, plain):
        path = tmp_path / f"{len(found)}.npz"
        subprocess.run(
            [sys.executable, "-c", SOLVE, str(path)], input=TEXT, text=True, check=True,
            env=os.environ | extra, timeout=600,
        )  # fmt: skip
        found.append(np.load(path))
    here, there = found
    for name in here.files:
        scale = np.nanmax(np.abs(here[name]))
        np.testing.assert_allclose(there[name], here[name], rtol=1e-5, atol=1e-6 * scale, err_msg=name)

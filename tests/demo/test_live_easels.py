"""The processes that draw for the live demo."""

from __future__ import annotations

import pytest

from cartsim.demo.live.easel import FILE
from cartsim.demo.live.easels import Easels
from cartsim.demo.live.starts import starts
from cartsim.errors import CartsimError
from cartsim.scenario import loads
from cartsim.virtual_trial import carry_out

pytestmark = pytest.mark.slow


def test_a_process_that_dies_or_stumbles_is_no_harm_to_the_next_viewer():
    text = next(iter(starts().values())).text
    run = carry_out(loads(text.replace("patients: 20", "patients: 4")))
    easels = Easels(1)
    try:
        easels._free.queue[0].process.kill()
        (waterfall,) = easels.draw(run, ["waterfall"])
        assert waterfall.image.startswith(b"\x89PNG")
        with pytest.raises(CartsimError, match="not everything could be drawn"):
            list(easels.draw(run, ["no such figure"]))
        (file,) = easels.draw(run, [FILE])
        assert file.startswith(b"\x89HDF")
        left = easels.draw(run, ["crs", "waterfall"])
        assert next(left).name == "crs"
        left.close()  # the viewer asked for something else
        assert [made.name for made in easels.draw(run, ["crs"])] == ["crs"]
    finally:
        easels.close()

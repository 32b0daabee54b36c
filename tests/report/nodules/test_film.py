"""The film of a nodule: one frame for each moment kept, colours that mean something kept as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cartsim import cli
from cartsim.errors import BadInput, CartsimError
from cartsim.report import video
from cartsim.report.figures.nodule_slices import COLOURS
from cartsim.report.film import palette, write_film
from cartsim.results import Run


def test_a_film_has_a_frame_for_each_day_kept(run: Run, tmp_path: Path) -> None:
    path = write_film(run, tmp_path / "film.gif", 5.0)
    with Image.open(path) as film:
        assert film.n_frames == 3
        frames = []
        for place in range(film.n_frames):
            film.seek(place)
            frames.append(np.asarray(film.convert("RGB")).copy())
            assert film.info["duration"] == (200 if place < 2 else 800)
    assert not np.array_equal(frames[0], frames[-1])
    green = tuple(int(COLOURS["effector"][place : place + 2], 16) for place in (1, 3, 5))
    assert (frames[-1] == green).all(axis=-1).any()


def test_the_palette_holds_the_colours_of_the_legend() -> None:
    entries = np.array(palette().getpalette()).reshape(-1, 3).tolist()
    assert len(entries) == 256
    for colour in COLOURS.values():
        assert [int(colour[place : place + 2], 16) for place in (1, 3, 5)] in entries


def test_a_run_without_snapshots_makes_no_film(run: Run, tmp_path: Path) -> None:
    pictures = [name for name in run.nodule.variables if {"snapshot", "cell"} & set(run.nodule[name].dims)]
    bare = replace(run, nodule=run.nodule.drop_vars(pictures))
    with pytest.raises(BadInput, match="no snapshots of single cells to make a film of; run it again with"):
        write_film(bare, tmp_path / "film.gif", 4.0)
    assert not (tmp_path / "film.gif").exists()


def test_the_command_names_the_file(saved: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    out = tmp_path / "film.gif"
    monkeypatch.setattr("sys.argv", ["cartsim", "film", str(saved), "--out", str(out)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert not stopped.value.code
    assert capsys.readouterr().out.strip() == str(out)
    monkeypatch.setattr("sys.argv", ["cartsim", "film", str(saved), "-o", str(tmp_path / "film.avi")])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert "is no .gif, .mp4, .webm file; name one, such as film.gif" in capsys.readouterr().err


@pytest.mark.parametrize(("ending", "codec"), [("mp4", "h264"), ("webm", "vp9")])
def test_a_film_of_other_kinds_shows_the_same_moments(run: Run, tmp_path: Path, ending: str, codec) -> None:
    av = pytest.importorskip("av")
    path = write_film(run, tmp_path / f"film.{ending}", 8.0)
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        frames = [frame.to_ndarray(format="rgb24").astype(int) for frame in film.decode(video=0)]
        said = {name.lower(): text for name, text in film.metadata.items()}
    assert stream.codec_context.name == codec
    assert stream.average_rate == 24
    assert len(frames) == 3 + 3 + 4 * 3, "three frames a moment, the last four times as long"
    assert np.abs(frames[0] - frames[2]).mean() < 1 < np.abs(frames[2] - frames[-1]).mean()
    assert said["comment"] == "SIMULATED. A small nodule"


def test_a_film_that_needs_a_missing_package_says_how_to_get_it(
    run: Run, tmp_path: Path, monkeypatch
) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(video, "import_module", absent)
    with pytest.raises(CartsimError, match=r"need av, .* pip install 'cartsim\[film\]'; --out film.gif"):
        write_film(run, tmp_path / "film.mp4", 4.0)
    assert list(tmp_path.iterdir()) == []

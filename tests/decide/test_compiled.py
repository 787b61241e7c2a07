"""Machine code is kept between processes, and never outlives its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from packhaus.decide import compiled


def test_another_source_has_another_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_HERE", tmp_path)
    loops = tmp_path / "loops.py"
    loops.write_text("@compiled\ndef add(): ...")
    first = Path(compiled._choose_cache())
    assert first.is_dir()
    assert first.parent == tmp_path / "__pycache__"
    (tmp_path / "plain.py").write_text("x = 1")
    assert Path(compiled._choose_cache()) == first
    loops.write_text("@compiled\ndef subtract(): ...")
    assert Path(compiled._choose_cache()) != first


def test_a_folder_that_cannot_be_written_is_not_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "__pycache__").write_text("a file where the folder should be")
    (tmp_path / ".cache").write_text("and another")
    monkeypatch.setattr(compiled, "_HERE", tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Path(compiled._choose_cache()).is_dir()

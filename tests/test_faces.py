"""The faces of the packages: what a notebook offers before it has been used."""

from __future__ import annotations

import pytest

import maps
import zones


@pytest.mark.parametrize("face", [zones, maps], ids=["zones", "maps"])
def test_a_face_offers_what_it_has_and_nothing_else(face):
    """Every name that completion shows can be used."""
    assert sorted(dir(face)) == sorted(face.__all__)
    assert all(getattr(face, name) is not None for name in dir(face))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        face.nothing  # noqa: B018 asked for, to be refused

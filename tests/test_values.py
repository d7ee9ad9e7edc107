"""Values of any kind become plain Python that can be written again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from sample_files import A, B, collection, feature, read

from geo.values import decode_json, plain_value

if TYPE_CHECKING:
    from pathlib import Path


def test_values_nested_too_deeply_are_told(tmp_path: Path) -> None:
    """Properties that later code could not walk through are a fault, not a crash."""
    deep = json.loads("[" * 300 + "]" * 300)

    records, faults = read(tmp_path, "a.geojson", collection(feature(A, deep=deep), feature(B)))

    assert len(records) == 1
    assert "feature 1: is nested too deeply" in str(faults[0])


def test_halves_of_surrogate_pairs_are_replaced(tmp_path: Path) -> None:
    """Text that no encoding can write does not come out of the reader."""
    records, _ = read(tmp_path, "a.json", '[{"a": "\\ud800x", "\\udc00": ["\\ud83d\\ude00"]}]')

    assert records[0].properties == {"a": "\ufffdx", "\ufffd": ["😀"]}


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (np.array([1.0, np.inf]), [1.0, None]),
        (pd.NaT, None),
        (pd.Timestamp("2017-03-01 12:00"), "2017-03-01T12:00:00"),
        (bytearray(b"\x01"), "01"),
        (({"a": float("nan")}, True), [{"a": None}, True]),
    ],
    ids=repr,
)
def test_values_of_other_libraries_become_plain(value: object, plain: object) -> None:
    """What comes of numpy, pandas and the standard library is what JSON can hold."""
    assert plain_value(value) == plain
    assert json.loads(json.dumps(plain_value(value))) == plain


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "9" * 5_000, "", "nil", '"open'])
def test_broken_json_is_one_kind_of_error(text: str) -> None:
    """Nesting too deep and numbers too long are told as any other broken JSON."""
    with pytest.raises(json.JSONDecodeError):
        decode_json(text, 0)

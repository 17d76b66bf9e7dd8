"""Resident IDs of a whole column: checked digit by digit with NumPy, and one by one where they are not plainly written.

The outcome is that of `talentmap.registry.identity.read_resident_id`, text by text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from talentmap.registry.identity.identity_number import KNOWN_PREFIXES, IdFault, read_resident_id
from talentmap.registry.values import is_blank

_WEIGHTS = np.array([2 ** (17 - place) % 11 for place in range(17)], dtype=np.int32)
_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_PREFIXES = np.array(sorted(int(prefix) for prefix in KNOWN_PREFIXES))
_MONTH_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_POWERS = np.array([1000, 100, 10, 1])
_ZERO, _X = ord("0"), ord("X")


@dataclass(frozen=True, slots=True)
class ResidentIds:
    """A column of IDs: `numbers` empty where there is none, birth and sex as the number states them, and the faults.

    `birth_year` and `birth_month` are 0 where there is no number.
    """

    numbers: np.ndarray
    birth_year: np.ndarray
    birth_month: np.ndarray
    male: np.ndarray
    faults: dict[IdFault, np.ndarray]
    region_unknown: np.ndarray

    @property
    def present(self) -> np.ndarray:
        """True where there is a valid number."""
        return self.birth_year > 0

    def at(self, kept: np.ndarray) -> ResidentIds:
        """The IDs of the rows where `kept` is true."""
        faults = {fault: wrong[kept] for fault, wrong in self.faults.items()}
        return ResidentIds(
            self.numbers[kept],
            self.birth_year[kept],
            self.birth_month[kept],
            self.male[kept],
            faults,
            self.region_unknown[kept],
        )


def read_resident_ids(texts: pa.StringArray, reference_date: dt.date) -> ResidentIds:
    """The resident IDs that a column of trimmed texts writes, and where it writes something else."""
    count = len(texts)
    numbers = np.zeros(count, dtype="S18")
    faults = {fault: np.zeros(count, dtype=bool) for fault in IdFault}
    plain, digits = _plainly_written(texts)
    checked = _CHECKS[(digits[:, :17] @ _WEIGHTS) % 11] == _check_characters(digits)
    born = _dated(digits, reference_date)
    faults[IdFault.CHECK][plain] = ~checked
    faults[IdFault.BIRTH][plain] = checked & ~born
    numbers[plain] = np.where(checked & born, _as_numbers(digits), b"")
    for place in np.flatnonzero(
        pc.greater(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False) & ~_at(plain, count)
    ):
        found = _one_by_one(texts[int(place)].as_py(), reference_date)
        if isinstance(found, IdFault):
            faults[found][place] = True
        else:
            numbers[place] = found
    return _stated(numbers, faults)


def _plainly_written(texts: pa.StringArray) -> tuple[np.ndarray, np.ndarray]:
    """The places of the texts that are 17 digits and a digit or X, and their values, a row each (X is 40)."""
    long = np.flatnonzero(pc.equal(pc.binary_length(texts), 18).to_numpy(zero_copy_only=False))
    joined = "".join(texts.take(pa.array(long, pa.int64())).to_pylist()).encode()
    values = np.frombuffer(joined, dtype=np.uint8).reshape(len(long), 18).astype(np.int32) - _ZERO
    digit = (values >= 0) & (values <= 9)
    fit = digit[:, :17].all(axis=1) & (digit[:, 17] | (values[:, 17] == _X - _ZERO))
    return long[fit], values[fit]


def _at(places: np.ndarray, count: int) -> np.ndarray:
    mask = np.zeros(count, dtype=bool)
    mask[places] = True
    return mask


def _check_characters(digits: np.ndarray) -> np.ndarray:
    return (digits[:, 17] + _ZERO).astype(np.uint8)


def _as_numbers(digits: np.ndarray) -> np.ndarray:
    characters: np.ndarray = (digits + _ZERO).astype(np.uint8)
    return np.ascontiguousarray(characters).view("S18").ravel()


def _dated(digits: np.ndarray, reference_date: dt.date) -> np.ndarray:
    """True where the number's date of birth exists and is not to come."""
    year = digits[:, 6:10] @ _POWERS
    month, day = digits[:, 10] * 10 + digits[:, 11], digits[:, 12] * 10 + digits[:, 13]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = _MONTH_DAYS[np.where(month <= 12, month, 0)] + (leap & (month == 2))
    limit = reference_date.year * 10_000 + reference_date.month * 100 + reference_date.day
    dated: np.ndarray = (year > 0) & (day >= 1) & (day <= last) & (year * 10_000 + month * 100 + day <= limit)
    return dated


def _one_by_one(text: str, reference_date: dt.date) -> IdFault | bytes:
    if is_blank(text):
        return b""
    found = read_resident_id(text, reference_date)
    return found if isinstance(found, IdFault) else found.number.encode()


def _stated(numbers: np.ndarray, faults: dict[IdFault, np.ndarray]) -> ResidentIds:
    present = numbers != b""
    shown = np.where(present, numbers, b"0" * 18).astype("S18")
    values = np.frombuffer(shown.tobytes(), dtype=np.uint8).reshape(len(numbers), 18).astype(np.int64) - _ZERO
    return ResidentIds(
        numbers,
        values[:, 6:10] @ _POWERS,
        values[:, 10] * 10 + values[:, 11],
        values[:, 16] % 2 == 1,
        faults,
        present & ~np.isin(values[:, 0] * 10 + values[:, 1], _PREFIXES),
    )

"""Least squares with intervals that hold when the spread is uneven (HC3, MacKinnon & White 1985)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Array = NDArray[np.float64]
_UPPER = 0.975
_FULL_LEVERAGE = 1e-9


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients with their standard errors, the ends of their 95% intervals and p-values (Student, n - k)."""

    coefficients: Array
    errors: Array
    low: Array
    high: Array
    p_values: Array


def least_squares(design: Array, outcome: Array) -> Fit | None:
    """The fit of `outcome` on the columns of `design`; None where they do not determine it.

    Variance: (X'X)^-1 X' diag(e_i^2 / (1 - h_i)^2) X (X'X)^-1. An answer that alone determines a coefficient (leverage
    1) leaves its error without an estimate.
    """
    rows, columns = design.shape
    if rows <= columns or np.linalg.matrix_rank(design) < columns:
        return None
    orthogonal, upper = np.linalg.qr(design)
    inverse = np.linalg.inv(upper)
    coefficients = inverse @ (orthogonal.T @ outcome)
    leverage = np.einsum("ij,ij->i", orthogonal, orthogonal)
    if (1 - leverage < _FULL_LEVERAGE).any():
        return None
    residuals = (outcome - design @ coefficients) / (1 - leverage)
    influence = (orthogonal * residuals[:, None]) @ inverse.T
    errors = np.sqrt(np.einsum("ij,ij->j", influence, influence))
    half = float(stdtrit(rows - columns, _UPPER)) * errors
    with np.errstate(divide="ignore", invalid="ignore"):
        p_values: Array = 2 * stdtr(rows - columns, -np.abs(coefficients / errors))
    return Fit(coefficients, errors, coefficients - half, coefficients + half, p_values)


def holm(p_values: Array) -> Array:
    """The p-values adjusted for their number (Holm 1979): below 5% they hold together, whichever are true."""
    order = np.argsort(p_values, kind="stable")
    factors = np.arange(len(p_values), 0, -1)
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1.0)
    return adjusted

import numpy as np
import pytest

from talentmap.evaluation.service.regression import holm, least_squares

LOW = np.array([0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0])
HIGH = np.array([1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1])
OVERALL = np.array([4, 2, 3, 5, 1, 2, 3, 4, 3, 3, 2, 5.0])


def test_the_fit_is_that_of_statsmodels_with_hc3():
    # statsmodels 0.14: OLS(OVERALL, X).fit(cov_type="HC3", use_t=True)
    fit = least_squares(np.column_stack([np.ones(12), LOW, HIGH]), OVERALL)
    assert fit.coefficients == pytest.approx([3.045454545454546, -1.3295454545454555, 1.4204545454545447], abs=1e-9)
    assert fit.errors == pytest.approx([0.09407508322004163, 0.23007937119991215, 0.2493557157664012], abs=1e-9)
    assert fit.low == pytest.approx([2.8326419221074914, -1.850021152117444, 0.856372726948907], abs=1e-9)
    assert fit.high == pytest.approx([3.2582671688016003, -0.8090697569734672, 1.9845363639601825], abs=1e-9)


def test_several_effects_at_once_are_judged_as_statsmodels_does():
    # statsmodels 0.14: multipletests(p, method="holm")[1]
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02], abs=1e-12)


def test_what_is_not_determined_is_no_fit():
    assert least_squares(np.column_stack([np.ones(12), LOW, LOW]), OVERALL) is None
    assert least_squares(np.ones((2, 2)), np.array([1.0, 2.0])) is None
    alone = np.zeros(12)
    alone[3] = 1
    assert least_squares(np.column_stack([np.ones(12), alone]), OVERALL) is None

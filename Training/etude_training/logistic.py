"""Logistic regression on standardised features, judged on groups that it has not seen."""

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

ROUNDS = 50
"""Newton's method comes to rest within far fewer."""


def standard(features: Reals) -> tuple[Reals, Reals]:
    """The mean and the deviation of each feature [features]; 1 where it never differs."""
    deviation = features.std(axis=0)
    return features.mean(axis=0), np.where(deviation > 1e-12, deviation, 1.0)


def fitted(features: Reals, answers: Reals, penalty: float) -> Reals:
    """Weights [features + 1], the last for the constant, of the largest penalised likelihood.

    Newton's method on log-likelihood less `penalty` / 2 times the squares of the weights; the
    constant is free (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 4.4).
    """
    x = np.column_stack([features, np.ones(len(features))])
    ridge = np.full(x.shape[1], penalty)
    ridge[-1] = 1e-9
    weights = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        chance = chances(features, weights)
        slope = x.T @ (answers - chance) - ridge * weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def chances(features: Reals, weights: Reals) -> Reals:
    """The chance of the answer 1 [rows]."""
    return 1 / (1 + np.exp(-np.clip(features @ weights[:-1] + weights[-1], -30, 30)))


def out_of_fold(
    features: Reals, answers: Reals, groups: NDArray[np.int64], folds: int, penalty: float
) -> Reals:
    """The chance of 1 for each row [rows], by weights that have seen no row of its group."""
    names = np.unique(groups)
    fold_of = dict(zip(np.random.default_rng(0).permutation(names), range(len(names)), strict=True))
    fold = np.array([fold_of[group] % folds for group in groups])
    found = np.full(len(answers), 0.5)
    for number in range(folds):
        kept, asked = fold != number, fold == number
        if not asked.any() or not kept.any():
            continue
        mean, deviation = standard(features[kept])
        weights = fitted((features[kept] - mean) / deviation, answers[kept], penalty)
        found[asked] = chances((features[asked] - mean) / deviation, weights)
    return found


def importance(features: Reals, answers: Reals, penalty: float) -> Reals:
    """Weights of the standardised features, fitted on all rows [features]."""
    mean, deviation = standard(features)
    return fitted((features - mean) / deviation, answers, penalty)[:-1]

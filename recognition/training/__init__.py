"""How the nets of the `tiny` engine are made: drawn plates, scenes, training, folds, calibration, evaluation.

Needs `requirements-training.txt`. The runtime imports nothing of this package.
"""

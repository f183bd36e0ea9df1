"""The text classifier: from free text and ledger categories in Dutch and English to a suggested industry."""

from scharnier.codes.classify.classifier import Classifier, load_classifier
from scharnier.codes.classify.suggestion import Suggestion

__all__ = ["Classifier", "Suggestion", "load_classifier"]

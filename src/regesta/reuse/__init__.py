"""Which stories were made from one another: wire copy, near-duplicates, excerpts, and versions of one address.

Two stories in which two sentences of eight words or more are the same, or nearly, are kin. Candidates come from an
index of marks: each sentence is looked up by three numbers, those of three of its runs of four words, of which some
survive when a word is changed or the sentence is cut. The sentences of candidates are then laid side by side.
"""

from regesta.reuse.kinship import Kinship, Traced, kin, trace
from regesta.reuse.numbers import Print, prints

__all__ = ["Kinship", "Print", "Traced", "kin", "prints", "trace"]

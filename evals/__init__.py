"""Scores against labelled data, with floors that continuous integration holds."""

"""Figures and rows for views; QtCore and QtGui only."""

"""Dates in any form and language to ISO 8601: forms, times of day, names of months, the order of numbers."""

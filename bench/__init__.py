"""Measurements with their method; never part of the test run."""

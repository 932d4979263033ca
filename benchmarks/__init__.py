"""Ratios of speed and memory against named peers, measured in interleaved runs. Never part of a test."""

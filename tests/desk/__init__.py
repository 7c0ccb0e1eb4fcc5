"""Tests of the reviewers' desk."""

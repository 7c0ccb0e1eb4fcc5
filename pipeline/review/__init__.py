"""Reviewing: what people look at and decide, as plain functions over the store."""

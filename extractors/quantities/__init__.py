"""Printed quantities: number, unit, comparator, precision and place; nothing about their meaning yet."""

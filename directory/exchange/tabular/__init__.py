"""HSDS as a tabular data package: 24 tables, made from the record's own classes."""

"""Proposals, invoices, payments and credit."""

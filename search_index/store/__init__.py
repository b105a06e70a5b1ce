"""The index as it lies on disk, and how a query finds its way through it; what search means stands one floor above."""

"""What a request costs, as ratios between figures of one run. Nothing here is a test, and nothing fails for being slow."""

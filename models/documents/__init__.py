"""Documents, approvals and signatures."""

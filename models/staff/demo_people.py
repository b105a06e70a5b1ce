"""Who may be signed in as in the demo firm (Firm.demo_at), as its sign-in pages say. Nobody is anywhere else."""

PASSWORD = "overblik-demo"  # noqa: S105 (printed on the demo's sign-in page)
STAFF = tuple(f"{name}@demo.example" for name in ("owner", "admin", "employee", "manager"))
CLIENT = "henrik@brdr-aagaard.example"

"""The people that the sign-in pages of the demo offer (Firm.demo_at); nobody elsewhere."""

PASSWORD = "overblik-demo"  # noqa: S105 (printed on the demo's sign-in page)
STAFF = tuple(f"{name}@demo.example" for name in ("owner", "admin", "employee", "manager"))
CLIENT = "henrik@brdr-aagaard.example"

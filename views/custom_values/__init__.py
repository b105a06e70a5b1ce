"""What the firm's own fields hold, alike for clients and contacts."""

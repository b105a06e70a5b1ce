"""What the firm's own fields hold, alike for clients and contacts."""

from views.custom_values._answers import init_app as init_app

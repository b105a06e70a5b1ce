"""Who is signed in: their own sign-in, factors and preferences."""

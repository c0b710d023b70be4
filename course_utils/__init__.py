"""What the lessons need and do not teach: checks, data and drawing."""

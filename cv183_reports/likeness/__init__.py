"""When two texts of units say the same, and when they only look alike."""

"""What is said against what the book has: pure functions over incidents and the remarks of texts."""

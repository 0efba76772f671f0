"""The steps from one shape of the file to the next, oldest first; each is frozen once released."""

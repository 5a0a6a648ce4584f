"""Collections of any size in little memory: most of a large one is in a file of the process's own."""

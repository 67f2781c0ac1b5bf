"""What the program costs next to the bare floor of the same work in the same run; `docs/performance.md` keeps a run."""

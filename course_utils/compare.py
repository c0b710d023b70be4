"""Your code against the library: the two timed side by side in one run."""

import timeit


def side_by_side(rows, repeats=5):
    """Print a table of times: yours, the library's, and how many times longer yours takes.

    Parameters
    ----------
    rows : dict of str to (callable, callable)
        For each name your code and the library's, both without arguments.
    repeats : int
        Each is timed this many times for at least 10 ms, in turns; the quickest counts.
    """
    print(f"{'':24s}{'yours':>12s}{'library':>12s}{'ratio':>8s}")
    for name, pair in rows.items():
        timers = [timeit.Timer(call) for call in pair]
        counts = [_enough(timer) for timer in timers]
        turns = [[timer.timeit(n) / n for timer, n in zip(timers, counts, strict=True)] for _ in range(repeats)]
        yours, library = (min(times) for times in zip(*turns, strict=True))
        print(f"{name:24s}{yours * 1e3:>9.3f} ms{library * 1e3:>9.3f} ms{yours / library:>8.1f}")


def _enough(timer):
    """Return how many runs take at least 10 ms together; the first of them also warms the code up."""
    count = 1
    while timer.timeit(count) < 0.01:
        count *= 4
    return count

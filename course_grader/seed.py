"""The secret seed of a course's checks."""

import contextlib
import os
import secrets


def secret_seed(folder):
    """Return the seed of a course's checks: drawn once, and kept, so that grading again gives the same inputs.

    Parameters
    ----------
    folder : Path
        The course's folder; the seed is kept there in `.course_seed`. The environment variable COURSE_SEED overrules.

    Returns
    -------
    str
    """
    if seed := os.environ.get("COURSE_SEED"):
        return seed
    path = folder / ".course_seed"
    if not path.exists():
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        aside.write_text(secrets.token_hex(16), encoding="ascii")
        with contextlib.suppress(FileExistsError):  # another worker was first
            os.link(aside, path)
        aside.unlink()
    return path.read_text(encoding="ascii")

"""Checks of how a solution is written: no loops, and no library function that is the exercise itself."""

import ast

from course_utils import reading


def no_loops(function, but=0):
    """Check that a function has no Python loop, comprehension, `map` or the like in its source.

    The functions that it calls from the same notebook count too, and so do a call of itself and a tool that makes
    pairs for a loop to run through (`itertools.product`, `np.ndindex`).

    Parameters
    ----------
    function : callable
    but : int
        How many loops it may have.

    Raises
    ------
    CheckFailed
        Naming the first loop too many.
    """
    loops = (ast.For, ast.While, ast.comprehension)
    disguised = {"map", "starmap", "product", "ndindex", "ndenumerate", "vectorize", "frompyfunc", "fromiter"}
    disguised |= {"apply_along_axis", "apply_over_axes", reading.name(function)}
    found = []
    for source, tree in reading.sources(function):
        for node in ast.walk(tree):
            called = isinstance(node, ast.Call) and reading.last_name(node.func)
            folds = called == "reduce" and reading.last_name(getattr(node.func, "value", node.func)) in (
                "reduce",
                "functools",
            )
            if isinstance(node, loops) or called in disguised or folds:
                place = node.iter if isinstance(node, ast.comprehension) else node
                found.append(source.splitlines()[place.lineno - 1].strip())
    if len(found) > but:
        rule = f"this exercise allows {but} loop" if but else "this exercise asks for whole-array operations"
        reading.fail(f"`{reading.name(function)}` loops in Python.", f"Found `{found[but]}`; {rule}.")


def forbidden(function, *names):
    """Check that a function does not use the very thing that it is to build.

    The functions that it calls from the same notebook count too.

    Parameters
    ----------
    function : callable
    *names : str
        Last parts of the names that may not appear in its source: "vander" stands for numpy.vander however imported.

    Raises
    ------
    CheckFailed
        Naming the first one found.
    """
    for _, tree in reading.sources(function):
        local = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        local |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(tree):
            used = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.Attribute):
                used.append(node.attr)
            elif isinstance(node, ast.Name):
                origin = reading.origin(function, node.id)
                own = origin is None or (origin == "" and node.id in local)  # what the notebook binds elsewhere counts
                used += [] if own else [node.id, origin]  # its name here, and where it comes from
            for name in used:
                if name.split(".")[-1] in names:
                    reading.fail(
                        f"`{reading.name(function)}` uses the library's `{name}`.",
                        "That is what this exercise builds: write it with simpler operations.",
                    )

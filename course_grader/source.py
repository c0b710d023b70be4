"""Read the source of a cell: what it binds, and what it uses."""

import ast
import builtins
import re
import symtable

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
MOST_READ = 1_000_000  # characters of a cell
MAGIC = re.compile(r"^([ \t]*)(?:%|!|\?).*$|^([ \t]*)[\w.]+\?\??[ \t]*$", re.MULTILINE)


def names(source):
    """Return (bound, free): names that a cell binds at its top level, and those that it uses from elsewhere."""
    table = symtable.symtable(source, "cell", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()}
    used = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    scopes = table.get_children()
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        used |= {s.get_name() for s in scope.get_symbols() if s.is_global() and s.is_referenced()}
    return bound, used - bound - set(dir(builtins))


def parse(source):
    """Return (source, tree) of a cell, magics taken out; an empty one for what is no Python."""
    plain = MAGIC.sub(lambda found: f"{found[1] or found[2] or ''}pass", source)
    for text in (source, plain) if len(source) < MOST_READ else ():
        try:
            return text, ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return "", ast.Module([], [])


def needs(source):
    """Return the names that a cell takes from cells before it; none for what is no Python."""
    text, tree = parse(source)
    needed, have = set(), set()
    for statement in tree.body:
        bound, free = names(ast.get_source_segment(text, statement))
        if isinstance(statement, ast.Assign | ast.AugAssign):  # x = x + 1 needs an x
            read = [statement.value, *([statement.target] if isinstance(statement, ast.AugAssign) else [])]
            free |= bound & {node.id for part in read for node in ast.walk(part) if isinstance(node, ast.Name)}
        needed |= free - have
        have |= bound
    return needed


def binds(source):
    """Return the names that a cell binds at its top level; none for what is no Python."""
    return {name for statement in parse(source)[1].body for name in bound_names(statement)}


def bound_names(statement):
    """Yield the names that a statement binds, without those inside of a function."""
    if isinstance(statement, FUNCTION):
        yield statement.name
        return
    todo = [statement]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif isinstance(node, FUNCTION):
            yield node.name
        elif not isinstance(node, ast.Lambda):
            todo += ast.iter_child_nodes(node)

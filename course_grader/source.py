"""Read the source of a cell: what it binds, and what it uses."""

import ast
import builtins
import re
import symtable

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
MOST_READ, MOST_STATEMENTS = 200_000, 10_000  # characters and statements of a cell that is read
BROKEN = (SyntaxError, ValueError, RecursionError, MemoryError)
MAGIC = re.compile(r"^([ \t]*)(?:%|!|\?).*$|^([ \t]*)[\w.]+\?\??[ \t]*$", re.MULTILINE)


def statements(source):
    """Return [(text, tree)] of the statements of a cell, magics taken out; none for what is no Python."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    plain = MAGIC.sub(lambda found: f"{found[1] or found[2] or ''}pass", source)
    for text in (source, plain) if len(source) < MOST_READ else ():
        try:
            body, lines = ast.parse(text).body, text.split("\n")
        except BROKEN:
            continue
        return [(_segment(lines, tree), tree) for tree in body] if len(body) < MOST_STATEMENTS else []
    return []


def _segment(lines, tree):
    """Return the text of a statement, its decorators too. `ast` has this, but takes a whole cell apart each time."""
    decorators = getattr(tree, "decorator_list", [])
    first, last = min([tree, *decorators], key=lambda node: node.lineno).lineno - 1, tree.end_lineno - 1
    parts = lines[first : last + 1]
    parts[-1] = parts[-1].encode()[: tree.end_col_offset].decode()
    if not decorators:
        parts[0] = parts[0].encode()[tree.col_offset :].decode()
    return "\n".join(parts)


def needs(source):
    """Return the names that a cell takes from cells before it; none for what is no Python."""
    needed, have = set(), set()
    for text, statement in statements(source):
        try:
            bound, free = _names(symtable.symtable(text, "statement", "exec"))
        except BROKEN:
            continue
        if isinstance(statement, ast.Assign | ast.AugAssign):  # x = x + 1 needs an x
            read = [statement.value, *([statement.target] if isinstance(statement, ast.AugAssign) else [])]
            free |= bound & {node.id for part in read for node in ast.walk(part) if isinstance(node, ast.Name)}
        needed |= free - have
        have |= bound
    return needed


def binds(source):
    """Return the names that a cell binds at its top level; none for what is no Python."""
    return {name for _, tree in statements(source) for name in bound_names(tree)}


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


def _names(scope):
    """Return (bound, free) of a statement: names that it binds outside of functions, and those from elsewhere."""
    bound, free = set(), set()
    for symbol in scope.get_symbols():
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
            bound.add(symbol.get_name())
        elif symbol.is_referenced():
            free.add(symbol.get_name())
    inner = scope.get_children()
    while inner:
        scope = inner.pop()
        inner += scope.get_children()
        free |= {symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global() and symbol.is_referenced()}
    return bound, free - bound - set(dir(builtins))

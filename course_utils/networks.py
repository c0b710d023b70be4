"""Checks of networks: a module against a reference that gets its weights, and a function on a network that it is given.

Layers are recognised by the shapes of their weights, never by their names or by the order in which they were made.
"""

import copy
import itertools
from collections import Counter

from course_utils import measure, reading


def same_module(module, reference, inputs, rng, training=False, suspects=None):
    """Check that a module computes what a reference computes with the same weights.

    All weights and running statistics are drawn anew. The reference gets them in every way that the shapes allow, and
    one of these has to give the module's output, and the same gradients of inputs and weights.

    Parameters
    ----------
    module : torch.nn.Module
        The module under test.
    reference : torch.nn.Module
        It has as many layers with the same shapes of weights, under any names.
    inputs : list of Tensor
    rng : numpy.random.Generator
        Draws the weights.
    training : bool
        In training mode the running statistics afterwards must agree too.
    suspects : dict of str to callable, optional
        Known mistakes: a sentence, and a function of (reference, *inputs) that computes what this mistake would give.

    Raises
    ------
    CheckFailed
        When the layers or the outputs differ.
    """
    import torch

    what, kind = f"`{reading.name(module)}`", "training" if training else "evaluation"
    drawn = {name: _drawn(name, value, rng) for name, value in module.state_dict().items()}
    mine, theirs = _layers(drawn), _layers(reference.state_dict())
    if sorted(map(_shapes, mine.values())) != sorted(map(_shapes, theirs.values())):
        wanted, found = (
            Counter(f"{key} {tuple(value.shape)}" for layer in layers.values() for key, value in layer.items())
            for layers in (theirs, mine)
        )
        more, fewer = sorted((found - wanted).elements()), sorted((wanted - found).elements())
        biases = all(text.startswith("bias ") for text in more + fewer)
        reading.fail(
            f"{what} has other layers than asked for.",
            f"Too many: {', '.join(more) or 'none'}. Missing: {', '.join(fewer) or 'none'}.",
            f"a layer has {'a bias and should have none' if more else 'no bias and should have one'}"
            if biases
            else None,
        )
    module.load_state_dict(drawn)
    module.train(training)
    with torch.no_grad():
        shape = reference(*inputs).shape
    upstream = torch.tensor(rng.normal(size=tuple(shape)), dtype=inputs[0].dtype)
    seen = measure.at(module, "gradients", [value.detach() for value in inputs], {}, upstream=upstream)
    output = reading.numbers(seen["output"], f"The output of {what}")
    left = {name: value.detach().clone() for name, value in module.state_dict().items()} if training else drawn

    def run(function, assigned):
        reference.load_state_dict({f"{to}.{key}": value for to, of in assigned for key, value in mine[of].items()})
        with torch.no_grad():
            return function(*[value.clone() for value in inputs]).numpy()

    reference.train(training)
    assignments = list(_assignments(mine, theirs))
    for assigned in assignments:
        if _close(output, run(reference, assigned)):
            after, statistics = _layers(left), _layers(reference.state_dict())
            stale = [
                of
                for to, of in assigned
                for key, value in statistics[to].items()
                if key.startswith("running") and not _close(after[of][key].numpy(), value.numpy())
            ]
            if stale:
                reading.fail(f"{what} does not keep its running statistics.", f"After a call in {kind}: `{stale[0]}`.")
            _same_gradients(what, reference, inputs, upstream, assigned, mine, seen)
            return
    sentences = [
        sentence
        for sentence, wrong in (suspects or {}).items()
        for assigned in assignments
        if _close(output, run(lambda *values, wrong=wrong: wrong(reference, *values), assigned))
    ]
    expected = run(reference, assignments[0]).shape
    seen = f"Its output has shape {output.shape}, expected {expected}."
    if output.shape == expected:
        seen = "The same weights in a right one give another output."
    reading.fail(f"{what} computes something else (in {kind} mode).", seen, next(iter(sentences), None))


def _same_gradients(what, reference, inputs, upstream, assigned, mine, seen):
    """Fail when a gradient of the module differs from that of the reference, which has its weights."""
    reference.load_state_dict({f"{to}.{key}": value for to, of in assigned for key, value in mine[of].items()})
    reference.zero_grad()
    right = measure.gradients(reference, inputs, {}, upstream)
    pairs = {f"input {n + 1}": pair for n, pair in enumerate(zip(right["inputs"], seen["inputs"], strict=True))}
    for to, of in assigned:
        for key in mine[of]:
            if f"{to}.{key}" in right["weights"]:
                pairs[f"`{of}.{key}`"] = right["weights"][f"{to}.{key}"], seen["weights"].get(f"{of}.{key}")
    for name, (wanted, found) in pairs.items():
        if wanted is not None and (found is None or not _close(reading.numbers(found, name), wanted.numpy())):
            fault = "missing" if found is None else "wrong"
            reading.fail(
                f"{what} gives the right output, but the gradient of {name} is {fault}.",
                "It must be that of the whole formula.",
                "a part is cut off from the graph, by detach, data or no_grad",
            )


def on_network(function, layers, *args, rng, training=True):
    """Call a function on a network, and check that it leaves the network and its arguments as they were.

    Parameters
    ----------
    function : callable
        Its first argument is a network.
    layers : list of tuple
        Such as ("Conv2d", 3, 4, 3): names of classes in torch.nn and what they are made with, one after the other.
    *args
        The other arguments.
    rng : numpy.random.Generator
        Draws the weights.
    training : bool
        The mode of the network; its first layer is in the other one.

    Returns
    -------
    result : object
        What the call returned.
    network : torch.nn.Sequential
        A copy of the network, in evaluation mode.

    Raises
    ------
    CheckFailed
        When the mode, a flag `requires_grad`, a weight or an argument changed.
    """
    network = measure.network(layers)
    state = {name: _drawn(name, value, rng) for name, value in network.state_dict().items()}
    network.load_state_dict(state)
    before = copy.deepcopy(args)
    seen = measure.at(function, "on_network", args, {}, layers=layers, state=state, training=training)
    what = f"`{reading.name(function)}`"
    if seen["modes"] != seen["modes before"]:
        reading.fail(f"{what} leaves the network in another mode.", "`training` must be as before, in each layer.")
    if not seen["same weights"]:
        reading.fail(f"{what} changes the weights of the network.", "They must be as before.")
    for number, (old, new) in enumerate(zip(before, seen["args"], strict=True), 2):
        if reading.is_plain(old) and not reading.same(new, old):
            reading.fail(f"{what} changes its argument {number}.", reading.change(old, new), "copy it first")
    if seen["flags"] != [getattr(value, "requires_grad", None) for value in before]:
        reading.fail(f"{what} changes the flag `requires_grad` of its argument.", "It must be as before.")
    if seen["gradients"]:
        reading.fail(f"{what} leaves a gradient in its argument.", "`grad` must be as before: None.")
    return seen["result"], network.eval()


def trained(module, inputs, targets, lr):
    """Train a module by Adam, a step for each batch, on the mean squared error.

    Parameters
    ----------
    module : torch.nn.Module
        It is left in training mode, with the weights that it learnt.
    inputs, targets : Tensor of shape (steps, N, ...)
        A batch for each step.
    lr : float

    Returns
    -------
    list of float
        The loss before each step.
    """
    return [float(loss) for loss in measure.at(module, "trained", [inputs, targets], {}, lr=lr)]


def _drawn(name, value, rng):
    """Draw a weight; variances and scales are positive, counters stay."""
    import torch

    if not value.is_floating_point():
        return value.detach().clone()
    positive = name.endswith("running_var") or (value.ndim == 1 and name.endswith("weight"))
    size = tuple(value.shape)
    drawn = rng.uniform(0.5, 1.5, size) if positive else 0.5 * rng.normal(size=size)
    return torch.tensor(drawn, dtype=value.dtype)


def _layers(state):
    """Group weights by the module that holds them: name of the module -> name of the weight -> tensor."""
    layers = {}
    for name, value in state.items():
        module, _, key = name.rpartition(".")
        layers.setdefault(module, {})[key] = value
    return layers


def _shapes(layer):
    return sorted((key, tuple(value.shape)) for key, value in layer.items())


def _assignments(mine, theirs):
    """Yield every way to give each layer of the reference one of ours with the same shapes."""
    kinds = {}
    for name, layer in theirs.items():
        kinds.setdefault(str(_shapes(layer)), []).append(name)
    pools = [[name for name, layer in mine.items() if str(_shapes(layer)) == kind] for kind in kinds]
    for orders in itertools.product(*map(itertools.permutations, pools)):
        yield [
            pair for names, order in zip(kinds.values(), orders, strict=True) for pair in zip(names, order, strict=True)
        ]


def _close(a, b):
    import numpy as np

    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-3, atol=1e-4 * max(1.0, np.abs(b).max(initial=0))))

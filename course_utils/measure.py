"""What a check has to watch while a function runs: it is measured where the function is, and judged in `checks`."""

from sys import getprofile, setprofile
from tracemalloc import get_traced_memory, is_tracing, reset_peak, start, stop

from numpy import ndarray, shares_memory

from course_utils import reading
from course_utils.mistakes import is_tensor

# Names are imported one by one: a submission that puts its own function into one of those modules changes nothing here.


def at(function, what, args, kwargs, **options):
    """Measure a call where the function is: `what` is the name of one of the functions below."""
    if type(function) is reading.remote:
        return function.measured(what, args, kwargs, options)
    return globals()[what](function, args, kwargs, **options)


def side_effects(function, args, kwargs, during=False):
    """Call a function twice on equal arguments.

    Returns
    -------
    dict
        "result" and "second" of the two calls, and the result as it "first" was; "args" and "kwargs" as the first
        call left them; whether it changed the "random" state of the process; with `during` whether it "wrote" to an
        array that was read-only.
    """
    again = reading.copied((args, kwargs))
    arrays = [a for a in (*args, *kwargs.values()) if type(a) is ndarray and a.flags.writeable and during]
    for array in arrays:
        array.flags.writeable = False
    state = reading.random_state()
    try:
        result = reading.read(function(*args, **kwargs))
    except ValueError as error:
        if "read-only" not in str(error):
            raise
        return {"wrote": True}
    finally:
        for array in arrays:
            array.flags.writeable = True
    seen = {"wrote": False, "result": result, "args": list(args), "kwargs": kwargs}
    seen["random"] = not reading.same(state, reading.random_state())
    seen["first"] = reading.copied(result) if reading.is_plain(result) else result
    seen["second"] = reading.read(function(*again[0], **again[1]))
    return seen


def shared_memory(function, args, kwargs):
    """Return a call's result, and whether it shares memory with an array among the arguments."""
    result = function(*args, **kwargs)
    arrays = [a for a in (*args, *kwargs.values()) if type(a) is ndarray]
    return result, type(result) is ndarray and any(shares_memory(result, a) for a in arrays)


def memory(function, args, kwargs):
    """Return a call's result, and how many megabytes Python and NumPy held for it at once."""
    traced = is_tracing()
    if not traced:
        start()
    reset_peak()
    before, _ = get_traced_memory()
    try:
        result = function(*args, **kwargs)
        _, peak = get_traced_memory()
    finally:
        if not traced:
            stop()
    return result, (peak - before) / 1e6


class _TooMany(BaseException):
    """More calls than allowed; no `except Exception` of the function stops it."""


def work(function, args, kwargs, calls, builtins=False):
    """Return a call's result, and whether it was stopped after this many calls of Python (or built-in) functions."""
    seen = 0

    def count(frame, event, argument):
        nonlocal seen
        seen += event == "call" or (builtins and event == "c_call")
        if seen > calls:
            raise _TooMany

    before = getprofile()
    setprofile(count)
    try:
        return function(*args, **kwargs), False
    except _TooMany:
        return None, True
    finally:
        setprofile(before)


def network(layers):
    """Return a torch.nn.Sequential of layers, each given by the name of its class and what it is made with."""
    from torch import nn

    return nn.Sequential(*[getattr(nn, name)(*sizes) for name, *sizes in layers])


def on_network(function, args, kwargs, layers, state, training):
    """Call a function on a network that is made here.

    Returns
    -------
    dict
        "result"; "args" as the call left them, their "flags" requires_grad, whether one has "gradients"; the "modes"
        of the layers and "modes before"; whether the network has the "same weights".
    """
    model = network(layers)
    model.load_state_dict(state)
    model.train(training)
    model[0].train(not training)
    before = [module.training for module in model.modules()]
    result = function(model, *args, **kwargs)
    return {
        "result": result,
        "args": list(args),
        "flags": [getattr(value, "requires_grad", None) for value in args],
        "gradients": any(getattr(value, "grad", None) is not None for value in args),
        "modes": [module.training for module in model.modules()],
        "modes before": before,
        "same weights": all(bool((value == state[name]).all()) for name, value in model.state_dict().items()),
    }


def largest(function, args, kwargs):
    """Return a call's result, and how many numbers the largest tensor held that was made for it."""
    from torch import Tensor
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils._pytree import tree_leaves

    most = 0

    class Watch(TorchDispatchMode):
        def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
            nonlocal most
            result = operation(*args, **(kwargs or {}))
            for leaf in tree_leaves(result):
                if isinstance(leaf, Tensor):  # its storage: a view holds no numbers of its own
                    most = max(most, leaf.untyped_storage().nbytes() // leaf.element_size())
            return result

    with Watch():
        return function(*args, **kwargs), most


def gradients(function, args, kwargs, upstream, to=None, scaled=None):
    """Call a function or module on tensors, and go back from its output with a gradient that arrives there.

    Returns
    -------
    dict
        "output", of a tuple its first part; gradients with respect to "inputs", a list, and a module's "weights", by
        name; None where nothing arrives, and for inputs that are not among the numbers in `to`: by default, tensors of
        floats. With `scaled` the function gets a model before its inputs, that multiplies what it is given first with
        a weight, of this value, called "scale".
    """
    inputs = [value.clone() if is_tensor(value) else value for value in args]
    for n, value in enumerate(inputs):
        if n in to if to is not None else is_tensor(value) and value.is_floating_point():
            value.requires_grad_()
    models = []
    if scaled is not None:
        scale = upstream.new_tensor(scaled).requires_grad_()
        models = [lambda x, *more: scale * x]
    # clones may be changed in place
    output = function(*models, *[value.clone() if is_tensor(value) else value for value in inputs], **kwargs)
    output = output[0] if type(output) is tuple else output
    if tuple(getattr(output, "shape", ())) == tuple(upstream.shape) and getattr(output, "requires_grad", False):
        output.backward(upstream)
    weights = {name: value.grad for name, value in getattr(function, "named_parameters", dict)()}
    weights |= {"scale": scale.grad} if models else {}
    return {"output": output, "inputs": [getattr(value, "grad", None) for value in inputs], "weights": weights}


def trained(function, args, kwargs, lr):
    """Train a module by Adam on the mean squared error, a step for each batch; return the losses before each step."""
    from torch.optim import Adam

    function.train(True)
    optimiser, losses = Adam(function.parameters(), lr), []
    for inputs, targets in zip(*args, strict=True):
        loss = ((function(inputs.clone()) - targets) ** 2).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses

"""The checks: what passes, what fails, and what a failure says."""

import subprocess
import sys

import numpy as np
import pytest
import torch

from course_utils import checks
from course_utils.checks import CheckFailed

MATRIX = np.arange(12.0).reshape(3, 4) + 1


def says(check, *args, **kwargs):
    with pytest.raises(CheckFailed) as caught:
        check(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        (MATRIX.T, "transposed"),
        (-MATRIX, "sign is reversed"),
        (MATRIX * 2, "2 times too large"),
        (MATRIX / 12, "12 times too small"),
        (MATRIX * -3, "3 times too large, with the sign reversed"),
        (MATRIX + 5, "5 too large"),
        (np.roll(MATRIX, 1, axis=1), "one place too far along axis 1"),
        (np.roll(MATRIX, -1, axis=0), "one place too early along axis 0"),
        (MATRIX**2, "squared"),
        (MATRIX**0.5, "square root"),
        (MATRIX[::-1], "axis 0 runs backwards"),
        (MATRIX.ravel(), "the values are right, the shape is not"),
        (MATRIX[:, :1] + np.zeros(4), None),
        (MATRIX[[0, 2, 1]][:, [1, 0, 2, 3]], "another order"),
        (MATRIX[..., None], "the values are right, the shape is not"),
        (MATRIX[:2], "off by one"),
        (MATRIX.sum(1), "summed or indexed away"),
        (np.where(MATRIX == 7, np.nan, MATRIX), "0 / 0"),
    ],
)
def test_close_recognises_the_usual_mistakes(wrong, cause):
    message = says(checks.close, wrong, MATRIX)
    assert cause in message if cause else "Likely" not in message
    assert len(message.splitlines()) <= 3


def test_close_recognises_more_mistakes_by_their_result():
    image = np.arange(2 * 3 * 4).reshape(2, 3, 4)
    assert "wrapped at 256" in says(checks.close, np.array([1, 2, 44]), [1, 2, 300])
    assert "fractional part" in says(checks.close, [1, 2, 0], [1.5, 2.25, 0.1])
    assert "broadcast" in says(checks.close, np.ones((3, 3)), [1.0, 2.0, 3.0])
    assert "axes are in the order (2, 0, 1)" in says(checks.close, image.transpose(2, 0, 1), image)
    assert "`reshape` was used" in says(checks.close, image.reshape(4, 2, 3), image.transpose(2, 0, 1))


def test_suspects_come_first_and_the_message_quotes_the_call():
    suspects = {"the union counts the shared area twice": [[0.5, 0.25]]}
    with pytest.raises(CheckFailed) as caught:
        checks.close(np.array([[0.5, 0.25]]), [[1.0, 1 / 3]], suspects=suspects)
    message = str(caught.value)
    where, seen, cause = message.splitlines()
    assert where == "`np.array([[0.5, 0.25]])`: 2 of 2 values are wrong, the worst at [0, 0]."
    assert seen.startswith("Expected 1 there, got 0.5. Expected in full [[1, 0.33333]], got [[0.5, 0.25]]")
    assert cause == "Likely cause: the union counts the shared area twice."
    with pytest.raises(CheckFailed, match=r"`np\.negative\(MATRIX\)`: 12 of 12 values are wrong"):
        checks.close(np.negative(MATRIX), MATRIX)


def test_close_takes_its_tolerance_from_the_coarser_dtype():
    checks.close(MATRIX.astype(np.float32) * (1 + 1e-6), MATRIX)
    with pytest.raises(CheckFailed, match="1e-06"):
        checks.close(np.array([1e-6, 1.0]), [0.0, 1.0])
    with pytest.raises(CheckFailed):
        checks.close(torch.tensor([1.00001]), [1.0], rtol=1e-6, atol=0)
    checks.close([np.nan, np.inf], [np.nan, np.inf])
    checks.close(np.zeros((0, 3)), np.zeros((0, 3)))


class Liar:
    """Claims to be equal to everything, and to be any number."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __float__(self):
        return 1.0

    def __array__(self, *args, **kwargs):
        return np.ones(3)

    __bool__ = __float__


class Subclass(np.ndarray):
    def __array_function__(self, *args):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return np.ones(3, bool)


class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


@pytest.mark.parametrize("lie", [Liar(), np.zeros(3).view(Subclass), [Liar()] * 3, Text("x"), np.array([Liar()] * 3)])
def test_objects_that_lie_equal_nothing(lie):
    says(checks.close, lie, np.ones(3))
    says(checks.equal, lie, np.ones(3, int))
    says(checks.equal, lie, "b")
    says(checks.shape, lie, (3,))


def test_close_explains_what_is_no_number():
    assert "without `return`" in says(checks.close, None, 1.0)
    assert "parts of different shapes" in says(checks.close, [[1.0], [1.0, 2.0]], np.ones((2, 2)))
    assert "object of type set" in says(checks.close, {1}, 1)


def test_equal_compares_plain_values_exactly():
    checks.equal((1, "a", None, {"k": [True]}), [1, "a", None, {"k": [True]}])
    checks.equal(np.array([[1, 2]]), [[1, 2]])
    checks.equal(torch.tensor(3), 3)
    checks.equal(np.True_, True)
    assert "forgot the empty string" in says(checks.equal, "ab", "abc", suspects={"forgot the empty string": "ab"})
    assert "Expected True, got False" in says(checks.equal, np.False_, True)
    says(checks.equal, {"k": [True]}, {"k": [False]})
    says(checks.equal, "1", 1)


def test_shape_and_dtype():
    checks.shape(torch.zeros(2, 0), (2, 0))
    assert "length 1 too many" in says(checks.shape, np.zeros((3, 1)), (3,))
    assert "another order" in says(checks.shape, np.zeros((3, 4, 5)), (5, 3, 4))
    checks.dtype(np.float32(1), "float32")
    checks.dtype(torch.zeros(2, dtype=torch.int32), "torch.int32")
    checks.dtype(1.5, "float64")
    checks.dtype(np.zeros(2, np.uint8), "integer")
    assert "got torch.float64" in says(checks.dtype, torch.zeros(2, dtype=torch.float64), "float64")
    assert "Expected torch.float32, got float32" in says(checks.dtype, np.zeros(2, np.float32), "torch.float32")
    assert "got a list" in says(checks.dtype, [1.0], "float64")
    assert "Expected float64, got float32" in says(checks.dtype, np.zeros(2, np.float32), "float64")


def test_raises_tells_a_return_from_another_exception():
    def root(x, digits=2):
        if x < 0:
            raise ValueError("negative")
        return round(x**0.5, digits)

    def stub(x):
        raise NotImplementedError

    checks.raises(ValueError, root, -1)
    assert "`root(4, digits=1)` must be refused" in says(checks.raises, ValueError, root, 4, digits=1)
    assert "Expected KeyError, got ValueError: negative" in says(checks.raises, KeyError, root, -1)
    with pytest.raises(NotImplementedError):
        checks.raises(ValueError, stub, 1)


def test_unchanged_returns_the_result_and_finds_side_effects():
    x = np.arange(3.0)
    remembered = []

    def in_place(x):
        x += 1
        return x

    def and_back(x):
        x += 1
        total = x.sum()
        x -= 1
        return total

    def seeds(x):
        np.random.seed(12345)  # noqa: NPY002
        return x

    def torch_draw(x):
        return torch.rand(1)

    def remembers(x):
        remembered.append(x)
        return len(remembered)

    def draws(n, rng):
        return rng.random(n)

    def lazily(x):
        x *= 2
        yield x.copy()

    assert "changes its argument 1" in says(checks.unchanged, lazily, x.copy())
    np.testing.assert_array_equal(checks.unchanged(np.cumsum, x), [0, 1, 3])
    assert "changes its argument 1" in says(checks.unchanged, in_place, x.copy())
    assert checks.unchanged(and_back, x) == 6
    assert "writes to its input while it runs" in says(checks.unchanged, and_back, x, during=True)
    assert x.flags.writeable
    assert "global random state" in says(checks.unchanged, seeds, x)
    assert "global random state" in says(checks.unchanged, torch_draw, x)
    assert "two answers" in says(checks.unchanged, remembers, x)
    assert checks.unchanged(draws, 3, rng=np.random.default_rng(0)).shape == (3,)


def helper_that_loops(x):
    return [value + 1 for value in x]


def calls_helper(x):
    return helper_that_loops(x)


def whole_array(x):
    """Talk of a for loop, and loop not."""
    return np.where(x > 0, x, 0)


from numpy import vander as renamed  # noqa: E402 - as a student's cell may have it


def uses_renamed(x):
    return renamed(x)


def halving(x):
    return x if x < 1 else halving(x / 2)


def test_no_loops_and_forbidden_read_the_source_and_its_helpers():
    def imports(x):
        from numpy import vander as v

        return v(x)

    checks.no_loops(whole_array)
    assert "value + 1 for value in x" in says(checks.no_loops, calls_helper)
    checks.forbidden(whole_array, "vander")
    assert "`where`" in says(checks.forbidden, whole_array, "where")
    assert "`vander`" in says(checks.forbidden, imports, "vander")
    assert "`vander`" in says(checks.forbidden, uses_renamed, "vander")
    checks.forbidden(halving, "halving")
    checks.forbidden(calls_own_names, "softmax", "correlate")
    assert "`where`" in says(checks.forbidden, hides_by_a_local_name, "where")


def correlate(x):
    return x


def calls_own_names(x):
    softmax = correlate(x)
    return softmax


where = np.where


def hides_by_a_local_name(x):
    def unused():
        where = None
        return where

    return where(x > 0, x, unused())


def two_loops(x):
    return [[a + b for a in x] for b in x]


def test_lists_of_several_lengths_are_compared():
    shapes = [(6, 9), (7,)]
    checks.equal([(6, 9), (7,)], shapes)
    assert "Likely cause: no comma" in says(checks.equal, [(6, 9), 7], shapes, {"no comma": [(6, 9), 7]})


def test_two_calls_may_differ_by_rounding_and_return_functions():
    table = np.random.default_rng(0).normal(size=(50, 40))
    checks.unchanged(lambda x: np.tensordot(x, x, ((0,), (0,))), np.asfortranarray(table)[::2])

    def remembers(x):
        return x, lambda dout: dout * x

    _, backward = checks.unchanged(remembers, np.ones(3))
    assert backward(2.0).tolist() == [2.0, 2.0, 2.0]
    draws = iter(range(9))
    assert "two answers" in says(checks.unchanged, lambda x: x + 1e-6 * next(draws), 1.0)


def test_dtype_takes_no_list_for_an_array_of_integers():
    checks.dtype(np.array([1]), "integer")
    assert "got a list" in says(checks.dtype, [1], "integer")
    assert "got float64" in says(checks.dtype, np.array([1.0]), "integer")


def test_no_loops_can_allow_some():
    checks.no_loops(two_loops, but=2)
    assert "allows 1 loop" in says(checks.no_loops, two_loops, but=1)


def test_memory_and_work_are_counted():
    def table(n):
        return np.ones((n, n)).sum()

    def recurse(n):
        return 1 if n < 2 else recurse(n - 1) + recurse(n - 2)

    assert checks.memory(table, 100, megabytes=1) == 10_000
    assert "it took 8 MB" in says(checks.memory, table, 1000, megabytes=1)
    assert checks.work(recurse, 5, calls=100) == 8
    assert "stopped after 1,000 calls" in says(checks.work, recurse, 60, calls=1000)
    assert recurse(5) == 8  # no longer counted

    def paths(n):
        todo = [n]
        while todo:
            n = todo.pop()
            todo.extend([n - 1] * 2 if n else [])

    assert checks.work(paths, 3, calls=100, builtins=True) is None
    assert "stopped after 1,000 calls" in says(checks.work, paths, 60, calls=1000, builtins=True)


def test_rng_is_repeatable_by_name_and_moves_with_the_secret_seed(monkeypatch):
    monkeypatch.delenv("COURSE_SEED", raising=False)
    first = checks.rng("a").random()
    assert first == checks.rng("a").random() != checks.rng("b").random()
    monkeypatch.setenv("COURSE_SEED", "secret")
    assert first != checks.rng("a").random() == checks.rng("a").random()


def test_holds_takes_only_a_real_bool():
    checks.holds(np.True_, "fine")
    assert says(checks.holds, False, "three batches, not two") == "three batches, not two"
    with pytest.raises(TypeError):
        checks.holds(Liar(), "never")


def test_a_failure_is_shown_without_a_stack():
    assert CheckFailed("one\ntwo")._render_traceback_() == ["CheckFailed: one\ntwo"]


def test_import_is_quick_because_torch_and_the_data_stay_out():
    code = "import sys, course_utils.checks; print(any(m in sys.modules for m in ('torch', 'sklearn', 'matplotlib')))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_sixteen_bits_buy_no_slack():
    right = np.linspace(0, 1, 7)
    checks.close(right.astype(np.float32), right)
    with pytest.raises(CheckFailed):
        checks.close((right + 0.01).astype(np.float16), right)


def block(slip=""):
    from torch import nn

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.last, self.norm = nn.BatchNorm1d(4), nn.BatchNorm1d(4)
            self.second, self.first = nn.Linear(4, 4), nn.Linear(4, 4, bias=slip != "no bias")

        def forward(self, x):
            h = self.norm(self.first(x))
            return self.last(self.second(h if slip == "no relu" else h.relu())) + (
                0 if slip == "no shortcut" else x.detach() if slip == "cut off" else x
            )

    return Block()


def twin():
    from torch import nn

    class Twin(nn.Module):
        def __init__(self):
            super().__init__()
            self.a, self.b, self.c, self.d = nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Linear(4, 4), nn.BatchNorm1d(4)

        def forward(self, x):
            return x + self.d(self.c(self.b(self.a(x)).relu()))

    return Twin()


@pytest.mark.parametrize("training", [False, True])
def test_a_module_is_compared_with_a_reference_whatever_its_layers_are_called(training):
    import torch

    x = torch.from_numpy(np.random.default_rng(0).normal(size=(5, 4))).float()
    checks.same_module(block(), twin(), [x], checks.rng("m"), training)
    known = {"without the shortcut": lambda right, x: right(x) - x}
    for slip, says in (
        ("no relu", "another output"),
        ("no shortcut", "without the shortcut"),
        ("no bias", "no bias and should have one"),
    ):
        with pytest.raises(checks.CheckFailed, match=says):
            checks.same_module(block(slip), twin(), [x], checks.rng("m"), training, known)


def test_running_statistics_are_compared_in_training():
    import torch
    from torch import nn

    class Frozen(nn.BatchNorm1d):
        def forward(self, x):
            return nn.functional.batch_norm(x, None, None, self.weight, self.bias, True)

    x = torch.from_numpy(np.random.default_rng(0).normal(size=(5, 4))).float()
    with pytest.raises(checks.CheckFailed, match="running statistics"):
        checks.same_module(nn.Sequential(Frozen(4)), nn.Sequential(nn.BatchNorm1d(4)), [x], checks.rng("m"), True)


def test_a_function_leaves_a_network_as_it_was():
    import torch

    layers = [("Linear", 3, 4), ("ReLU",), ("Linear", 4, 2)]
    x = torch.from_numpy(np.random.default_rng(0).normal(size=(5, 3))).float()
    found, network = checks.on_network(lambda model, x: model(x), layers, x, rng=checks.rng("n"))
    checks.close(found, network(x))

    def weights(model, x):
        with torch.no_grad():
            model[0].weight += 1

    slips = {
        "another mode": lambda model, x: model.eval(),
        "the weights": weights,
        "argument 2": lambda model, x: x.zero_(),
        "the flag": lambda model, x: x.requires_grad_(),
    }
    for says, function in slips.items():
        with pytest.raises(checks.CheckFailed, match=says):
            checks.on_network(function, layers, x.clone(), rng=checks.rng("n"))
    leaf = x.clone().requires_grad_()
    with pytest.raises(checks.CheckFailed, match="leaves a gradient"):
        checks.on_network(lambda model, x: model(x).sum().backward(), layers, leaf, rng=checks.rng("n"))


def test_what_a_call_is_meant_to_change_is_returned():
    given = {"mean": np.zeros(2)}
    result, (left,) = checks.changed(lambda box: box.update(mean=box["mean"] + 1), given)
    assert result is None and left["mean"].tolist() == [1.0, 1.0] and given["mean"].tolist() == [0.0, 0.0]


def test_the_largest_tensor_is_found_and_views_hold_nothing():
    import torch

    x = torch.arange(30.0)
    assert checks.largest(lambda v: (v[:, None] * v).sum(), x, numbers=900) == 189_225
    assert checks.largest(lambda v: v.expand(1000, 30).shape[0], x, numbers=30) == 1000
    assert "one of its tensors holds 900" in says(checks.largest, lambda v: v[:, None] * v, x, numbers=899)


def test_gradients_come_back_to_the_inputs_that_are_asked_for():
    import torch

    x, whole, upstream = torch.tensor([1.0, 2.0]), torch.tensor([3, 4]), torch.tensor(10.0)
    result, (slope,) = checks.gradients(lambda v, w: (v * w).sum(), x, whole, upstream=upstream)
    assert result.item() == 11 and slope.tolist() == [30, 40] and not x.requires_grad
    result, (slope,) = checks.gradients(lambda v, w: (v * w.detach()).sum(), x, x, upstream=upstream, to=[0])
    assert slope.tolist() == [10, 20]
    result, (slope,) = checks.gradients(lambda model, v: model(v, 1).sum(), x, upstream=upstream, scaled=2.0)
    assert result.item() == 6 and slope.item() == 30
    text = says(checks.gradients, lambda model, v: model(v).detach().sum() + v.sum(), x, upstream=upstream, scaled=2.0)
    assert "to the weights of the model" in text
    text = says(checks.gradients, lambda v, w: (v * w.detach()).sum(), x, x, upstream=upstream)
    assert "to its argument 2" in text
    result, (slope,) = checks.gradients(lambda f, v: (f(v).sum(), "more"), torch.exp, 0 * x, upstream=torch.tensor(1.0))
    assert result.item() == 2 and slope.tolist() == [1, 1]  # of two results the first
    assert "No gradient" in says(checks.gradients, lambda v: v.sum().item(), x, upstream=upstream)


def test_a_module_is_trained_where_it_is():
    import torch
    from torch import nn

    x = torch.from_numpy(np.random.default_rng(0).normal(size=(80, 8, 3))).float()
    losses = checks.trained(nn.Linear(3, 3), x, x, lr=0.1)
    assert len(losses) == 80 and losses[-1] < 0.05 < losses[0]

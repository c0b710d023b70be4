"""The usual mistakes: recognise by its result what went wrong, and write values in one short line."""

import itertools
import sys
import textwrap

import numpy as np


def is_tensor(value):
    """Return whether a value is a torch tensor of exactly that type (torch is not imported for it)."""
    torch = sys.modules.get("torch")
    return torch is not None and type(value) in (torch.Tensor, torch.nn.Parameter)


def number(value, other):
    """Write a number, with as many digits as it takes to tell it from the other one."""
    value, other = np.asarray(value).item(), np.asarray(other).item()
    texts = ((f"{value:.{digits}g}", f"{other:.{digits}g}") for digits in (5, 9, 17))
    if isinstance(value, bool | int) and isinstance(other, bool | int):
        return str(value)
    return next((mine for mine, theirs in texts if mine != theirs), repr(value))


def show(value):
    """Write a value in one short line."""
    if is_tensor(value):
        value = value.detach().cpu().numpy()
    if type(value) is np.ndarray and value.size <= 12:
        digits = {"float_kind": "{:.5g}".format}
        text = np.array2string(value, separator=", ", formatter=digits, max_line_width=10_000)
        return " ".join(text.split()) if value.size else f"an empty array of shape {value.shape}"
    if type(value) is np.ndarray:
        return f"an array of shape {value.shape}"
    if isinstance(value, np.generic):
        value = value.item()
    if type(value) in (int, float, bool, str, list, tuple, dict) or value is None:
        return textwrap.shorten(repr(value), 72, placeholder=" ...")
    return f"an object of type {type(value).__name__}"


def guess(given, wanted, suspects, same):
    """Return the sentence of the first known mistake that turns the wanted value into the given one, or None."""
    for sentence, value in (suspects or {}).items():
        if same(given, np.asarray(value)):
            return sentence
    if wanted.size == 0 or given.size == 0 or wanted.dtype.kind == "b":
        return None
    with np.errstate(all="ignore"):
        for sentence, value in usual_mistakes(given, wanted):
            if same(given, value):
                return sentence
    return None


def usual_mistakes(given, wanted):
    """Yield (sentence, value): what each usual mistake would have given in place of the wanted value."""
    w = wanted.astype(complex if wanted.dtype.kind == "c" else float)
    for axes in itertools.permutations(range(w.ndim)) if 2 <= w.ndim <= 4 else ():
        moved = w.transpose(axes)
        if axes != tuple(range(w.ndim)):
            yield ("it is transposed" if w.ndim == 2 else f"the axes are in the order {axes}"), moved
            if moved.shape != w.shape:
                yield (
                    "`reshape` was used where axes should change places (transpose, permute)",
                    moved.reshape(w.shape),
                )
                back = w.reshape(moved.shape)
                yield "`reshape` was used where axes should change places (transpose, permute)", back
    if w.ndim == 1 and given.shape == (w.size, w.size) and w.size > 1:
        yield "a column (N, 1) met a row (N,), and NumPy broadcast the two to (N, N)", given
    if given.size == w.size and given.shape != w.shape:
        yield "the values are right, the shape is not", w.reshape(given.shape)
    if given.shape != w.shape:
        return
    if w.size > 1 and not given.any():
        yield "every value is 0", given
    yield "the sign is reversed", -w
    for axis in range(w.ndim):
        yield f"axis {axis} runs backwards", np.flip(w, axis)
        for step in (1, -1) if w.shape[axis] > 2 else ():
            edge = [slice(None)] * w.ndim
            edge[axis] = slice(0, 1) if step == 1 else slice(-1, None)
            shifted = np.roll(w, step, axis)
            shifted[tuple(edge)] = given[tuple(edge)]
            if np.ptp(np.delete(w, -1 if step == 1 else 0, axis)) > 0:  # a shift of equal values shows nothing
                way = "far" if step == 1 else "early"
                yield f"the values are one place too {way} along axis {axis}", shifted
    if (w == np.round(w)).all() and np.abs(w).max() < 1e9:  # larger ones hide 256 in their rounding
        yield "the numbers wrapped at 256: integers of 8 bits hold 0 to 255 only", w % 256
        yield "the numbers wrapped at 256: integers of 8 bits hold -128 to 127 only", (w + 128) % 256 - 128
    if np.abs(w).max() >= 1 and (given == np.trunc(w)).all():  # exactly: a tiny number is not a lost fraction
        yield "the fractional part was lost, as in an integer array or by //", given
    yield "it is squared", w**2
    yield "a square root is taken of it", np.sqrt(np.abs(w))
    ratio = np.divide(given, w, out=np.zeros(w.shape, w.dtype), where=w != 0)
    factor = ratio.flat[np.argmax(np.abs(w))]
    # a single small whole number is soon twice another one, by chance
    chance = wanted.dtype.kind in "iu" and np.abs(w).max() < 10
    single = not chance and factor in (2, 3, 4, 10, 255, 256, 0.5, 1 / 3, 0.25)
    if np.isfinite(factor) and factor != 0 and abs(abs(factor) - 1) > 1e-3 and (w.size > 1 or single):
        big = abs(factor) >= 1
        by = f"{abs(factor):.5g} times too large" if big else f"{1 / abs(factor):.5g} times too small"
        yield f"every value is {by}" + (", with the sign reversed" if np.real(factor) < 0 else ""), factor * w
    offset = (given - w).flat[0]
    if w.size > 1 and np.isfinite(offset):
        yield (
            f"every value is {abs(offset):.5g} too {'large' if np.real(offset) > 0 else 'small'}",
            w + offset,
        )
    if w.dtype.kind == "f" and given.dtype.kind in "biuf":
        rank = np.argsort(np.argsort(given, axis=None, kind="stable"))
        yield "the values are right, in another order", np.sort(w, axis=None)[rank].reshape(w.shape)


def guess_shape(given, wanted):
    if given == (0,) and wanted[:1] == (0,):
        return "made from a list without rows, the array does not know how many columns it should have"
    if sorted(given) == sorted(wanted) and given != wanted:
        return "the axes are in another order"
    if tuple(n for n in given if n != 1) == tuple(n for n in wanted if n != 1):
        return "an axis of length 1 too many or too few"
    if len(given) == len(wanted) and all(abs(a - b) <= 1 for a, b in zip(given, wanted, strict=True)):
        return "off by one: an entry too many or too few along an axis"
    if len(given) < len(wanted):
        return "an axis was summed or indexed away"
    return None

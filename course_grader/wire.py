"""What crosses the line between the judge and the code that it judges: plain data of exact types, never a pickle.

A value is None, a bool, int, float, complex, str or bytes; a list, tuple, dict or set of values; a NumPy scalar, or an
array of numbers; a tensor; a generator of NumPy or torch; or a handle. A handle stands for any object of the sender's:
the receiver can name it when it asks for a call, and that is all. A subclass is no exact type, so it travels as a
handle.

MessagePack does the packing. This module says what may be in it, and refuses everything else.
"""

import math
import struct
import sys
import time

import msgpack
import numpy as np

MOST_BYTES = 128 * 2**20  # of one message
MOST_STRUCTURE = 16 * 2**20  # bytes of it that are no content of an array
MOST_ITEMS = 1_000_000  # values in it
MOST_DEPTH = 64
LIST, TUPLE, SET, DICT, COMPLEX, BIG, SCALAR, ARRAY, TENSOR, GENERATOR, TORCH_GENERATOR, HANDLE = range(12)
PLAIN = (type(None), bool, float, str, bytes)
TORCH_TYPES = ("bool", "uint8", "int8", "int16", "int32", "int64")
TORCH_TYPES += ("float16", "bfloat16", "float32", "float64", "complex64", "complex128")


class WireError(Exception):
    """A message that can't be packed or that is not what a message may be."""


def pack(value, export):
    """Return a value as bytes: the length of its structure, the structure, then the contents of its arrays.

    In the structure every container is a list that begins with the number of its kind.

    Parameters
    ----------
    value : object
    export : callable
        Takes an object that is no plain data and gives (id, name of its type); it may raise WireError.

    Returns
    -------
    bytes
    """
    contents, items = [], 0

    def keep(content):
        contents.append(content)
        return len(content)

    def encode(item, depth=0):
        nonlocal items
        items += 1
        kind = type(item)
        if depth > MOST_DEPTH:
            raise WireError("a value is nested too deep")
        if items > MOST_ITEMS:
            raise WireError(f"a value has more than {MOST_ITEMS} parts: return an array")
        if kind in PLAIN:
            return item
        if kind is int:
            return item if -(2**63) <= item < 2**64 else [BIG, str(_limited(item))]
        if kind in (list, tuple, set):
            number = {list: LIST, tuple: TUPLE, set: SET}[kind]
            return [number, *[encode(part, depth + 1) for part in item]]
        if kind is dict and all(map(_is_key, item)):
            return [DICT, *[part for key in item for part in (_key(key), encode(item[key], depth + 1))]]
        if kind is complex:
            return [COMPLEX, item.real, item.imag]
        if kind is np.ndarray and item.dtype.kind in "biufc" and item.dtype.itemsize <= 16:
            order = sorted(range(item.ndim), key=lambda axis: -abs(item.strides[axis]))  # as it lies in memory
            content = np.ascontiguousarray(item.transpose(order)).tobytes()
            return [ARRAY, item.dtype.str, list(item.shape), order, keep(content)]
        if issubclass(kind, np.generic) and kind.__module__ == "numpy" and item.dtype.kind in "biufc":
            return [SCALAR, item.dtype.str, item.tobytes()]
        if kind is np.random.Generator:
            return [GENERATOR, *_generator_state(item)]
        torch = sys.modules.get("torch")
        if torch is not None and kind in (torch.Tensor, torch.nn.Parameter) and item.layout is torch.strided:
            name = str(item.dtype).removeprefix("torch.")
            if name in TORCH_TYPES:
                plain = item.detach().cpu().contiguous()
                flat = torch.empty(plain.numel(), dtype=plain.dtype).copy_(plain.reshape(-1))  # of stride 1, whatever
                raw = flat.view(torch.uint8).numpy().tobytes() if plain.numel() else b""
                return [TENSOR, name, list(plain.shape), bool(item.requires_grad), keep(raw)]
        if torch is not None and kind is torch.Generator and item.device.type == "cpu":
            return [TORCH_GENERATOR, item.get_state().numpy().tobytes()]
        number, name = export(item)
        return [HANDLE, int(number), str(name)[:80]]

    try:
        structure = msgpack.packb(encode(value), use_bin_type=True, strict_types=True)
    except ValueError as error:  # such as half a surrogate pair in a text
        raise WireError(f"a value can't be packed: {str(error)[:200]}") from None
    if len(structure) > MOST_STRUCTURE:
        raise WireError(f"a value takes {len(structure) / 1e6:.0f} MB beside its arrays")
    return b"".join([struct.pack(">I", len(structure)), structure, *contents])


def unpack(data, resolve):
    """Return the value that some bytes stand for, or raise WireError: the bytes may come from anybody.

    Parameters
    ----------
    data : bytes
    resolve : callable
        Takes the id and the name of a handle, and gives what stands for it here.
    """
    items, place = 0, 0

    def content(length):
        nonlocal place
        if not 0 <= _typed(length, int) <= len(data) - place:
            raise WireError("the content of an array is missing")
        place += length
        return data[place - length : place]

    def decode(item, depth=0):
        nonlocal items
        items += 1
        if items > MOST_ITEMS or depth > MOST_DEPTH:
            raise WireError("a value is nested too deep, or has too many parts")
        if type(item) in PLAIN or type(item) is int:
            return item
        kind, *parts = _typed(item, list)
        if kind in (LIST, TUPLE, SET):
            return (list, tuple, set)[kind](decode(part, depth + 1) for part in parts)
        if kind == DICT:
            return {_key(key): decode(part, depth + 1) for key, part in zip(parts[::2], parts[1::2], strict=True)}
        if kind == COMPLEX:
            return complex(*(_typed(part, float) for part in parts))
        if kind == BIG:
            (text,) = parts
            return int(text) if len(_typed(text, str)) <= 400 else _refuse("a number is too long")
        if kind == SCALAR:
            name, raw = parts
            return np.frombuffer(_typed(raw, bytes), _dtype(name), 1)[0]
        if kind == ARRAY:
            name, shape, order, length = parts
            shape, order = _shape(shape), _shape(order)
            if sorted(order) != list(range(len(shape))):
                raise WireError("the axes of an array are in no order")
            array = np.frombuffer(content(length), _dtype(name)).reshape([shape[axis] for axis in order]).copy()
            return array.transpose(np.argsort(order)) if order else array
        if kind == TENSOR:
            name, shape, requires_grad, length = parts
            return _tensor(name, shape, requires_grad, content(length))
        if kind == GENERATOR:
            return _generator(parts)
        if kind == TORCH_GENERATOR:
            return _torch_generator(*parts)
        if kind == HANDLE:
            number, name = parts
            return resolve(_typed(number, int), _typed(name, str))
        return _refuse(f"there is no kind {kind!r:.20}")

    try:
        (length,) = struct.unpack(">I", data[:4])
        place = 4 + length
        if length > min(MOST_STRUCTURE, len(data) - 4):
            raise WireError("a message is cut short, or its structure too large")
        return decode(msgpack.unpackb(memoryview(data)[4:place], raw=False))
    except WireError:
        raise
    except (ValueError, TypeError, OverflowError, RecursionError, MemoryError, KeyError, struct.error) as error:
        raise WireError(f"a message is malformed: {type(error).__name__}: {str(error)[:200]}") from None
    except msgpack.UnpackException as error:
        raise WireError(f"a message is malformed: {error}") from None


def send(connection, data):
    """Send one frame through a socket."""
    if len(data) > MOST_BYTES:
        raise WireError(f"a message of {len(data) / 1e6:.0f} MB is too large")
    connection.sendall(struct.pack(">Q", len(data)) + data)


def receive(connection, until=None):
    """Return the next frame of a socket.

    EOFError when the other side has gone, WireError when the frame is too large, TimeoutError when it is not here
    whole at `until`, a time of `time.monotonic`.
    """
    (length,) = struct.unpack(">Q", _exactly(connection, 8, until))
    if length > MOST_BYTES:
        raise WireError(f"a message of {length / 1e6:.0f} MB is too large")
    return _exactly(connection, length, until)


def _exactly(connection, length, until):
    parts = bytearray()
    while len(parts) < length:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError("no answer in time")
            connection.settimeout(left)
        part = connection.recv(min(2**20, length - len(parts)))
        if not part:
            raise EOFError("the other side has gone")
        parts += part
    return bytes(parts)


def _refuse(reason):
    raise WireError(reason)


def _typed(value, kind):
    return value if type(value) is kind else _refuse(f"expected {kind.__name__}, got {type(value).__name__}")


def _limited(number):
    return number if number.bit_length() <= 1200 else _refuse("a number is too long")


def _is_key(key):
    """Return whether a dict with this key is plain data; one with others, such as tuples, travels as a handle."""
    return type(key) in PLAIN or type(key) is int or (isinstance(key, np.generic) and type(key).__module__ == "numpy")


def _key(key):
    if not _is_key(key):
        raise WireError(f"a key of a dict is a {type(key).__name__}")
    return key.item() if isinstance(key, np.generic) else key


def _dtype(name):
    dtype = np.dtype(_typed(name, str))
    return dtype if dtype.kind in "biufc" else _refuse(f"no array holds {name}")


def _shape(shape):
    shape = [_typed(size, int) for size in _typed(shape, list)]
    return shape if len(shape) <= 32 and all(size >= 0 for size in shape) else _refuse(f"no array is of shape {shape}")


def _tensor(name, shape, requires_grad, content):
    import torch

    if name not in TORCH_TYPES:
        _refuse(f"no tensor holds {name}")
    dtype, shape = getattr(torch, name), _shape(shape)
    if len(_typed(content, bytes)) != math.prod(shape) * dtype.itemsize:
        _refuse("a tensor's bytes do not fit its shape")
    flat = torch.frombuffer(bytearray(content), dtype=dtype) if content else torch.empty(0, dtype=dtype)
    return flat.reshape(shape).requires_grad_(_typed(requires_grad, bool) and dtype.is_floating_point)


def _generator_state(generator):
    state = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise WireError("only generators of numpy.random.default_rng can be sent")
    inner = state["state"]
    return [str(inner["state"]), str(inner["inc"]), int(state["has_uint32"]), int(state["uinteger"])]


def _generator(parts):
    state, increment, has, number = parts
    generator = np.random.Generator(np.random.PCG64(0))
    generator.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": int(_typed(state, str)), "inc": int(_typed(increment, str))},
        "has_uint32": _typed(has, int),
        "uinteger": _typed(number, int),
    }
    return generator


def _torch_generator(state):
    import torch

    generator = torch.Generator()
    try:
        generator.set_state(torch.frombuffer(bytearray(_typed(state, bytes)), dtype=torch.uint8))
    except RuntimeError:
        _refuse("the state of a generator is none")
    return generator

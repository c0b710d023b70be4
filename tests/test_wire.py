"""The wire: plain data arrives as it was sent, everything else as a handle, and no bytes do harm."""

import contextlib
import socket
import struct

import msgpack
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_grader import wire


def there_and_back(value):
    sent = {}

    def export(item):
        sent[len(sent)] = item
        return len(sent) - 1, type(item).__name__

    return wire.unpack(wire.pack(value, export), lambda number, name: (name, sent[number]))


numbers = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text(), st.binary())
arrays = hnp.arrays(
    st.sampled_from(["<f8", "<f4", "<i8", "|u1", "|b1", "<c16", ">i4"]), hnp.array_shapes(min_dims=0, min_side=0)
)
values = st.recursive(
    st.one_of(numbers, arrays),
    lambda parts: st.one_of(
        st.lists(parts), st.lists(parts).map(tuple), st.dictionaries(st.one_of(st.text(), st.integers(0, 9)), parts)
    ),
    max_leaves=12,
)


def alike(a, b):
    if type(a) is not type(b):
        return False
    if type(a) in (list, tuple):
        return len(a) == len(b) and all(alike(x, y) for x, y in zip(a, b, strict=True))
    if type(a) is dict:
        return list(a) == list(b) and all(alike(a[key], b[key]) for key in a)
    if type(a) is np.ndarray:
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
    return a == b or (a != a and b != b)


@given(values)
def test_plain_values_arrive_as_they_were(value):
    assert alike(there_and_back(value), value)


@pytest.mark.parametrize(
    "value",
    [{1, 2}, 2**100, -(2**70), np.float32(1.5), np.int8(-3), np.zeros((0, 3)), np.arange(6).reshape(2, 3).T, 1j, b"\0"],
)
def test_rarer_values_arrive_too(value):
    back = there_and_back(value)
    assert type(back) is type(value)
    assert np.array_equal(back, value) if type(value) is np.ndarray else back == value


@pytest.mark.parametrize("dtype", [torch.float32, torch.int64, torch.bool, torch.bfloat16])
def test_tensors_arrive_with_type_shape_and_flag(dtype):
    value = torch.ones(2, 3).to(dtype).T
    back = there_and_back(value)
    assert back.dtype is dtype and back.shape == (3, 2) and torch.equal(back, value)
    assert there_and_back(torch.zeros(2, requires_grad=True)).requires_grad
    for size in (0, 1, 3):
        assert (
            there_and_back(torch.tensor(2).to(dtype).expand(size)).tolist()
            == [True if dtype == torch.bool else 2] * size
        )


def test_a_generator_goes_on_where_it_was():
    rng = np.random.default_rng(3)
    rng.random(5)
    assert there_and_back(rng).random() == rng.random()
    generator = torch.Generator().manual_seed(3)
    torch.rand(5, generator=generator)
    assert torch.rand(1, generator=there_and_back(generator)) == torch.rand(1, generator=generator)


@pytest.mark.parametrize("state", [b"", b"abc", bytes(5056), b"\xff" * 5056])
def test_the_state_of_a_generator_is_refused_when_it_is_none(state):
    structure = msgpack.packb([wire.TORCH_GENERATOR, state])
    with pytest.raises(wire.WireError):
        wire.unpack(struct.pack(">I", len(structure)) + structure, None)


class Liar(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class Sub(np.ndarray):
    pass


@pytest.mark.parametrize(
    "value", [Liar(1.0), np.zeros(2).view(Sub), object(), print, np.array(["a"]), np.array([None])]
)
def test_other_types_are_handles_only(value):
    name, back = there_and_back(value)
    assert name == type(value).__name__ and back is value


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_value_or_a_refusal(data):
    with contextlib.suppress(wire.WireError):
        wire.unpack(data, lambda number, name: None)


@given(values, st.integers(0, 400), st.integers(0, 255))
def test_a_changed_byte_ends_in_a_value_or_a_refusal(value, place, byte):
    data = bytearray(wire.pack(value, lambda item: (0, "")))
    data[place % len(data)] = byte
    with contextlib.suppress(wire.WireError):
        wire.unpack(bytes(data), lambda number, name: None)


def test_depth_and_length_have_limits():
    deep = []
    for _ in range(500):
        deep = [deep]
    with pytest.raises(wire.WireError, match="deep"):
        there_and_back(deep)
    with pytest.raises(wire.WireError, match="too long"):
        there_and_back(10**1000)


def test_frames_have_a_limit_and_an_end():
    a, b = socket.socketpair()
    wire.send(a, b"abc")
    assert wire.receive(b) == b"abc"
    a.sendall((2**60).to_bytes(8, "big"))
    with pytest.raises(wire.WireError, match="too large"):
        wire.receive(b)
    a.close()
    with pytest.raises(EOFError):
        wire.receive(b)
    b.close()


def test_an_array_keeps_the_order_of_its_axes_in_memory():
    table = np.arange(24.0).reshape(2, 3, 4)
    for array in (table, table.T, table.transpose(1, 0, 2), table[:, ::2], table[:, :, ::-1], np.asfortranarray(table)):
        back = there_and_back(array)
        assert np.array_equal(back, array)
        assert np.argsort(back.strides).tolist() == np.argsort(np.abs(array.strides)).tolist()
    packed = wire.pack(table.T, None)
    assert packed.count(bytes([0x93, 2, 1, 0])) == 1  # the order, a list of three
    with pytest.raises(wire.WireError, match="in no order"):
        wire.unpack(packed.replace(bytes([0x93, 2, 1, 0]), bytes([0x93, 2, 1, 1])), None)


def test_a_dict_with_other_keys_is_a_handle():
    table = {(0, 1): 2.0}
    assert there_and_back([table, 3]) == [("dict", table), 3]

"""Lesson 06: answers that must lose points, each with words its message must hold, and answers that must keep all."""

WRONG = {
    "output-size": {
        "the + 1 is missing": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if room < 0 or room % stride != 0:
        raise ValueError("does not fit")
    return room // stride
""",
            "the + 1 is missing",
        ),
        "padding on one side": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + padding - kernel
    if room < 0 or room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1
""",
            "it is added on one side only",
        ),
        "padding forgotten": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size - kernel
    if room < 0 or room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1
""",
            "the padding is not used",
        ),
        "the kernel is not taken off": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding
    if room < 0 or room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1
""",
            "the kernel is not taken off",
        ),
        "the stride is not used in the result": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if room < 0 or room % stride != 0:
        raise ValueError("does not fit")
    return room + 1
""",
            "the stride is not used",
        ),
        "never refuses": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    return room // stride + 1
""",
            "must be refused",
        ),
        "refuses remainders only": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1
""",
            "must be refused",
        ),
        "refuses large kernels only": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if room < 0:
        raise ValueError("does not fit")
    return room // stride + 1
""",
            "must be refused",
        ),
        "refuses a kernel that just fits": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if room <= 0 or room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1
""",
            None,
        ),
        "compares the kernel with the size without padding": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if kernel > size or room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1
""",
            None,
        ),
        "remainder without the padding": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if room < 0 or (size - kernel) % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1
""",
            None,
        ),
        "a float": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if room < 0 or room % stride != 0:
        raise ValueError("does not fit")
    return room / stride + 1
""",
            "Return an int, not a float",
        ),
        "rounds up": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if room < 0:
        raise ValueError("does not fit")
    return math.ceil(room / stride) + 1
""",
            "must be refused",
        ),
        "a result of 0 goes through": (
            """
def conv_output_size(size, kernel, stride, padding):
    out = (size + 2 * padding - kernel) / stride + 1
    if out < 0 or out != int(out):
        raise ValueError("does not fit")
    return int(out)
""",
            "but it returned 0",
        ),
        "an assertion": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    assert room >= 0 and room % stride == 0
    return room // stride + 1
""",
            "raises the wrong exception",
        ),
        "the error is made, not raised": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if room < 0 or room % stride != 0:
        return ValueError("does not fit")
    return room // stride + 1
""",
            "must be refused",
        ),
        "refuses a stride above the kernel": (
            """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding - kernel
    if stride > kernel or room < 0 or room % stride != 0:
        raise ValueError("does not fit")
    return room // stride + 1
""",
            None,
        ),
    },
    "quiz-receptive": {
        "the widths added up": (
            """
def quiz_receptive():
    return 12
""",
            None,
        ),
        "doubled at each layer": (
            """
def quiz_receptive():
    return 24
""",
            None,
        ),
        "a string": (
            """
def quiz_receptive():
    return "9"
""",
            "Return an int above 0",
        ),
    },
    "conv2d": {
        "the cache is global": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    global kept
    kept = x, w, stride, padding
    return out, None


def conv2d_backward(dout, cache):
    x, w, stride, padding = kept
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "torch's gradient of a convolution": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    d, image, bank = torch.tensor(dout).double(), torch.tensor(x), torch.tensor(w)
    dx = torch.nn.grad.conv2d_input(image.shape, bank, d, stride, padding)
    dw = torch.nn.grad.conv2d_weight(image, bank.shape, d, stride, padding)
    return dx.numpy(), dw.numpy(), d.sum((0, 2, 3)).numpy()
""",
            "uses the library's",
        ),
        "torch's convolution in three dimensions": (
            """
def conv2d_forward(x, w, b, stride, padding):
    image, bank, bias = (torch.tensor(v.astype(float)) for v in (x, w, b))
    out = F.conv3d(image[:, :, None], bank[:, :, None], bias, (1, stride, stride), (0, padding, padding))[:, :, 0]
    return out.numpy(), (x.astype(float), w.astype(float), stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "uses the library's",
        ),
        "torch.convolution": (
            """
def conv2d_forward(x, w, b, stride, padding):
    image, bank, bias = (torch.tensor(v.astype(float)) for v in (x, w, b))
    out = torch.convolution(image, bank, bias, (stride, stride), (padding, padding), (1, 1), False, (0, 0), 1)
    return out.numpy(), (x.astype(float), w.astype(float), stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "uses the library's",
        ),
        "padding cut off with minus indices": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding:-padding, padding:-padding]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "the slice :-padding is empty where padding is 0",
        ),
        "rounds the size up": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = -(-(H + 2 * padding - KH) // stride) + 1
    WO = -(-(W + 2 * padding - KW) // stride) + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding + stride), (padding, padding + stride)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding + stride), (padding, padding + stride)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "off by one",
        ),
        "the filter turned": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w[:, :, ::-1, ::-1], axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w[:, :, ::-1, ::-1], axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw[:, :, ::-1, ::-1], dout.sum(axis=(0, 2, 3))
""",
            "the filter is turned by 180 degrees",
        ),
        "the filter turned on the way back to x": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w[:, :, ::-1, ::-1], axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "the filter is turned",
        ),
        "height and width of the filter swapped": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = (
                np.tensordot(window, w.reshape(K, C, KW, KH).transpose(0, 1, 3, 2), axes=((1, 2, 3), (1, 2, 3))) + b
            )
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "the filter is transposed",
        ),
        "a square filter assumed": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KH) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KH]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "no bias": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3)))
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "b is left out",
        ),
        "the bias along the columns": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3)))
    out += np.resize(b, WO)
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "the stride is not used backwards": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i, i + KH)
            columns = slice(j, j + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "windows do not add up in dx": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] = np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "windows overlap",
        ),
        "dw averaged over the batch": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw / N, dout.sum(axis=(0, 2, 3))
""",
            "the mean over the batch, not the sum",
        ),
        "db keeps its axes": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3), keepdims=True)
""",
            "the values are right, the shape is not",
        ),
        "the padding is not cut off": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, :, :]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "dx cut off at the wrong end": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, :H, :W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "dw without the padding": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(
                dout[:, :, i, j],
                np.pad(x, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)))[:, :, rows, columns],
                axes=(0, 0),
            )
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "the edge repeated as padding": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge")
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="edge")
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "the padding repeats the edge",
        ),
        "one pixel of padding whatever is asked": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padding = min(padding, 1)
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "the output takes the type of x": (
            """
def conv2d_forward(x, w, b, stride, padding):
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO), dtype=x.dtype)
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "the numbers wrapped at",
        ),
        "products in the input's type": (
            """
def conv2d_forward(x, w, b, stride, padding):
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "wrapped at 256",
        ),
        "w takes the type of x": (
            """
def conv2d_forward(x, w, b, stride, padding):
    w = w.astype(x.dtype)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO), dtype=float)
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "wrapped at 256",
        ),
        "float32 all along": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(np.float32), w.astype(np.float32)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO), np.float32)
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "gradients in the type of the input": (
            """
def conv2d_forward(x, w, b, stride, padding):
    kinds = x.dtype, w.dtype
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding, kinds)


def conv2d_backward(dout, cache):
    x, w, stride, padding, kinds = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx.astype(kinds[0]), dw.astype(kinds[1]), dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "gradients float32": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return tuple(v.astype(np.float32) for v in (dx, dw, dout.sum(axis=(0, 2, 3))))
""",
            "Expected float64, got float32",
        ),
        "the output squeezed": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out.squeeze(), (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    dout = dout.astype(float).reshape(N, K, (H + 2 * padding - KH) // stride + 1, -1)
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "the values are right, the shape is not",
        ),
        "gradients pile up over two calls": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding, np.zeros(padded.shape), np.zeros(w.shape))


def conv2d_backward(dout, cache):
    x, w, stride, padding, dpadded, dw = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "changes its argument 2",
        ),
        "im2col, the product reshaped without a transpose": (
            """
def conv2d_forward(x, w, b, stride, padding):
    K, C, KH, KW = w.shape
    p = np.pad(x.astype(float), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(p, (KH, KW), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, HO, WO = windows.shape[:4]
    rows = windows.transpose(0, 2, 3, 1, 4, 5).reshape(N * HO * WO, C * KH * KW)
    out = rows @ w.reshape(K, -1).T.astype(float) + b
    return out.reshape(N, K, HO, WO), (x, w, rows, stride, padding, HO, WO)


def conv2d_backward(dout, cache):
    x, w, rows, stride, padding, HO, WO = cache
    N, C, H, W = x.shape
    K, C, KH, KW = w.shape
    d = dout.astype(float).reshape(-1, K)
    dw = (d.T @ rows).reshape(w.shape)
    drows = (d @ w.reshape(K, -1).astype(float)).reshape(N, HO, WO, C, KH, KW)
    dp = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    for i in range(KH):
        for j in range(KW):
            dp[:, :, i : i + stride * HO : stride, j : j + stride * WO : stride] += drows[..., i, j].transpose(
                0, 3, 1, 2
            )
    return dp[:, :, padding : padding + H, padding : padding + W], dw, d.sum(axis=0)
""",
            "`reshape` was used where axes should change places",
        ),
        "dx by a full convolution, trailing rows lost": (
            """
def conv2d_forward(x, w, b, stride, padding):
    x, w = x.astype(float), w.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, K, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = padded[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    N, K, HO, WO = dout.shape
    KH, KW = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    wide = np.zeros((N, K, (HO - 1) * stride + 1, (WO - 1) * stride + 1))
    wide[:, :, ::stride, ::stride] = dout
    dw = np.zeros(w.shape)
    for i in range(KH):
        for j in range(KW):
            part = padded[:, :, i : i + wide.shape[2], j : j + wide.shape[3]]
            dw[:, :, i, j] = np.einsum("nfij,ncij->fc", wide, part)
    turned = w[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    full = np.pad(wide, ((0, 0), (0, 0), (KH - 1, KH - 1), (KW - 1, KW - 1)))
    dx, _ = conv2d_forward(full, turned, np.zeros(len(turned)), 1, 0)
    return dx[:, :, padding : dx.shape[2] - padding, padding : dx.shape[3] - padding], dw, dout.sum(axis=(0, 2, 3))
""",
            None,
        ),
        "scipy's correlation": (
            """
import scipy.signal


def conv2d_forward(x, w, b, stride, padding):
    p = np.pad(x.astype(float), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = [
        [
            sum(map(lambda a, k: scipy.signal.correlate2d(a, k, "valid"), image, bank)) + v
            for bank, v in zip(w.astype(float), b)
        ]
        for image in p
    ]
    return np.array(out)[:, :, ::stride, ::stride], (x.astype(float), w.astype(float), stride, padding)


def conv2d_backward(dout, cache):
    x, w, stride, padding = cache
    dout = dout.astype(float)
    K, C, KH, KW = w.shape
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dw += np.tensordot(dout[:, :, i, j], padded[:, :, rows, columns], axes=(0, 0))
            dpadded[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    dx = dpadded[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
""",
            "uses the library's `correlate2d`",
        ),
    },
    "max-pool": {
        "nearly the largest counts as well": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(
                np.isclose(window, window.max(axis=(2, 3), keepdims=True)).reshape(N, C, -1).argmax(axis=2), kernel
            )
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            "nearly equal are taken for equal",
        ),
        "the place of the largest absolute value": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(abs(window).reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            None,
        ),
        "the cache is global": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    global kept
    kept = x, kernel, stride
    return out, None


def max_pool_backward(dout, cache):
    x, kernel, stride = kept
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(window.reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            None,
        ),
        "torch's pooling with its places, by its longer name": (
            """
def max_pool_forward(x, kernel, stride):
    out, places = F.max_pool2d_with_indices(torch.tensor(x), kernel, stride)
    return out.numpy(), (x.shape, places.numpy())


def max_pool_backward(dout, cache):
    shape, places = cache
    N, C, H, W = shape
    dx = np.zeros((N, C, H * W))
    n, c, _ = np.indices((N, C, places[0, 0].size))
    np.add.at(dx, (n, c, places.reshape(N, C, -1)), dout.reshape(N, C, -1))
    return dx.reshape(shape)
""",
            "uses the library's",
        ),
        "torch's pooling in three dimensions": (
            """
def max_pool_forward(x, kernel, stride):
    out, places = F.max_pool3d(torch.tensor(x), (1, kernel, kernel), (1, stride, stride), return_indices=True)
    return out.numpy(), (x.shape, places.numpy() % (x.shape[2] * x.shape[3]))


def max_pool_backward(dout, cache):
    shape, places = cache
    N, C, H, W = shape
    dx = np.zeros((N, C, H * W))
    n, c, _ = np.indices((N, C, places[0, 0].size))
    np.add.at(dx, (n, c, places.reshape(N, C, -1)), dout.reshape(N, C, -1))
    return dx.reshape(shape)
""",
            "uses the library's",
        ),
        "the gradient to all of the largest": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            part = dx[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            part += (window == window.max(axis=(2, 3), keepdims=True)) * dout[:, :, i, j, None, None]
    return dx
""",
            "take the whole gradient",
        ),
        "the gradient shared among the largest": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            part = dx[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            mask = window == window.max(axis=(2, 3), keepdims=True)
            part += mask / mask.sum(axis=(2, 3), keepdims=True) * dout[:, :, i, j, None, None]
    return dx
""",
            "equal numbers share the gradient",
        ),
        "the last of the largest": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(kernel**2 - 1 - window.reshape(N, C, -1)[:, :, ::-1].argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            "the last of equal numbers takes it",
        ),
        "the first column by column": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            column, row = np.divmod(window.swapaxes(2, 3).reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            "column by column",
        ),
        "overlapping windows overwrite": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(window.reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] = dout[:, :, i, j]
    return dx
""",
            "takes one gradient only",
        ),
        "moves by the kernel": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * kernel : i * kernel + kernel, j * kernel : j * kernel + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * kernel : i * kernel + kernel, j * kernel : j * kernel + kernel]
            row, column = np.divmod(window.reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * kernel + row, j * kernel + column] += dout[:, :, i, j]
    return dx
""",
            None,
        ),
        "maxima start at 0": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = np.maximum(out[:, :, i, j], window.max(axis=(2, 3)))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(window.reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            "negative numbers are lost",
        ),
        "trailing rows make a window": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = math.ceil((H - kernel) / stride) + 1, math.ceil((W - kernel) / stride) + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(window.reshape(N, C, -1).argmax(axis=2), window.shape[3])
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            "off by one",
        ),
        "a square image assumed": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (H - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(window.reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            "off by one",
        ),
        "the mean, backwards too": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.mean(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            part = dx[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            part += dout[:, :, i, j, None, None] / kernel**2
    return dx
""",
            "the mean is taken",
        ),
        "gradients pile up over two calls": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride, np.zeros(x.shape))


def max_pool_backward(dout, cache):
    x, kernel, stride, dx = cache
    N, C, HO, WO = dout.shape
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(window.reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            "changes its argument 2",
        ),
        "the output squeezed": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out.squeeze(), (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, H, W = x.shape
    dout = dout.reshape(N, C, (H - kernel) // stride + 1, -1)
    HO, WO = dout.shape[2:]
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(window.reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            "the values are right, the shape is not",
        ),
        "the gradient of the part with windows only": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.zeros((N, C, HO, WO))
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(window.reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx[:, :, : (HO - 1) * stride + kernel, : (WO - 1) * stride + kernel]
""",
            None,
        ),
        "reshaped, so that windows cannot overlap": (
            """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = H // kernel, W // kernel
    blocks = x[:, :, : HO * kernel, : WO * kernel].reshape(N, C, HO, kernel, WO, kernel)
    return blocks.max(axis=(3, 5)), (x, kernel)


def max_pool_backward(dout, cache):
    x, kernel = cache
    N, C, HO, WO = dout.shape
    blocks = x[:, :, : HO * kernel, : WO * kernel].reshape(N, C, HO, kernel, WO, kernel)
    flat = blocks.transpose(0, 1, 2, 4, 3, 5).reshape(N, C, HO, WO, -1)
    d = np.zeros(flat.shape)
    np.put_along_axis(d, flat.argmax(-1)[..., None], dout[..., None], axis=-1)
    dx = np.zeros(x.shape)
    d = d.reshape(N, C, HO, WO, kernel, kernel).transpose(0, 1, 2, 4, 3, 5)
    dx[:, :, : HO * kernel, : WO * kernel] = d.reshape(N, C, HO * kernel, WO * kernel)
    return dx
""",
            None,
        ),
        "all at once, the same place counts once": (
            """
def max_pool_forward(x, kernel, stride):
    windows = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    flat = windows.reshape(*windows.shape[:4], -1)
    return flat.max(axis=-1), (x.shape, flat.argmax(axis=-1), kernel, stride)


def max_pool_backward(dout, cache):
    shape, where, kernel, stride = cache
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros(shape)
    dx[n, c, i * stride + where // kernel, j * stride + where % kernel] += dout
    return dx
""",
            "takes one gradient only",
        ),
        "places counted in the window, not in the image": (
            """
def max_pool_forward(x, kernel, stride):
    windows = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    flat = windows.reshape(*windows.shape[:4], -1)
    return flat.max(axis=-1), (x.shape, flat.argmax(axis=-1), kernel, stride)


def max_pool_backward(dout, cache):
    shape, where, kernel, stride = cache
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros(shape)
    np.add.at(dx, (n, c, where // kernel, where % kernel), dout)
    return dx
""",
            None,
        ),
        "compares with the output stretched": (
            """
def max_pool_forward(x, kernel, stride):
    windows = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), axis=(2, 3))
    out = windows[:, :, ::stride, ::stride].max(axis=(4, 5))
    return out, (x, out, kernel)


def max_pool_backward(dout, cache):
    x, out, kernel = cache
    H, W = out.shape[2] * kernel, out.shape[3] * kernel
    stretch = np.ones((kernel, kernel))
    dx = np.zeros(x.shape)
    dx[:, :, :H, :W] = (np.kron(out, stretch)[:, :, : x.shape[2], : x.shape[3]] == x[:, :, :H, :W]) * np.kron(
        dout, stretch
    )[:, :, : x.shape[2], : x.shape[3]]
    return dx
""",
            None,
        ),
        "scipy's filter": (
            """
import scipy.ndimage


def max_pool_forward(x, kernel, stride):
    origin = -(kernel // 2)
    largest = scipy.ndimage.maximum_filter(x, (1, 1, kernel, kernel), origin=(0, 0, origin, origin))
    H, W = x.shape[2:]
    return largest[:, :, : H - kernel + 1 : stride, : W - kernel + 1 : stride], (x, kernel, stride)


def max_pool_backward(dout, cache):
    x, kernel, stride = cache
    N, C, HO, WO = dout.shape
    dx = np.zeros(x.shape)
    n, c = np.ogrid[:N, :C]
    for i in range(HO):
        for j in range(WO):
            window = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
            row, column = np.divmod(window.reshape(N, C, -1).argmax(axis=2), kernel)
            dx[n, c, i * stride + row, j * stride + column] += dout[:, :, i, j]
    return dx
""",
            "uses the library's `maximum_filter`",
        ),
        "torch's pooling with its places": (
            """
def max_pool_forward(x, kernel, stride):
    out, places = F.max_pool2d(torch.tensor(x), kernel, stride, return_indices=True)
    return out.numpy(), (x.shape, places.numpy())


def max_pool_backward(dout, cache):
    shape, places = cache
    N, C, H, W = shape
    dx = np.zeros((N, C, H * W))
    n, c, _ = np.indices((N, C, places[0, 0].size))
    np.add.at(dx, (n, c, places.reshape(N, C, -1)), dout.reshape(N, C, -1))
    return dx.reshape(shape)
""",
            "uses the library's `max_pool2d`",
        ),
    },
    "batchnorm": {
        "momentum 0 taken for missing": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    momentum = momentum or 0.1
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            None,
        ),
        "x normalised in place at test": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    if not training:
        x -= mean
        x /= scale
        normed = x
    else:
        normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "`x` was changed",
        ),
        "the cache is global": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    global kept
    kept = normed, gamma, scale
    return gamma * normed + beta, None


def batchnorm_backward(dout, cache):
    normed, gamma, scale = kept
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            None,
        ),
        "columns of variance 0 left as they are": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.where(var > 0, np.sqrt(var + 1e-5), 1.0)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            None,
        ),
        "a new dict in place of the caller's": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * var * n / (n - 1),
        }
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "it was not updated",
        ),
        "the running variance divided by N": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "divided by N, not by N - 1",
        ),
        "N - 1 in the normalisation too": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "the variance is divided by N - 1",
        ),
        "momentum the other way round": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = momentum * running["mean"] + (1 - momentum) * mean
        running["var"] = momentum * running["var"] + (1 - momentum) * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "old and new have changed places",
        ),
        "momentum always 0.1": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    momentum = 0.1
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            None,
        ),
        "the running mean only": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "it was not updated",
        ),
        "updated at test as well": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        n = len(x)
        mean, var = running["mean"], running["var"]
        running["mean"] = (1 - momentum) * mean + momentum * x.mean(axis=0)
        running["var"] = (1 - momentum) * var + momentum * x.var(axis=0) * n / max(n - 1, 1)
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "must not update the running statistics",
        ),
        "the batch's statistics at test": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = x.mean(axis=0), x.var(axis=0)
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "the batch's statistics are used in the test",
        ),
        "epsilon outside the root": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var) + 1e-5
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "epsilon is added to the root, not under it",
        ),
        "no epsilon": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "epsilon is left out",
        ),
        "epsilon 1e-8": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-8)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            None,
        ),
        "epsilon in training only": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5 * training)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            None,
        ),
        "one mean for all columns": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(), x.var()
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "one mean for all columns",
        ),
        "running statistics with an axis more": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0, keepdims=True), x.var(axis=0, keepdims=True)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "the values are right, the shape is not",
        ),
        "x centred in place": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    x -= mean
    normed = x / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "`x` was changed",
        ),
        "the cached array scaled with the output": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    out = normed
    out *= gamma
    out += beta
    return out, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            None,
        ),
        "mean and variance as constants": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * dout
    return dx, dgamma, dbeta
""",
            "mean and variance are taken for constants",
        ),
        "the variance as a constant": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n)
    return dx, dgamma, dbeta
""",
            "the way through the variance is missing",
        ),
        "the mean as a constant": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "the way through the mean is missing",
        ),
        "gamma missing in dx": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = 1 / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "gamma is forgotten",
        ),
        "N - 1 on the way back": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / (n - 1))
    return dx, dgamma, dbeta
""",
            None,
        ),
        "dgamma as a mean": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma / n, dbeta / n
""",
            "the mean, not the sum",
        ),
        "dgamma with the raw x": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale, x)


def batchnorm_backward(dout, cache):
    normed, gamma, scale, x = cache
    n = len(dout)
    dgamma = (dout * x).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            "x is not normalised there",
        ),
        "dbeta keeps its axis": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dout.sum(axis=0, keepdims=True)
""",
            "the values are right, the shape is not",
        ),
        "the mean of all of dout": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dout.mean() - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            None,
        ),
        "dout scaled in place": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * n / (n - 1)
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dout *= gamma
    dx = (dout - dout.mean(axis=0) - normed * (dout * normed).mean(axis=0)) / scale
    return dx, dgamma, dbeta
""",
            "changes its argument 1",
        ),
        "n - 1 in every mode": (
            """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    n = len(x)
    factor = n / (n - 1)
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * var * factor
    else:
        mean, var = running["mean"], running["var"]
    scale = np.sqrt(var + 1e-5)
    normed = (x - mean) / scale
    return gamma * normed + beta, (normed, gamma, scale)


def batchnorm_backward(dout, cache):
    normed, gamma, scale = cache
    n = len(dout)
    dgamma = (dout * normed).sum(axis=0, dtype=float)
    dbeta = dout.sum(axis=0, dtype=float)
    dx = gamma / scale * (dout - dbeta / n - normed * dgamma / n)
    return dx, dgamma, dbeta
""",
            None,
        ),
    },
    "quiz-batch-of-one": {
        "normalised": (
            """
def quiz_batch_of_one():
    return "a"
""",
            None,
        ),
        "gamma as well": (
            """
def quiz_batch_of_one():
    return "c"
""",
            None,
        ),
        "unchanged": (
            """
def quiz_batch_of_one():
    return "d"
""",
            None,
        ),
    },
    "dropout": {
        "exactly the share p": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = np.ones(x.shape) / (1 - p_drop)
        mask.flat[rng.choice(x.size, round(p_drop * x.size), replace=False)] = 0
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "exactly the same number",
        ),
        "exactly the share p, shuffled": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.permutation(x.size).reshape(x.shape) >= p_drop * x.size) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "exactly the same number",
        ),
        "exactly the share p in each row": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape).argsort(axis=-1) >= p_drop * x.shape[-1]) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "exactly the same number",
        ),
        "a boolean mask at test": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape, dtype=bool)
    return x * mask, mask
""",
            "wrong type",
        ),
        "mask of integers at test": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape, dtype=int)
    return x * mask, mask
""",
            "wrong type",
        ),
        "mask read off from the output": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
        out = x * mask
        mask = (out != 0) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            None,
        ),
        "zeros of x stay out of the mask": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = np.where(x == 0, 1.0, (rng.random(x.shape) >= p_drop) / (1 - p_drop))
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            None,
        ),
        "not scaled": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop) * 1.0
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "the mask holds 0 and 4; yours has [0. 1.]",
        ),
        "scaled at test in place of training": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop) * 1.0
    else:
        mask = np.full(x.shape, 1 - p_drop)
    return x * mask, mask
""",
            "the mask is 1 - p at test time",
        ),
        "divided by p": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop) / max(p_drop, 1e-9)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "the mask holds 0 and 4",
        ),
        "kept with probability p": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) < p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "p_drop is the share that goes",
        ),
        "one draw for each row": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random((*x.shape[:-1], 1)) >= p_drop) / (1 - p_drop) * np.ones(x.shape)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "Whole rows or columns fall together",
        ),
        "one draw for each column, repeated": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = np.ones(x.shape) * (rng.random(x.shape[-1:]) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "Whole rows or columns fall together",
        ),
        "NumPy's global draws": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (np.random.random(x.shape) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "uses or seeds the global random state",
        ),
        "a generator of its own, always the same": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (np.random.default_rng(0).random(x.shape) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "Each call must draw a new mask",
        ),
        "a generator of its own, fresh": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (np.random.default_rng().random(x.shape) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "drawn from another source",
        ),
        "a copy of the generator, so that the mask repeats": (
            """
import copy


def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (copy.deepcopy(rng).random(x.shape) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "Each call must draw a new mask",
        ),
        "scaled by the share that was kept": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop).astype(float)
        mask /= max(mask.mean(), 1e-9)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "the mask holds 0 and 4",
        ),
        "the smallest numbers dropped": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (x >= np.quantile(x, p_drop)) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "Each call must draw a new mask",
        ),
        "mask of 0 and 1, the factor in out": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop).astype(float)
        return x * mask / (1 - p_drop), mask
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "the mask holds 0 and 4; yours has [0. 1.]",
        ),
        "no mask at test": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
    else:
        return x.copy(), None
    return x * mask, mask
""",
            None,
        ),
        "x changed in place": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    x *= mask
    return x, mask
""",
            "changes its argument 1",
        ),
        "training is ignored": (
            """
def dropout_forward(x, p_drop, rng, training):
    if True:
        mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            None,
        ),
        "mask as the quotient of out and x": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
        out = x * mask
        mask = np.divide(out, x, out=np.zeros(x.shape), where=x != 0)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            None,
        ),
        "for two axes only": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random((len(x), x.shape[1])) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            None,
        ),
        "normal draws": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.normal(size=x.shape) >= p_drop) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "of the numbers are dropped",
        ),
        "mask at test scaled too": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.random(x.shape) >= p_drop) / (1 - p_drop)
    else:
        mask = np.full(x.shape, 1 / (1 - p_drop))
    return x * mask, mask
""",
            "1 / (1 - p) at test time",
        ),
        "p in tenths": (
            """
def dropout_forward(x, p_drop, rng, training):
    if training:
        mask = (rng.integers(0, 10, x.shape) >= int(10 * p_drop)) / (1 - p_drop)
    else:
        mask = np.ones(x.shape)
    return x * mask, mask
""",
            "of the numbers are dropped",
        ),
    },
    "network-books": {
        "pooling halves": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], shape[1] // 2, shape[2] // 2)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            None,
        ),
        "pooling divides by its stride": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], shape[1] // S, shape[2] // S)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            None,
        ),
        "no biases in the convolutions": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2]))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            "the biases are left out",
        ),
        "no biases in the full layers": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before)))
        before = after
    return counts
""",
            "the biases of fc are left out",
        ),
        "one bias for a layer": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * before[0] * layer[2] * layer[2] + 1)
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            "one bias for all filters",
        ),
        "a filter for one channel only": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            "the channels are left out",
        ),
        "the input's channels for every layer": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (input_shape[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            None,
        ),
        "a full layer after a full layer counts the last map": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after if len(after) == 3 else before
    return counts
""",
            "sees the last map again",
        ),
        "a full layer sees the channels only": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (before[0] + 1))
        before = after
    return counts
""",
            "sees the channels alone",
        ),
        "a running total": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return [sum(counts[: k + 1]) for k in range(len(counts))]
""",
            "running total",
        ),
        "looks a layer up by its value": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return [counts[layers.index(layer)] for layer in layers]
""",
            None,
        ),
        "takes the layers out of the list": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    while layers:
        layer = layers.pop(0)
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(list(layers), input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            "changes its argument 1",
        ),
        "the list of another call goes on": (
            """
def activation_sizes(layers, input_shape, sizes=[]):
    shape = tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            None,
        ),
        "a square image assumed": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[1] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[1] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            None,
        ),
        "height and width swapped": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[2] + 2 * P - K) // S + 1, (shape[1] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            "height and width have changed places",
        ),
        "channels last": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape[1:] + shape[:1])
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, [s[-1:] + s[:-1] for s in activation_sizes(layers, input_shape)]):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            "channels must come first",
        ),
        "padding on one side": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + P - K) // S + 1, (shape[2] + P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            "padding on one side only",
        ),
        "padding forgotten": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            "no padding",
        ),
        "pooling moves by its kernel": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            S = K
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            None,
        ),
        "convolution rounds up": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, math.ceil((shape[1] + 2 * P - K) / S) + 1, math.ceil((shape[2] + 2 * P - K) / S) + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            None,
        ),
        "sizes that do not fit are refused": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            if (shape[1] + 2 * P - K) % S or (shape[2] + 2 * P - K) % S:
                raise ValueError
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            if (shape[1] - K) % S or (shape[2] - K) % S:
                raise ValueError
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            None,
        ),
        "a bare number after a full layer": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape = [], tuple(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape if len(shape) == 3 else shape[0])
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(
        layers, [s if isinstance(s, tuple) else (s,) for s in activation_sizes(layers, input_shape)]
    ):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            "M, not (M,)",
        ),
        "the input is in the list": (
            """
def activation_sizes(layers, input_shape):
    shape = tuple(input_shape)
    sizes = [shape]
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] - K) // S + 1, (shape[2] - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)[1:]):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            None,
        ),
        "pooling keeps a convolution's padding": (
            """
def activation_sizes(layers, input_shape):
    sizes, shape, P = [], tuple(input_shape), 0
    for layer in layers:
        if layer[0] == "conv":
            _, F, K, S, P = layer
            shape = (F, (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        elif layer[0] == "pool":
            _, K, S = layer
            shape = (shape[0], (shape[1] + 2 * P - K) // S + 1, (shape[2] + 2 * P - K) // S + 1)
        else:
            shape = (layer[1],)
        sizes.append(shape)
    return sizes


def count_parameters(layers, input_shape):
    counts, before = [], input_shape
    for layer, after in zip(layers, activation_sizes(layers, input_shape)):
        if layer[0] == "conv":
            counts.append(layer[1] * (before[0] * layer[2] * layer[2] + 1))
        elif layer[0] == "pool":
            counts.append(0)
        else:
            counts.append(layer[1] * (math.prod(before) + 1))
        before = after
    return counts
""",
            None,
        ),
    },
    "quiz-bottleneck": {
        "the 1 x 1 layers forgotten": (
            """
def quiz_bottleneck():
    return 16
""",
            None,
        ),
        "not rounded": (
            """
def quiz_bottleneck():
    return 9 * 256 * 256 / (2 * 256 * 64 + 9 * 64 * 64)
""",
            "Return an int above 0",
        ),
        "rounded up": (
            """
def quiz_bottleneck():
    return 9
""",
            None,
        ),
    },
    "basic-block": {
        "layers for more channels only": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels < out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "other layers than asked",
        ),
        "layers for stride 2 only": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride == 2 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "other layers than asked",
        ),
        "used where the shapes differ": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if x.shape == y.shape else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "the shortcut detached": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side.detach())
""",
            "cut off from the graph",
        ),
        "the identity detached": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x.detach() if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "cut off from the graph",
        ),
        "the shortcut without gradient": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        with torch.no_grad():
            side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "cut off from the graph",
        ),
        "x.data on the way": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x.data)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "cut off from the graph",
        ),
        "pre-activation": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(F.relu(x))))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "no shortcut": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y)
""",
            "the shortcut is not added",
        ),
        "no relu at the end": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return y + side
""",
            "the last ReLU is missing",
        ),
        "relu before the sum": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y) + side
""",
            "the last ReLU comes before the sum",
        ),
        "no relu in the middle": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = self.bn1(self.conv1(x))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "the ReLU between the convolutions is missing",
        ),
        "relu before the normalisation": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = self.bn1(F.relu(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "the first ReLU comes before the normalisation",
        ),
        "the shortcut without normalisation": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(nn.Conv2d(in_channels, out_channels, 1, stride, bias=False))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "layers in every shortcut": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if True:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "Its shortcut is x itself",
        ),
        "layers where the channels differ only": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "layers where both differ only": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 and in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "biases": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(nn.Conv2d(in_channels, out_channels, 1, stride), nn.BatchNorm2d(out_channels))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "the convolutions have biases",
        ),
        "a bias in the shortcut": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(nn.Conv2d(in_channels, out_channels, 1, stride), nn.BatchNorm2d(out_channels))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "the convolutions have biases",
        ),
        "one norm used twice, the other idle": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn1(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "the norm of the main way for the shortcut too": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), self.bn2)

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "one norm over the sum": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(nn.Conv2d(in_channels, out_channels, 1, stride, bias=False))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.conv2(y)
        side = x if self.short is None else self.short(x)
        return F.relu(self.bn2(y + side))
""",
            None,
        ),
        "stride in the second convolution, not the first": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "the second convolution has the stride, not the first",
        ),
        "stride always 2": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, 2 if stride > 1 else 1, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, 2 if stride > 1 else 1, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "padding with the edge": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, padding_mode="replicate", bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, padding_mode="replicate", bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "norms without running statistics": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels, track_running_stats=False)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels, track_running_stats=False)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels, track_running_stats=False),
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "Normalise with nn.BatchNorm2d",
        ),
        "norms with another epsilon": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels, eps=1e-3)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels, eps=1e-3)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels, eps=1e-3)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "norms with another momentum": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels, momentum=0.01)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels, momentum=0.01)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels, momentum=0.01),
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            "does not keep its running statistics",
        ),
        "the main way in a plain list": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.main = [
            nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(),
            nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False),
            nn.BatchNorm2d(out_channels),
        ]
        self.short = nn.Identity()
        if stride != 1 or in_channels != out_channels:
            conv = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)
            self.short = nn.Sequential(conv, nn.BatchNorm2d(out_channels))

    def forward(self, x):
        y = x
        for layer in self.main:
            y = layer(y)
        return F.relu(y + self.short(x))
""",
            None,
        ),
        "the first relu in place in an idle shortcut": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.relu = nn.ReLU(inplace=True)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.down = None
        if stride != 1 or in_channels != out_channels:
            conv = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)
            self.down = nn.Sequential(conv, nn.BatchNorm2d(out_channels))

    def forward(self, x):
        out = x if self.down is None else self.down(x)
        out += self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(out)
""",
            "modified by an inplace operation",
        ),
        "the shortcut by slicing and zeros": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.more, self.stride = out_channels - in_channels, stride
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        side = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.more))
        return F.relu(y + side)
""",
            None,
        ),
        "the norms frozen": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        self.bn1.eval()
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "back to training in forward": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        self.train()
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "no default for the stride": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else self.short(x)
        return F.relu(y + side)
""",
            None,
        ),
        "the shortcut after the relu": (
            """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.short = None
        if stride != 1 or in_channels != out_channels:
            self.short = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        side = x if self.short is None else F.relu(self.short(x))
        return F.relu(y + side)
""",
            None,
        ),
    },
    "saliency": {
        "the probability": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image).softmax(dim=1)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().amax(dim=0)
""",
            "the gradient of the probability, not of the score",
        ),
        "the loss": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = F.cross_entropy(model(image), torch.tensor([target]))
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().amax(dim=0)
""",
            "of the loss, not of the score",
        ),
        "the largest score": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0].max()
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().amax(dim=0)
""",
            None,
        ),
        "all scores": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image).sum()
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().amax(dim=0)
""",
            "the gradient of all scores together",
        ),
        "no absolute value": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].amax(dim=0)
""",
            "the absolute value is missing",
        ),
        "absolute value after the largest": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].amax(dim=0).abs()
""",
            None,
        ),
        "sum over the channels": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().sum(dim=0)
""",
            "the sum over the channels, not the largest",
        ),
        "mean over the channels": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().mean(dim=0)
""",
            "the mean over the channels, not the largest",
        ),
        "length over the channels": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].norm(dim=0)
""",
            None,
        ),
        "three axes": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient.abs().amax(dim=1)
""",
            "the values are right, the shape is not",
        ),
        "height and width swapped": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().amax(dim=0).T
""",
            "it is transposed",
        ),
        "max gives a pair": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().max(dim=0)
""",
            None,
        ),
        "an array": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().amax(dim=0).numpy()
""",
            None,
        ),
        "gradient times the image": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return (gradient * image)[0].abs().amax(dim=0)
""",
            "the gradient is multiplied by the image",
        ),
        "kept in the graph": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image, create_graph=True)
    return gradient[0].abs().amax(dim=0)
""",
            "must be detached",
        ),
        "x itself, the flag put off afterwards": (
            """
def saliency(model, x, target):
    x.requires_grad_()
    model(x)[0, target].backward()
    found = x.grad[0].abs().amax(dim=0)
    x.requires_grad_(False)
    return found
""",
            "leaves a gradient in its argument",
        ),
        "x itself, flag off and grad None afterwards": (
            """
def saliency(model, x, target):
    x.requires_grad_()
    model(x)[0, target].backward()
    found = x.grad[0].abs().amax(dim=0)
    x.requires_grad_(False)
    x.grad = None
    return found
""",
            "changes the flag `requires_grad`",
        ),
        "x itself, the flag put back, the grad stays": (
            """
def saliency(model, x, target):
    before = x.requires_grad
    x.requires_grad_()
    model(x)[0, target].backward()
    found = x.grad[0].abs().amax(dim=0)
    x.requires_grad_(before)
    return found
""",
            "leaves a gradient in its argument",
        ),
        "x itself, torch.autograd.grad, the flag off": (
            """
def saliency(model, x, target):
    x.requires_grad_()
    (gradient,) = torch.autograd.grad(model(x)[0, target], x)
    x.requires_grad_(False)
    return gradient[0].abs().amax(dim=0)
""",
            "changes the flag `requires_grad`",
        ),
        "a clone that is still tied to x": (
            """
def saliency(model, x, target):
    image = x.clone()
    if not image.requires_grad:
        image.requires_grad_()
    image.retain_grad()
    model(image)[0, target].backward()
    return image.grad[0].abs().amax(dim=0)
""",
            "leaves a gradient in its argument",
        ),
        "test mode, and left there": (
            """
def saliency(model, x, target):
    model.eval()
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().amax(dim=0)
""",
            "leaves the network in another mode",
        ),
        "test mode, put back after": (
            """
def saliency(model, x, target):
    image = x.detach().clone().requires_grad_()
    mode = model.training
    model.eval()
    score = model(image)[0, target]
    model.train(mode)
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().amax(dim=0)
""",
            "leaves the network in another mode",
        ),
        "mode set to itself, so parts lose theirs": (
            """
def saliency(model, x, target):
    model.train(model.training)
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().amax(dim=0)
""",
            "leaves the network in another mode",
        ),
        "finite differences": (
            """
def saliency(model, x, target):
    step, found = 1e-3, torch.zeros(x.shape[1:])
    with torch.no_grad():
        here = model(x)[0, target]
        for place in np.ndindex(*x.shape[1:]):
            moved = x.clone()
            moved[0][place] += step
            found[place] = (model(moved)[0, target] - here) / step
    return found.abs().amax(dim=0)
""",
            None,
        ),
        "x normalised in place": (
            """
def saliency(model, x, target):
    x -= x.mean()
    image = x.detach().clone().requires_grad_()
    score = model(image)[0, target]
    (gradient,) = torch.autograd.grad(score, image)
    return gradient[0].abs().amax(dim=0)
""",
            "changes its argument 2",
        ),
    },
}

RIGHT = {
    "output-size": {
        "counts the places": """
def conv_output_size(size, kernel, stride, padding):
    last = size + 2 * padding - kernel
    starts = range(0, last + 1, stride)
    if not starts or starts[-1] != last:
        raise ValueError(f"{kernel} with {stride} into {size}")
    return len(starts)
""",
        "divmod": """
def conv_output_size(size, kernel, stride, padding):
    steps, rest = divmod(size - kernel + padding + padding, stride)
    if steps < 0 or rest > 0:
        raise ValueError
    return steps + 1
""",
        "walks along the axis": """
def conv_output_size(size, kernel, stride, padding):
    end, count = kernel, 1
    while end < size + 2 * padding:
        end, count = end + stride, count + 1
    if end > size + 2 * padding:
        raise ValueError("the last window stands over")
    return count
""",
        "a recursion": """
def conv_output_size(size, kernel, stride, padding):
    room = size + 2 * padding
    if room < kernel:
        raise ValueError("no place")
    return 1 if room == kernel else 1 + conv_output_size(room - stride, kernel, stride, 0)
""",
        "an error of its own kind": """
class DoesNotFit(ValueError):
    pass


def conv_output_size(size, kernel, stride, padding):
    places = (size + 2 * padding - kernel) / stride + 1
    if places < 1 or not places.is_integer():
        raise DoesNotFit(f"{places} places")
    return int(places)
""",
    },
    "quiz-receptive": {
        "reckoned": """
def quiz_receptive():
    width = 1
    for _ in range(4):
        width += 3 - 1
    return width
""",
    },
    "conv2d": {
        "six loops": """
def conv2d_forward(x, w, b, stride, padding):
    (N, C, H, W), (K, _, KH, KW) = x.shape, w.shape
    HO = (H + 2 * padding - KH) // stride + 1
    WO = (W + 2 * padding - KW) // stride + 1
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    padded[:, :, padding : padding + H, padding : padding + W] = x
    out = np.empty((N, K, HO, WO))
    for n in range(N):
        for f in range(K):
            for i in range(HO):
                for j in range(WO):
                    total = float(b[f])
                    for c in range(C):
                        for k in range(KH):
                            for l in range(KW):
                                total += padded[n, c, i * stride + k, j * stride + l] * float(w[f, c, k, l])
                    out[n, f, i, j] = total
    return out, {"padded": padded, "w": np.array(w, dtype=float), "stride": stride, "padding": padding}


def conv2d_backward(dout, cache):
    padded, w, stride, padding = (cache[name] for name in ("padded", "w", "stride", "padding"))
    dp, dw, db = np.zeros(padded.shape), np.zeros(w.shape), np.zeros(len(w))
    KH, KW = w.shape[2:]
    for n, f, i, j in np.ndindex(*dout.shape):
        g = float(dout[n, f, i, j])
        top, left = i * stride, j * stride
        db[f] += g
        for c, k, l in np.ndindex(*w.shape[1:]):
            dw[f, c, k, l] += g * padded[n, c, top + k, left + l]
            dp[n, c, top + k, left + l] += g * w[f, c, k, l]
    H, W = dp.shape[2] - 2 * padding, dp.shape[3] - 2 * padding
    return dp[:, :, padding : padding + H, padding : padding + W], dw, db
""",
        "im2col with indices, np.add.at backwards": """
def places(shape, KH, KW, stride, padding):
    _, C, H, W = shape
    HO, WO = (H + 2 * padding - KH) // stride + 1, (W + 2 * padding - KW) // stride + 1
    c = np.repeat(np.arange(C), KH * KW)[:, None]
    i = np.tile(np.repeat(np.arange(KH), KW), C)[:, None] + stride * np.repeat(np.arange(HO), WO)
    j = np.tile(np.arange(KW), KH * C)[:, None] + stride * np.tile(np.arange(WO), HO)
    return HO, WO, c, i, j


def conv2d_forward(x, w, b, stride, padding):
    HO, WO, c, i, j = places(x.shape, *w.shape[2:], stride, padding)
    padded = np.pad(x, [(0, 0)] * 2 + [(padding, padding)] * 2).astype(np.float64)
    columns = padded[:, c, i, j]
    flat = w.reshape(len(w), -1).astype(np.float64)
    out = flat @ columns + b[:, None]
    return out.reshape(len(x), len(w), HO, WO), (x.shape, w.shape, columns, flat, stride, padding)


def conv2d_backward(dout, cache):
    x_shape, w_shape, columns, flat, stride, padding = cache
    _, _, c, i, j = places(x_shape, *w_shape[2:], stride, padding)
    N, C, H, W = x_shape
    d = dout.reshape(N, w_shape[0], -1).astype(np.float64)
    dp = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    np.add.at(dp, (slice(None), c, i, j), flat.T @ d)
    dw = (d @ columns.transpose(0, 2, 1)).sum(axis=0).reshape(w_shape)
    return dp[:, :, padding : padding + H, padding : padding + W], dw, d.sum(axis=(0, 2))
""",
        "einsum, the cache a class": """
class Kept:
    def __init__(self, **things):
        self.__dict__.update(things)

    def span(self, i, count):
        return slice(i, i + self.stride * (count - 1) + 1, self.stride)


def conv2d_forward(x, w, b, stride, padding):
    wide = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2)).astype(float)
    views = np.lib.stride_tricks.sliding_window_view(wide, w.shape[2:], axis=(-2, -1))
    views = views[:, :, ::stride, ::stride]
    out = np.einsum("ncijkl,fckl->nfij", views, w.astype(float), optimize=True) + b[None, :, None, None]
    return out, Kept(views=views, shape=wide.shape, w=w.astype(float), stride=stride, padding=padding)


def conv2d_backward(dout, cache):
    d = np.asarray(dout, dtype=float)
    dw = np.einsum("nfij,ncijkl->fckl", d, cache.views, optimize=True)
    dwide = np.zeros(cache.shape)
    for k, l in np.ndindex(cache.w.shape[2:]):
        rows, columns = cache.span(k, d.shape[2]), cache.span(l, d.shape[3])
        dwide[:, :, rows, columns] += np.einsum("nfij,fc->ncij", d, cache.w[:, :, k, l])
    p = cache.padding
    return dwide[:, :, p : cache.shape[2] - p, p : cache.shape[3] - p], dw, np.einsum("nfij->f", d)
""",
        "the cache is a function, the arrays not copied": """
def conv2d_forward(x, w, b, stride, padding):
    x, w, b = (np.asarray(v, dtype=np.float64) for v in (x, w, b))
    KH, KW = w.shape[2:]
    H, W = x.shape[2:]
    HO, WO = (H + 2 * padding - KH) // stride + 1, (W + 2 * padding - KW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))

    def seen(array, i, j):
        return array[:, :, i : i + stride * HO : stride, j : j + stride * WO : stride]

    out = np.zeros((len(x), len(w), HO, WO)) + b.reshape(-1, 1, 1)
    for i in range(KH):
        for j in range(KW):
            out += np.moveaxis(np.tensordot(w[:, :, i, j], seen(padded, i, j), axes=(1, 1)), 0, 1)

    def back(dout):
        dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
        for i in range(KH):
            for j in range(KW):
                dw[:, :, i, j] = np.tensordot(dout, seen(padded, i, j), axes=((0, 2, 3), (0, 2, 3)))
                seen(dpadded, i, j)[...] += np.moveaxis(np.tensordot(w[:, :, i, j], dout, axes=(0, 1)), 0, 1)
        return dpadded[:, :, padding : padding + H, padding : padding + W].copy(), dw, dout.sum(axis=(0, 2, 3))

    return out, back


def conv2d_backward(dout, cache):
    return cache(dout.astype(np.float64))
""",
        "as_strided, the gradient through a matrix of the whole layer": """
def layer_matrix(w, shape, stride, padding):
    (C, H, W), (K, _, KH, KW) = shape, w.shape
    HO, WO = (H + 2 * padding - KH) // stride + 1, (W + 2 * padding - KW) // stride + 1
    M = np.zeros((K, HO, WO, C, H + 2 * padding, W + 2 * padding))
    for i in range(HO):
        for j in range(WO):
            M[:, i, j, :, i * stride : i * stride + KH, j * stride : j * stride + KW] = w
    inside = slice(padding, padding + H), slice(padding, padding + W)
    return M[..., inside[0], inside[1]].reshape(K * HO * WO, C * H * W), (K, HO, WO)


def conv2d_forward(x, w, b, stride, padding):
    M, shape = layer_matrix(w, x.shape[1:], stride, padding)
    out = (x.reshape(len(x), -1).astype(float) @ M.T).reshape(len(x), *shape)
    return out + b[:, None, None], [M, x.astype(float), w.shape, stride, padding]


def conv2d_backward(dout, cache):
    M, x, (K, C, KH, KW), stride, padding = cache
    N, _, H, W = x.shape
    dout = dout.astype(float)
    dx = (dout.reshape(N, -1) @ M).reshape(x.shape)
    wide = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    s = wide.strides
    windows = np.lib.stride_tricks.as_strided(
        wide, (N, C, *dout.shape[2:], KH, KW), (s[0], s[1], s[2] * stride, s[3] * stride, s[2], s[3])
    )
    dw = np.tensordot(dout, windows, ((0, 2, 3), (0, 2, 3)))
    return dx, dw, dout.sum((0, 2, 3))
""",
        "F.unfold and F.fold": """
def conv2d_forward(x, w, b, stride, padding):
    image, bank = torch.tensor(x.astype(float)), torch.tensor(w.astype(float)).flatten(1)
    columns = F.unfold(image, w.shape[2:], padding=padding, stride=stride)
    HO = (x.shape[2] + 2 * padding - w.shape[2]) // stride + 1
    out = (bank @ columns).numpy().reshape(len(x), len(w), HO, -1) + b[:, None, None]
    return out, (columns, bank, x.shape, w.shape, stride, padding)


def conv2d_backward(dout, cache):
    columns, bank, x_shape, w_shape, stride, padding = cache
    d = torch.tensor(dout).double().flatten(2)
    dx = F.fold(bank.T @ d, x_shape[2:], w_shape[2:], padding=padding, stride=stride)
    return dx.numpy(), (d @ columns.mT).sum(0).numpy().reshape(w_shape), d.sum((0, 2)).numpy()
""",
    },
    "max-pool": {
        "loops all the way": """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out, where = np.empty((N, C, HO, WO)), {}
    for n, c, i, j in np.ndindex(N, C, HO, WO):
        best = None
        for r in range(i * stride, i * stride + kernel):
            for s in range(j * stride, j * stride + kernel):
                if best is None or x[n, c, r, s] > best:
                    best, where[n, c, i, j] = x[n, c, r, s], (r, s)
        out[n, c, i, j] = best
    return out, (x.shape, where)


def max_pool_backward(dout, cache):
    shape, where = cache
    dx = np.zeros(shape)
    for (n, c, i, j), (r, s) in where.items():
        dx[n, c, r, s] += dout[n, c, i, j]
    return dx
""",
        "views and np.add.at": """
def max_pool_forward(x, kernel, stride):
    windows = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    flat = windows.reshape(*windows.shape[:4], -1)
    return flat.max(axis=-1), (x.shape, flat.argmax(axis=-1), kernel, stride)


def max_pool_backward(dout, cache):
    shape, where, kernel, stride = cache
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros(shape)
    np.add.at(dx, (n, c, i * stride + where // kernel, j * stride + where % kernel), dout)
    return dx
""",
        "a running maximum over the places of the window": """
def max_pool_forward(x, kernel, stride):
    HO, WO = ((side - kernel) // stride + 1 for side in x.shape[2:])
    best, at = None, None
    for place in range(kernel * kernel):
        r, s = divmod(place, kernel)
        here = x[:, :, r : r + stride * (HO - 1) + 1 : stride, s : s + stride * (WO - 1) + 1 : stride]
        if best is None:
            best, at = here.copy(), np.zeros(here.shape, dtype=int)
        else:
            larger = here > best
            best[larger], at[larger] = here[larger], place
    return best, {"at": at, "shape": x.shape, "kernel": kernel, "stride": stride}


def max_pool_backward(dout, cache):
    at, kernel, stride = cache["at"], cache["kernel"], cache["stride"]
    HO, WO = at.shape[2:]
    dx = np.zeros(cache["shape"], dtype=np.float64)
    for place in range(kernel * kernel):
        r, s = divmod(place, kernel)
        here = dx[:, :, r : r + stride * (HO - 1) + 1 : stride, s : s + stride * (WO - 1) + 1 : stride]
        here += np.where(at == place, dout, 0.0)
    return dx
""",
        "np.bincount over flat places": """
class Pooled:
    pass


def max_pool_forward(x, kernel, stride):
    cache = Pooled()
    cache.shape = N, C, H, W = x.shape
    numbers = np.arange(x.size).reshape(x.shape)
    v = np.lib.stride_tricks.sliding_window_view
    flat = v(x, (kernel, kernel), (2, 3))[:, :, ::stride, ::stride].reshape(N, C, -1, kernel * kernel)
    cache.index = v(numbers, (kernel, kernel), (2, 3))[:, :, ::stride, ::stride].reshape(flat.shape)
    cache.index = np.take_along_axis(cache.index, np.expand_dims(flat.argmax(-1), -1), -1).ravel()
    HO = (H - kernel) // stride + 1
    return x.ravel()[cache.index].reshape(N, C, HO, -1), cache


def max_pool_backward(dout, cache):
    size = int(np.prod(cache.shape))
    return np.bincount(cache.index, weights=dout.ravel(), minlength=size).reshape(cache.shape)
""",
        "a function as cache, the first one by cumsum": """
def max_pool_forward(x, kernel, stride):
    N, C, H, W = x.shape
    spans = [
        (slice(i, i + kernel), slice(j, j + kernel))
        for i in range(0, H - kernel + 1, stride)
        for j in range(0, W - kernel + 1, stride)
    ]
    shape = N, C, (H - kernel) // stride + 1, (W - kernel) // stride + 1
    out = np.stack([x[:, :, a, b].max(axis=(2, 3)) for a, b in spans], axis=-1).reshape(shape)

    def back(dout):
        dx = np.zeros((N, C, H, W))
        for k, (a, b) in enumerate(spans):
            flat = x[:, :, a, b].reshape(N, C, -1)
            equal = flat == flat.max(axis=-1, keepdims=True)
            first = equal & (equal.cumsum(axis=-1) == 1)
            dx[:, :, a, b] += (first * dout.reshape(N, C, -1)[:, :, k, None]).reshape(N, C, kernel, kernel)
        return dx

    return out, back


def max_pool_backward(dout, cache):
    return cache(dout)
""",
    },
    "batchnorm": {
        "in place, step by step": """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if not training:
        out = gamma * (x - running["mean"]) / (running["var"] + 1e-5) ** 0.5 + beta
        return out, None
    N = x.shape[0]
    mu = x.sum(axis=0) / N
    centred = x - mu
    var = (centred**2).sum(axis=0) / N
    std = np.sqrt(var + 1e-5)
    xhat = centred / std
    running["mean"] *= 1 - momentum
    running["mean"] += momentum * mu
    running["var"][:] = (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1)
    return gamma * xhat + beta, {"centred": centred, "std": std, "xhat": xhat, "gamma": gamma}


def batchnorm_backward(dout, cache):
    N = len(dout)
    std, centred = cache["std"], cache["centred"]
    dxhat = dout.astype(np.float64) * cache["gamma"]
    dvar = (dxhat * centred).sum(axis=0) * -0.5 * std**-3.0
    dmu = -(dxhat / std).sum(axis=0) - 2 * dvar * centred.mean(axis=0)
    dx = dxhat / std + dvar * 2 * centred / N + dmu / N
    return dx, (dout * cache["xhat"]).sum(axis=0, dtype=np.float64), dout.sum(axis=0, dtype=np.float64)
""",
        "dict.update, the cache a function": """
def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    x = x.astype(float)
    kept = running["mean"], running["var"]
    if training:
        mean, var, count = np.mean(x, 0), np.var(x, 0), x.shape[0]
        new = mean, var * count / (count - 1)
        mixed = [old + momentum * (value - old) for old, value in zip(kept, new)]
        running.update(mean=mixed[0], var=mixed[1])
    else:
        mean, var = kept
    inverse = 1.0 / np.sqrt(var + 1e-5)
    normed = (x - mean) * inverse

    def back(d):
        d = d.astype(float)
        dnormed = gamma * d
        inner = count * dnormed - dnormed.sum(0) - normed * (dnormed * normed).sum(0)
        return inverse / count * inner, (d * normed).sum(0), d.sum(0)

    return normed * gamma + beta, back


def batchnorm_backward(dout, cache):
    return cache(dout)
""",
        "the matrix of each column's derivatives": """
from collections import namedtuple

Kept = namedtuple("Kept", "x gamma")


def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = np.average(x, axis=0), np.average((x - np.average(x, axis=0)) ** 2, axis=0)
        unbiased = np.array([np.var(column, ddof=1) for column in x.T])
        for name, new in (("mean", mean), ("var", unbiased)):
            running[name] = momentum * new + (1.0 - momentum) * running[name]
    return np.divide(x - mean, np.sqrt(var + 0.00001)) * gamma + beta, Kept(x.copy(), gamma.copy())


def batchnorm_backward(dout, cache):
    x, gamma = cache
    N, D = x.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for k in range(D):
        column = x[:, k].astype(float)
        std = math.sqrt(column.var() + 1e-5)
        normed = (column - column.mean()) / std
        J = (np.eye(N) - 1 / N - np.outer(normed, normed) / N) / std
        dx[:, k] = gamma[k] * J @ dout[:, k]
        dgamma[k], dbeta[k] = normed @ dout[:, k], dout[:, k].sum()
    return dx, dgamma, dbeta
""",
        "arguments kept, no copies, an object as cache": """
class BatchNormCache:
    def __init__(self, x, gamma):
        self.x, self.gamma = x, gamma


def batchnorm_forward(x, gamma, beta, running, momentum=0.1, training=True):
    if training:
        N, m = len(x), x.mean(0)
        v = ((x - m) ** 2).mean(0)
        np.copyto(running["mean"], running["mean"] * (1 - momentum) + momentum * m)
        np.copyto(running["var"], running["var"] * (1 - momentum) + momentum * v * N / (N - 1))
    else:
        m, v = running["mean"], running["var"]
    return beta + gamma * (x - m) / np.sqrt(v + 1e-5), BatchNormCache(x, gamma)


def batchnorm_backward(dout, cache):
    x, d = cache.x.astype(np.float64), dout.astype(np.float64)
    mean, std = x.mean(0), np.sqrt(x.var(0) + 1e-5)
    normed = (x - mean) / std
    dgamma, dbeta = np.einsum("nd,nd->d", d, normed), np.ones(len(d)) @ d
    dx = cache.gamma * (d - d.mean(0) - normed * (d * normed).mean(0)) / std
    return dx, dgamma, dbeta
""",
    },
    "quiz-batch-of-one": {
        "chosen from the list": """
def quiz_batch_of_one():
    return "abcd"[1]
""",
    },
    "dropout": {
        "binomial draws": """
def dropout_forward(x, p_drop, rng, training):
    if not training:
        return x.copy(), np.ones_like(x)
    keep = 1.0 - p_drop
    mask = rng.binomial(1, keep, size=x.shape) / keep
    return x * mask, mask
""",
        "one number at a time": """
def dropout_forward(x, p_drop, rng, training):
    mask = np.ones(x.shape)
    if training:
        for place in np.ndindex(*x.shape):
            mask[place] = 0.0 if rng.uniform() < p_drop else 1 / (1 - p_drop)
    return np.multiply(x, mask), mask
""",
        "choice with probabilities": """
def dropout_forward(x, p_drop, rng, training):
    if training and p_drop > 0:
        mask = rng.choice([0.0, 1 / (1 - p_drop)], size=x.shape, p=[p_drop, 1 - p_drop])
    else:
        mask = np.full(x.shape, 1.0)
    return mask * x, mask
""",
        "np.where, p 0 at test": """
def dropout_forward(x, p_drop, rng, training):
    share = p_drop if training else 0.0
    dropped = rng.random(x.size).reshape(x.shape) < share
    mask = np.where(dropped, 0.0, 1.0 / (1.0 - share))
    out = x * mask
    return out, mask
""",
        "zeros written into a mask of ones": """
def dropout_forward(x, p_drop, rng, training):
    mask = np.ones(shape=x.shape)
    if training:
        mask[rng.uniform(0, 1, x.shape) > 1 - p_drop] = 0
        mask /= 1 - p_drop
    return np.where(mask == 0, 0.0, x * mask), mask
""",
        "draws laid out the other way": """
def dropout_forward(x, p_drop, rng, training):
    mask = np.ones(x.shape)
    if training:
        kept = rng.uniform(size=x.shape[::-1]).T > p_drop
        mask = kept.astype(np.float64) / (1.0 - p_drop)
    out = np.empty_like(mask)
    np.multiply(x, mask, out=out)
    return out, mask
""",
    },
    "network-books": {
        "match and a walk": """
def walk(layers, input_shape):
    here = tuple(input_shape)
    for layer in layers:
        match layer:
            case ("conv", F, K, S, P):
                cost = F * K * K * here[0] + F
                here = F, *(math.floor((n + 2 * P - K) / S) + 1 for n in here[1:])
            case ("pool", K, S):
                cost = 0
                here = here[0], *(math.floor((n - K) / S) + 1 for n in here[1:])
            case ("fc", M):
                cost, here = M * math.prod(here) + M, (M,)
        yield here, cost


def activation_sizes(layers, input_shape):
    return [shape for shape, _ in walk(layers, input_shape)]


def count_parameters(layers, input_shape):
    return [cost for _, cost in walk(layers, input_shape)]
""",
        "windows counted with ranges": """
def count_places(size, K, S, P=0):
    return len(range(0, size + 2 * P - K + 1, S))


def activation_sizes(layers, input_shape):
    if not layers:
        return []
    (kind, *numbers), rest = layers[0], layers[1:]
    if kind == "fc":
        shape = (numbers[0],)
    elif kind == "conv":
        shape = (numbers[0], *[count_places(n, *numbers[1:]) for n in input_shape[1:]])
    else:
        shape = (input_shape[0], *[count_places(n, *numbers) for n in input_shape[1:]])
    return [shape, *activation_sizes(rest, shape)]


def count_parameters(layers, input_shape):
    inputs = [input_shape] + activation_sizes(layers, input_shape)[:-1]
    costs = {
        "conv": lambda shape, F, K, S, P: F * (shape[0] * K**2 + 1),
        "pool": lambda shape, K, S: 0,
        "fc": lambda shape, M: M * (int(np.prod(shape)) + 1),
    }
    return [costs[kind](shape, *numbers) for (kind, *numbers), shape in zip(layers, inputs)]
""",
        "torch's layers on the meta device": """
def build(layers, input_shape):
    value = torch.zeros(1, *input_shape, device="meta")
    for kind, *numbers in layers:
        if kind == "conv":
            made = nn.Conv2d(value.shape[1], *numbers, device="meta")
        elif kind == "pool":
            made = nn.MaxPool2d(*numbers)
        else:
            value = value.flatten(1)
            made = nn.Linear(value.shape[1], numbers[0], device="meta")
        value = made(value)
        yield tuple(value.shape[1:]), sum(p.numel() for p in made.parameters())


def activation_sizes(layers, input_shape):
    return [tuple(int(n) for n in shape) for shape, _ in build(layers, input_shape)]


def count_parameters(layers, input_shape):
    return [int(count) for _, count in build(layers, input_shape)]
""",
        "pooling as a convolution": """
def activation_sizes(layers, input_shape):
    C, H, W = input_shape
    sizes = []
    for layer in layers:
        if layer[0] == "fc":
            sizes += [(layer[1],)]
            continue
        F, K, S, P = layer[1:] if layer[0] == "conv" else (C, layer[1], layer[2], 0)
        C, H, W = F, (H - K + P + P + S) // S, (W - K + P + P + S) // S
        sizes += [(C, H, W)]
    return sizes


def count_parameters(layers, input_shape):
    counts = []
    for k, layer in enumerate(layers):
        before = activation_sizes(layers[:k], input_shape)[-1] if k else input_shape
        values = 1
        for side in before:
            values *= side
        weights = {"conv": before[0] * layer[min(2, len(layer) - 1)] ** 2, "fc": values}
        counts.append(layer[1] * (weights[layer[0]] + 1) if layer[0] in weights else 0)
    return counts
""",
        "a small class": """
class Books:
    def __init__(self, shape):
        self.shape, self.sizes, self.counts = shape, [], []

    def note(self, shape, count):
        self.shape = tuple(shape)
        self.sizes.append(self.shape)
        self.counts.append(count)

    def slide(self, channels, K, S, P):
        return channels, (self.shape[1] + 2 * P - K) // S + 1, (self.shape[2] + 2 * P - K) // S + 1

    def conv(self, F, K, S, P):
        self.note(self.slide(F, K, S, P), F * (self.shape[0] * K * K + 1))

    def pool(self, K, S):
        self.note(self.slide(self.shape[0], K, S, 0), 0)

    def fc(self, M):
        self.note((M,), M * (math.prod(self.shape) + 1))


def read(layers, input_shape):
    books = Books(input_shape)
    for name, *numbers in layers:
        getattr(books, name)(*numbers)
    return books


def activation_sizes(layers, input_shape):
    return read(layers, input_shape).sizes


def count_parameters(layers, input_shape):
    return read(layers, input_shape).counts
""",
    },
    "quiz-bottleneck": {
        "reckoned": """
def quiz_bottleneck():
    return round(9 * 256 * 256 / (256 * 64 + 9 * 64 * 64 + 64 * 256))
""",
    },
    "basic-block": {
        "two Sequentials, the shortcut first": """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.side = nn.Sequential()
        if in_channels != out_channels or stride > 1:
            self.side.append(nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=stride, bias=False))
            self.side.append(nn.BatchNorm2d(out_channels))
        self.main = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(out_channels, out_channels, kernel_size=3, padding="same", bias=False),
            nn.BatchNorm2d(out_channels),
        )
        self.last = nn.ReLU()

    def forward(self, x):
        return self.last(self.side(x) + self.main(x))
""",
        "registered backwards, Identity": """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.relu = nn.ReLU(inplace=True)
        self.d = nn.BatchNorm2d(out_channels)
        self.c = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
        self.b = nn.BatchNorm2d(out_channels)
        self.a = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)
        if stride == 1 and in_channels == out_channels:
            self.down = nn.Identity()
        else:
            norm = nn.BatchNorm2d(out_channels)
            self.down = nn.Sequential(nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), norm)

    def forward(self, x):
        out = self.relu(self.b(self.a(x)))
        out = self.d(self.c(out))
        out += self.down(x)
        return self.relu(out)
""",
        "a ModuleDict, the shortcut's layers called first": """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super(BasicBlock, self).__init__()
        parts = {"norm in": nn.BatchNorm2d(out_channels), "norm out": nn.BatchNorm2d(out_channels)}
        if (in_channels, stride) != (out_channels, 1):
            parts["norm side"] = nn.BatchNorm2d(out_channels)
            parts["side"] = nn.Conv2d(in_channels, out_channels, (1, 1), (stride, stride), bias=False)
        parts["out"] = nn.Conv2d(out_channels, out_channels, (3, 3), padding=(1, 1), bias=False)
        parts["in"] = nn.Conv2d(in_channels, out_channels, (3, 3), (stride, stride), (1, 1), bias=False)
        self.parts = nn.ModuleDict(parts)

    def forward(self, x):
        p = self.parts
        side = p["norm side"](p["side"](x)) if "side" in p else x.clone()
        y = torch.relu(p["norm in"](p["in"](x)))
        y = p["norm out"](p["out"](y))
        return torch.clamp(y + side, min=0)
""",
        "a layer of its own for convolution and norm": """
class ConvNorm(nn.Sequential):
    def __init__(self, in_channels, out_channels, kernel, stride=1):
        conv = nn.Conv2d(in_channels, out_channels, kernel, stride, kernel // 2, bias=False)
        super().__init__(conv, nn.BatchNorm2d(out_channels))


class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        needed = stride != 1 or in_channels != out_channels
        self.ways = nn.ModuleList([ConvNorm(in_channels, out_channels, 1, stride)] if needed else [])
        self.second = ConvNorm(out_channels, out_channels, 3)
        self.first = ConvNorm(in_channels, out_channels, 3, stride)

    def forward(self, x):
        total = self.second(self.first(x).relu())
        for way in self.ways or [lambda v: v]:
            total = total + way(x)
        return total.relu_()
""",
        "weights drawn after He, forward by hand": """
class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.convs, self.norms = nn.ModuleList(), nn.ModuleList()
        shapes = [(in_channels, 3, stride), (out_channels, 3, 1)]
        if stride != 1 or in_channels != out_channels:
            shapes.insert(0, (in_channels, 1, stride))
        for channels, size, step in shapes:
            conv = nn.Conv2d(channels, out_channels, size, step, padding=size // 2, bias=False)
            nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
            self.convs.append(conv)
            self.norms.append(nn.BatchNorm2d(out_channels))

    def forward(self, x):
        y = self.norms[-2](self.convs[-2](x))
        y = y * (y > 0)
        y = self.norms[-1](self.convs[-1](y))
        if len(self.convs) == 3:
            x = self.norms[0](self.convs[0](x))
        return torch.maximum(x + y, torch.zeros(()))
""",
    },
    "saliency": {
        "backward, the weights' gradients put back": """
def saliency(model, x, target):
    kept = [(p, None if p.grad is None else p.grad.clone()) for p in model.parameters()]
    image = x.detach().clone()
    image.requires_grad_(True)
    model(image)[0][target].backward()
    for p, grad in kept:
        p.grad = grad
    return image.grad.abs().squeeze(0).max(dim=0).values
""",
        "a copy of the model": """
import copy


def saliency(model, x, target):
    twin, image = copy.deepcopy(model), x.detach().clone().requires_grad_()
    twin(image)[:, target].sum().backward()
    largest, _ = torch.max(torch.abs(image.grad[0]), dim=0)
    return largest
""",
        "torch.func.grad": """
def saliency(model, x, target):
    gradient = torch.func.grad(lambda image: model(image)[0, target])(x.detach())
    largest = torch.abs(gradient[0, 0])
    for channel in gradient[0]:
        largest = torch.maximum(largest, channel.abs())
    return largest.detach()
""",
        "a vector from the left": """
def saliency(model, x, target):
    image = torch.tensor(x.tolist(), dtype=x.dtype, requires_grad=True)
    with torch.enable_grad():
        scores = model(image)
    pick = torch.zeros_like(scores)
    pick[0, target] = 1.0
    gradient = torch.autograd.grad(scores, image, grad_outputs=pick)[0]
    return torch.linalg.vector_norm(gradient, ord=float("inf"), dim=1)[0]
""",
        "the Jacobian of all scores": """
def saliency(model, x, target):
    jacobian = torch.autograd.functional.jacobian(model, x.detach().clone())
    return jacobian[0, target, 0].abs().max(0)[0].clone()
""",
        "torch.autograd.grad on x, the flag put back": """
def saliency(model, x, target):
    flag = x.requires_grad
    x.requires_grad_(True)
    try:
        gradient = torch.autograd.grad(model(x)[0, target], [x])[0]
    finally:
        x.requires_grad_(flag)
    high, low = gradient[0].amax(0), gradient[0].amin(0)
    return torch.maximum(high, -low)
""",
        "backward on a clone": """
def saliency(model, x, target):
    image = x.clone().detach()
    image.requires_grad = True
    model(image)[0, target].backward()
    return image.grad.abs().max(dim=1)[0][0]
""",
    },
}

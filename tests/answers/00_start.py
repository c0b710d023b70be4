"""Lesson 00: answers that must lose points, each with words its message must hold, and answers that must keep all."""

WRONG = {
    "crop": {
        "loses the dtype": (
            """
def crop(image, top, left, height, width):
    bottom, right = top + height, left + width
    if top < 0 or left < 0 or bottom > image.shape[0] or right > image.shape[1]:
        raise ValueError
    out = np.zeros((height, width) + image.shape[2:])
    out[:] = image[top:bottom, left:right]
    return out
""",
            "Expected uint8, got float64",
        ),
        "checks grey images only": (
            """
def crop(image, top, left, height, width):
    outside = top < 0 or left < 0 or top + height > len(image)
    if outside or (image.ndim == 2 and left + width > image.shape[1]):
        raise ValueError
    return image[top:top + height, left:left + width].copy()
""",
            "must be refused",
        ),
        "refuses by the shape of what came out": (
            """
def crop(image, top, left, height, width):
    window = image[top:top + height, left:left + width].copy()
    if window.shape[:2] != (height, width):
        raise ValueError
    return window
""",
            "must be refused",
        ),
        "returns a view": (
            """
def crop(image, top, left, height, width):
    bottom, right = top + height, left + width
    if top < 0 or left < 0 or bottom > image.shape[0] or right > image.shape[1]:
        raise ValueError
    return image[top:bottom, left:right]
""",
            "a view, not a copy",
        ),
        "never refuses": (
            """
def crop(image, top, left, height, width):
    return image[top:top + height, left:left + width].copy()
""",
            "must be refused",
        ),
        "refuses only what hangs over, not what starts before": (
            """
def crop(image, top, left, height, width):
    if top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError
    return image[top:top + height, left:left + width].copy()
""",
            "must be refused",
        ),
        "refuses only negative starts": (
            """
def crop(image, top, left, height, width):
    if top < 0 or left < 0:
        raise ValueError
    return image[top:top + height, left:left + width].copy()
""",
            "must be refused",
        ),
        "refuses a window that touches the edge": (
            """
def crop(image, top, left, height, width):
    if top < 0 or left < 0 or top + height >= image.shape[0] or left + width >= image.shape[1]:
        raise ValueError("outside")
    return image[top:top + height, left:left + width].copy()
""",
            "ValueError: outside",
        ),
        "rows and columns exchanged": (
            """
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError
    return image[left:left + width, top:top + height].copy()
""",
            "shape",
        ),
        "top and left exchanged": (
            """
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError
    return image[left:left + height, top:top + width].copy()
""",
            "top and left are exchanged",
        ),
        "height and width taken for the end": (
            """
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError
    return image[top:height, left:width].copy()
""",
            "not at `top + height`",
        ),
        "end included": (
            """
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError
    return image[top:top + height + 1, left:left + width + 1].copy()
""",
            "includes the row and column after its last",
        ),
        "raises IndexError": (
            """
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise IndexError
    return image[top:top + height, left:left + width].copy()
""",
            "Expected ValueError, got IndexError",
        ),
        "loses the dtype's range": (
            """
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError
    return image[top:top + height, left:left + width].astype(np.uint8) // 2
""",
            None,
        ),
        "clips the window into the image": (
            """
def crop(image, top, left, height, width):
    top, left = max(top, 0), max(left, 0)
    return image[top:min(top + height, len(image)), left:left + width].copy()
""",
            "must be refused",
        ),
        "drops the channels": (
            """
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError
    image = image if image.ndim == 2 else image[:, :, 0]
    return image[top:top + height, left:left + width].copy()
""",
            "shape",
        ),
        "forgets to return": (
            """
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError
    window = image[top:top + height, left:left + width].copy()
""",
            "without `return`",
        ),
    },
    "to-grayscale": {
        "a list": (
            """
def to_grayscale(image):
    return (image @ np.array([0.299, 0.587, 0.114]) / 255).tolist()
""",
            "got a list",
        ),
        "divides only what is bright": (
            """
def to_grayscale(image):
    image = image / 255 if image.max() > 1 else image
    return image @ np.array([0.299, 0.587, 0.114])
""",
            "255 times too large",
        ),
        "blue first": (
            """
def to_grayscale(image):
    return (0.114 * image[..., 0] + 0.587 * image[..., 1] + 0.299 * image[..., 2]) / 255
""",
            "blue, green, red",
        ),
        "plain mean": (
            """
def to_grayscale(image):
    return image.mean(axis=2) / 255
""",
            "equal weights",
        ),
        "not divided": (
            """
def to_grayscale(image):
    return image @ np.array([0.299, 0.587, 0.114])
""",
            "not divided by 255",
        ),
        "divided by 256": (
            """
def to_grayscale(image):
    return image @ np.array([0.299, 0.587, 0.114]) / 256
""",
            "1.0039 times too small",
        ),
        "rounded back to uint8": (
            """
def to_grayscale(image):
    return (image @ np.array([0.299, 0.587, 0.114])).astype(np.uint8) / 255
""",
            "rounded down",
        ),
        "integer division": (
            """
def to_grayscale(image):
    return image @ np.array([0.299, 0.587, 0.114]) // 255
""",
            "fractional part was lost",
        ),
        "float32": (
            """
def to_grayscale(image):
    return (image.astype(np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)) / 255
""",
            "Expected float64, got float32",
        ),
        "keeps a channel axis": (
            """
def to_grayscale(image):
    return (image * np.array([0.299, 0.587, 0.114])).sum(axis=2, keepdims=True) / 255
""",
            "shape",
        ),
        "weights of another standard": (
            """
def to_grayscale(image):
    return image @ np.array([0.2125, 0.7154, 0.0721]) / 255
""",
            "another standard",
        ),
        "sums rows instead of channels": (
            """
def to_grayscale(image):
    return np.einsum("hwc,h->wc", image / 255, np.resize([0.299, 0.587, 0.114], image.shape[0]))
""",
            "shape",
        ),
        "transposed result": (
            """
def to_grayscale(image):
    return (image @ np.array([0.299, 0.587, 0.114]) / 255).T
""",
            "transposed",
        ),
        "stretches the contrast to [0, 1]": (
            """
def to_grayscale(image):
    grey = image @ np.array([0.299, 0.587, 0.114])
    return grey / grey.max()
""",
            "its own largest value",
        ),
        "changes the image": (
            """
def to_grayscale(image):
    grey = image @ np.array([0.299, 0.587, 0.114]) / 255
    image[...] = 0
    return grey
""",
            "changes its argument",
        ),
        "weights added up in uint8": (
            """
def to_grayscale(image):
    r, g, b = (image[..., c] for c in range(3))
    return (r * np.uint8(3) + g * np.uint8(6) + b) / 10 / 255
""",
            None,
        ),
    },
    "to-tensor": {
        "torchvision's own, renamed": (
            """
from torchvision.transforms.functional import to_tensor as convert


def to_tensor(image):
    return convert(image)
""",
            "That is what this exercise builds",
        ),
        "divides by its own largest value": (
            """
def to_tensor(image):
    return torch.tensor(image).permute(2, 0, 1).float() / image.max()
""",
            "divided by its own largest value",
        ),
        "divides only what is bright": (
            """
def to_tensor(image):
    tensor = torch.tensor(image).permute(2, 0, 1).float()
    return tensor / 255 if tensor.max() > 1 else tensor
""",
            None,
        ),
        "reshape": (
            """
def to_tensor(image):
    return torch.tensor(image).reshape(3, image.shape[0], image.shape[1]).float() / 255
""",
            "reshape",
        ),
        "rows and columns exchanged": (
            """
def to_tensor(image):
    return torch.tensor(image).permute(2, 1, 0).float() / 255
""",
            "another order",
        ),
        "channels last": (
            """
def to_tensor(image):
    return torch.tensor(image).float() / 255
""",
            "another order",
        ),
        "not divided": (
            """
def to_tensor(image):
    return torch.tensor(image).permute(2, 0, 1).float()
""",
            "255 times too large",
        ),
        "divided by 256": (
            """
def to_tensor(image):
    return torch.tensor(image).permute(2, 0, 1).float() / 256
""",
            "1.0039 times too small",
        ),
        "integer division": (
            """
def to_tensor(image):
    return (torch.tensor(image).permute(2, 0, 1) // 255).float()
""",
            "fractional part was lost",
        ),
        "float64": (
            """
def to_tensor(image):
    return torch.tensor(image / 255).permute(2, 0, 1)
""",
            "Expected torch.float32, got torch.float64",
        ),
        "NumPy array": (
            """
def to_tensor(image):
    return (image.transpose(2, 0, 1) / 255).astype(np.float32)
""",
            "Expected torch.float32, got float32",
        ),
        "blue first": (
            """
def to_tensor(image):
    return torch.tensor(image).permute(2, 0, 1).flip(0).float() / 255
""",
            "axis 0 runs backwards",
        ),
        "torchvision's own": (
            """
def to_tensor(image):
    return torchvision.transforms.functional.to_tensor(image)
""",
            "That is what this exercise builds",
        ),
        "torchvision's class": (
            """
from torchvision.transforms import ToTensor


def to_tensor(image):
    return ToTensor()(image)
""",
            "That is what this exercise builds",
        ),
        "with a batch axis": (
            """
def to_tensor(image):
    return (torch.tensor(image).permute(2, 0, 1).float() / 255)[None]
""",
            "axis of length 1",
        ),
        "centred": (
            """
def to_tensor(image):
    return torch.tensor(image).permute(2, 0, 1).float() / 255 - 0.5
""",
            "0.5 too small",
        ),
        "divides the image in place": (
            """
def to_tensor(image):
    tensor = torch.tensor(image).permute(2, 0, 1).float() / 255
    image //= 2
    return tensor
""",
            "changes its argument",
        ),
    },
    "quiz-wrap": {
        "no wrap": ("def quiz_wrap():\n    return 390\n", None),
        "wrapped at 255": ("def quiz_wrap():\n    return 135\n", None),
        "clipped": ("def quiz_wrap():\n    return 255\n", None),
        "as text": ('def quiz_wrap():\n    return "134"\n', "no number"),
        "as a float": ("def quiz_wrap():\n    return 134.0\n", "Expected integer"),
    },
    "quiz-pixel": {
        "row taken for x": ('def quiz_pixel():\n    return "a"\n', None),
        "channels first": ('def quiz_pixel():\n    return "c"\n', None),
        "the expression": ('def quiz_pixel():\n    return "image[20, 30]"\n', '"a", "b" or "c"'),
        "the number": ("def quiz_pixel():\n    return 2\n", '"a", "b" or "c"'),
    },
}

RIGHT = {
    "crop": {
        "np.array copies": """
def crop(image, top, left, height, width):
    rows, columns = image.shape[:2]
    if not (0 <= top <= rows - height and 0 <= left <= columns - width):
        raise ValueError("the window leaves the image")
    return np.array(image[top:top + height, left:left + width])
""",
        "index arrays": """
def crop(image, top, left, height, width):
    rows, columns = np.arange(top, top + height), np.arange(left, left + width)
    if rows[0] < 0 or columns[0] < 0 or rows[-1] >= len(image) or columns[-1] >= len(image[0]):
        raise ValueError
    return image[rows[:, None], columns]
""",
        "pixel by pixel": """
def crop(image, top, left, height, width):
    H, W = image.shape[0], image.shape[1]
    out = np.empty((height, width) + image.shape[2:], dtype=image.dtype)
    for i in range(height):
        for j in range(width):
            if not (0 <= top + i < H and 0 <= left + j < W):
                raise ValueError(f"pixel ({top + i}, {left + j}) is outside")
            out[i, j] = image[top + i, left + j]
    return out
""",
        "a subclass of ValueError": """
class Outside(ValueError):
    pass


def crop(image, top, left, height, width):
    bottom, right = top + height, left + width
    inside = top in range(len(image)) and left in range(image.shape[1])
    if not inside or bottom > len(image) or right > image.shape[1]:
        raise Outside()
    return image[top:bottom].copy()[:, left:right]
""",
    },
    "to-grayscale": {
        "channel by channel": """
def to_grayscale(image):
    r, g, b = image[:, :, 0] / 255, image[:, :, 1] / 255, image[:, :, 2] / 255
    return 0.299 * r + 0.587 * g + 0.114 * b
""",
        "einsum": """
def to_grayscale(image):
    return np.einsum("hwc,c->hw", image.astype(np.float64), [0.299, 0.587, 0.114]) / 255.0
""",
        "loops": """
def to_grayscale(image):
    height, width, _ = image.shape
    grey = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            r, g, b = image[i, j]
            grey[i, j] = (0.299 * float(r) + 0.587 * float(g) + 0.114 * float(b)) / 255
    return grey
""",
        "weighted average": """
def to_grayscale(image):
    return np.average(image, axis=-1, weights=[0.299, 0.587, 0.114]) / 255
""",
    },
    "to-tensor": {
        "a lambda": """
to_tensor = lambda image: torch.tensor(image).permute(2, 0, 1) / 255
""",
        "from_numpy": """
def to_tensor(image):
    return torch.from_numpy(image).permute(2, 0, 1).to(torch.float32).div(255)
""",
        "transpose first": """
def to_tensor(image):
    channels_first = np.ascontiguousarray(image.transpose(2, 0, 1))
    return torch.as_tensor(channels_first).float().mul_(1 / 255)
""",
        "stack of channels": """
def to_tensor(image):
    return torch.stack([torch.tensor(image[..., c] / 255, dtype=torch.float32) for c in range(3)])
""",
        "moveaxis in float": """
def to_tensor(image):
    return torch.tensor(np.moveaxis(image.astype(np.float32), -1, 0)) / 255.0
""",
    },
    "quiz-wrap": {
        "computed": "def quiz_wrap():\n    return 3 * 130 % 256\n",
        "a NumPy integer": "def quiz_wrap():\n    return np.int64(134)\n",
    },
    "quiz-pixel": {"in a variable": "def quiz_pixel():\n    answer = 'b'\n    return answer\n"},
}

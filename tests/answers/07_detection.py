"""Lesson 07: answers that must lose points, each with words its message must hold, and answers that must keep all."""

WRONG = {
    "box-convert": {
        "one pixel too wide": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a + 1, d - b + 1
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "half-open",
        ),
        "the whole width from the centre": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c, b - d, a + c, b + d
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "the size is taken whole",
        ),
        "halves rounded down": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c // 2, b - d // 2, a + c // 2, b + d // 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            None,
        ),
        "centre in whole pixels": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = ((a + c) / 2).round(), ((b + d) / 2).round(), c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            None,
        ),
        "float64 to float32": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "Expected torch.float64, got torch.float32",
        ),
        "everything to float64": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    boxes = boxes.double()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "got torch.float64",
        ),
        "half precision to float32": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if boxes.dtype != torch.float64:
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "has the wrong type",
        ),
        "a float only at the end": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    out = torch.stack((a, b, c, d), dim=1)
    return out if out.is_floating_point() else out.float()
""",
            None,
        ),
        "integers stay integers": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    kind = boxes.dtype
    boxes = boxes if boxes.is_floating_point() else boxes.double()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1).to(kind)
""",
            "must be a float type",
        ),
        "integers come back when nothing changes": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if source == target:
        return boxes.clone()
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "must be a float type",
        ),
        "width and height exchanged": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, d - b, c - a
    return torch.stack((a, b, c, d), dim=1)
""",
            "the values are right, in another order",
        ),
        "any name when both are the same": (
            """
def box_convert(boxes, source, target):
    if not boxes.is_floating_point():
        boxes = boxes.float()
    if source == target:
        return boxes.clone()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    elif source != "xyxy":
        raise ValueError(source)
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    elif target != "xyxy":
        raise ValueError(target)
    return torch.stack((a, b, c, d), dim=1)
""",
            "must be refused",
        ),
        "looks at the source's name only": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "must be refused",
        ),
        "looks at the target's name only": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "must be refused",
        ),
        "refuses only when both names are bad": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names and target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "must be refused",
        ),
        "a KeyError": (
            """
def box_convert(boxes, source, target):
    if not boxes.is_floating_point():
        boxes = boxes.float()
    to_corners = {
        "xyxy": lambda a, b, c, d: (a, b, c, d),
        "xywh": lambda a, b, c, d: (a, b, a + c, b + d),
        "cxcywh": lambda a, b, c, d: (a - c / 2, b - d / 2, a + c / 2, b + d / 2),
    }
    back = {
        "xyxy": lambda a, b, c, d: (a, b, c, d),
        "xywh": lambda a, b, c, d: (a, b, c - a, d - b),
        "cxcywh": lambda a, b, c, d: ((a + c) / 2, (b + d) / 2, c - a, d - b),
    }
    return torch.stack(back[target](*to_corners[source](*boxes.unbind(1))), dim=1)
""",
            "raises the wrong exception",
        ),
        "an assertion": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    assert source in names and target in names
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "raises the wrong exception",
        ),
        "part of a name will do": (
            """
def box_convert(boxes, source, target):
    names = "xyxy xywh cxcywh"
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "must be refused",
        ),
        "capitals will do": (
            """
def box_convert(boxes, source, target):
    source, target = source.lower(), target.lower()
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "must be refused",
        ),
        "written over the argument": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    if source == "cxcywh":
        boxes[:, :2] -= boxes[:, 2:] / 2
    if source != "xyxy":
        boxes[:, 2:] += boxes[:, :2]
    if target != "xyxy":
        boxes[:, 2:] -= boxes[:, :2]
    if target == "cxcywh":
        boxes[:, :2] += boxes[:, 2:] / 2
    return boxes.clone()
""",
            "changes its argument 1",
        ),
        "no boxes not thought of": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    rows = []
    for a, b, c, d in boxes:
        rows.append(convert_one(a, b, c, d, source, target))
    return torch.stack(rows)


def convert_one(a, b, c, d, source, target):
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=0)
""",
            None,
        ),
        "no boxes, no columns": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if len(boxes) == 0:
        return torch.tensor([])
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "made from a list without rows, the array does not know how many columns it should have",
        ),
        "cut at the image's edge": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1).clamp(min=0)
""",
            "cut nothing",
        ),
        "from xywh straight to the centre without the half": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if (source, target) == ("xywh", "cxcywh"):
        return torch.stack((a + c, b + d, c, d), dim=1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "the width is added whole, not by half",
        ),
        "from the centre straight to xywh not at all": (
            """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.float()
    a, b, c, d = boxes.unbind(1)
    if (source, target) == ("cxcywh", "xywh"):
        return boxes.clone()
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
            "the boxes are left as they were",
        ),
        "torchvision's own": (
            """
def box_convert(boxes, source, target):
    if not boxes.is_floating_point():
        boxes = boxes.float()
    return ops.box_convert(boxes, source, target)
""",
            "uses the library's `box_convert`",
        ),
    },
    "quiz-shift": {
        "half the area shared": (
            """
def quiz_shift():
    return 3
""",
            None,
        ),
        "the overlap's width": (
            """
def quiz_shift():
    return 4
""",
            None,
        ),
        "a third of what they share": (
            """
def quiz_shift():
    return 1.5
""",
            None,
        ),
        "a part of the width": (
            """
def quiz_shift():
    return 1 / 3
""",
            None,
        ),
    },
    "box-iou": {
        "the union counts the shared part twice": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b
    return torch.where(union > 0, shared / union, 0.0)
""",
            "the union counts the shared area twice",
        ),
        "apart in both directions": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            "the difference of the edges is negative for boxes apart: clamp it at 0",
        ),
        "the area is clamped, not the sides": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).prod(dim=2).clamp(min=0)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            "the difference of the edges is negative for boxes apart: clamp it at 0",
        ),
        "nan for empty boxes": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return shared / union
""",
            "0 / 0",
        ),
        "areas with a sign": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return shared / union
""",
            "0 / 0, the logarithm or root of a negative number, or infinity minus infinity",
        ),
        "areas with a sign, and empty means exactly zero": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    empty = (area_a == 0)[:, None] | (area_b == 0)
    return torch.where(empty, 0.0, shared / union)
""",
            "0 / 0, the logarithm or root of a negative number, or infinity minus infinity",
        ),
        "turned boxes are turned back": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    a = torch.cat([torch.minimum(a[:, :2], a[:, 2:]), torch.maximum(a[:, :2], a[:, 2:])], dim=1)
    b = torch.cat([torch.minimum(b[:, :2], b[:, 2:]), torch.maximum(b[:, :2], b[:, 2:])], dim=1)
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            "a turned box is empty",
        ),
        "two equal empty boxes agree": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    same = (a[:, None] == b).all(dim=2)
    return torch.where(union > 0, shared / union, same.to(shared.dtype))
""",
            "two empty boxes share nothing",
        ),
        "one pixel wider": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low + 1).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2] + 1).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2] + 1).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            "+ 1 is added to widths and heights: boxes are half-open",
        ),
        "divided by the smaller area": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = torch.minimum(area_a[:, None], area_b)
    return torch.where(union > 0, shared / union, 0.0)
""",
            "divided by the smaller area, not by the union",
        ),
        "the hull in place of the shared part": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.minimum(a[:, None, :2], b[:, :2])
    high = torch.maximum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            None,
        ),
        "transposed": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0).T
""",
            "it is transposed",
        ),
        "pair by pair only": (
            """
def box_iou(a, b):
    a, b = a.float(), b.float()
    low = torch.maximum(a[:, :2], b[:, :2])
    high = torch.minimum(a[:, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=1)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    return torch.nan_to_num(shared / (area_a + area_b - shared))
""",
            None,
        ),
        "bytes wrap": (
            """
def box_iou(a, b):
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            "integers wrap",
        ),
        "areas in the type of the input": (
            """
def box_iou(a, b):
    if a.dtype == torch.uint8:
        a, b = a.to(torch.int16), b.to(torch.int16)
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = ((a[:, 2] - a[:, 0]).clamp(min=0) * (a[:, 3] - a[:, 1]).clamp(min=0))
    area_b = ((b[:, 2] - b[:, 0]).clamp(min=0) * (b[:, 3] - b[:, 1]).clamp(min=0))
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            "integers wrap",
        ),
        "only bytes are made floats": (
            """
def box_iou(a, b):
    if a.dtype == torch.uint8:
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).to(a.dtype)
    shared = shared[..., 0] * shared[..., 1]
    area_a = ((a[:, 2] - a[:, 0]).clamp(min=0) * (a[:, 3] - a[:, 1]).clamp(min=0))
    area_b = ((b[:, 2] - b[:, 0]).clamp(min=0) * (b[:, 3] - b[:, 1]).clamp(min=0))
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            "integers wrap",
        ),
        "no boxes, one axis": (
            """
def box_iou(a, b):
    rows = []
    for p in a.tolist():
        row = []
        for q in b.tolist():
            w = max(0, min(p[2], q[2]) - max(p[0], q[0]))
            h = max(0, min(p[3], q[3]) - max(p[1], q[1]))
            area_p = max(0, p[2] - p[0]) * max(0, p[3] - p[1])
            area_q = max(0, q[2] - q[0]) * max(0, q[3] - q[1])
            union = area_p + area_q - w * h
            row.append(w * h / union if union > 0 else 0.0)
        rows.append(row)
    return torch.tensor(rows)
""",
            "made from a list without rows",
        ),
        "widths are written over the argument": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    a[:, 2:] -= a[:, :2]
    area_a = a[:, 2:].clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            "changes its argument 1",
        ),
        "no union below one pixel": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return shared / union.clamp(min=1)
""",
            "a union below 1",
        ),
        "cut at the image's edge": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    a, b = a.clamp(min=0), b.clamp(min=0)
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            "cut nothing",
        ),
        "whole pixels": (
            """
def box_iou(a, b):
    a, b = a.round().float(), b.round().float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)
""",
            None,
        ),
        "a found box counts, no other": (
            """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    iou = torch.where(union > 0, shared / union, 0.0)
    return torch.where(iou >= 0.5, iou, 0.0)
""",
            None,
        ),
        "torchvision's own": (
            """
def box_iou(a, b):
    return torch.nan_to_num(ops.box_iou(a.float(), b.float())).clamp(0, 1)
""",
            "uses the library's",
        ),
    },
    "generalized-iou": {
        "divided by the union": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - (hull - union) / torch.where(union > 0, union, 1.0)
""",
            "divided by the union, not by the hull",
        ),
        "nan for lines": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / union
    return iou - (hull - union) / hull
""",
            "0 / 0 is not a number: take care of an empty hull",
        ),
        "nan where the hull is empty": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - (hull - union) / hull
""",
            "0 / 0, the logarithm or root of a negative number, or infinity minus infinity",
        ),
        "all is 0 where the union is empty": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    whole = iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
    return torch.where(union > 0, whole, 0.0)
""",
            "the answer must be -1",
        ),
        "1 where the hull is empty": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    whole = iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
    return torch.where(hull > 0, whole, 1.0)
""",
            "without a hull the answer must be 0",
        ),
        "no gradient": (
            """
@torch.no_grad()
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            "a part is cut off from the graph, by detach, item, NumPy or no_grad",
        ),
        "no gradient to b": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    b = b.detach()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            "a part is cut off from the graph, by detach, item, NumPy or no_grad",
        ),
        "the hull is a constant": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2).detach()
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            "cut off from the graph",
        ),
        "the IoU is a constant": (
            """
def generalized_iou(a, b):
    a, b = (x if x.dtype == torch.float64 else x.float() for x in (a, b))
    with torch.no_grad():
        iou = torch.nan_to_num(ops.box_iou(a, b))
    area = (a[:, 2:] - a[:, :2]).prod(1)[:, None] + (b[:, 2:] - b[:, :2]).prod(1)
    union = area / (1 + iou)
    hull = (torch.maximum(a[:, None, 2:], b[:, 2:]) - torch.minimum(a[:, None, :2], b[:, :2])).prod(2)
    return iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            "cut off from the graph",
        ),
        "never below 0": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return (iou - (hull - union) / torch.where(hull > 0, hull, 1.0)).clamp(min=0)
""",
            "it may be below 0",
        ),
        "apart in both directions": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            None,
        ),
        "the union counts the shared part twice": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            "counts the shared area twice",
        ),
        "the hull's share in place of the gap's": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - union / torch.where(hull > 0, hull, 1.0)
""",
            "the gap must be",
        ),
        "added": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou + (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            "the hull's part is added, not taken off",
        ),
        "the hull from the same edges as the shared part": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.maximum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            None,
        ),
        "bytes wrap": (
            """
def generalized_iou(a, b):
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            "integers wrap",
        ),
        "the hull in the type of the input": (
            """
def generalized_iou(a, b):
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left)[..., 0] * (right - left)[..., 1]
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    iou = shared / torch.where(union > 0, union, 1.0)
    return iou - (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            "integers wrap",
        ),
        "pair by pair only": (
            """
def generalized_iou(a, b):
    a, b = a.float(), b.float()
    shared = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - shared
    return shared / torch.where(union > 0, union, 1.0) - (hull - union) / torch.where(hull > 0, hull, 1.0)
""",
            None,
        ),
        "no boxes, no result": (
            """
def generalized_iou(a, b):
    a, b = (x if x.dtype == torch.float64 else x.float() for x in (a, b))
    rows = []
    for p in a:
        shared = (torch.minimum(p[2:], b[:, 2:]) - torch.maximum(p[:2], b[:, :2])).clamp(min=0).prod(1)
        hull = (torch.maximum(p[2:], b[:, 2:]) - torch.minimum(p[:2], b[:, :2])).prod(1)
        union = (p[2:] - p[:2]).prod() + (b[:, 2:] - b[:, :2]).prod(1) - shared
        rows.append(shared / torch.where(union > 0, union, 1.0) - (hull - union) / torch.where(hull > 0, hull, 1.0))
    return torch.stack(rows)
""",
            None,
        ),
        "no area below one pixel": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / union.clamp(min=1)
    return iou - (hull - union) / hull.clamp(min=1)
""",
            "an area below 1",
        ),
        "torchvision's own": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point():
        a, b = a.float(), b.float()
    return torch.nan_to_num(ops.generalized_box_iou(a, b))
""",
            "uses the library's `generalized_box_iou`",
        ),
        "torchvision's IoU as it is": (
            """
def generalized_iou(a, b):
    if not a.is_floating_point():
        a, b = a.float(), b.float()
    iou = ops.box_iou(a, b)
    area = (a[:, 2:] - a[:, :2]).prod(1)[:, None] + (b[:, 2:] - b[:, :2]).prod(1)
    union = area / (1 + iou)
    hull = (torch.maximum(a[:, None, 2:], b[:, 2:]) - torch.minimum(a[:, None, :2], b[:, :2])).prod(2)
    return torch.where(hull > 0, iou - (hull - union) / hull, 0.0)
""",
            "0 / 0, the logarithm or root of a negative number, or infinity minus infinity",
        ),
    },
    "grid-centers": {
        "(y, x)": (
            """
def grid_centers(height, width, stride):
    y = (torch.arange(height, dtype=torch.float32) + 0.5) * stride
    x = (torch.arange(width, dtype=torch.float32) + 0.5) * stride
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([y, x], dim=-1).reshape(-1, 2)
""",
            "these are (y, x): x comes first",
        ),
        "corners": (
            """
def grid_centers(height, width, stride):
    y = (torch.arange(height, dtype=torch.float32)) * stride
    x = (torch.arange(width, dtype=torch.float32)) * stride
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1).reshape(-1, 2)
""",
            "the corners of the cells, not their centres",
        ),
        "lower right corners": (
            """
def grid_centers(height, width, stride):
    y = (torch.arange(height, dtype=torch.float32) + 1) * stride
    x = (torch.arange(width, dtype=torch.float32) + 1) * stride
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1).reshape(-1, 2)
""",
            "every value is 4 too large",
        ),
        "half a pixel": (
            """
def grid_centers(height, width, stride):
    y = torch.arange(height, dtype=torch.float32) * stride + 0.5
    x = torch.arange(width, dtype=torch.float32) * stride + 0.5
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1).reshape(-1, 2)
""",
            "the half is added after multiplying",
        ),
        "the middle pixel's index": (
            """
def grid_centers(height, width, stride):
    y = torch.arange(height, dtype=torch.float32) * stride + (stride - 1) / 2
    x = torch.arange(width, dtype=torch.float32) * stride + (stride - 1) / 2
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1).reshape(-1, 2)
""",
            "every value is 0.5 too small",
        ),
        "whole pixels, odd strides forgotten": (
            """
def grid_centers(height, width, stride):
    y = torch.arange(height, dtype=torch.float32) * stride + stride // 2
    x = torch.arange(width, dtype=torch.float32) * stride + stride // 2
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1).reshape(-1, 2)
""",
            "the fractional part was lost",
        ),
        "column by column": (
            """
def grid_centers(height, width, stride):
    y = (torch.arange(height, dtype=torch.float32) + 0.5) * stride
    x = (torch.arange(width, dtype=torch.float32) + 0.5) * stride
    y, x = torch.meshgrid(y, x, indexing="xy")
    return torch.stack([x, y], dim=-1).reshape(-1, 2)
""",
            "column by column: rows are asked for",
        ),
        "height and width exchanged": (
            """
def grid_centers(height, width, stride):
    height, width = width, height
    y = (torch.arange(height, dtype=torch.float32) + 0.5) * stride
    x = (torch.arange(width, dtype=torch.float32) + 0.5) * stride
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1).reshape(-1, 2)
""",
            "height and width have changed places",
        ),
        "int64": (
            """
def grid_centers(height, width, stride):
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    centers = torch.stack([x, y], dim=-1).reshape(-1, 2) * stride + stride / 2
    return centers.long()
""",
            "got torch.int64",
        ),
        "float64": (
            """
def grid_centers(height, width, stride):
    y, x = np.mgrid[:height, :width]
    return torch.from_numpy(np.stack([x.ravel(), y.ravel()], axis=1) * stride + stride / 2)
""",
            "got torch.float64",
        ),
        "a grid, not a list": (
            """
def grid_centers(height, width, stride):
    y = (torch.arange(height, dtype=torch.float32) + 0.5) * stride
    x = (torch.arange(width, dtype=torch.float32) + 0.5) * stride
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1)
""",
            "the values are right, the shape is not",
        ),
        "one cell loses its axis": (
            """
def grid_centers(height, width, stride):
    y = (torch.arange(height, dtype=torch.float32) + 0.5) * stride
    x = (torch.arange(width, dtype=torch.float32) + 0.5) * stride
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1).reshape(-1, 2).squeeze()
""",
            "the values are right, the shape is not",
        ),
        "the last centre on the edge": (
            """
def grid_centers(height, width, stride):
    y = torch.linspace(stride / 2, height * stride, height)
    x = torch.linspace(stride / 2, width * stride, width)
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1).reshape(-1, 2)
""",
            None,
        ),
        "in cells, not in pixels": (
            """
def grid_centers(height, width, stride):
    y = (torch.arange(height, dtype=torch.float32) + 0.5)
    x = (torch.arange(width, dtype=torch.float32) + 0.5)
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1).reshape(-1, 2)
""",
            "every value is 8 times too small",
        ),
        "always a stride of 8": (
            """
def grid_centers(height, width, stride):
    y = (torch.arange(height, dtype=torch.float32) + 0.5) * 8
    x = (torch.arange(width, dtype=torch.float32) + 0.5) * 8
    y, x = torch.meshgrid(y, x, indexing="ij")
    return torch.stack([x, y], dim=-1).reshape(-1, 2)
""",
            None,
        ),
        "one row of the first length": (
            """
def grid_centers(height, width, stride):
    y = (torch.arange(height, dtype=torch.float32) + 0.5) * stride
    x = (torch.arange(width, dtype=torch.float32) + 0.5) * stride
    return torch.stack([x.repeat_interleave(height), y.repeat(width)], dim=1)
""",
            "column by column: rows are asked for",
        ),
    },
    "ltrb": {
        "edges minus centre, all four": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([boxes[:, :2] - centers, boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers + ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "left and top have the wrong sign",
        ),
        "left and top the wrong way round": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([boxes[:, :2] - centers, boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "left and top have the wrong sign",
        ),
        "left, right, top, bottom": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)[:, [0, 2, 1, 3]]


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    ltrb = ltrb[:, [0, 2, 1, 3]]
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "the order is left, right, top, bottom",
        ),
        "never negative": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1).clamp(min=0)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "negative distances are cut off at 0",
        ),
        "distances without a sign": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1).abs()


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "negative distances lose their sign",
        ),
        "bytes wrap on the way there": (
            """
def encode_ltrb(centers, boxes):
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1).float()


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "the numbers wrapped at 256: integers of 8 bits hold 0 to 255 only",
        ),
        "bytes wrap on the way back": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1).float()
""",
            "the numbers wrapped at 256: integers of 8 bits hold 0 to 255 only",
        ),
        "the boxes get the type of the centres": (
            """
def encode_ltrb(centers, boxes):
    kind = centers.dtype
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes.to(kind)
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "different types",
        ),
        "the centres get the type of the boxes": (
            """
def encode_ltrb(centers, boxes):
    centers = centers.to(boxes.dtype).float()
    boxes = boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "different types",
        ),
        "the distances get the type of the centres": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    ltrb = ltrb.to(centers.dtype)
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "different types",
        ),
        "the centres get the type of the distances": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers.to(ltrb.dtype)
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "different types",
        ),
        "integers stay integers": (
            """
def encode_ltrb(centers, boxes):
    if not centers.is_floating_point():
        centers = centers.long()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    if not centers.is_floating_point():
        centers = centers.long()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "must be a float type",
        ),
        "integers stay integers on the way back": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.long()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "must be a float type",
        ),
        "every centre with every box": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers[:, None] - boxes[:, :2], boxes[:, 2:] - centers[:, None]], dim=2)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            None,
        ),
        "no pairs, no result": (
            """
def encode_ltrb(centers, boxes):
    rows = []
    for (x, y), (x1, y1, x2, y2) in zip(centers.tolist(), boxes.tolist()):
        rows.append([x - x1, y - y1, x2 - x, y2 - y])
    return torch.tensor(rows, dtype=torch.float32)


def decode_ltrb(centers, ltrb):
    rows = []
    for (x, y), (left, top, right, bottom) in zip(centers.tolist(), ltrb.tolist()):
        rows.append([x - left, y - top, x + right, y + bottom])
    return torch.tensor(rows, dtype=torch.float32)
""",
            "made from a list without rows, the array does not know how many columns it should have",
        ),
        "back to corner, width and height": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], ltrb[:, :2] + ltrb[:, 2:]], dim=1)
""",
            "this is (x1, y1, width, height)",
        ),
        "boxes without negative coordinates": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1).clamp(min=0)
""",
            "cut off at 0",
        ),
        "distances made positive on the way back": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    ltrb = F.relu(ltrb)
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            None,
        ),
        "x and y exchanged both ways": (
            """
def encode_ltrb(centers, boxes):
    centers = centers.flip(1) if centers.is_floating_point() else centers.float().flip(1)
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers.flip(1) if centers.is_floating_point() else centers.float().flip(1)
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "x and y of the centre have changed places",
        ),
        "written over the distances": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1)


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    ltrb[:, :2] *= -1
    return torch.cat([centers, centers], dim=1) + ltrb
""",
            "changes its argument 2",
        ),
        "written over the boxes": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    boxes -= torch.cat([centers, centers], dim=1)
    boxes[:, :2] *= -1
    return boxes.clone()


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "changes its argument 2",
        ),
        "in cells": (
            """
def encode_ltrb(centers, boxes):
    centers = centers if centers.is_floating_point() else centers.float()
    boxes = boxes if boxes.is_floating_point() else boxes.float()
    return torch.cat([centers - boxes[:, :2], boxes[:, 2:] - centers], dim=1) / 8


def decode_ltrb(centers, ltrb):
    centers = centers if centers.is_floating_point() else centers.float()
    ltrb = ltrb if ltrb.is_floating_point() else ltrb.float()
    ltrb = ltrb * 8
    return torch.cat([centers - ltrb[:, :2], centers + ltrb[:, 2:]], dim=1)
""",
            "every value is 8 times too small",
        ),
    },
    "assign-targets": {
        "the right and lower edges belong to the box": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x <= x2) & (y1 <= y) & (y <= y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            "the right and bottom edges may not belong to the box",
        ),
        "the left and upper edges do not belong to the box": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 < x) & (x < x2) & (y1 < y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            "the left and top edges must belong to the box",
        ),
        "the lower edge belongs to the box": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y <= y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            "the bottom edge",
        ),
        "the largest box": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, -torch.inf)
    best = area.max(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            "the largest box, not the smallest",
        ),
        "the first box": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = inside.int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            "the first box that holds the point, not the smallest",
        ),
        "the last of equal boxes": (
            """
def assign_targets(centers, boxes):
    out = torch.full((len(centers),), -1)
    for i, (x, y) in enumerate(centers.tolist()):
        best = float("inf")
        for j, (x1, y1, x2, y2) in enumerate(boxes.tolist()):
            area = (x2 - x1) * (y2 - y1)
            if x1 <= x < x2 and y1 <= y < y2 and area <= best:
                best, out[i] = area, j
    return out
""",
            "of equal areas the lowest index is asked for",
        ),
        "painted over from large to small": (
            """
def assign_targets(centers, boxes):
    boxes = boxes.double()
    out = torch.full((len(centers),), -1)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for j in area.argsort(descending=True, stable=True):
        x1, y1, x2, y2 = boxes[j]
        x, y = centers.T
        out[(x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)] = j
    return out
""",
            "of equal areas the lowest index is asked for",
        ),
        "no box not thought of": (
            """
def assign_targets(centers, boxes):
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            None,
        ),
        "box 0 where there is none": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return first
""",
            "background must be -1",
        ),
        "int32": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1).int()
""",
            "Expected torch.int64, got torch.int32",
        ),
        "a float where there is no box at all": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return -torch.ones(len(centers))
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            "Expected torch.int64, got torch.float32",
        ),
        "bytes wrap in the area": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            "the areas wrap: integers of 8 or 16 bits are too small",
        ),
        "areas in 16 bits": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.to(torch.int16) if boxes.dtype == torch.uint8 else boxes
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            None,
        ),
        "points in the type of the boxes": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    x, y = centers.to(boxes.dtype)[:, None].unbind(2)
    boxes = boxes.double()
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            None,
        ),
        "points in whole pixels": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.long()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            None,
        ),
        "a million is infinite": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.float()
    x, y = centers[:, None].unbind(2)
    inside = (boxes[:, 0] <= x) & (x < boxes[:, 2]) & (boxes[:, 1] <= y) & (y < boxes[:, 3])
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    smallest, index = torch.where(inside, area, 1e6).min(dim=1)
    index[smallest >= 1e6] = -1
    return index
""",
            "math.inf",
        ),
        "a hundred thousand is infinite, in a loop": (
            """
def assign_targets(centers, boxes):
    out = []
    for x, y in centers.tolist():
        best, least = -1, 1e5
        for j, (x1, y1, x2, y2) in enumerate(boxes.tolist()):
            area = (x2 - x1) * (y2 - y1)
            if x1 <= x < x2 and y1 <= y < y2 and area < least:
                best, least = j, area
        out.append(best)
    return torch.tensor(out, dtype=torch.int64)
""",
            "math.inf",
        ),
        "areas in whole pixels": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = ((x2 - x1) * (y2 - y1)).floor()
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            "not in whole pixels",
        ),
        "the narrowest box": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = x2 - x1
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            None,
        ),
        "the smallest perimeter": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) + (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            "the smallest perimeter",
        ),
        "the nearest box's middle": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x - (x1 + x2) / 2) ** 2 + (y - (y1 + y2) / 2) ** 2
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            None,
        ),
        "the place in the sorted list": (
            """
def assign_targets(centers, boxes):
    boxes = boxes.double()
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    boxes = boxes[area.argsort(stable=True)]
    out = torch.full((len(centers),), -1)
    for i, (x, y) in enumerate(centers.tolist()):
        for j, (x1, y1, x2, y2) in enumerate(boxes.tolist()):
            if x1 <= x < x2 and y1 <= y < y2:
                out[i] = j
                break
    return out
""",
            None,
        ),
        "x and y exchanged": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    y, x = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)
""",
            "x and y have changed places",
        ),
        "a column": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    return torch.where(inside.any(dim=1), first, -1)[:, None]
""",
            "the values are right, the shape is not",
        ),
        "the overall smallest or nothing": (
            """
def assign_targets(centers, boxes):
    if len(boxes) == 0:
        return torch.full((len(centers),), -1)
    boxes = boxes.double()
    x, y = centers.double()[:, None].unbind(2)
    x1, y1, x2, y2 = boxes.unbind(1)
    inside = (x1 <= x) & (x < x2) & (y1 <= y) & (y < y2)
    area = (x2 - x1) * (y2 - y1)
    area = torch.where(inside, area, torch.inf)
    best = area.min(dim=1, keepdim=True).values
    first = (area == best).int().argmax(dim=1)
    least = ((x2 - x1) * (y2 - y1)).argmin()
    return torch.where(inside[:, least], least, -1)
""",
            None,
        ),
    },
    "focal-loss": {
        "the logarithm of a probability": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    p = torch.sigmoid(logits)
    pt = (targets * p + (1 - targets) * (1 - p))
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - pt) ** gamma * torch.log(pt)).sum()
""",
            "the logarithm of 0: start from the logits",
        ),
        "the probability is kept from 0": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    p = torch.sigmoid(logits)
    pt = (targets * p + (1 - targets) * (1 - p)).clamp(min=1e-7)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - pt) ** gamma * torch.log(pt)).sum()
""",
            "cut off at about 1e-07",
        ),
        "the logarithm of a probability, in float64": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    p = torch.sigmoid(logits.double())
    pt = (targets * p + (1 - targets) * (1 - p))
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - pt) ** gamma * torch.log(pt + 1e-12)).sum().to(logits.dtype)
""",
            "cut off at about 1e-12",
        ),
        "cross-entropy from probabilities": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    p = torch.sigmoid(logits)
    ce = F.binary_cross_entropy(p, targets, reduction="none")
    pt = (targets * p + (1 - targets) * (1 - p))
    return ((targets * alpha + (1 - targets) * (1 - alpha)) * (1 - pt) ** gamma * ce).sum()
""",
            None,
        ),
        "logits cut at 100": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    logits = logits.clamp(-100, 100)
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum()
""",
            "cut off at 100",
        ),
        "softplus only where it is small": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    z = (1 - 2 * targets) * logits
    ce = torch.where(z > 30, z, torch.log1p(torch.exp(z)))
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return (weight * torch.sigmoid(z) ** gamma * ce).sum()
""",
            "0 / 0, the logarithm or root of a negative number, or infinity minus infinity",
        ),
        "the mean": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).mean()
""",
            "the mean: the sum is asked for",
        ),
        "per yes": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum() / (targets == 1).sum().clamp(min=1)
""",
            None,
        ),
        "not summed": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** gamma * log_p)
""",
            "Expected (), got (1,)",
        ),
        "summed over the last axis": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum(dim=-1)
""",
            None,
        ),
        "one dimension too many": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum().reshape(1)
""",
            "Expected (), got (1,)",
        ),
        "alpha for all": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = alpha + 0 * targets
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum()
""",
            "no must weigh 1 - alpha",
        ),
        "a no weighs 1": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * 1.0)
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum()
""",
            "alpha is missing",
        ),
        "alpha and 1 - alpha exchanged": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * (1 - alpha) + (1 - targets) * alpha)
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum()
""",
            "yes must weigh alpha, and no 1 - alpha, not the other way round",
        ),
        "no alpha": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -((1 - log_p.exp()) ** gamma * log_p).sum()
""",
            "alpha is missing",
        ),
        "an alpha of 0 counts as none": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    if not alpha:
        weight = 1.0
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum()
""",
            "an alpha of 0",
        ),
        "alpha is always a quarter": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * 0.25 + (1 - targets) * 0.75)
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum()
""",
            "alpha is not used",
        ),
        "gamma is always 2": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** 2 * log_p).sum()
""",
            "gamma is not used",
        ),
        "a gamma of 0 counts as 2": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** (gamma or 2.0) * log_p).sum()
""",
            "gamma is not used",
        ),
        "the certain weigh more": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * log_p.exp() ** gamma * log_p).sum()
""",
            "the weight is p_t ** gamma: what is easy must weigh less",
        ),
        "times gamma": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * gamma * (1 - log_p.exp()) * log_p).sum()
""",
            "gamma multiplies, it should be a power",
        ),
        "the probability of yes everywhere": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - logits.sigmoid()) ** gamma * log_p).sum()
""",
            "for a no, p_t must be 1 - p",
        ),
        "the sign": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return (weight * (1 - log_p.exp()) ** gamma * log_p).sum()
""",
            "the minus sign is missing",
        ),
        "the weight is a constant": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.detach().exp()) ** gamma * log_p).sum()
""",
            "cut off from the graph",
        ),
        "no gradient": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    logits = logits.detach()
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum()
""",
            "a part is cut off from the graph, by detach, item, NumPy or no_grad",
        ),
        "a Python number": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum().item()
""",
            "cut off from the graph",
        ),
        "a number made a tensor again": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid((2 * targets - 1) * logits)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return torch.tensor(-(weight * (1 - log_p.exp()) ** gamma * log_p).sum().item())
""",
            "cut off from the graph",
        ),
        "the cross-entropy is a mean already": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, targets)
    p = torch.sigmoid(logits)
    pt = (targets * p + (1 - targets) * (1 - p))
    return ((targets * alpha + (1 - targets) * (1 - alpha)) * (1 - pt) ** gamma * ce).sum()
""",
            None,
        ),
        "pt from the summed cross-entropy": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="sum")
    return (weight * (1 - torch.exp(-ce)) ** gamma * ce).sum() / logits.numel()
""",
            None,
        ),
        "pt from the weighted cross-entropy": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    ce = weight * F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return ((1 - torch.exp(-ce)) ** gamma * ce).sum()
""",
            None,
        ),
        "softmax over the classes": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_all = F.log_softmax(logits, dim=-1)
    log_no = torch.log1p(-log_all.exp().clamp(max=1 - 1e-6))
    log_p = targets * log_all + (1 - targets) * log_no
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum()
""",
            None,
        ),
        "the power through a logarithm": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    pt = torch.exp(-ce)
    weight = (targets * alpha + (1 - targets) * (1 - alpha))
    return (weight * torch.exp(gamma * torch.log(1 - pt)) * ce).sum()
""",
            "0 / 0, the logarithm or root of a negative number, or infinity minus infinity",
        ),
        "torchvision's own": (
            """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    return ops.sigmoid_focal_loss(logits, targets, alpha=alpha, gamma=gamma, reduction="sum")
""",
            "uses the library's `sigmoid_focal_loss`",
        ),
    },
    "nms": {
        "equal is above": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou < threshold]
    return torch.stack(keep) if keep else torch.zeros(0, dtype=torch.int64)
""",
            "an IoU equal to the threshold may not count as above it",
        ),
        "the suppressed suppress too": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    iou = torch.triu(ops.box_iou(boxes[order], boxes[order]), diagonal=1)
    return order[(iou <= threshold).all(dim=0)]
""",
            "a box that is gone must not suppress others",
        ),
        "ties from behind": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(stable=True).flip(0)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return torch.stack(keep) if keep else torch.zeros(0, dtype=torch.int64)
""",
            "of equal scores the lower index must be first: sort with stable=True",
        ),
        "ties in any order": (
            """
def nms(boxes, scores, threshold):
    order = torch.tensor(sorted(range(len(scores)), key=lambda i: (-scores[i].item(), (2 * i + 1) % 3)))
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return torch.stack(keep) if keep else torch.zeros(0, dtype=torch.int64)
""",
            None,
        ),
        "lowest score first": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return torch.stack(keep) if keep else torch.zeros(0, dtype=torch.int64)
""",
            "the scores rise: they must fall",
        ),
        "by index": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return torch.stack(keep).sort().values if keep else torch.zeros(0, dtype=torch.int64)
""",
            "the order of the input is returned: it must be by falling score",
        ),
        "a mask": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    mask = torch.zeros(len(boxes), dtype=torch.bool)
    for i in keep:
        mask[i] = True
    return mask
""",
            None,
        ),
        "the boxes": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return boxes[torch.stack(keep)] if keep else boxes
""",
            None,
        ),
        "places in the sorted list": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    boxes = boxes[order]
    gone = torch.zeros(len(boxes), dtype=torch.bool)
    keep = []
    for i in range(len(boxes)):
        if not gone[i]:
            keep.append(i)
            gone |= ops.box_iou(boxes[i : i + 1], boxes)[0] > threshold
    return torch.tensor(keep, dtype=torch.int64)
""",
            "positions in the sorted list, not in the input",
        ),
        "floats where there are no boxes": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return torch.stack(keep) if keep else torch.tensor([])
""",
            "Expected torch.int64, got torch.float32",
        ),
        "no boxes not thought of": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return torch.stack(keep)
""",
            None,
        ),
        "a list": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return [int(i) for i in keep]
""",
            "Expected torch.int64, got a list",
        ),
        "int32": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return torch.tensor([int(i) for i in keep], dtype=torch.int32)
""",
            "Expected torch.int64, got torch.int32",
        ),
        "all pairs with four numbers each": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    b = boxes[order]
    n = len(b)
    pairs = torch.empty(n, n, 4)
    pairs[..., :2] = torch.maximum(b[:, None, :2], b[:, :2])
    pairs[..., 2:] = torch.minimum(b[:, None, 2:], b[:, 2:])
    shared = (pairs[..., 2] - pairs[..., 0]).clamp(min=0) * (pairs[..., 3] - pairs[..., 1]).clamp(min=0)
    area = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    above = shared / (area[:, None] + area - shared) > threshold
    stays = torch.ones(n, dtype=torch.bool)
    for i in range(n):
        if stays[i]:
            stays[i + 1 :] &= ~above[i, i + 1 :]
    return order[stays]
""",
            "makes a tensor that is too large",
        ),
        "all pairs, one box repeated for each other": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    b = boxes[order]
    n = len(b)
    rows = b[:, None].repeat(1, n, 1)
    low = torch.maximum(rows[..., :2], b[:, :2])
    shared = (torch.minimum(rows[..., 2:], b[:, 2:]) - low).clamp(min=0).prod(2)
    area = (b[:, 2:] - b[:, :2]).prod(1)
    above = shared / (area[:, None] + area - shared) > threshold
    stays = torch.ones(n, dtype=torch.bool)
    for i in range(n):
        if stays[i]:
            stays[i + 1 :] &= ~above[i, i + 1 :]
    return order[stays]
""",
            "makes a tensor that is too large",
        ),
        "marks in the scores": (
            """
def nms(boxes, scores, threshold):
    keep = []
    for _ in range(len(scores)):
        best = int(scores.argmax())
        if scores[best] == -torch.inf:
            break
        keep.append(best)
        scores[ops.box_iou(boxes[best : best + 1], boxes)[0] > threshold] = -torch.inf
        scores[best] = -torch.inf
    return torch.tensor(keep, dtype=torch.int64)
""",
            "changes its argument 2",
        ),
        "a score of 0 or less means gone": (
            """
def nms(boxes, scores, threshold):
    left = scores.clone()
    keep = []
    for _ in range(len(left)):
        best = int((left == left.max()).nonzero()[0])
        if left[best] <= 0:
            break
        keep.append(best)
        left[ops.box_iou(boxes[best : best + 1], boxes)[0] > threshold] = 0
        left[best] = 0
    return torch.tensor(keep, dtype=torch.int64)
""",
            "a score of 0 must count",
        ),
        "-1 means gone": (
            """
def nms(boxes, scores, threshold):
    left = scores.clone()
    keep = []
    for _ in range(len(left)):
        best = int((left == left.max()).nonzero()[0])
        if left[best] <= -1:
            break
        keep.append(best)
        left[ops.box_iou(boxes[best : best + 1], boxes)[0] > threshold] = -1
        left[best] = -1
    return torch.tensor(keep, dtype=torch.int64)
""",
            "scores below 0 are lost",
        ),
        "at most 100": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0 and len(keep) < 100:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return torch.stack(keep) if keep else torch.zeros(0, dtype=torch.int64)
""",
            "no more than 100",
        ),
        "compared with the box before only": (
            """
def nms(boxes, scores, threshold):
    keep = []
    for i in scores.argsort(descending=True, stable=True).tolist():
        if not keep or ops.box_iou(boxes[keep[-1:]], boxes[i : i + 1])[0, 0] <= threshold:
            keep.append(i)
    return torch.tensor(keep, dtype=torch.int64)
""",
            None,
        ),
        "found again by its score": (
            """
def nms(boxes, scores, threshold):
    keep = []
    left = scores.sort(descending=True, stable=True).values.tolist()
    gone = torch.zeros(len(scores), dtype=torch.bool)
    for value in left:
        i = int((scores.double() == value).nonzero()[0])
        if not gone[i]:
            keep.append(i)
            gone |= ops.box_iou(boxes[i : i + 1], boxes)[0] > threshold
    return torch.tensor(keep, dtype=torch.int64)
""",
            None,
        ),
        "one pixel wider": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    area = (boxes[:, 2] - boxes[:, 0] + 1) * (boxes[:, 3] - boxes[:, 1] + 1)
    keep = []
    while len(order) > 0:
        best, rest = int(order[0]), order[1:]
        keep.append(best)
        low = torch.maximum(boxes[best, :2], boxes[rest, :2])
        size = (torch.minimum(boxes[best, 2:], boxes[rest, 2:]) - low + 1).clamp(min=0)
        shared = size[:, 0] * size[:, 1]
        order = rest[shared / (area[best] + area[rest] - shared) <= threshold]
    return torch.tensor(keep, dtype=torch.int64)
""",
            None,
        ),
        "over the smaller area": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    keep = []
    while len(order) > 0:
        best, rest = int(order[0]), order[1:]
        keep.append(best)
        low = torch.maximum(boxes[best, :2], boxes[rest, :2])
        size = (torch.minimum(boxes[best, 2:], boxes[rest, 2:]) - low).clamp(min=0)
        order = rest[size[:, 0] * size[:, 1] / torch.minimum(area[best], area[rest]) <= threshold]
    return torch.tensor(keep, dtype=torch.int64)
""",
            None,
        ),
        "the threshold is always a half": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= 0.5]
    return torch.stack(keep) if keep else torch.zeros(0, dtype=torch.int64)
""",
            "always a half",
        ),
        "a threshold of 0 counts as a half": (
            """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= (threshold or 0.5)]
    return torch.stack(keep) if keep else torch.zeros(0, dtype=torch.int64)
""",
            "always a half",
        ),
        "cut at the image's edge": (
            """
def nms(boxes, scores, threshold):
    boxes = boxes.clamp(min=0)
    order = scores.argsort(descending=True, stable=True)
    keep = []
    while len(order) > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = ops.box_iou(boxes[best][None], boxes[rest])[0]
        order = rest[iou <= threshold]
    return torch.stack(keep) if keep else torch.zeros(0, dtype=torch.int64)
""",
            None,
        ),
        "removed while walking": (
            """
def nms(boxes, scores, threshold):
    left = scores.argsort(descending=True, stable=True).tolist()
    keep = []
    while left:
        best = left.pop(0)
        keep.append(best)
        iou = dict(zip(left, ops.box_iou(boxes[best : best + 1], boxes[left])[0].tolist()))
        for other in left:
            if iou[other] > threshold:
                left.remove(other)
    return torch.tensor(keep, dtype=torch.int64)
""",
            None,
        ),
        "torchvision's own": (
            """
def nms(boxes, scores, threshold):
    return ops.nms(boxes, scores, threshold)
""",
            "uses the library's",
        ),
        "torchvision's own by another name": (
            """
def nms(boxes, scores, threshold):
    return torch.ops.torchvision.nms(boxes, scores, threshold)
""",
            "uses the library's",
        ),
        "torchvision's own for one label": (
            """
def nms(boxes, scores, threshold):
    return ops.batched_nms(boxes, scores, torch.zeros(len(boxes), dtype=torch.int64), threshold)
""",
            "uses the library's",
        ),
    },
    "batched-nms": {
        "labels not looked at": (
            """
def batched_nms(boxes, scores, labels, threshold):
    return ops.nms(boxes, scores, threshold)
""",
            "boxes of different labels must not compete",
        ),
        "moved by label times the largest coordinate": (
            """
def batched_nms(boxes, scores, labels, threshold):
    if len(boxes) == 0:
        return torch.zeros(0, dtype=torch.int64)
    moved = boxes + (labels.to(boxes.dtype) * (boxes.max() + 1))[:, None]
    return ops.nms(moved, scores, threshold)
""",
            "negative coordinates",
        ),
        "moved by label times the whole extent": (
            """
def batched_nms(boxes, scores, labels, threshold):
    if len(boxes) == 0:
        return torch.zeros(0, dtype=torch.int64)
    step = boxes.max() - boxes.min() + 1
    return ops.nms(boxes + (labels * step)[:, None], scores, threshold)
""",
            "label of 10**12",
        ),
        "moved by a thousand": (
            """
def batched_nms(boxes, scores, labels, threshold):
    return ops.nms(boxes + labels[:, None] * 1000, scores, threshold)
""",
            "label of 10**12",
        ),
        "moved, in place": (
            """
def batched_nms(boxes, scores, labels, threshold):
    if len(boxes) == 0:
        return torch.zeros(0, dtype=torch.int64)
    _, rank = labels.unique(return_inverse=True)
    boxes += (rank * (boxes.max() - boxes.min() + 1))[:, None]
    return ops.nms(boxes, scores, threshold)
""",
            "changes its argument 1",
        ),
        "no boxes not thought of": (
            """
def batched_nms(boxes, scores, labels, threshold):
    _, rank = labels.unique(return_inverse=True)
    step = boxes.max() - boxes.min() + 1
    return ops.nms(boxes.double() + (rank * step.double())[:, None], scores.double(), threshold)
""",
            None,
        ),
        "label after label": (
            """
def batched_nms(boxes, scores, labels, threshold):
    keep = [torch.zeros(0, dtype=torch.int64)]
    for label in labels.unique():
        place = (labels == label).nonzero().flatten()
        keep.append(place[ops.nms(boxes[place], scores[place], threshold)])
    return torch.cat(keep)
""",
            "label by label: one list by falling score is asked for",
        ),
        "by index": (
            """
def batched_nms(boxes, scores, labels, threshold):
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for label in labels.unique():
        place = (labels == label).nonzero().flatten()
        stays[place[ops.nms(boxes[place], scores[place], threshold)]] = True
    keep = stays.nonzero().flatten()
    return keep
""",
            "in the order of the input",
        ),
        "ties by label": (
            """
def batched_nms(boxes, scores, labels, threshold):
    keep = [torch.zeros(0, dtype=torch.int64)]
    for label in labels.unique():
        place = (labels == label).nonzero().flatten()
        keep.append(place[ops.nms(boxes[place], scores[place], threshold)])
    keep = torch.cat(keep)
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            "the values are right, in another order",
        ),
        "ties from behind": (
            """
def batched_nms(boxes, scores, labels, threshold):
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for label in labels.unique():
        place = (labels == label).nonzero().flatten()
        stays[place[ops.nms(boxes[place], scores[place], threshold)]] = True
    keep = stays.nonzero().flatten()
    return keep[scores[keep].argsort(stable=True).flip(0)]
""",
            "the values are right, in another order",
        ),
        "no label, nothing to join": (
            """
def batched_nms(boxes, scores, labels, threshold):
    keep = []
    for label in labels.unique():
        place = (labels == label).nonzero().flatten()
        keep.append(place[ops.nms(boxes[place], scores[place], threshold)])
    keep = torch.cat(keep).sort().values
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            None,
        ),
        "labels from 0 on": (
            """
def batched_nms(boxes, scores, labels, threshold):
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for label in range(len(labels.unique())):
        place = (labels == label).nonzero().flatten()
        stays[place[ops.nms(boxes[place], scores[place], threshold)]] = True
    keep = stays.nonzero().flatten()
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            None,
        ),
        "negative labels are background": (
            """
def batched_nms(boxes, scores, labels, threshold):
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for label in labels[labels >= 0].unique():
        place = (labels == label).nonzero().flatten()
        stays[place[ops.nms(boxes[place], scores[place], threshold)]] = True
    keep = stays.nonzero().flatten()
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            "labels below 0 must count",
        ),
        "label 0 is background": (
            """
def batched_nms(boxes, scores, labels, threshold):
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for label in labels[labels != 0].unique():
        place = (labels == label).nonzero().flatten()
        stays[place[ops.nms(boxes[place], scores[place], threshold)]] = True
    keep = stays.nonzero().flatten()
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            "label 0 must count",
        ),
        "places within the label": (
            """
def batched_nms(boxes, scores, labels, threshold):
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for label in labels.unique():
        place = (labels == label).nonzero().flatten()
        stays[ops.nms(boxes[place], scores[place], threshold)] = True
    keep = stays.nonzero().flatten()
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            None,
        ),
        "labels in 32 bits": (
            """
def batched_nms(boxes, scores, labels, threshold):
    labels = labels.int()
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for label in labels.unique():
        place = (labels == label).nonzero().flatten()
        stays[place[ops.nms(boxes[place], scores[place], threshold)]] = True
    keep = stays.nonzero().flatten()
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            "differ by 2**32",
        ),
        "labels as floats": (
            """
def batched_nms(boxes, scores, labels, threshold):
    labels = labels.float()
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for label in labels.unique():
        place = (labels == label).nonzero().flatten()
        stays[place[ops.nms(boxes[place], scores[place], threshold)]] = True
    keep = stays.nonzero().flatten()
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            None,
        ),
        "a set of tensors": (
            """
def batched_nms(boxes, scores, labels, threshold):
    keep = []
    for label in set(labels):
        place = (labels == label).nonzero().flatten()
        keep += place[ops.nms(boxes[place], scores[place], threshold)].tolist()
    keep = torch.tensor(sorted(keep), dtype=torch.int64)
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            None,
        ),
        "neighbours of one label only": (
            """
def batched_nms(boxes, scores, labels, threshold):
    stays, start = torch.zeros(len(boxes), dtype=torch.bool), 0
    for count in labels.unique_consecutive(return_counts=True)[1].tolist():
        place = torch.arange(start, start + count)
        stays[place[ops.nms(boxes[place], scores[place], threshold)]] = True
        start += count
    keep = stays.nonzero().flatten()
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            None,
        ),
        "one IoU for all, then the label": (
            """
def batched_nms(boxes, scores, labels, threshold):
    keep = ops.nms(boxes, scores, threshold)
    gone = torch.ones(len(boxes), dtype=torch.bool)
    gone[keep] = False
    other = [i for i in gone.nonzero().flatten().tolist() if labels[i] not in labels[keep]]
    keep = torch.cat([keep, torch.tensor(other, dtype=torch.int64)]).sort().values
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            None,
        ),
        "the best of each label only": (
            """
def batched_nms(boxes, scores, labels, threshold):
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for label in labels.unique():
        place = (labels == label).nonzero().flatten()
        stays[place[ops.nms(boxes[place], scores[place], threshold)[:1]]] = True
    keep = stays.nonzero().flatten()
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            "the best of each label only",
        ),
        "floats where there are no boxes": (
            """
def batched_nms(boxes, scores, labels, threshold):
    if len(boxes) == 0:
        return torch.tensor([])
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for label in labels.unique():
        place = (labels == label).nonzero().flatten()
        stays[place[ops.nms(boxes[place], scores[place], threshold)]] = True
    keep = stays.nonzero().flatten()
    return keep[scores[keep].argsort(descending=True, stable=True)]
""",
            "Expected torch.int64, got torch.float32",
        ),
        "torchvision's own": (
            """
def batched_nms(boxes, scores, labels, threshold):
    return ops.batched_nms(boxes, scores, labels, threshold)
""",
            "uses the library's `batched_nms`",
        ),
    },
    "match-detections": {
        "in the order of the input": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in range(len(boxes)):
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            "in the order of the input",
        ),
        "lowest score first": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=False, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            "by falling score",
        ),
        "objects are not taken": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
    return right
""",
            "an object is found twice: the second box on it must be wrong",
        ),
        "equal is not enough": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value > iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            "an IoU equal to the threshold must be enough",
        ),
        "the best object, free or not": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = iou[i].max(dim=0)
        if value >= iou_threshold and free[j]:
            right[i] = True
            free[j] = False
    return right
""",
            "its best object is taken, but another one that is free will do",
        ),
        "the first free object that will do": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    iou = ops.box_iou(boxes, gt_boxes)
    taken = set()
    for i in scores.argsort(descending=True, stable=True).tolist():
        for j in range(len(gt_boxes)):
            if j not in taken and iou[i, j] >= iou_threshold:
                right[i] = True
                taken.add(j)
                break
    return right
""",
            None,
        ),
        "takes all objects that will do": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free &= iou[i] < iou_threshold
    return right
""",
            "not all that will do",
        ),
        "takes even below the threshold": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
        free[j] = False
    return right
""",
            None,
        ),
        "in the order of the scores": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    order = scores.argsort(descending=True, stable=True)
    for k, i in enumerate(order.tolist()):
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[k] = True
            free[j] = False
    return right
""",
            "in the order of the scores: the input's is asked for",
        ),
        "ties from behind": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(stable=True).flip(0).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            None,
        ),
        "ties in any order": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in sorted(range(len(scores)), key=lambda i: (-scores[i].item(), (2 * i + 1) % 3)):
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            "the lower index must come first",
        ),
        "no object not thought of": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            None,
        ),
        "no object, so all is right": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return ~right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            "without an object",
        ),
        "no object, no answer": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right[:0]
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            None,
        ),
        "floats": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.float32)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            "Expected torch.bool, got torch.float32",
        ),
        "bytes": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.uint8)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            "Expected torch.bool, got torch.uint8",
        ),
        "floats where there are no detections": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(boxes) == 0:
        return torch.tensor([])
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            free[j] = False
    return right
""",
            "Expected torch.bool, got torch.float32",
        ),
        "each object chooses by score": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    iou = ops.box_iou(boxes, gt_boxes)
    order = scores.argsort(descending=True, stable=True).tolist()
    for j in range(len(gt_boxes)):
        for i in order:
            if not right[i] and iou[i, j] >= iou_threshold:
                right[i] = True
                break
    return right
""",
            None,
        ),
        "each object chooses by IoU": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(boxes) == 0:
        return right
    value, index = ops.box_iou(boxes, gt_boxes).max(dim=0)
    right[index[value >= iou_threshold]] = True
    return right
""",
            "it must go by falling score, not in order of the IoU",
        ),
        "the best pair first": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    iou = ops.box_iou(boxes, gt_boxes)
    while iou.numel() and iou.max() >= iou_threshold:
        i, j = divmod(int(iou.argmax()), len(gt_boxes))
        right[i] = True
        iou[i], iou[:, j] = -1, -1
    return right
""",
            "it must go by falling score, not in order of the IoU",
        ),
        "the objects are rubbed out": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = ops.box_iou(boxes[i : i + 1], gt_boxes)[0].max(dim=0)
        if value >= iou_threshold:
            right[i] = True
            gt_boxes[j] = torch.tensor([-9.0, -9.0, -8.0, -8.0]) - 1e6
    return right
""",
            "changes its argument 3",
        ),
        "the threshold is always a half": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= 0.5:
            right[i] = True
            free[j] = False
    return right
""",
            "always a half",
        ),
        "detections shut each other out too": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    if len(gt_boxes) == 0:
        return right
    iou = ops.box_iou(boxes, gt_boxes)
    free = torch.ones(len(gt_boxes), dtype=torch.bool)
    for i in scores.argsort(descending=True, stable=True).tolist():
        value, j = torch.where(free, iou[i], -1.0).max(dim=0)
        if value >= iou_threshold and not (right & (ops.box_iou(boxes[i : i + 1], boxes)[0] > iou_threshold)).any():
            right[i] = True
            free[j] = False
    return right
""",
            None,
        ),
        "the list of free objects is not the list of objects": (
            """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right = torch.zeros(len(boxes), dtype=torch.bool)
    iou = ops.box_iou(boxes, gt_boxes)
    free = list(range(len(gt_boxes)))
    for i in scores.argsort(descending=True, stable=True).tolist():
        if free:
            value, place = iou[i, free].max(dim=0)
            if value >= iou_threshold:
                right[i] = True
                free = [j for j in free if j != int(place)]
    return right
""",
            None,
        ),
    },
    "average-precision": {
        "with its teeth": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((precision * right).sum() / n_ground_truth)
""",
            "precision with its teeth: take the best at that recall or further right",
        ),
        "the best so far": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.cummax(0).values
    return float((best * right).sum() / n_ground_truth)
""",
            "best so far (cummax from the left), not best from here on",
        ),
        "not sorted": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched.double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            "not sorted by falling score",
        ),
        "lowest score first": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=False, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            "rising score",
        ),
        "over those found": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / max(int(matched.sum()), 1))
""",
            "divided by the objects found, not by all",
        ),
        "trapezoids from hit to hit": (
            """
def average_precision(scores, matched, n_ground_truth):
    if not matched.any() or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)]
    precision = right.double().cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)[right]
    return float((best[0] + ((best[1:] + best[:-1]) / 2).sum()) / n_ground_truth)
""",
            "the trapezium rule: the smoothed curve has steps",
        ),
        "trapezoids with the teeth": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    recall = right.cumsum(0) / n_ground_truth
    return float(torch.trapezoid(torch.cat([torch.ones(1), precision]), torch.cat([recall[:1] * 0, recall])))
""",
            None,
        ),
        "eleven points": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    recall = right.cumsum(0) / n_ground_truth
    at = [precision[recall >= k / 10] for k in range(11)]
    return sum(float(p.max()) if len(p) else 0.0 for p in at) / 11
""",
            "eleven recalls",
        ),
        "a hundred and one points": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    recall = right.cumsum(0) / n_ground_truth
    at = [precision[recall >= k / 100 - 1e-9] for k in range(101)]
    return sum(float(p.max()) if len(p) else 0.0 for p in at) / 101
""",
            "101 recalls",
        ),
        "the mean over all detections": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float(best.mean())
""",
            None,
        ),
        "the first step is missing": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    recall = right.cumsum(0) / n_ground_truth
    return float((recall.diff() * best[1:]).sum())
""",
            "the first step",
        ),
        "carried on to recall 1": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    rest = 1 - float(right.sum()) / n_ground_truth
    return float((best * right).sum() / n_ground_truth) + rest * float(precision[-1])
""",
            "largest recall reached",
        ),
        "ties from behind": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(stable=True).flip(0)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            "of equal scores the lower index must come first: sort with stable=True",
        ),
        "ties in any order": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[np.argsort(-scores.numpy())].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            None,
        ),
        "ties: the right ones first": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    order = sorted(range(len(scores)), key=lambda i: (-float(scores[i]), not bool(matched[i])))
    right = matched[order].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            None,
        ),
        "equal scores are one point": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    order = scores.argsort(descending=True, stable=True)
    right, s = matched[order].double().cumsum(0), scores[order]
    last = torch.cat([s[1:] != s[:-1], torch.tensor([True])])
    precision = (right / torch.arange(1, len(s) + 1))[last]
    recall = torch.cat([torch.zeros(1), right[last] / n_ground_truth])
    return float((recall.diff() * precision.flip(0).cummax(0).values.flip(0)).sum())
""",
            None,
        ),
        "a tensor": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return (best * right).sum() / n_ground_truth
""",
            "Return a float, not",
        ),
        "a float32 of numpy": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return np.float32((best * right).sum() / n_ground_truth)
""",
            "Return a float, not",
        ),
        "no detections not thought of": (
            """
def average_precision(scores, matched, n_ground_truth):
    if n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double().cumsum(0)
    precision = (right / torch.arange(1, len(right) + 1)).tolist()
    best, area = precision[-1], 0.0
    for k in range(len(precision) - 1, -1, -1):
        best = max(best, precision[k])
        area += best * float(right[k] - (right[k - 1] if k else 0)) / n_ground_truth
    return area
""",
            None,
        ),
        "no objects not thought of": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            "0 / 0, the logarithm or root of a negative number, or infinity minus infinity",
        ),
        "no objects, no mistakes": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return float(n_ground_truth == 0 and len(scores) == 0)
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            "without an object",
        ),
        "nan without objects": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0 if n_ground_truth else math.nan
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            "0 / 0, the logarithm or root of a negative number, or infinity minus infinity",
        ),
        "the scores are the precision": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((scores * matched.double()).sum() / n_ground_truth)
""",
            None,
        ),
        "precision over all detections": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / len(right)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            None,
        ),
        "lines counted from 0": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(len(right)).clamp(min=1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            None,
        ),
        "the last precision where nothing is found": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    if not right.any():
        return math.nan
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            "0 / 0, the logarithm or root of a negative number, or infinity minus infinity",
        ),
        "turned over in the argument": (
            """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    order = scores.argsort(descending=True, stable=True)
    matched.copy_(matched[order])
    right = matched.double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    return float((best * right).sum() / n_ground_truth)
""",
            "changes its argument 2",
        ),
    },
    "quiz-doubles": {
        "every box is on an object": (
            """
def quiz_doubles():
    return 1.0
""",
            None,
        ),
        "the doubles' part": (
            """
def quiz_doubles():
    return 0.75
""",
            None,
        ),
        "three right, nine wrong": (
            """
def quiz_doubles():
    return 1 / 3
""",
            None,
        ),
        "in percent": (
            """
def quiz_doubles():
    return 25
""",
            None,
        ),
        "the IoU": (
            """
def quiz_doubles():
    return 0.8
""",
            None,
        ),
    },
}

RIGHT = {
    "box-convert": {
        "loops and a list": """
def box_convert(boxes, source, target):
    for name in (source, target):
        if name not in {"xyxy", "xywh", "cxcywh"}:
            raise ValueError(f"no such form: {name}")
    dtype = boxes.dtype if boxes.dtype.is_floating_point else torch.float32
    rows = []
    for a, b, c, d in boxes.tolist():
        if source == "xyxy":
            x, y, w, h = a, b, c - a, d - b
        elif source == "xywh":
            x, y, w, h = a, b, c, d
        else:
            x, y, w, h = a - c / 2, b - d / 2, c, d
        if target == "xyxy":
            rows.append([x, y, x + w, y + h])
        elif target == "xywh":
            rows.append([x, y, w, h])
        else:
            rows.append([x + w / 2, y + h / 2, w, h])
    return torch.tensor(rows, dtype=dtype).reshape(-1, 4)
""",
        "numpy inside": """
def box_convert(boxes, source, target):
    names = ["xyxy", "xywh", "cxcywh"]
    if source not in names or target not in names:
        raise ValueError("unknown form")
    values = boxes.double().numpy().copy()
    if source == "cxcywh":
        values[:, :2] -= values[:, 2:] / 2
    if source != "xyxy":
        values[:, 2:] += values[:, :2]
    if target != "xyxy":
        values[:, 2:] -= values[:, :2]
    if target == "cxcywh":
        values[:, :2] += values[:, 2:] / 2
    return torch.from_numpy(values).to(boxes.dtype if boxes.is_floating_point() else torch.float32)
""",
        "matrices": """
def box_convert(boxes, source, target):
    corners = {
        "xyxy": [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
        "xywh": [[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]],
        "cxcywh": [[1, 0, -0.5, 0], [0, 1, 0, -0.5], [1, 0, 0.5, 0], [0, 1, 0, 0.5]],
    }
    if source not in corners or target not in corners:
        raise ValueError(f"{source!r}, {target!r}")
    there = torch.tensor(corners[source], dtype=torch.float64)
    back = torch.linalg.inv(torch.tensor(corners[target], dtype=torch.float64))
    out = boxes.to(torch.float64) @ (back @ there).T
    return out.to(boxes.dtype) if boxes.is_floating_point() else out.float()
""",
        "integers to float64": """
def box_convert(boxes, source, target):
    names = ("xyxy", "xywh", "cxcywh")
    if source not in names or target not in names:
        raise ValueError(f"{source} to {target}")
    if not boxes.is_floating_point():
        boxes = boxes.double()
    a, b, c, d = boxes.unbind(1)
    if source == "xywh":
        c, d = a + c, b + d
    elif source == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if target == "xywh":
        c, d = c - a, d - b
    elif target == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack((a, b, c, d), dim=1)
""",
        "a table of functions": """
class UnknownForm(ValueError):
    pass


def halves(boxes):
    return boxes[:, :2], boxes[:, 2:]


def from_center(boxes):
    middle, size = halves(boxes)
    return torch.hstack([middle - size * 0.5, middle + size * 0.5])


def to_center(boxes):
    low, high = halves(boxes)
    return torch.hstack([(low + high) * 0.5, high - low])


def from_corner(boxes):
    low, size = halves(boxes)
    return torch.hstack([low, low + size])


def to_corner(boxes):
    low, high = halves(boxes)
    return torch.hstack([low, high - low])


def box_convert(boxes, source, target):
    forms = {"xyxy": (torch.clone, torch.clone), "xywh": (from_corner, to_corner), "cxcywh": (from_center, to_center)}
    try:
        first, second = forms[source][0], forms[target][1]
    except KeyError as error:
        raise UnknownForm(str(error)) from error
    return second(first(boxes * 1.0))
""",
        "a match over the pairs": """
def box_convert(boxes, source, target):
    if not torch.is_floating_point(boxes):
        boxes = boxes.to(torch.get_default_dtype())
    p, q = boxes.clone().split(2, dim=-1)
    match (source, target):
        case ("xyxy", "xyxy") | ("xywh", "xywh") | ("cxcywh", "cxcywh"):
            pass
        case ("xyxy", "xywh"):
            q = q - p
        case ("xyxy", "cxcywh"):
            p, q = p + (q - p) / 2, q - p
        case ("xywh", "xyxy"):
            q = p + q
        case ("xywh", "cxcywh"):
            p = p + q / 2
        case ("cxcywh", "xyxy"):
            p, q = p - q / 2, p + q / 2
        case ("cxcywh", "xywh"):
            p = p - q / 2
        case _:
            raise ValueError("xyxy, xywh or cxcywh")
    return torch.cat([p, q], dim=-1)
""",
    },
    "quiz-shift": {
        "an integer": """
def quiz_shift():
    return 2
""",
        "a float": """
def quiz_shift():
    return 2.0
""",
        "reckoned": """
def quiz_shift():
    # (6 - d) / (6 + d) = 1 / 2
    return 6 * (1 - 0.5) / (1 + 0.5)
""",
    },
    "box-iou": {
        "loops": """
def box_iou(a, b):
    out = torch.zeros(len(a), len(b))
    for i, (x1, y1, x2, y2) in enumerate(a.tolist()):
        for j, (u1, v1, u2, v2) in enumerate(b.tolist()):
            if x2 <= x1 or y2 <= y1 or u2 <= u1 or v2 <= v1:
                continue
            w, h = min(x2, u2) - max(x1, u1), min(y2, v2) - max(y1, v1)
            if w > 0 and h > 0:
                out[i, j] = w * h / ((x2 - x1) * (y2 - y1) + (u2 - u1) * (v2 - v1) - w * h)
    return out
""",
        "loops in float64": """
def box_iou(a, b):
    def area(box):
        return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])

    out = torch.zeros((a.shape[0], b.shape[0]), dtype=torch.float64)
    for i, p in enumerate(a.double().tolist()):
        for j, q in enumerate(b.double().tolist()):
            shared = area([max(p[0], q[0]), max(p[1], q[1]), min(p[2], q[2]), min(p[3], q[3])])
            union = area(p) + area(q) - shared
            if union > 0:
                out[i, j] = shared / union
    return out
""",
        "numpy inside": """
def box_iou(a, b):
    p, q = a.double().numpy(), b.double().numpy()
    low = np.maximum(p[:, None, :2], q[None, :, :2])
    high = np.minimum(p[:, None, 2:], q[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1)
    areas = [np.clip(x[:, 2:] - x[:, :2], 0, None).prod(axis=-1) for x in (p, q)]
    union = areas[0][:, None] + areas[1][None] - shared
    iou = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return torch.from_numpy(iou).to(a.dtype if a.is_floating_point() else torch.float32)
""",
        "axis by axis": """
def box_iou(a, b):
    kind = a.dtype if a.is_floating_point() else torch.float32
    a, b = a.to(torch.float64), b.to(torch.float64)
    x1, y1, x2, y2 = (v.unsqueeze(1) for v in a.T)
    u1, v1, u2, v2 = b.T
    across = (torch.min(x2, u2) - torch.max(x1, u1)).relu()
    down = (torch.min(y2, v2) - torch.max(y1, v1)).relu()
    shared = across * down
    union = (x2 - x1).relu() * (y2 - y1).relu() + (u2 - u1).relu() * (v2 - v1).relu() - shared
    return torch.nan_to_num(shared / union, nan=0.0, posinf=0.0).to(kind)
""",
        "a row at a time": """
def box_iou(a, b):
    kind = a.dtype if a.dtype in (torch.float32, torch.float64) else torch.float32
    a, b = a.to(kind), b.to(kind)
    out = a.new_zeros(len(a), len(b))
    size_b = torch.clamp(b[:, 2:] - b[:, :2], min=0)
    for row, box in zip(out, a, strict=True):
        shared = torch.clamp(torch.minimum(box[2:], b[:, 2:]) - torch.maximum(box[:2], b[:, :2]), min=0)
        shared = shared[:, 0] * shared[:, 1]
        size = torch.clamp(box[2:] - box[:2], min=0)
        union = size[0] * size[1] + size_b[:, 0] * size_b[:, 1] - shared
        some = shared > 0
        row[some] = shared[some] / union[some]
    return out
""",
        "a least union": """
def box_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return shared / union.clamp(min=1e-12)
""",
    },
    "generalized-iou": {
        "divided only where there is a union": """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.double(), b.double()
    area = (a[:, 2:] - a[:, :2]).prod(1)[:, None] + (b[:, 2:] - b[:, :2]).prod(1)
    hull = (torch.maximum(a[:, None, 2:], b[:, 2:]) - torch.minimum(a[:, None, :2], b[:, :2])).prod(2)
    shared = (torch.minimum(a[:, None, 2:], b[:, 2:]) - torch.maximum(a[:, None, :2], b[:, :2])).clamp(min=0).prod(2)
    union = area - shared
    iou = torch.zeros_like(union)
    some = union > 0
    if some.any():
        rows, columns = some.nonzero(as_tuple=True)
        iou = iou.index_put((rows, columns), shared[some] / union[some])
    wide = torch.where(hull > 0, hull, torch.ones_like(hull))
    return iou - (hull - union) / wide
""",
        "loops with tensors": """
def generalized_iou(a, b):
    if a.dtype != torch.float64:
        a, b = a.float(), b.float()
    values = []
    for p in a:
        for q in b:
            w = (torch.minimum(p[2], q[2]) - torch.maximum(p[0], q[0])).clamp(min=0)
            h = (torch.minimum(p[3], q[3]) - torch.maximum(p[1], q[1])).clamp(min=0)
            union = (p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - w * h
            hull_w = torch.maximum(p[2], q[2]) - torch.minimum(p[0], q[0])
            hull_h = torch.maximum(p[3], q[3]) - torch.minimum(p[1], q[1])
            hull = hull_w * hull_h
            value = 0 * hull
            if union > 0:
                value = value + w * h / union
            if hull > 0:
                value = value - (hull - union) / hull
            values.append(value)
    if not values:
        return a.new_zeros(len(a), len(b))
    return torch.stack(values).reshape(len(a), len(b))
""",
        "one minus the gap, rearranged": """
def generalized_iou(a, b):
    a, b = a.to(torch.promote_types(a.dtype, torch.float32)), b.to(torch.promote_types(b.dtype, torch.float32))
    ax1, ay1, ax2, ay2 = a[:, :, None].unbind(1)
    bx1, by1, bx2, by2 = b.unbind(1)
    shared = F.relu(torch.min(ax2, bx2) - torch.max(ax1, bx1)) * F.relu(torch.min(ay2, by2) - torch.max(ay1, by1))
    union = (ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - shared
    hull = (torch.max(ax2, bx2) - torch.min(ax1, bx1)) * (torch.max(ay2, by2) - torch.min(ay1, by1))
    flat, empty = union <= 0, hull <= 0
    iou = (shared / union.masked_fill(flat, 1)).masked_fill(flat, 0)
    filled = (union / hull.masked_fill(empty, 1)).masked_fill(empty, 1)
    return iou + filled - 1
""",
        "a least area": """
def generalized_iou(a, b):
    if not a.is_floating_point() or a.dtype in (torch.float16, torch.bfloat16):
        a, b = a.float(), b.float()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / union.clamp(min=1e-12)
    return iou - (hull - union) / hull.clamp(min=1e-12)
""",
        "in float64 all the way": """
def generalized_iou(a, b):
    a, b = a.double(), b.double()
    low = torch.maximum(a[:, None, :2], b[:, :2])
    high = torch.minimum(a[:, None, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    left = torch.minimum(a[:, None, :2], b[:, :2])
    right = torch.maximum(a[:, None, 2:], b[:, 2:])
    hull = (right - left).prod(dim=2)
    iou = shared / torch.where(union > 0, union, torch.ones_like(union))
    return iou - (hull - union) / torch.where(hull > 0, hull, torch.ones_like(union))
""",
    },
    "grid-centers": {
        "two loops": """
def grid_centers(height, width, stride):
    centers = []
    for row in range(height):
        for column in range(width):
            centers.append((column * stride + stride / 2, row * stride + stride / 2))
    return torch.tensor(centers, dtype=torch.float32).reshape(height * width, 2)
""",
        "index arithmetic": """
def grid_centers(height, width, stride):
    cell = torch.arange(height * width)
    return stride * (torch.stack([cell % width, cell // width], dim=1) + 0.5)
""",
        "numpy inside": """
def grid_centers(height, width, stride):
    y, x = np.indices((height, width), dtype=np.float32)
    return torch.from_numpy(np.stack([x, y], axis=-1).reshape(-1, 2) * np.float32(stride) + np.float32(stride / 2))
""",
        "cartesian product, turned": """
def grid_centers(height, width, stride):
    rows = torch.linspace(stride / 2, height * stride - stride / 2, height)
    columns = torch.linspace(stride / 2, width * stride - stride / 2, width)
    return torch.cartesian_prod(rows, columns).flip(1)
""",
        "repeat and tile": """
def grid_centers(height, width, stride):
    out = torch.empty(height, width, 2)
    out[..., 0] = torch.arange(width) * stride + stride / 2
    out[..., 1] = (torch.arange(height) * stride + stride / 2)[:, None]
    return out.view(-1, 2)
""",
        "meshgrid the other way": """
def grid_centers(height, width, stride):
    half = stride / 2
    x, y = torch.meshgrid(torch.arange(width) * stride + half, torch.arange(height) * stride + half, indexing="xy")
    return torch.column_stack((x.flatten(), y.flatten()))
""",
    },
    "ltrb": {
        "a sign a side": """
SIGNS = torch.tensor([-1.0, -1.0, 1.0, 1.0])


def encode_ltrb(centers, boxes):
    return (boxes - centers.double().repeat(1, 2)) * SIGNS


def decode_ltrb(centers, ltrb):
    return centers.double().repeat(1, 2) + ltrb * SIGNS
""",
        "columns": """
def encode_ltrb(centers, boxes):
    x, y = centers.float().T
    x1, y1, x2, y2 = boxes.float().T
    return torch.stack([x - x1, y - y1, x2 - x, y2 - y]).T


def decode_ltrb(centers, ltrb):
    x, y = centers.float().T
    left, top, right, bottom = ltrb.float().T
    return torch.stack([x - left, y - top, x + right, y + bottom]).T
""",
        "loops": """
def encode_ltrb(centers, boxes):
    out = torch.zeros(len(centers), 4)
    for i in range(len(centers)):
        x, y = centers[i].tolist()
        x1, y1, x2, y2 = boxes[i].tolist()
        out[i] = torch.tensor([x - x1, y - y1, x2 - x, y2 - y])
    return out


def decode_ltrb(centers, ltrb):
    out = torch.zeros(len(centers), 4)
    for i, ((x, y), (left, top, right, bottom)) in enumerate(zip(centers.tolist(), ltrb.tolist(), strict=True)):
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = x - left, y - top, x + right, y + bottom
    return out
""",
        "numpy inside": """
def encode_ltrb(centers, boxes):
    points, edges = centers.double().numpy(), boxes.double().numpy()
    return torch.from_numpy(np.hstack([points - edges[:, :2], edges[:, 2:] - points]))


def decode_ltrb(centers, ltrb):
    points, far = centers.double().numpy(), ltrb.double().numpy()
    return torch.from_numpy(np.hstack([points - far[:, :2], points + far[:, 2:]]))
""",
        "a matrix": """
def as_float(x):
    return x if x.dtype == torch.float64 else x.to(torch.float32)


def both(p, q):
    p, q = as_float(p), as_float(q)
    kind = torch.promote_types(p.dtype, q.dtype)
    return p.to(kind), q.to(kind)


def encode_ltrb(centers, boxes):
    p, q = both(centers, boxes)
    turn = torch.diag(torch.tensor([-1.0, -1.0, 1.0, 1.0], dtype=p.dtype))
    spread = torch.tensor([[1.0, 0.0, -1.0, 0.0], [0.0, 1.0, 0.0, -1.0]], dtype=p.dtype)
    return p @ spread + q @ turn


def decode_ltrb(centers, ltrb):
    p, q = both(centers, ltrb)
    turn = torch.diag(torch.tensor([-1.0, -1.0, 1.0, 1.0], dtype=p.dtype))
    return p @ torch.eye(2, dtype=p.dtype).repeat(1, 2) + q @ turn
""",
    },
    "assign-targets": {
        "loops": """
def assign_targets(centers, boxes):
    out = []
    for x, y in centers.tolist():
        found = [
            ((x2 - x1) * (y2 - y1), j)
            for j, (x1, y1, x2, y2) in enumerate(boxes.tolist())
            if x1 <= x < x2 and y1 <= y < y2
        ]
        out.append(min(found)[1] if found else -1)
    return torch.tensor(out, dtype=torch.int64)
""",
        "painted from the largest, from behind": """
def assign_targets(centers, boxes):
    boxes = boxes.double()
    sizes = boxes[:, 2:] - boxes[:, :2]
    order = (sizes[:, 0] * sizes[:, 1]).argsort(stable=True).flip(0)
    out = centers.new_full((centers.shape[0],), -1, dtype=torch.long)
    for j in order.tolist():
        inside = ((boxes[j, :2] <= centers) & (centers < boxes[j, 2:])).all(dim=1)
        out[inside] = j
    return out
""",
        "numpy inside": """
def assign_targets(centers, boxes):
    points, edges = centers.double().numpy(), boxes.double().numpy()
    if len(edges) == 0:
        return torch.from_numpy(np.full(len(points), -1, dtype=np.int64))
    inside = ((edges[:, :2] <= points[:, None]) & (points[:, None] < edges[:, 2:])).all(axis=2)
    area = np.where(inside, (edges[:, 2:] - edges[:, :2]).prod(axis=1), np.inf)
    return torch.from_numpy(np.where(inside.any(axis=1), area.argmin(axis=1), -1).astype(np.int64))
""",
        "background as one more box": """
def assign_targets(centers, boxes):
    boxes = boxes.double()
    area = (boxes[:, 2:] - boxes[:, :2]).prod(dim=1)
    order = area.argsort(stable=True)
    inside = (centers[:, None] >= boxes[order, :2]).all(2) & (centers[:, None] < boxes[order, 2:]).all(2)
    inside = torch.cat([inside, inside.new_ones(len(centers), 1)], dim=1)
    first = inside.to(torch.uint8).argmax(dim=1)
    return torch.cat([order, order.new_tensor([-1])])[first]
""",
        "box after box, only if smaller": """
def assign_targets(centers, boxes):
    n = len(centers)
    out = torch.zeros(n, dtype=torch.int64) - 1
    least = torch.full((n,), math.inf, dtype=torch.float64)
    for j in range(len(boxes)):
        x1, y1, x2, y2 = (float(v) for v in boxes[j])
        area = (x2 - x1) * (y2 - y1)
        inside = (centers[:, 0] >= x1) & (centers[:, 0] < x2) & (centers[:, 1] >= y1) & (centers[:, 1] < y2)
        better = inside & (area < least)
        out[better] = j
        least[better] = area
    return out
""",
    },
    "focal-loss": {
        "chosen with where": """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    log_p = F.logsigmoid(torch.where(targets == 1, logits, -logits))
    weight = torch.where(targets == 1, alpha, 1 - alpha)
    return -(weight * (1 - log_p.exp()) ** gamma * log_p).sum()
""",
        "cross-entropy with logits": """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    p = logits.sigmoid()
    wrongness = targets * (1 - p) + (1 - targets) * p
    weight = targets * alpha + (1 - targets) * (1 - alpha)
    return torch.sum(weight * wrongness**gamma * ce)
""",
        "softplus": """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    sign = 1 - 2 * targets
    weight = (1 - alpha) + targets * (2 * alpha - 1)
    return (weight * torch.sigmoid(sign * logits).pow(gamma) * F.softplus(sign * logits)).sum()
""",
        "yes and no apart": """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    yes, no = logits[targets > 0.5], logits[targets < 0.5]
    found = (1 - torch.sigmoid(yes)) ** gamma * -F.logsigmoid(yes)
    quiet = torch.sigmoid(no) ** gamma * -F.logsigmoid(-no)
    return alpha * found.sum() + (1 - alpha) * quiet.sum()
""",
        "a loop": """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    total = (logits * 0).sum()
    for x, t in zip(logits.reshape(-1), targets.reshape(-1), strict=True):
        yes = bool(t == 1)
        log_p = F.logsigmoid(x if yes else -x)
        total = total - (alpha if yes else 1 - alpha) * (1 - torch.exp(log_p)) ** gamma * log_p
    return total
""",
        "log-sum-exp": """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    z = torch.stack([torch.zeros_like(logits), logits])
    log_no, log_yes = z - torch.logsumexp(z, dim=0)
    yes = targets.bool()
    log_p = torch.where(yes, log_yes, log_no)
    log_q = torch.where(yes, log_no, log_yes)
    losses = -torch.exp(gamma * log_q) * log_p
    return alpha * (losses * targets).sum() + (1 - alpha) * (losses * (1 - targets)).sum()
""",
        "by hand with the larger of both": """
def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    ce = torch.relu(logits) - logits * targets + torch.log1p(torch.exp(-logits.abs()))
    yes, no = alpha * torch.sigmoid(-logits) ** gamma, (1 - alpha) * torch.sigmoid(logits) ** gamma
    factor = torch.where(targets == 1, yes, no)
    return torch.einsum("i,i->", factor.flatten(), ce.flatten())
""",
    },
    "nms": {
        "a mask of what is gone": """
def nms(boxes, scores, threshold):
    order = torch.sort(scores, descending=True, stable=True).indices
    gone = torch.zeros(len(boxes), dtype=torch.bool)
    keep = []
    for i in order.tolist():
        if gone[i]:
            continue
        keep.append(i)
        gone |= ops.box_iou(boxes[i : i + 1], boxes).squeeze(0) > threshold
    return torch.tensor(keep, dtype=torch.long)
""",
        "numpy inside": """
def nms(boxes, scores, threshold):
    b = boxes.numpy()
    order = np.argsort(-scores.numpy(), kind="stable")
    area = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    keep = []
    while order.size:
        i, rest = order[0], order[1:]
        keep.append(i)
        w = np.minimum(b[i, 2], b[rest, 2]) - np.maximum(b[i, 0], b[rest, 0])
        h = np.minimum(b[i, 3], b[rest, 3]) - np.maximum(b[i, 1], b[rest, 1])
        shared = np.maximum(w, 0) * np.maximum(h, 0)
        order = rest[shared / (area[i] + area[rest] - shared) <= threshold]
    return torch.from_numpy(np.array(keep, dtype=np.int64))
""",
        "all IoU at once": """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    above = (ops.box_iou(boxes[order], boxes[order]) > threshold).numpy()
    stays = np.ones(len(order), dtype=bool)
    for i in range(len(order)):
        if stays[i]:
            stays[i + 1 :] &= ~above[i, i + 1 :]
    return order[torch.from_numpy(stays)]
""",
        "each against those that stay": """
def nms(boxes, scores, threshold):
    order = sorted(range(len(scores)), key=lambda i: (-scores[i].item(), i))
    kept = torch.empty(len(order), 4, dtype=boxes.dtype)
    area = torch.empty(len(order), dtype=boxes.dtype)
    keep = []
    for i in order:
        k, (x1, y1, x2, y2) = len(keep), boxes[i].tolist()
        w = kept[:k, 2].clamp(max=x2) - kept[:k, 0].clamp(min=x1)
        h = kept[:k, 3].clamp(max=y2) - kept[:k, 1].clamp(min=y1)
        shared = w.clamp(min=0) * h.clamp(min=0)
        own = (boxes[i, 2] - boxes[i, 0]) * (boxes[i, 3] - boxes[i, 1])
        if not bool((shared / (own + area[:k] - shared) > threshold).any()):
            kept[k], area[k] = boxes[i], own
            keep.append(i)
    return torch.tensor(keep, dtype=torch.int64)
""",
        "the best again and again": """
def nms(boxes, scores, threshold):
    left = torch.ones(len(scores), dtype=torch.bool)
    keep = torch.empty(0, dtype=torch.int64)
    while left.any():
        places = left.nonzero().flatten()
        top = scores[places].max()
        best = places[(scores[places] == top).nonzero()[0]]
        keep = torch.cat([keep, best])
        left &= ops.box_iou(boxes[best], boxes)[0] <= threshold
        left[best] = False
    return keep
""",
        "rounds until nothing changes": """
def nms(boxes, scores, threshold):
    order = scores.argsort(descending=True, stable=True)
    above = torch.triu(ops.box_iou(boxes[order], boxes[order]) > threshold, diagonal=1)
    stays = torch.ones(len(order), dtype=torch.bool)
    for _ in range(len(order)):
        now = ~(above[stays].any(dim=0))
        if torch.equal(now, stays):
            break
        stays = now
    return order[stays]
""",
    },
    "batched-nms": {
        "ranks moved apart in float64": """
def batched_nms(boxes, scores, labels, threshold):
    if boxes.numel() == 0:
        return torch.zeros(0, dtype=torch.int64)
    rank = labels.unique(return_inverse=True)[1].double()
    wide = boxes.double()
    wide = wide + (rank * (wide.max() - wide.min() + 1))[:, None]
    return ops.nms(wide, scores.double(), threshold)
""",
        "a loop over all": """
def batched_nms(boxes, scores, labels, threshold):
    order = scores.argsort(descending=True, stable=True).tolist()
    keep = []
    for i in order:
        rivals = [j for j in keep if labels[j] == labels[i]]
        if not rivals or ops.box_iou(boxes[i : i + 1], boxes[rivals]).max() <= threshold:
            keep.append(i)
    return torch.tensor(keep, dtype=torch.int64)
""",
        "one matrix": """
def batched_nms(boxes, scores, labels, threshold):
    order = scores.argsort(descending=True, stable=True)
    b, l = boxes[order], labels[order]
    rival = (ops.box_iou(b, b) > threshold) & (l[:, None] == l)
    stays = torch.ones(len(b), dtype=torch.bool)
    for i in range(len(b)):
        stays[i] = not (rival[i, :i] & stays[:i]).any()
    return order[stays]
""",
        "a dictionary of lists": """
def batched_nms(boxes, scores, labels, threshold):
    places = {}
    for i, label in enumerate(labels.tolist()):
        places.setdefault(label, []).append(i)
    keep = []
    for place in places.values():
        place = torch.tensor(place)
        keep.extend(place[ops.nms(boxes[place], scores[place], threshold)].tolist())
    keep.sort(key=lambda i: (-float(scores[i]), i))
    return torch.tensor(keep, dtype=torch.int64)
""",
        "numpy inside": """
def batched_nms(boxes, scores, labels, threshold):
    names, marks = np.unique(labels.numpy()), np.full(len(boxes), False)
    for name in names:
        (place,) = np.nonzero(labels.numpy() == name)
        place = torch.from_numpy(place)
        marks[place[ops.nms(boxes[place], scores[place], threshold)].numpy()] = True
    (keep,) = marks.nonzero()
    return torch.from_numpy(keep[np.lexsort((keep, -scores.numpy()[keep]))].astype(np.int64))
""",
    },
    "match-detections": {
        "a list of free objects": """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    iou, free = ops.box_iou(boxes, gt_boxes), list(range(len(gt_boxes)))
    answer = [False] * len(boxes)
    for i in sorted(range(len(boxes)), key=lambda k: -scores[k].item()):
        if free:
            best = max(free, key=lambda j: iou[i, j].item())
            if iou[i, best] >= iou_threshold:
                answer[i] = True
                free.remove(best)
    return torch.tensor(answer, dtype=torch.bool)
""",
        "columns set to 0": """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    iou = ops.box_iou(boxes, gt_boxes)
    out = torch.full((boxes.shape[0],), False)
    for i in torch.sort(scores, descending=True, stable=True)[1]:
        if iou.shape[1] and iou[i].max() >= iou_threshold:
            out[i] = True
            iou[:, iou[i].argmax()] = 0
    return out
""",
        "numpy inside": """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    p, q = boxes.numpy(), gt_boxes.numpy()
    low, high = np.maximum(p[:, None, :2], q[:, :2]), np.minimum(p[:, None, 2:], q[:, 2:])
    shared = np.maximum(high - low, 0).prod(2)
    area = (p[:, 2:] - p[:, :2]).prod(1)[:, None] + (q[:, 2:] - q[:, :2]).prod(1)
    iou = shared / np.maximum(area - shared, 1e-12)
    out = np.zeros(len(p), dtype=bool)
    for i in np.argsort(-scores.numpy(), kind="stable"):
        if q.size and iou[i].max() >= iou_threshold:
            out[i] = True
            iou[:, iou[i].argmax()] = -np.inf
    return torch.from_numpy(out)
""",
        "of equal objects the last": """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    right, free = torch.zeros(len(boxes), dtype=torch.bool), set(range(len(gt_boxes)))
    iou = ops.box_iou(boxes, gt_boxes).tolist()
    for i in scores.argsort(descending=True, stable=True).tolist():
        best, least = None, 0.0
        for j in free:
            if iou[i][j] >= least:
                best, least = j, iou[i][j]
        if best is not None and torch.tensor(least) >= iou_threshold:
            right[i] = True
            free.discard(best)
    return right
""",
        "the pairs sorted by score, then IoU": """
def match_detections(boxes, scores, gt_boxes, iou_threshold):
    found, taken = set(), set()
    rows, columns = (ops.box_iou(boxes, gt_boxes) >= iou_threshold).nonzero(as_tuple=True)
    iou = ops.box_iou(boxes, gt_boxes)
    pairs = list(zip(rows.tolist(), columns.tolist(), strict=True))
    pairs.sort(key=lambda pair: (-scores[pair[0]].item(), pair[0], -iou[pair].item()))
    for i, j in pairs:
        if i not in found and j not in taken:
            found.add(i)
            taken.add(j)
    return torch.tensor([i in found for i in range(len(boxes))], dtype=torch.bool)
""",
    },
    "average-precision": {
        "loops": """
def average_precision(scores, matched, n_ground_truth):
    order = sorted(range(len(scores)), key=lambda i: -float(scores[i]))
    found, steps = 0, []
    for line, i in enumerate(order, start=1):
        if matched[i]:
            found += 1
            steps.append(found / line)
    area, best = 0.0, 0.0
    for precision in reversed(steps):
        best = max(best, precision)
        area += best / n_ground_truth if n_ground_truth else 0.0
    return area
""",
        "numpy inside, as VOC does it": """
def average_precision(scores, matched, n_ground_truth):
    if n_ground_truth == 0:
        return 0.0
    order = np.argsort(-scores.numpy(), kind="mergesort")
    tp = matched.numpy()[order].astype(float)
    recall = np.concatenate([[0.0], np.cumsum(tp) / n_ground_truth, [1.0]])
    precision = np.concatenate([[0.0], np.cumsum(tp) / np.arange(1, len(tp) + 1), [0.0]])
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    steps = np.where(recall[1:] != recall[:-1])[0]
    return np.sum((recall[steps + 1] - recall[steps]) * precision[steps + 1])
""",
        "differences of recall": """
def average_precision(scores, matched, n_ground_truth):
    n = scores.numel()
    if not n or not n_ground_truth:
        return 0.0
    hits = matched[torch.sort(scores, descending=True, stable=True).indices].cumsum(0)
    precision = hits / torch.arange(1, n + 1)
    recall = F.pad(hits / n_ground_truth, (1, 0))
    for i in range(n - 2, -1, -1):
        precision[i] = torch.maximum(precision[i], precision[i + 1])
    return torch.dot(recall.diff(), precision).item()
""",
        "the best further right, each by itself": """
def average_precision(scores, matched, n_ground_truth):
    total, objects = 0.0, max(n_ground_truth, 1)
    right = matched[scores.argsort(descending=True, stable=True)].tolist()
    precision = [sum(right[: k + 1]) / (k + 1) for k in range(len(right))]
    for k, hit in enumerate(right):
        if hit and n_ground_truth > 0:
            total += max(precision[k:]) / objects
    return total
""",
        "a level at a time": """
def average_precision(scores, matched, n_ground_truth):
    if min(len(scores), n_ground_truth) == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].long().cumsum(0)
    precision = right.double() / torch.arange(1, len(right) + 1, dtype=torch.float64)
    levels = [precision[right >= level].max().item() for level in range(1, int(right[-1]) + 1)]
    return math.fsum(levels) / n_ground_truth
""",
        "trapezoids between all lines: the steps are upright": """
def average_precision(scores, matched, n_ground_truth):
    if len(scores) == 0 or n_ground_truth == 0:
        return 0.0
    right = matched[scores.argsort(descending=True, stable=True)].double()
    precision = right.cumsum(0) / torch.arange(1, len(right) + 1)
    best = precision.flip(0).cummax(0).values.flip(0)
    recall = right.cumsum(0) / n_ground_truth
    return float(torch.trapezoid(torch.cat([best[:1], best]), torch.cat([recall[:1] * 0, recall])))
""",
    },
    "quiz-doubles": {
        "a float": """
def quiz_doubles():
    return 0.25
""",
        "reckoned": """
def quiz_doubles():
    return 3 / (3 * 4)
""",
    },
}

"""Lesson 05: answers that must lose points, each with words its message must hold, and answers that must keep all."""

WRONG = {
    "quiz-sigmoids": {
        "a factor of a quarter forgotten": (
            """
def quiz_sigmoids():
    return 4
""",
            None,
        ),
        "half lost at each": (
            """
def quiz_sigmoids():
    return 10
""",
            None,
        ),
        "a float": (
            """
def quiz_sigmoids():
    return np.log(1000) / np.log(4)
""",
            "Return an int above 0",
        ),
    },
    "softmax-cross-entropy": {
        "exponentials of raw scores": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    e = np.exp(logits.astype(float))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean()
    p[rows, y] -= 1
    return loss, p / len(y)
""",
            "exp(1000) is infinite",
        ),
        "shifted, but the logarithm of p": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    e = np.exp(logits - logits.max(axis=1, keepdims=True).astype(float))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean()
    p[rows, y] -= 1
    return loss, p / len(y)
""",
            "p rounds to 0 before its logarithm",
        ),
        "a small number inside the logarithm": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    e = np.exp(logits - logits.max(axis=1, keepdims=True).astype(float))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y] + 1e-12).mean()
    p[rows, y] -= 1
    return loss, p / len(y)
""",
            "a small number is added inside the logarithm",
        ),
        "p clipped at 1e-15": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    e = np.exp(logits - logits.max(axis=1, keepdims=True).astype(float))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(np.clip(p[rows, y], 1e-15, 1)).mean()
    p[rows, y] -= 1
    return loss, p / len(y)
""",
            "p is clipped",
        ),
        "the largest score of all rows subtracted": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    shifted = logits - float(logits.max())
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return -log_p[rows, y].mean(), dlogits / len(y)
""",
            "the largest of all scores was subtracted",
        ),
        "the largest absolute score subtracted": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    scores = logits.astype(float)
    shifted = scores - np.abs(scores).max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return -log_p[rows, y].mean(), dlogits / len(y)
""",
            "not that of the row",
        ),
        "shifted in the input's type": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    shifted = (logits - logits.max(axis=1, keepdims=True)).astype(float)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return -log_p[rows, y].mean(), dlogits / len(y)
""",
            "the bytes wrapped at 256",
        ),
        "computed in float32, then cast": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    shifted = logits.astype(np.float32) - logits.max(axis=1, keepdims=True).astype(np.float32)
    log_p = (shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))).astype(float)
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return -log_p[rows, y].mean(), dlogits / len(y)
""",
            None,
        ),
        "shifted in place": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    logits = np.asarray(logits, dtype=float)
    logits -= logits.max(axis=1, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return -log_p[rows, y].mean(), dlogits / len(y)
""",
            "an operation in place",
        ),
        "the sum, not the mean": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True).astype(float)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return -log_p[rows, y].sum(), dlogits
""",
            "the sum over the rows, not the mean",
        ),
        "the mean of the loss, the gradient of the sum": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True).astype(float)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return -log_p[rows, y].mean(), dlogits
""",
            "it is not divided by N",
        ),
        "all rows at once: p[:, y]": (
            """
def softmax_cross_entropy(logits, y):
    shifted = logits - logits.max(axis=1, keepdims=True).astype(float)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[:, y] -= 1
    return -log_p[:, y].mean(), dlogits / len(y)
""",
            "[:, y] takes every row's loss",
        ),
        "1 taken off in a flat copy": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True).astype(float)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits.reshape(-1)[rows * logits.shape[1] + y] -= 1
    return -log_p[rows, y].mean(), dlogits / len(y)
""",
            None,
        ),
        "as many classes as the batch shows": (
            """
def softmax_cross_entropy(logits, y):
    one_hot = np.eye(y.max() + 1)[y]
    shifted = logits - logits.max(axis=1, keepdims=True).astype(float)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(one_hot * log_p).sum(axis=1).mean(), (np.exp(log_p) - one_hot) / len(y)
""",
            None,
        ),
        "1 not subtracted": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True).astype(float)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[rows, y].mean(), np.exp(log_p) / len(y)
""",
            "1 is not subtracted at the right class",
        ),
        "base 10": (
            """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True).astype(float)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return -log_p[rows, y].mean() / np.log(10), dlogits / len(y)
""",
            "the logarithm is to base 10",
        ),
        "torch's own": (
            """
def softmax_cross_entropy(logits, y):
    s = torch.tensor(logits.astype(float), requires_grad=True)
    loss = F.cross_entropy(s, torch.tensor(y.astype(int)))
    loss.backward()
    return loss.item(), s.grad.numpy()
""",
            "uses the library's `cross_entropy`",
        ),
        "SciPy's own": (
            """
from scipy.special import log_softmax as lsm


def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    log_p = lsm(logits.astype(float), axis=1)
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return -log_p[rows, y].mean(), dlogits / len(y)
""",
            "uses the library's `log_softmax`",
        ),
    },
    "quiz-gates": {
        "the sum forgotten": (
            """
def quiz_gates():
    return 3
""",
            None,
        ),
        "the maximum routes to z": (
            """
def quiz_gates():
    return 1
""",
            None,
        ),
        "all three": (
            """
def quiz_gates():
    return (4, 2, 0)
""",
            None,
        ),
    },
    "value": {
        "= for +=": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad = slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "+= is needed, not =",
        ),
        "recursion without an order": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self, arrived=1.0):
        self.grad += arrived
        for parent, slope in zip(self.parents, self.slopes):
            parent.backward(arrived * slope)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "calls itself along the chain",
        ),
        "recursion that hands on what it has so far": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        self.grad = 1.0

        def hand_on(node):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
                hand_on(parent)

        hand_on(self)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "q handed on what it had already handed on",
        ),
        "a recursive order": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "calls itself along the chain",
        ),
        "breadth first, each node once": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        self.grad += 1.0
        todo, seen = [self], {self}
        for node in todo:
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
                if parent not in seen:
                    seen.add(parent)
                    todo.append(parent)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "before r had reported",
        ),
        "uses counted when nodes are made": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes, self.uses = parents, slopes, 0
        for parent in parents:
            parent.uses += 1

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        self.grad += 1.0
        todo = [self]
        while todo:
            node = todo.pop()
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
                parent.uses -= 1
                if parent.uses == 0:
                    todo.append(parent)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "that the root does not depend on",
        ),
        "one tape for all formulas": (
            """
class Value:
    tape = []

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes
        Value.tape.append(self)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        self.grad += 1.0
        for node in reversed(Value.tape):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "handed on again",
        ),
        "a tape that each backward empties": (
            """
class Value:
    tape = []

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes
        Value.tape.append(self)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        self.grad += 1.0
        for node in reversed(Value.tape):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
        Value.tape.clear()

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "something is kept between calls",
        ),
        "gradients set to 0 first": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "must add to them",
        ),
        "the order kept in a default argument": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self, order=[], seen=set()):
        todo = [(self, iter(self.parents))]
        seen.add(self)
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "handed on again",
        ),
        "parents in a dict of slopes": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        steps = dict(zip(parents, slopes))
        self.parents, self.slopes = tuple(steps), tuple(steps.values())

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "of x * x only one factor counts",
        ),
        "a product does not swap": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (self.data, other.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "a product gives each its own value",
        ),
        "constants cut the graph": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Value):
            return Value(self.data * other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            None,
        ),
        "the power rule without number": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "the factor n is missing",
        ),
        "a power's slope from result / data": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data**number / self.data
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            None,
        ),
        "the slope of exp is its argument": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "The slope of v.exp()",
        ),
        "tanh's slope from its argument": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - self.data**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "The slope of v.tanh()",
        ),
        "slope a half at 0": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (0.5 * (1 + np.sign(self.data)),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "is 0 or 1, not 0.5",
        ),
        "the root's gradient is not set": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * (1.0 if node is self else node.grad)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "the root's own grad, 1, is not set",
        ),
        "every way walked, with the recursion limit raised": (
            """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        import sys

        def hand_on(node, arrived):
            node.grad += arrived
            for parent, slope in zip(node.parents, node.slopes):
                hand_on(parent, arrived * slope)

        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(20_000)
        try:
            hand_on(self, 1.0)
        finally:
            sys.setrecursionlimit(limit)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            "does too much work",
        ),
        "nodes of equal value are equal": (
            """
class Value:
    def __eq__(self, other):
        return isinstance(other, Value) and self.data == other.data

    def __hash__(self):
        return hash(self.data)

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        order, seen, todo = [], {self}, [(self, iter(self.parents))]
        while todo:
            node, parents = todo[-1]
            parent = next(parents, None)
            if parent is None:
                order.append(node)
                todo.pop()
            elif parent not in seen:
                seen.add(parent)
                todo.append((parent, iter(parent.parents)))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
            None,
        ),
    },
    "affine-layer": {
        "torch, which goes forwards again on the way back": (
            """
def affine_forward(x, w, b):
    leaves = [torch.tensor(np.ascontiguousarray(v), dtype=torch.float64) for v in (x, w, b)]
    return (leaves[0].flatten(1) @ leaves[1] + leaves[2]).numpy(), leaves


def affine_backward(dout, cache):
    x, w, b = (v.clone().requires_grad_() for v in cache)
    out = x.flatten(1) @ w + b
    found = torch.autograd.grad(out, (x, w, b), torch.tensor(np.ascontiguousarray(dout)))
    return tuple(g.numpy() for g in found)
""",
            "uses the library's",
        ),
        "without b": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w)).astype(float)
    return rows @ w, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float)).reshape(shape)
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
""",
            "b is left out",
        ),
        "no cast": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w))
    return rows @ w + b, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float)).reshape(shape)
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
""",
            "wrapped at 256",
        ),
        "pixels in the order of the columns": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w), order="F").astype(float)
    return rows @ w + b, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float)).reshape(shape)
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
""",
            "the pixels are laid out in another order",
        ),
        "pixels in the order of the memory": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w), order="A").astype(float)
    return rows @ w + b, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float)).reshape(shape)
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
""",
            "laid out in another order",
        ),
        "vectors only": (
            """
def affine_forward(x, w, b):
    rows = x.astype(float)
    return rows @ w + b, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float)).reshape(shape)
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
""",
            None,
        ),
        "the shape of images forgotten": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w)).astype(float)
    return rows @ w + b, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float))
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
""",
            "dx is left in rows",
        ),
        "the last call is remembered, not the cache": (
            """
last = {}


def affine_forward(x, w, b):
    rows = x.reshape(len(x), -1).astype(float)
    last.update(rows=rows, w=w.astype(float), shape=x.shape)
    return rows @ w + b, None


def affine_backward(dout, cache):
    dx = (dout @ last["w"].T).reshape(last["shape"])
    return dx, last["rows"].T @ dout, dout.sum(axis=0)
""",
            None,
        ),
        "a cache that is used up": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), -1).astype(float)
    return rows @ w + b, [x.shape, w.astype(float), rows]


def affine_backward(dout, cache):
    dw = cache.pop().T @ dout
    dx = dout @ cache.pop().T
    return dx.reshape(cache.pop()), dw, dout.sum(axis=0)
""",
            "changes its argument 2",
        ),
        "db: the mean over the rows": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w)).astype(float)
    return rows @ w + b, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float)).reshape(shape)
    dw = rows.T @ dout
    db = dout.mean(axis=0)
    return dx, dw, db
""",
            "the mean over the rows, not the sum",
        ),
        "db: the other axis": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w)).astype(float)
    return rows @ w + b, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float)).reshape(shape)
    dw = rows.T @ dout
    db = dout.sum(axis=1)
    return dx, dw, db
""",
            "it is summed over the wrong axis",
        ),
        "db: one number": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w)).astype(float)
    return rows @ w + b, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float)).reshape(shape)
    dw = rows.T @ dout
    db = dout.sum()
    return dx, dw, db
""",
            None,
        ),
        "gradients in the input's type": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), -1).astype(float)
    return rows @ w + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    dx[...] = (dout @ w.T).reshape(x.shape)
    dw[...] = x.reshape(len(x), -1).T @ dout
    db[...] = dout.sum(axis=0)
    return dx, dw, db
""",
            None,
        ),
        "dout scaled in place": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w)).astype(float)
    return rows @ w + b, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dout *= len(rows)
    dx = (dout @ w.T.astype(float)).reshape(shape) / len(rows)
    dw = rows.T @ dout / len(rows)
    db = dout.mean(axis=0)
    return dx, dw, db
""",
            "an operation in place",
        ),
        "float32": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w)).astype(np.float32)
    w, b = w.astype(np.float32), b.astype(np.float32)
    return rows @ w + b, (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float)).reshape(shape)
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
""",
            None,
        ),
        "rows lost when there is one": (
            """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), len(w)).astype(float)
    return (rows @ w + b).squeeze(), (rows, w, x.shape)


def affine_backward(dout, cache):
    rows, w, shape = cache
    dx = (dout @ w.T.astype(float)).reshape(shape)
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
""",
            None,
        ),
    },
    "relu-layer": {
        "changes x": (
            """
def relu_forward(x):
    out = x
    out[out < 0] = 0
    return out, x


def relu_backward(dout, cache):
    return dout * (cache > 0)
""",
            "an operation in place",
        ),
        "changes dout": (
            """
def relu_forward(x):
    out = np.maximum(x, 0)
    return out, x


def relu_backward(dout, cache):
    dout[cache <= 0] = 0
    return dout
""",
            "an operation in place",
        ),
        "the mask from dout": (
            """
def relu_forward(x):
    out = np.maximum(x, 0)
    return out, x


def relu_backward(dout, cache):
    return dout * (dout > 0)
""",
            "the mask looks at dout",
        ),
        "both masks": (
            """
def relu_forward(x):
    out = np.maximum(x, 0)
    return out, x


def relu_backward(dout, cache):
    return np.maximum(dout, 0) * (cache > 0)
""",
            None,
        ),
        "no mask": (
            """
def relu_forward(x):
    out = np.maximum(x, 0)
    return out, x


def relu_backward(dout, cache):
    return dout
""",
            "the mask looks at dout, or nothing is masked",
        ),
        "keeps out, and lets pass what is not below 0": (
            """
def relu_forward(x):
    out = np.maximum(x, 0)
    return out, out


def relu_backward(dout, cache):
    return dout * (cache >= 0)
""",
            "or nothing is masked",
        ),
        "times the output": (
            """
def relu_forward(x):
    out = np.maximum(x, 0)
    return out, out


def relu_backward(dout, cache):
    return dout * cache
""",
            "it is multiplied by x, not by the slope",
        ),
        "the slope alone": (
            """
def relu_forward(x):
    out = np.maximum(x, 0)
    return out, x


def relu_backward(dout, cache):
    return (cache > 0).astype(float)
""",
            "dout is not multiplied in",
        ),
        "the absolute value": (
            """
def relu_forward(x):
    out = np.abs(x)
    return out, x


def relu_backward(dout, cache):
    return dout * (cache > 0)
""",
            None,
        ),
        "leaky": (
            """
def relu_forward(x):
    out = np.where(x > 0, x, 0.01 * x)
    return out, x


def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0.01 * dout)
""",
            None,
        ),
        "capped at 6": (
            """
def relu_forward(x):
    out = np.clip(x, 0, 6)
    return out, x


def relu_backward(dout, cache):
    return dout * ((cache > 0) & (cache < 6))
""",
            None,
        ),
        "half a slope at 0": (
            """
def relu_forward(x):
    out = np.maximum(x, 0)
    return out, x


def relu_backward(dout, cache):
    return dout * np.heaviside(cache, 0.5)
""",
            "Where x is 0 the slope is 0 or 1",
        ),
        "the last mask is remembered, not the cache": (
            """
def relu_forward(x):
    relu_forward.mask = x > 0
    return x * relu_forward.mask, None


def relu_backward(dout, cache):
    return dout * relu_forward.mask
""",
            "mask of another call",
        ),
        "flattened": (
            """
def relu_forward(x):
    out = np.maximum(x, 0)
    return out.ravel(), x


def relu_backward(dout, cache):
    return dout * (cache > 0)
""",
            None,
        ),
    },
    "initial-weights": {
        "the variance as standard deviation": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, 2 / (n_in + n_out), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    return rng.normal(0, 2 / n_in, size=(n_in, n_out))
""",
            "its square",
        ),
        "Xavier forwards only": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))
""",
            "That is 1 / n_in",
        ),
        "Xavier without the 2": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(1 / (n_in + n_out)), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))
""",
            "That is 1 / (n_in + n_out)",
        ),
        "He by the outputs": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_out), size=(n_in, n_out))
""",
            "That is 2 / n_out",
        ),
        "He without the doubling": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(1 / n_in), size=(n_in, n_out))
""",
            "That is 1 / n_in",
        ),
        "He is Xavier": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))
""",
            "That is 2 / (n_in + n_out)",
        ),
        "Xavier's uniform": (
            """
def xavier_normal(n_in, n_out, rng):
    limit = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-limit, limit, size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))
""",
            "is it another distribution",
        ),
        "cut off at two standard deviations": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    size = np.sqrt(2 / n_in)
    return np.clip(rng.normal(0, size, size=(n_in, n_out)), -2 * size, 2 * size)
""",
            None,
        ),
        "made exact: mean and variance of the draw": (
            """
def xavier_normal(n_in, n_out, rng):
    w = rng.normal(size=(n_in, n_out))
    w = (w - w.mean()) / w.std()
    return w * np.sqrt(2 / (n_in + n_out))


def he_normal(n_in, n_out, rng):
    w = rng.normal(size=(n_in, n_out))
    w = (w - w.mean()) / w.std()
    return w * np.sqrt(2 / n_in)
""",
            "mean 0 by force",
        ),
        "one row for all": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    return np.tile(rng.normal(0, np.sqrt(2 / n_in), size=n_out), (n_in, 1))
""",
            None,
        ),
        "the global generator": (
            """
def xavier_normal(n_in, n_out, rng):
    return np.random.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    return np.random.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))
""",
            "uses or seeds the global random state",
        ),
        "a generator of its own": (
            """
def xavier_normal(n_in, n_out, rng):
    rng = np.random.default_rng(0)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    rng = np.random.default_rng(0)
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))
""",
            "Two draws from one generator must differ",
        ),
        "a copy of the generator": (
            """
import copy


def xavier_normal(n_in, n_out, rng):
    rng = copy.deepcopy(rng)
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    rng = copy.deepcopy(rng)
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))
""",
            "Two draws from one generator must differ",
        ),
        "transposed": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_out, n_in))


def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_out, n_in))
""",
            None,
        ),
        "float32": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out)).astype(np.float32)


def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out)).astype(np.float32)
""",
            "Expected float64, got float32",
        ),
        "the bias counts as an input": (
            """
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + 1 + n_out)), size=(n_in, n_out))


def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + 1)), size=(n_in, n_out))
""",
            None,
        ),
    },
    "adam-step": {
        "no correction": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m
    v_hat = v
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v, t)
""",
            "the averages are not divided by 1 - beta^t",
        ),
        "the first average alone corrected": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v, t)
""",
            "only the first average is corrected",
        ),
        "t stays 1": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 1) if state is None else state
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v, t)
""",
            "t stays 1",
        ),
        "t counted after the step": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v, t + 1)
""",
            "0 / 0",
        ),
        "the state is never used": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = np.zeros_like(w), np.zeros_like(w), 0
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v, t)
""",
            "the state is not used",
        ),
        "the state is a dict, changed in place": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = {"m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0}
    state["t"] += 1
    state["m"] = beta1 * state["m"] + (1 - beta1) * grad
    state["v"] = beta2 * state["v"] + (1 - beta2) * grad**2
    m_hat = state["m"] / (1 - beta1 ** state["t"])
    v_hat = state["v"] / (1 - beta2 ** state["t"])
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), state
""",
            "changes its argument 3",
        ),
        "the dict is copied, its arrays are not": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    state = {"m": np.zeros(np.shape(w)), "v": np.zeros(np.shape(w)), "t": 0} if state is None else dict(state)
    state["t"] += 1
    state["m"] *= beta1
    state["m"] += (1 - beta1) * grad
    state["v"] *= beta2
    state["v"] += (1 - beta2) * grad**2
    m_hat = state["m"] / (1 - beta1 ** state["t"])
    v_hat = state["v"] / (1 - beta2 ** state["t"])
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), state
""",
            "changes its argument 3",
        ),
        "an object as state, changed in place": (
            """
class Averages:
    def __init__(self):
        self.m, self.v, self.t = 0.0, 0.0, 0


def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    state = state or Averages()
    state.t += 1
    state.m = beta1 * state.m + (1 - beta1) * grad
    state.v = beta2 * state.v + (1 - beta2) * grad**2
    step = state.m / (1 - beta1**state.t) / (np.sqrt(state.v / (1 - beta2**state.t)) + eps)
    return w - lr * step, state
""",
            "the state that came in was changed",
        ),
        "an optimiser as state: the first call's settings stay": (
            """
import copy


class Optimiser:
    def __init__(self, lr, beta1, beta2, eps):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = 0.0, 0.0, 0

    def step(self, w, grad):
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * grad
        self.v = self.beta2 * self.v + (1 - self.beta2) * grad**2
        m_hat = self.m / (1 - self.beta1**self.t)
        return w - self.lr * m_hat / (np.sqrt(self.v / (1 - self.beta2**self.t)) + self.eps)


def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    state = Optimiser(lr, beta1, beta2, eps) if state is None else copy.deepcopy(state)
    return state.step(w, grad), state
""",
            "use the lr that is passed in",
        ),
        "the weights come from the state": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v, t = (w, 0.0, 0.0, 0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    w = w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w, (w, m, v, t)
""",
            "start from the w",
        ),
        "a global count of steps": (
            """
t = 0


def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    global t
    m, v = (np.zeros_like(w), np.zeros_like(w)) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v)
""",
            "gives two answers to the same question",
        ),
        "a default argument as memory": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8, memory={}):
    if state is None:
        memory.update(m=np.zeros_like(w), v=np.zeros_like(w), t=0)
    memory["t"] += 1
    memory["m"] = beta1 * memory["m"] + (1 - beta1) * grad
    memory["v"] = beta2 * memory["v"] + (1 - beta2) * grad**2
    m_hat = memory["m"] / (1 - beta1 ** memory["t"])
    v_hat = memory["v"] / (1 - beta2 ** memory["t"])
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), "started"
""",
            "gives two answers to the same question",
        ),
        "w changed in place": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w -= lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, (m, v, t)
""",
            "an operation in place",
        ),
        "eps inside the root": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / np.sqrt(v_hat + eps), (m, v, t)
""",
            "eps is added inside the root",
        ),
        "eps before the correction": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    root = (np.sqrt(v) + eps) / np.sqrt(1 - beta2**t)
    return w - lr * m_hat / root, (m, v, t)
""",
            None,
        ),
        "eps left out": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / np.sqrt(v_hat), (m, v, t)
""",
            "eps is left out",
        ),
        "betas as usual, whatever is asked for": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    t, beta1, beta2 = t + 1, 0.9, 0.999
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v, t)
""",
            None,
        ),
        "the root is missing": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (v_hat + eps), (m, v, t)
""",
            "the root is missing",
        ),
        "RMSProp": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (np.zeros_like(w), np.zeros_like(w), 0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = grad
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v, t)
""",
            "it is RMSProp",
        ),
        "torch's own": (
            """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    grads = [*(state or []), torch.tensor(grad)]
    leaf = torch.tensor(np.zeros_like(w), requires_grad=True)
    optimiser = torch.optim.Adam([leaf], lr, (beta1, beta2), eps)
    for g in grads:
        before = leaf.detach().clone()
        leaf.grad = g
        optimiser.step()
    return w + (leaf.detach() - before).numpy(), grads
""",
            "uses the library's `Adam`",
        ),
    },
    "quiz-first-loss": {
        "a": (
            """
def quiz_first_loss():
    return "a"
""",
            None,
        ),
        "c": (
            """
def quiz_first_loss():
    return "c"
""",
            None,
        ),
        "two letters": (
            """
def quiz_first_loss():
    return "b, c"
""",
            'Return "a", "b", "c" or "d"',
        ),
    },
    "train-mlp": {
        "hidden ignored": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    hidden = 64
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "Is `hidden` used?",
        ),
        "no hidden layer": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    w, m, v, t = 0.01 * rng.normal(size=(X.shape[1] + 1, y.max() + 1)), 0.0, 0.0, 0
    A, A_val = np.c_[X, np.ones(len(X))], np.c_[X_val, np.ones(len(X_val))]
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}
    for _ in range(epochs):
        losses = []
        for rows in np.array_split(rng.permutation(len(X)), max(len(X) // 32, 1)):
            s = A[rows] @ w
            p = np.exp(s - s.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            losses += (-np.log(p[np.arange(len(rows)), y[rows]])).tolist()
            p[np.arange(len(rows)), y[rows]] -= 1
            g, t = A[rows].T @ p / len(rows), t + 1
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            w = w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(float(np.mean((A @ w).argmax(axis=1) == y)))
        history["val_accuracy"].append(float(np.mean((A_val @ w).argmax(axis=1) == y_val)))
    return w, history
""",
            "0.93 at least can be had",
        ),
        "no curve between the layers": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = A @ params[0] + params[1]
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "0.93 at least can be had",
        ),
        "the hidden gradient is not masked": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "only the last layer learns": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - (k > 1) * lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "all weights start at 0": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = np.zeros((X.shape[1], hidden))
    W2 = np.zeros((hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "do weights begin at random",
        ),
        "the rate ignored": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    lr = 0.01
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "plain gradient descent": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * g
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "always in the same order": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], np.arange(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "rows and labels in different orders": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        mixed = rng.permutation(len(X))
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[mixed][rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[mixed][rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "do labels go with their rows",
        ),
        "the last, smaller batch is dropped": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X) - 31, 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "a fifth of the examples kept back": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    held = rng.permutation(len(X))[len(X) // 5 :]
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], held[rng.permutation(len(held))]
        for start in range(0, len(held), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "accuracy before the epoch": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
    return params, history
""",
            None,
        ),
        "training accuracy as it went by": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        passing = []
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            passing += (s.argmax(axis=1) == y[rows]).tolist()
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(float(np.mean(passing)))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "both are taken with the weights after the epoch",
        ),
        "accuracy in percent": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return 100 * float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "is a fraction, 0 to 1",
        ),
        "validation accuracy on the training set": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X, y))
    return params, history
""",
            "alidation labels",
        ),
        "the loss as a sum": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.sum(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "nothing to learn: the loss is ln 3",
        ),
        "the loss of the last batch alone": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses = (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "ten classes always": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = 10
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "nothing to learn: the loss is ln 3",
        ),
        "classes counted in the validation set": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y_val.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "learns from the validation set too": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    X, y = np.concatenate([X, X_val]), np.concatenate([y, y_val])
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "nothing may be learnt from them",
        ),
        "centred with the validation set": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    centre = np.concatenate([X, X_val]).mean(axis=0)
    X, X_val = X - centre, X_val - centre
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "the validation set centred by itself": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    X, X_val = X - X.mean(axis=0), X_val - X_val.mean(axis=0)
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
        "stops when all are right": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
        if history["train_accuracy"][-1] == 1:
            break
    return params, history
""",
            None,
        ),
        "stops when validation gets worse": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
        if len(history["val_accuracy"]) > 10 and max(history["val_accuracy"][-10:]) < max(history["val_accuracy"]):
            break
    return params, history
""",
            None,
        ),
        "changes X": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    X -= X.mean(axis=0)
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "an operation in place",
        ),
        "seeds the global generator": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    np.random.seed(0)
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], np.random.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "uses or seeds the global random state",
        ),
        "a generator of its own": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    rng = np.random.default_rng(0)
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            "weights and order must be drawn from `rng`",
        ),
        "weights from a generator of its own": (
            """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    own = np.random.default_rng(0)
    W1 = own.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * own.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
            None,
        ),
    },
}

RIGHT = {
    "quiz-sigmoids": {
        "computed": """
def quiz_sigmoids():
    sigmoids, left = 0, 1.0
    while left >= 1e-3:
        sigmoids, left = sigmoids + 1, left / 4
    return sigmoids
""",
    },
    "softmax-cross-entropy": {
        "logaddexp": """
def softmax_cross_entropy(logits, y):
    scores = logits.astype(np.float64)
    log_p = scores - np.logaddexp.reduce(scores, axis=1)[:, np.newaxis]
    one_hot = np.equal(y[:, np.newaxis], np.arange(logits.shape[1]))
    return -float(log_p[one_hot].sum()) / len(y), (np.exp(log_p) - one_hot) / len(y)
""",
        "row by row, in Python's floats": """
def softmax_cross_entropy(logits, y):
    total, gradient = 0.0, []
    for scores, right in zip(logits.tolist(), y.tolist()):
        top = max(scores)
        powers = [math.exp(s - top) for s in scores]
        total += math.log(math.fsum(powers)) + top - scores[right]
        row = [power / math.fsum(powers) for power in powers]
        row[right] -= 1
        gradient.append([value / len(y) for value in row])
    return total / len(y), np.array(gradient)
""",
        "torch's autograd": """
def softmax_cross_entropy(logits, y):
    s = torch.tensor(np.ascontiguousarray(logits), dtype=torch.float64).requires_grad_()
    shifted = s - s.detach().amax(dim=1, keepdim=True)
    picked = shifted.gather(1, torch.tensor(y.astype(np.int64))[:, None])[:, 0]
    loss = (shifted.exp().sum(dim=1).log() - picked).mean()
    loss.backward()
    return loss.item(), s.grad.numpy()
""",
        "one hot, einsum": """
def softmax_cross_entropy(logits, y):
    n, c = logits.shape
    hot = np.eye(c)[y]
    s = logits.astype(float) - np.amax(logits, axis=1)[:, None].astype(float)
    z = np.einsum("nc->n", np.exp(s))
    loss = np.mean(np.log(z) - np.einsum("nc,nc->n", s, hot))
    return float(loss), (np.exp(s) / z[:, None] - hot) / n
""",
        "take_along_axis, a mask for the shift": """
def softmax_cross_entropy(logits, y):
    where = y.astype(np.intp).reshape(-1, 1)
    # differences to the right score: only they count
    gaps = np.subtract(logits, np.take_along_axis(logits, where, axis=1), dtype=np.float64)
    top = gaps.max(axis=1, keepdims=True)
    powers = np.exp(gaps - top)
    whole = powers.sum(axis=1, keepdims=True)
    loss = np.log(whole) + top
    gradient = powers / whole
    np.put_along_axis(gradient, where, np.take_along_axis(gradient, where, axis=1) - 1, axis=1)
    return loss.mean(), np.true_divide(gradient, logits.shape[0])
""",
        "a helper called softmax": """
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_cross_entropy(logits, y):
    scores, rows = logits.astype(float), np.arange(len(y))
    top = scores.max(axis=1)
    losses = top + np.log(np.exp(scores - top[:, None]).sum(axis=1)) - scores[rows, y]
    dlogits = softmax(scores)
    dlogits[rows, y] -= 1
    return losses.mean(), dlogits / len(y)
""",
        "a variable called softmax": """
def softmax_cross_entropy(logits, y):
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True).astype(float)
    logsumexp = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    softmax = np.exp(shifted - logsumexp)
    softmax[rows, y] -= 1
    return (logsumexp[:, 0] - shifted[rows, y]).mean(), softmax / len(y)
""",
    },
    "quiz-gates": {
        "through torch": """
def quiz_gates():
    x = torch.tensor(2.0, requires_grad=True)
    (torch.maximum(x * 3, torch.tensor(5.0)) + x).backward()
    return x.grad.item()
""",
    },
    "value": {
        "closures, as in micrograd, with a loop for the order": """
class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, number):
        out = Value(self.data**number, (self,))

        def _backward():
            self.grad += number * self.data ** (number - 1) * out.grad

        out._backward = _backward
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,))

        def _backward():
            self.grad += out.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,))

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = Value(0 if self.data < 0 else self.data, (self,))

        def _backward():
            self.grad += (out.data > 0) * out.grad

        out._backward = _backward
        return out

    def backward(self):
        topo, visited, stack = [], set(), [(self, False)]
        while stack:
            node, finished = stack.pop()
            if finished:
                topo.append(node)
            elif node not in visited:
                visited.add(node)
                stack.append((node, True))
                stack.extend((child, False) for child in node._prev)
        self.grad += 1.0
        for node in reversed(topo):
            node._backward()

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return other * self**-1
""",
        "sorted by when they were made": """
class Value:
    made = 0

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes
        Value.made += 1
        self.number = Value.made

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        nodes, todo = {self.number: self}, [self]
        while todo:
            for parent in todo.pop().parents:
                if parent.number not in nodes:
                    nodes[parent.number] = parent
                    todo.append(parent)
        self.grad += 1.0
        for number in sorted(nodes, reverse=True):
            node = nodes[number]
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
        "sorted by the longest way to a leaf, gradients in a dict": """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes
        self.level = 1 + max((parent.level for parent in parents), default=0)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        arrived, levels = {self: 1.0}, [[] for _ in range(self.level)]
        levels[-1].append(self)
        for level in reversed(levels):
            for node in level:
                for parent, slope in zip(node.parents, node.slopes):
                    if parent not in arrived:
                        arrived[parent] = 0.0
                        levels[parent.level - 1].append(parent)
                    arrived[parent] += slope * arrived[node]
        for node, gradient in arrived.items():
            node.grad += gradient

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
        "a subclass for each gate, slots, a heap": """
import heapq
import itertools


class Value:
    __slots__ = ("data", "grad", "inputs", "order")
    counter = itertools.count()

    def __init__(self, data, *inputs):
        self.data, self.grad, self.inputs, self.order = data, 0.0, inputs, -next(self.counter)

    def slopes(self):
        return ()

    def backward(self):
        self.grad += 1
        heap, known = [(self.order, self)], {id(self)}
        while heap:
            _, gate = heapq.heappop(heap)
            for node, slope in zip(gate.inputs, gate.slopes()):
                node.grad += slope * gate.grad
                if id(node) not in known:
                    known.add(id(node))
                    heapq.heappush(heap, (node.order, node))

    def __add__(self, other):
        other = as_value(other)
        return Sum(self.data + other.data, self, other)

    def __mul__(self, other):
        other = as_value(other)
        return Product(self.data * other.data, self, other)

    def __pow__(self, number):
        return Power(self.data**number, self, as_value(number))

    def exp(self):
        return Exp(math.exp(self.data), self)

    def tanh(self):
        return Tanh(math.tanh(self.data), self)

    def relu(self):
        return self + 0 if self.data >= 0 else Value(0.0)

    def __neg__(self):
        return as_value(-1) * self

    def __sub__(self, other):
        return self + -as_value(other)

    def __truediv__(self, other):
        return self * as_value(other) ** -1

    def __rsub__(self, other):
        return as_value(other) - self

    def __rtruediv__(self, other):
        return as_value(other) / self

    __radd__, __rmul__ = __add__, __mul__


class Sum(Value):
    def slopes(self):
        return 1, 1


class Product(Value):
    def slopes(self):
        return self.inputs[1].data, self.inputs[0].data


class Power(Value):
    def slopes(self):
        base, number = (node.data for node in self.inputs)
        return (number * base ** (number - 1),)


class Exp(Value):
    def slopes(self):
        return (self.data,)


class Tanh(Value):
    def slopes(self):
        return (1 - self.data * self.data,)


def as_value(number):
    return number if isinstance(number, Value) else Value(number)
""",
        "torch underneath": """
class Value:
    def __init__(self, data):
        self.node = data
        if not isinstance(data, torch.Tensor):
            self.node = torch.tensor(float(data), dtype=torch.float64, requires_grad=True)
        self.node.retain_grad()

    @property
    def data(self):
        return self.node.item()

    @property
    def grad(self):
        return 0.0 if self.node.grad is None else self.node.grad.item()

    def backward(self):
        self.node.backward()

    def __add__(self, other):
        return Value(self.node + getattr(other, "node", other))

    def __mul__(self, other):
        return Value(self.node * getattr(other, "node", other))

    def __sub__(self, other):
        return Value(self.node - getattr(other, "node", other))

    def __truediv__(self, other):
        return Value(self.node / getattr(other, "node", other))

    def __rsub__(self, other):
        return Value(other - self.node)

    def __rtruediv__(self, other):
        return Value(other / self.node)

    def __pow__(self, number):
        return Value(self.node**number)

    def __neg__(self):
        return Value(-self.node)

    def exp(self):
        return Value(self.node.exp())

    def tanh(self):
        return Value(self.node.tanh())

    def relu(self):
        return Value(self.node.relu())

    __radd__, __rmul__ = __add__, __mul__
""",
        "each node collects from those who use it": """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad = data, 0.0
        self.parents, self.slopes = parents, slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, number):
        slope = number * self.data ** (number - 1)
        return Value(self.data**number, (self,), (slope,))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def backward(self):
        users, todo = {self: []}, [self]
        while todo:
            node = todo.pop()
            for parent, slope in zip(node.parents, node.slopes):
                if parent not in users:
                    users[parent] = []
                    todo.append(parent)
                users[parent].append((node, slope))
        missing = {node: len(those) for node, those in users.items()}
        found, ready = {}, [self]
        while ready:
            node = ready.pop()
            found[node] = math.fsum(slope * found[user] for user, slope in users[node]) if users[node] else 1.0
            for parent in node.parents:
                missing[parent] -= 1
                if missing[parent] == 0:
                    ready.append(parent)
        for node, gradient in found.items():
            node.grad += gradient

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other
""",
    },
    "affine-layer": {
        "einsum, a dict as cache": """
def affine_forward(x, w, b):
    flat = np.array([np.ravel(one) for one in x], dtype=np.float64).reshape(len(x), w.shape[0])
    out = np.einsum("nd,dm->nm", flat, w.astype(np.float64)) + b
    return out, {"flat": flat, "w": w.astype(np.float64), "like": x.shape}


def affine_backward(dout, cache):
    dx = np.einsum("nm,dm->nd", dout, cache["w"]).reshape(cache["like"])
    dw = np.einsum("nd,nm->dm", cache["flat"], dout)
    return dx, dw, np.einsum("nm->m", dout)
""",
        "a function as cache": """
def affine_forward(x, w, b):
    rows, w = x.reshape(len(x), -1).astype(float), w.astype(float)

    def backward(dout):
        return (dout @ w.T).reshape(x.shape), rows.T @ dout, dout.sum(axis=0)

    return rows @ w + b, backward


def affine_backward(dout, cache):
    return cache(dout)
""",
        "lambdas in a tuple as cache": """
def affine_forward(x, w, b):
    rows = x.reshape(len(x), -1) * 1.0
    to_x = lambda dout: (dout @ (w.T * 1.0)).reshape(x.shape)
    to_w = lambda dout: rows.T @ dout
    to_b = lambda dout: np.add.reduce(dout)
    return np.dot(rows, w) + b, (to_x, to_w, to_b)


def affine_backward(dout, cache):
    return tuple(gradient(dout) for gradient in cache)
""",
        "an object as cache": """
class Layer:
    def __init__(self, x, w, b):
        self.shape = x.shape
        self.inputs = np.concatenate([x.reshape(x.shape[0], -1), np.ones((len(x), 1))], axis=1)
        self.weights = np.vstack([w, b[None]]).astype(float)

    def out(self):
        return self.inputs @ self.weights

    def gradients(self, dout):
        both = self.inputs.T @ dout
        return (dout @ self.weights[:-1].T).reshape(self.shape), both[:-1], both[-1]


def affine_forward(x, w, b):
    layer = Layer(x, w, b)
    return layer.out(), layer


def affine_backward(dout, cache):
    return cache.gradients(dout)
""",
        "row by row": """
def affine_forward(x, w, b):
    out = np.empty((len(x), w.shape[1]))
    for n, image in enumerate(x):
        out[n] = b
        for d, pixel in enumerate(image.ravel().tolist()):
            out[n] += pixel * w[d].astype(float)
    return out, (x.copy(), w.copy())


def affine_backward(dout, cache):
    x, w = cache
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(w.shape[1])
    for n in range(len(x)):
        dx[n] = (w.astype(float) @ dout[n]).reshape(x.shape[1:])
        dw += np.outer(x[n].ravel(), dout[n])
        db += dout[n]
    return dx, dw, db
""",
        "the inputs themselves as cache": """
def affine_forward(x, w, b):
    return np.tensordot(x.reshape(x.shape[0], -1).astype(np.float64), w, axes=1) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, _ = cache
    return (
        np.matmul(dout, np.transpose(w).astype(np.float64)).reshape(x.shape),
        np.matmul(x.reshape(x.shape[0], -1).T.astype(np.float64), dout),
        np.ones(len(dout)) @ dout,
    )
""",
    },
    "relu-layer": {
        "a function as cache": """
def relu_forward(x):
    positive = x > 0
    return np.where(positive, x, 0.0), lambda dout: np.where(positive, dout, 0.0)


def relu_backward(dout, cache):
    return cache(dout)
""",
        "half of x and its absolute value, slope 1 at 0": """
def relu_forward(x):
    return (x + np.abs(x)) / 2, x.copy()


def relu_backward(dout, cache):
    dx = dout.copy()
    dx[cache < 0] = 0
    return dx
""",
        "the output as cache": """
def relu_forward(x):
    out = x.copy()
    out[out < 0] = 0
    return out, out


def relu_backward(dout, cache):
    return dout * np.sign(cache)
""",
        "torch": """
def relu_forward(x):
    return torch.relu(torch.from_numpy(np.ascontiguousarray(x))).numpy(), torch.from_numpy(np.ascontiguousarray(x))


def relu_backward(dout, cache):
    leaf = cache.clone().requires_grad_()
    torch.relu(leaf).backward(torch.from_numpy(np.ascontiguousarray(dout)))
    return leaf.grad.numpy()
""",
        "an object, heaviside": """
class Gate:
    def __init__(self, x):
        self.open = np.heaviside(x, 1.0)

    def __call__(self, signal):
        return signal * self.open


def relu_forward(x):
    gate = Gate(x)
    return gate(x), gate


def relu_backward(dout, cache):
    return cache(dout)
""",
        "number by number": """
def relu_forward(x):
    out = [max(value, 0.0) for value in x.ravel().tolist()]
    kept = [i for i, value in enumerate(x.ravel().tolist()) if value > 0]
    return np.array(out).reshape(x.shape), set(kept)


def relu_backward(dout, cache):
    dx = [value if i in cache else 0.0 for i, value in enumerate(dout.ravel().tolist())]
    return np.array(dx).reshape(dout.shape)
""",
    },
    "initial-weights": {
        "standard normal, scaled": """
def xavier_normal(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)) * (2.0 / (n_in + n_out)) ** 0.5


def he_normal(n_in, n_out, rng):
    return math.sqrt(2.0) * rng.standard_normal((n_in, n_out)) / math.sqrt(n_in)
""",
        "number by number": """
def xavier_normal(n_in, n_out, rng):
    size = math.sqrt(2 / (n_in + n_out))
    return np.array([[rng.normal(scale=size) for _ in range(n_out)] for _ in range(n_in)])


def he_normal(n_in, n_out, rng):
    size = math.sqrt(2 / n_in)
    w = np.empty((n_in, n_out))
    for i in range(n_in):
        w[i] = rng.normal(scale=size, size=n_out)
    return w
""",
        "Box and Muller": """
def gaussian(count, rng):
    radius = np.sqrt(-2 * np.log1p(-rng.random(count)))
    return radius * np.cos(2 * np.pi * rng.random(count))


def xavier_normal(n_in, n_out, rng):
    return (gaussian(n_in * n_out, rng) / np.sqrt((n_in + n_out) / 2)).reshape(n_in, n_out)


def he_normal(n_in, n_out, rng):
    return (gaussian(n_in * n_out, rng) / np.sqrt(n_in / 2)).reshape(n_in, n_out)
""",
        "one for the other, transposed draws": """
def xavier_normal(n_in, n_out, rng):
    return he_normal(n_out, n_in, rng).T * np.sqrt(n_out / (n_in + n_out))


def he_normal(n_in, n_out, rng):
    w = rng.normal(size=(n_out, n_in)).T
    w *= (n_in / 2) ** -0.5
    return np.ascontiguousarray(w)
""",
        "torch, seeded from the generator": """
def draw(n_in, n_out, variance, rng):
    generator = torch.Generator().manual_seed(int(rng.integers(2**62)))
    w = torch.empty(n_in, n_out, dtype=torch.float64)
    return w.normal_(0, variance**0.5, generator=generator).numpy()


def xavier_normal(n_in, n_out, rng):
    return draw(n_in, n_out, 2 / (n_in + n_out), rng)


def he_normal(n_in, n_out, rng):
    return draw(n_in, n_out, 2 / n_in, rng)
""",
        "the quantile function": """
from scipy.stats import norm


def xavier_normal(n_in, n_out, rng):
    return norm.ppf(rng.random((n_in, n_out)), scale=np.sqrt(2 / (n_in + n_out)))


def he_normal(n_in, n_out, rng):
    return norm(loc=0, scale=np.sqrt(2 / n_in)).rvs(size=(n_in, n_out), random_state=rng)
""",
    },
    "adam-step": {
        "a dict, copied": """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    old = state or {"m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0}
    new = {"t": old["t"] + 1}
    new["m"] = old["m"] + (1 - beta1) * (grad - old["m"])
    new["v"] = old["v"] + (1 - beta2) * (np.square(grad) - old["v"])
    rate = lr * np.sqrt(1 - beta2 ** new["t"]) / (1 - beta1 ** new["t"])
    root = np.sqrt(new["v"]) + eps * np.sqrt(1 - beta2 ** new["t"])
    return w - rate * new["m"] / root, new
""",
        "a named tuple": """
from typing import NamedTuple


class Memory(NamedTuple):
    first: np.ndarray
    second: np.ndarray
    steps: int


def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    state = Memory(np.zeros(np.shape(w)), np.zeros(np.shape(w)), 0) if state is None else state
    state = Memory(
        np.average([state.first, grad], axis=0, weights=[beta1, 1 - beta1]),
        np.average([state.second, np.square(grad)], axis=0, weights=[beta2, 1 - beta2]),
        state.steps + 1,
    )
    first = np.true_divide(state.first, 1 - beta1**state.steps)
    second = np.true_divide(state.second, 1 - beta2**state.steps)
    return np.subtract(w, lr * first / (np.sqrt(second) + eps)), state
""",
        "all gradients so far as state": """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    grads = [*([] if state is None else state), grad.copy()]
    t = len(grads)
    ages = np.arange(t)[::-1].reshape((-1,) + (1,) * np.ndim(w))
    m = ((1 - beta1) * (beta1 * 1.0) ** ages * np.stack(grads)).sum(axis=0) / (1 - beta1**t)
    v = ((1 - beta2) * (beta2 * 1.0) ** ages * np.stack(grads) ** 2).sum(axis=0) / (1 - beta2**t)
    return w - lr * m / (np.sqrt(v) + eps), grads
""",
        "a deep copy of the state, changed in place": """
import copy


def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    state = copy.deepcopy(state) if state is not None else [np.zeros(np.shape(w)), np.zeros(np.shape(w)), 0]
    state[2] += 1
    state[0] *= beta1
    state[0] += (1 - beta1) * grad
    state[1] *= beta2
    state[1] += (1 - beta2) * grad**2
    new = w.copy()
    new -= lr * (state[0] / (1 - beta1 ** state[2])) / (np.sqrt(state[1] / (1 - beta2 ** state[2])) + eps)
    return new, state
""",
        "running products of the betas, in torch": """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    g = torch.as_tensor(np.array(grad))
    m, v, left1, left2 = (torch.zeros_like(g), torch.zeros_like(g), 1.0, 1.0) if state is None else state
    m, v = torch.lerp(g, m, beta1), beta2 * v + (1 - beta2) * g.square()
    left1, left2 = left1 * beta1, left2 * beta2
    step = (m / (1 - left1)) / ((v / (1 - left2)).sqrt() + eps)
    return w - lr * step.numpy(), (m, v, left1, left2)
""",
        "a function as state": """
def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0.0, 0.0, 0) if state is None else state()
    m, v, t = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2, t + 1
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), lambda: (m, v, t)
""",
        "bytes as state": """
import pickle


def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = pickle.loads(state) if state else (np.zeros_like(w), np.zeros_like(w), 0)
    m, v, t = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2, t + 1
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - lr * step, pickle.dumps((m, v, t))
""",
        "a class called Adam that makes its successor": """
class Adam:
    def __init__(self, m=0.0, v=0.0, t=0):
        self.m, self.v, self.t = m, v, t

    def after(self, grad, beta1, beta2):
        m, v = beta1 * self.m + (1 - beta1) * grad, beta2 * self.v + (1 - beta2) * grad * grad
        return Adam(m, v, self.t + 1)

    def direction(self, beta1, beta2, eps):
        return self.m / (1 - beta1**self.t) / (np.sqrt(self.v / (1 - beta2**self.t)) + eps)


def adam_step(w, grad, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    state = (Adam() if state is None else state).after(grad, beta1, beta2)
    return w - lr * state.direction(beta1, beta2, eps), state
""",
    },
    "quiz-first-loss": {
        "from a dict": """
def quiz_first_loss():
    answers = {"a": False, "b": True, "c": False, "d": False}
    return next(letter for letter, right in answers.items() if right)
""",
    },
    "train-mlp": {
        "the functions of the lesson": """
def affine(x, w, b):
    return x @ w + b, (x, w)


def affine_back(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


def loss_of(s, y):
    s = s - s.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    d = np.exp(log_p)
    d[np.arange(len(y)), y] -= 1
    return -log_p[np.arange(len(y)), y].mean(), d / len(y)


def adam(w, g, state, lr):
    m, v, t = state or (0, 0, 0)
    m, v, t = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2, t + 1
    return w - lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), (m, v, t)


def forward(params, x):
    z, first = affine(x, params["w1"], params["b1"])
    s, second = affine(np.tanh(z), params["w2"], params["b2"])
    return s, (first, second)


def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    classes = len(np.unique(y))
    params = {
        "w1": rng.normal(size=(X.shape[1], hidden)) / np.sqrt(X.shape[1]),
        "b1": np.zeros(hidden),
        "w2": rng.normal(size=(hidden, classes)) / np.sqrt(hidden),
        "b2": np.zeros(classes),
    }
    states = dict.fromkeys(params)
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), 64):
            rows = order[start : start + 64]
            s, (first, second) = forward(params, X[rows])
            _, back = loss_of(s, y[rows])
            back, gw2, gb2 = affine_back(back, second)
            _, gw1, gb1 = affine_back(back * (1 - second[0] ** 2), first)
            for name, g in {"w1": gw1, "b1": gb1, "w2": gw2, "b2": gb2}.items():
                params[name], states[name] = adam(params[name], g, states[name], lr)
        history["loss"].append(loss_of(forward(params, X)[0], y)[0])
        history["train_accuracy"].append(np.mean(np.argmax(forward(params, X)[0], axis=1) == y))
        history["val_accuracy"].append(np.mean(np.argmax(forward(params, X_val)[0], axis=1) == y_val))
    return params, history
""",
        "torch, layers without a start of their own": """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    sizes = X.shape[1], hidden, int(y.max()) + 1
    linear = lambda n, m: torch.nn.utils.skip_init(torch.nn.Linear, n, m, dtype=torch.float64)
    model = torch.nn.Sequential(linear(sizes[0], hidden), torch.nn.Tanh(), linear(hidden, sizes[2]))
    with torch.no_grad():
        for layer, n in ((model[0], sizes[0]), (model[2], sizes[1])):
            layer.weight.copy_(torch.from_numpy(rng.normal(0, n**-0.5, size=tuple(layer.weight.shape))))
            layer.bias.zero_()
    A, c, A_val = torch.from_numpy(X.copy()), torch.from_numpy(y.copy()).long(), torch.from_numpy(X_val.copy())
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}
    for _ in range(epochs):
        total = 0.0
        for rows in torch.from_numpy(rng.permutation(len(X))).split(128):
            loss = F.cross_entropy(model(A[rows]), c[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(rows)
        history["loss"].append(total / len(X))
        with torch.no_grad():
            history["train_accuracy"].append((model(A).argmax(dim=1) == c).double().mean().item())
            right = model(A_val).argmax(dim=1).numpy() == y_val
            history["val_accuracy"].append(float(right.mean()))
    return model, history
""",
        "torch, a generator of torch's from a number of rng's": """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    generator = torch.Generator().manual_seed(int(rng.integers(2**62)))
    as_tensor = lambda a: torch.as_tensor(np.array(a), dtype=torch.float32)
    X, X_val, y, y_val = as_tensor(X), as_tensor(X_val), torch.as_tensor(np.array(y)), torch.as_tensor(np.array(y_val))
    W1 = torch.randn(X.shape[1], hidden, generator=generator) * math.sqrt(2 / X.shape[1])
    W2 = torch.randn(hidden, len(y.unique()), generator=generator) * math.sqrt(1 / hidden)
    params = [W1, torch.zeros(hidden), W2, torch.zeros(W2.shape[1])]
    for p in params:
        p.requires_grad_()
    optimiser = torch.optim.Adam(params, lr)
    forward = lambda A: F.leaky_relu(A @ params[0] + params[1]) @ params[2] + params[3]
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}
    for _ in range(epochs):
        order = torch.randperm(len(X), generator=generator)
        for start in range(0, len(X), 128):
            rows = order[start : start + 128]
            optimiser.zero_grad()
            F.cross_entropy(forward(X[rows]), y[rows]).backward()
            optimiser.step()
        with torch.no_grad():
            history["loss"].append(F.cross_entropy(forward(X), y).item())
            history["train_accuracy"].append((forward(X).argmax(1) == y).float().mean().item())
            history["val_accuracy"].append((forward(X_val).argmax(1) == y_val).float().mean().item())
    return [p.detach() for p in params], history
""",
        "a class, sigmoids, batches of 32": """
class Network:
    def __init__(self, n_in, n_hidden, n_out, rng):
        bound = np.sqrt(6 / (n_in + n_hidden))
        self.first = np.vstack([rng.uniform(-bound, bound, (n_in, n_hidden)), np.zeros(n_hidden)])
        self.last = np.vstack([rng.uniform(-0.1, 0.1, (n_hidden, n_out)), np.zeros(n_out)])
        self.averages = {"first": [0, 0], "last": [0, 0]}
        self.steps = 0

    def hidden(self, X):
        return 1 / (1 + np.exp(-(X @ self.first[:-1] + self.first[-1])))

    def probabilities(self, X):
        s = self.hidden(X) @ self.last[:-1] + self.last[-1]
        e = np.exp(s - s.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def learn(self, X, hot, lr):
        h = self.hidden(X)
        error = (self.probabilities(X) - hot) / len(X)
        back = error @ self.last[:-1].T * h * (1 - h)
        self.steps += 1
        for name, inputs, arriving in (("last", h, error), ("first", X, back)):
            g = np.vstack([inputs.T @ arriving, arriving.sum(axis=0)])
            m, v = self.averages[name]
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
            self.averages[name] = m, v
            rate = lr * np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps)
            setattr(self, name, getattr(self, name) - rate * m / (np.sqrt(v) + 1e-8))


def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    hot = np.eye(y.max() + 1)[y]
    net = Network(X.shape[1], hidden, hot.shape[1], rng)
    loss, train, val = [], [], []
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(X)), -(-len(X) // 32)):
            net.learn(X[rows], hot[rows], lr)
        p = net.probabilities(X)
        loss.append(float(-(hot * np.log(p + 1e-300)).sum(axis=1).mean()))
        train.append(float((p.argmax(axis=1) == y).mean()))
        val.append(float((net.probabilities(X_val).argmax(axis=1) == y_val).mean()))
    return net, dict(loss=loss, train_accuracy=train, val_accuracy=val)
""",
        "a class, sigmoids, batches of 128": """
class Network:
    def __init__(self, n_in, n_hidden, n_out, rng):
        bound = np.sqrt(6 / (n_in + n_hidden))
        self.first = np.vstack([rng.uniform(-bound, bound, (n_in, n_hidden)), np.zeros(n_hidden)])
        self.last = np.vstack([rng.uniform(-0.1, 0.1, (n_hidden, n_out)), np.zeros(n_out)])
        self.averages = {"first": [0, 0], "last": [0, 0]}
        self.steps = 0

    def hidden(self, X):
        return 1 / (1 + np.exp(-(X @ self.first[:-1] + self.first[-1])))

    def probabilities(self, X):
        s = self.hidden(X) @ self.last[:-1] + self.last[-1]
        e = np.exp(s - s.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def learn(self, X, hot, lr):
        h = self.hidden(X)
        error = (self.probabilities(X) - hot) / len(X)
        back = error @ self.last[:-1].T * h * (1 - h)
        self.steps += 1
        for name, inputs, arriving in (("last", h, error), ("first", X, back)):
            g = np.vstack([inputs.T @ arriving, arriving.sum(axis=0)])
            m, v = self.averages[name]
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
            self.averages[name] = m, v
            rate = lr * np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps)
            setattr(self, name, getattr(self, name) - rate * m / (np.sqrt(v) + 1e-8))


def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    hot = np.eye(y.max() + 1)[y]
    net = Network(X.shape[1], hidden, hot.shape[1], rng)
    loss, train, val = [], [], []
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(X)), -(-len(X) // 128)):
            net.learn(X[rows], hot[rows], lr)
        p = net.probabilities(X)
        loss.append(float(-(hot * np.log(p + 1e-300)).sum(axis=1).mean()))
        train.append(float((p.argmax(axis=1) == y).mean()))
        val.append(float((net.probabilities(X_val).argmax(axis=1) == y_val).mean()))
    return net, dict(loss=loss, train_accuracy=train, val_accuracy=val)
""",
        "torch's default start, batches of 128": """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    draw = lambda n, *shape: torch.tensor(rng.uniform(-1, 1, shape) / n**0.5).requires_grad_()
    n, C = X.shape[1], int(y.max()) + 1
    params = [draw(n, n, hidden), draw(n, hidden), draw(hidden, hidden, C), draw(hidden, C)]
    net = lambda A: torch.relu(torch.tensor(A) @ params[0] + params[1]) @ params[2] + params[3]
    optimiser, labels = torch.optim.Adam(params, lr), torch.tensor(y)
    history = {name: [] for name in ("loss", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        running = []
        for rows in np.split(order := rng.permutation(len(X)), range(128, len(order), 128)):
            optimiser.zero_grad()
            losses = F.cross_entropy(net(X[rows]), labels[rows], reduction="none")
            losses.mean().backward()
            optimiser.step()
            running += losses.tolist()
        history["loss"].append(sum(running) / len(running))
        for name, A, c in (("train_accuracy", X, y), ("val_accuracy", X_val, y_val)):
            history[name].append(float(np.mean(net(A).detach().numpy().argmax(axis=1) == c)))
    return params, history
""",
        "a function as parameters": """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return lambda A: scores(A)[1].argmax(axis=1), history
""",
        "centred and scaled by the training set": """
def train_mlp(X, y, X_val, y_val, hidden, lr, epochs, rng):
    C = y.max() + 1
    centre, size = X.mean(axis=0), X.std() + 1e-8
    X, X_val = (X - centre) / size, (X_val - centre) / size
    W1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(X.shape[1], hidden))
    W2 = 0.1 * rng.normal(0, np.sqrt(2 / hidden), size=(hidden, C))
    params = [W1, np.zeros(hidden), W2, np.zeros(C)]
    m, v, t = [0.0] * 4, [0.0] * 4, 0
    history = {"loss": [], "train_accuracy": [], "val_accuracy": []}

    def scores(A):
        h = np.maximum(A @ params[0] + params[1], 0)
        return h, h @ params[2] + params[3]

    def accuracy(A, c):
        return float(np.mean(scores(A)[1].argmax(axis=1) == c))

    for _ in range(epochs):
        losses, order = [], rng.permutation(len(X))
        for start in range(0, len(X), 32):
            rows = order[start : start + 32]
            h, s = scores(X[rows])
            s = s - s.max(axis=1, keepdims=True)
            log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
            losses += (-log_p[np.arange(len(rows)), y[rows]]).tolist()
            ds = np.exp(log_p)
            ds[np.arange(len(rows)), y[rows]] -= 1
            ds /= len(rows)
            dh = ds @ params[2].T * (h > 0)
            t += 1
            for k, g in enumerate((X[rows].T @ dh, dh.sum(axis=0), h.T @ ds, ds.sum(axis=0))):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g**2
                params[k] = params[k] - lr * m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        history["loss"].append(float(np.mean(losses)))
        history["train_accuracy"].append(accuracy(X, y))
        history["val_accuracy"].append(accuracy(X_val, y_val))
    return params, history
""",
    },
}

"""Lesson 09: answers that must lose points, each with words its message must hold, and answers that must keep all."""

WRONG = {
    "attention": {
        "not divided by the root of d": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            "not divided by the root of d",
        ),
        "divided by d": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1]
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            "divided by d, not by its root",
        ),
        "multiplied by the root of d": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) * math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            "multiplied by the root of d",
        ),
        "the root of the length of a value": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(v.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            "root of dv",
        ),
        "the root of the number of keys": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(k.shape[-2])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            "the root of S",
        ),
        "the length is taken from axis 1": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            None,
        ),
        "softmax over the queries": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-2)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            "over the queries",
        ),
        "softmax over axis 1": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            None,
        ),
        "no softmax": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            "there is no softmax",
        ),
        "k.T": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.T / math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            None,
        ),
        "k.permute(0, 2, 1)": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.permute(0, 2, 1) / math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            None,
        ),
        "the mask the wrong way round": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask, -math.inf)
    weights = torch.nan_to_num(scores.softmax(dim=-1), 0.0)
    return weights @ v, weights
""",
            "True must mean: may attend",
        ),
        "the mask is not used": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        pass
    weights = torch.nan_to_num(scores.softmax(dim=-1), 0.0)
    return weights @ v, weights
""",
            "the mask is not used",
        ),
        "masked after the softmax": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        pass
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights * mask
    return weights @ v, weights
""",
            "rows do not add up to 1",
        ),
        "masked after the softmax, rows divided by their sums": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        pass
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights * mask
        weights = weights / (weights.sum(-1, keepdim=True) + 1e-9)
    return weights @ v, weights
""",
            None,
        ),
        "scores times the mask": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores * mask
    weights = torch.nan_to_num(scores.softmax(dim=-1), 0.0)
    return weights @ v, weights
""",
            "exp(0) is 1",
        ),
        "minus a billion, rows without a True share equally": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights
""",
            "gets equal shares",
        ),
        "the smallest float, rows without a True share equally": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights
""",
            "gets equal shares",
        ),
        "NaN in rows without a True": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    return weights @ v, weights
""",
            "NaN, not zeros",
        ),
        "NaN in the answer, zeros in the weights": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    return weights @ v, torch.nan_to_num(weights, 0.0)
""",
            None,
        ),
        "zeros in the answer, NaN in the weights": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    return torch.nan_to_num(weights) @ v, weights
""",
            "NaN, not zeros",
        ),
        "minus a hundred for what is left out": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -100.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights * mask.any(dim=-1, keepdim=True)
    return weights @ v, weights
""",
            "a score that may not count beats one that may",
        ),
        "the exponential overflows": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    fits = scores.exp()
    weights = torch.nan_to_num(fits / fits.sum(dim=-1, keepdim=True), 0.0)
    return weights @ v, weights
""",
            "the exponential overflows",
        ),
        "the exponential overflows to NaN": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    fits = scores.exp()
    if mask is not None:
        fits = fits * mask
    total = fits.sum(dim=-1, keepdim=True)
    weights = fits / torch.where(total == 0, 1.0, total)
    return weights @ v, weights
""",
            "infinity minus infinity",
        ),
        "the largest score of all is taken off": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    fits = (scores - scores.max()).exp()
    total = fits.sum(dim=-1, keepdim=True)
    weights = fits / torch.where(total == 0, 1.0, total)
    return weights @ v, weights
""",
            "the largest score of all is taken off, not each row's own",
        ),
        "scores are clamped before the exponential": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    fits = scores.clamp(-50, 50).exp()
    if mask is not None:
        fits = fits * mask
    total = fits.sum(dim=-1, keepdim=True)
    weights = fits / torch.where(total == 0, 1.0, total)
    return weights @ v, weights
""",
            "scores are cut off at a bound",
        ),
        "no gradients": (
            """
@torch.no_grad()
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            "No gradient comes back",
        ),
        "through NumPy": (
            """
def attention(q, k, v, mask=None):
    a, b, c = (x.detach().numpy() for x in (q, k, v))
    scores = a @ np.swapaxes(b, -1, -2) / np.sqrt(a.shape[-1])
    if mask is not None:
        scores = np.where(mask.numpy(), scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    fits = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = fits.sum(axis=-1, keepdims=True)
    weights = (fits / np.where(total == 0, 1, total)).astype(a.dtype)
    return torch.tensor(weights @ c), torch.tensor(weights)
""",
            "No gradient comes back",
        ),
        "no gradient through the weights": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    weights = weights.detach()
    return weights @ v, weights
""",
            "No gradient comes back",
        ),
        "q is divided in place": (
            """
def attention(q, k, v, mask=None):
    q /= math.sqrt(q.shape[-1])
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v, weights
""",
            "changes its argument 1",
        ),
        "the mask indexes the scores": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores[~mask] = -math.inf
    weights = torch.nan_to_num(scores.softmax(dim=-1), 0.0)
    return weights @ v, weights
""",
            None,
        ),
        "the mask indexes the last two axes": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores[..., ~mask] = -math.inf
    weights = torch.nan_to_num(scores.softmax(dim=-1), 0.0)
    return weights @ v, weights
""",
            None,
        ),
        "weights first": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights, weights @ v
""",
            "has the wrong shape",
        ),
        "the answer alone": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return weights @ v
""",
            "must have 2 parts",
        ),
        "the library's function": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        empty = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~mask, -math.inf).masked_fill(empty, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(empty, 0.0)
    return F.scaled_dot_product_attention(q, k, v, mask), weights
""",
            "scaled_dot_product_attention",
        ),
        "rows and columns of the mask": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask.transpose(-2, -1), -math.inf)
    weights = torch.nan_to_num(scores.softmax(dim=-1), 0.0)
    return weights @ v, weights
""",
            None,
        ),
        "a key that one query may not see is hidden from all": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask.all(dim=-2, keepdim=True), -math.inf)
    weights = torch.nan_to_num(scores.softmax(dim=-1), 0.0)
    return weights @ v, weights
""",
            None,
        ),
        "the largest score is taken off before the mask": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    fits = (scores - scores.amax(dim=-1, keepdim=True)).exp()
    if mask is not None:
        fits = fits * mask
    total = fits.sum(dim=-1, keepdim=True)
    weights = fits / torch.where(total == 0, 1.0, total)
    return weights @ v, weights
""",
            None,
        ),
        "NaN in the gradients": (
            """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores + torch.zeros(mask.shape).masked_fill(~mask, -math.inf)
    weights = torch.nan_to_num(scores.softmax(dim=-1), 0.0)
    return weights @ v, weights
""",
            "minus infinity went through the softmax",
        ),
    },
    "multi-head": {
        "cut into heads without an exchange of axes": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, self.heads, T, -1) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "mixes tokens",
        ),
        "put together without an exchange of axes": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.reshape(N, T, dim))
""",
            "not exchanged back",
        ),
        "divided by the root of dim": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / dim**0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "divided by the root of dim, not of dim / heads",
        ),
        "divided by the root of heads": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / self.heads**0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "the root of heads",
        ),
        "no root": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1)
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "not divided by the root of dim / heads",
        ),
        "the last layer is never used": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return out.transpose(1, 2).reshape(N, T, dim)
""",
            "`proj` is not applied",
        ),
        "without biases": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = self.qkv(x).reshape(N, T, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4)
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        out = F.scaled_dot_product_attention(q, k, v, mask)
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "parameters should be",
        ),
        "heads take turns": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, -1, self.heads).permute(0, 3, 1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "a head takes every other number, but only at first",
        ),
        "heads take turns, there and back": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, -1, self.heads).permute(0, 3, 1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.permute(0, 2, 3, 1).reshape(N, T, dim))
""",
            "every other number",
        ),
        "qkv is cut head by head": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = self.qkv(x).reshape(N, T, self.heads, 3, dim // self.heads).permute(3, 0, 2, 1, 4)
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        out = F.scaled_dot_product_attention(q, k, v, mask)
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            None,
        ),
        "qkv is k, q, v": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        k, q, v = self.qkv(x).reshape(N, T, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4)
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        out = F.scaled_dot_product_attention(q, k, v, mask)
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "q, k, v, in this order",
        ),
        "qkv is v, k, q": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        v, k, q = self.qkv(x).reshape(N, T, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4)
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        out = F.scaled_dot_product_attention(q, k, v, mask)
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "not v, k, q",
        ),
        "one head": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = 1
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            None,
        ),
        "the mask the wrong way round": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "True must mean: may attend",
        ),
        "the mask is not used": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = self.qkv(x).reshape(N, T, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4)
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        out = F.scaled_dot_product_attention(q, k, v)
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "the mask is not used",
        ),
        "rows and columns of the mask": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask.transpose(-2, -1), -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "have changed places",
        ),
        "a mask for each image meets the heads": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            None,
        ),
        "a mask for each image meets the heads, library": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = self.qkv(x).reshape(N, T, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4)
        out = F.scaled_dot_product_attention(q, k, v, mask)
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            None,
        ),
        "the mask is always (T, T)": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            mask = mask[None, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            None,
        ),
        "the first image's mask is everybody's": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[0]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "image 1 has the mask of image 0",
        ),
        "masks in another order than images and heads": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def split(self, x):
        N, T, dim = x.shape
        return x.reshape(N, T, self.heads, -1).transpose(1, 2).reshape(N * self.heads, T, -1)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = self.split(self.q(x)), self.split(self.k(x)), self.split(self.v(x))
        scores = torch.bmm(q, k.transpose(1, 2)) / q.shape[-1] ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask.repeat(self.heads, 1, 1)
            scores = scores.masked_fill(~mask, -math.inf)
        out = torch.bmm(scores.softmax(dim=-1), v).reshape(N, self.heads, T, -1)
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            None,
        ),
        "weights beside the answer": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        weights = scores.softmax(dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(N, T, dim)), weights
""",
            "several things are returned",
        ),
        "dropout": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = F.dropout(scores.softmax(dim=-1), 0.1, self.training) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "global random state",
        ),
        "causal": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = self.qkv(x).reshape(N, T, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4)
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        out = F.scaled_dot_product_attention(q, k, v, mask, is_causal=mask is None)
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "nothing may be masked here",
        ),
        "images of a batch attend to each other": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        x = x.transpose(0, 1)
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim)).transpose(0, 1)
""",
            None,
        ),
        "a shortcut inside": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return x + self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            "belongs to the block",
        ),
        "softmax over the queries": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-2) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            None,
        ),
        "masked after the softmax": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
        weights = scores.softmax(dim=-1)
        if mask is not None:
            weights = weights * mask
        out = weights @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            None,
        ),
        "one layer for q and k": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.q, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
            None,
        ),
        "a layer for each head": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        size = dim // heads
        self.q = nn.ModuleList(nn.Linear(dim, size) for _ in range(heads))
        self.k = nn.ModuleList(nn.Linear(dim, size) for _ in range(heads))
        self.v = nn.ModuleList(nn.Linear(dim, size) for _ in range(heads))
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        if mask is not None and mask.ndim == 2:
            mask = mask[None]
        outs = [
            F.scaled_dot_product_attention(q(x), k(x), v(x), mask) for q, k, v in zip(self.q, self.k, self.v)
        ]
        return self.proj(torch.cat(outs, dim=-1))
""",
            "parameters should be",
        ),
        "the library's layer inside": (
            """
class MultiHeadSelfAttention(nn.MultiheadAttention):
    def __init__(self, dim, heads):
        super().__init__(dim, heads, batch_first=True)

    def forward(self, x, mask=None):
        if mask is not None and mask.ndim == 3:
            mask = mask.repeat_interleave(self.num_heads, dim=0)
        return super().forward(x, x, x, attn_mask=None if mask is None else ~mask, need_weights=False)[0]
""",
            "parameters should be",
        ),
        "the library's function with own layers": (
            """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        if mask is not None and mask.ndim == 3:
            mask = mask.repeat_interleave(self.heads, dim=0)
        y = x.transpose(0, 1)
        out, _ = F.multi_head_attention_forward(
            y,
            y,
            y,
            x.shape[2],
            self.heads,
            self.qkv.weight,
            self.qkv.bias,
            None,
            None,
            False,
            0.0,
            self.proj.weight,
            self.proj.bias,
            attn_mask=None if mask is None else ~mask,
        )
        return out.transpose(0, 1)
""",
            "multi_head_attention_forward",
        ),
    },
    "sincos-positions": {
        "all sines, then all cosines": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, : dim // 2] = torch.sin(t * w)
    out[:, dim // 2 :] = torch.cos(t * w)
    return out
""",
            "they must take turns",
        ),
        "cosines first": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.cos(t * w)
    out[:, 1::2] = torch.sin(t * w)
    return out
""",
            "cosine before sine",
        ),
        "no 2 in the exponent": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(dim // 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out
""",
            "2 i / dim is asked for",
        ),
        "the 2 twice": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-2 * torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out
""",
            "the last frequency is 1e-4",
        ),
        "a frequency for each column": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length)[:, None]
    angles = t * 10000.0 ** (-torch.arange(dim) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = angles[:, 0::2].sin()
    out[:, 1::2] = angles[:, 1::2].cos()
    return out
""",
            "have the same frequency",
        ),
        "frequencies rise": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out
""",
            "frequencies rise",
        ),
        "slow ones first": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim).flip(0)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out
""",
            None,
        ),
        "positions from 1 on": (
            """
def sincos_positions(length, dim):
    t = torch.arange(1, length + 1, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out
""",
            "positions begin at 1",
        ),
        "doubles": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim, dtype=torch.float64)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out
""",
            "float32",
        ),
        "1000": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 1000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out
""",
            "the base must be 10000",
        ),
        "the last frequency is 1 / 10000": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(dim // 2, dtype=torch.float64) / max(dim // 2 - 1, 1))
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out
""",
            "the last frequency is 1e-4",
        ),
        "transposed": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out.T
""",
            "it is transposed",
        ),
        "an axis for the batch": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out[None]
""",
            "the shape is not",
        ),
        "a NumPy array": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out.numpy()
""",
            "Expected torch.float32, got float32",
        ),
        "times two pi": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None] * 2 * math.pi
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out
""",
            "multiplied by 2 pi",
        ),
        "positions are shares of the length": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None] / length
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin(t * w)
    out[:, 1::2] = torch.cos(t * w)
    return out
""",
            "no share of the length",
        ),
        "half precision on the way": (
            """
def sincos_positions(length, dim):
    t = torch.arange(length, dtype=torch.float64)[:, None]
    w = 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    out = torch.zeros(length, dim)
    out[:, 0::2] = torch.sin((t * w).half().float())
    out[:, 1::2] = torch.cos((t * w).half().float())
    return out
""",
            None,
        ),
    },
    "block": {
        "normalised after the shortcuts": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = self.norm1(x + self.attention(x, mask))
        return self.norm2(x + self.mlp(x))
""",
            None,
        ),
        "normalised after each part, inside the shortcut": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.norm1(self.attention(x, mask))
        return x + self.norm2(self.mlp(x))
""",
            None,
        ),
        "no shortcut round the attention": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            "no shortcut around attention",
        ),
        "no shortcut round the linear layers": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return self.mlp(self.norm2(x))
""",
            "no shortcut around the linear layers",
        ),
        "the first normalisation twice": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm1(x))
""",
            "norm1 stands before the linear layers",
        ),
        "the normalisations changed places": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm2(x), mask)
        return x + self.mlp(self.norm1(x))
""",
            "norm1 stands before the linear layers",
        ),
        "no second normalisation": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(x)
""",
            None,
        ),
        "no first normalisation": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(x, mask)
        return x + self.mlp(self.norm2(x))
""",
            "no normalisation before attention",
        ),
        "tanh for the GELU": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU("tanh"), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            "the exact one is asked for",
        ),
        "ReLU": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.ReLU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            "ReLU in place of GELU",
        ),
        "SiLU": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.SiLU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            "SiLU in place of GELU",
        ),
        "no bend": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            "nothing between the linear layers",
        ),
        "a bend after the second layer too": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim), nn.GELU())

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            None,
        ),
        "the library's mask the wrong way round": (
            """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            if mask.ndim == 3:
                mask = mask.repeat_interleave(self.heads, dim=0)
        y = self.norm1(x)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))
""",
            "True means: may attend",
        ),
        "the library's layer without batch_first": (
            """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            mask = ~mask
            if mask.ndim == 3:
                mask = mask.repeat_interleave(self.heads, dim=0)
        y = self.norm1(x)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))
""",
            "batch_first=True",
        ),
        "the library's layer, masks in another order": (
            """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            mask = ~mask
            if mask.ndim == 3:
                mask = mask.repeat(self.heads, 1, 1)
        y = self.norm1(x)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))
""",
            "another one's mask, in some of its heads",
        ),
        "the library's layer, (N, T, T) as it is": (
            """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            mask = ~mask
        y = self.norm1(x)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))
""",
            None,
        ),
        "the library's layer as padding mask": (
            """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            mask = ~mask.any(dim=-2).expand(len(x), -1)
        y = self.norm1(x)
        x = x + self.attention(y, y, y, key_padding_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))
""",
            None,
        ),
        "the mask is not used": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))
""",
            "the mask is not used",
        ),
        "dropout": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(
            nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim), nn.Dropout(0.1)
        )

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            "global random state",
        ),
        "dropout in the library's attention": (
            """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True, dropout=0.1)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            mask = ~mask
            if mask.ndim == 3:
                mask = mask.repeat_interleave(self.heads, dim=0)
        y = self.norm1(x)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))
""",
            "global random state",
        ),
        "mlp_ratio is not used": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            "of shape (6, 18) is missing",
        ),
        "x is changed": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x += self.attention(self.norm1(x), mask)
        x += self.mlp(self.norm2(x))
        return x
""",
            "changes its argument 1",
        ),
        "the shortcut starts behind the normalisation": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = self.norm1(x)
        x = x + self.attention(x, mask)
        x = self.norm2(x)
        return x + self.mlp(x)
""",
            None,
        ),
        "both at once": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        return x + self.attention(self.norm1(x), mask) + self.mlp(self.norm2(x))
""",
            "both parts get x",
        ),
        "the second shortcut starts before the attention": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        y = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(y))
""",
            None,
        ),
        "only the queries are normalised": (
            """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            mask = ~mask
            if mask.ndim == 3:
                mask = mask.repeat_interleave(self.heads, dim=0)
        y = self.norm1(x)
        x = x + self.attention(y, x, x, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))
""",
            None,
        ),
        "values are not normalised": (
            """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            mask = ~mask
            if mask.ndim == 3:
                mask = mask.repeat_interleave(self.heads, dim=0)
        y = self.norm1(x)
        x = x + self.attention(y, y, x, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))
""",
            None,
        ),
        "linear layers without biases": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(
            nn.Linear(dim, mlp_ratio * dim, bias=False), nn.GELU(), nn.Linear(mlp_ratio * dim, dim)
        )

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            "has 414 weights, expected 432",
        ),
        "attention without biases": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            "has 414 weights, expected 432",
        ),
        "a third normalisation at the end": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.norm3 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return self.norm3(x + self.mlp(self.norm2(x)))
""",
            "has 444 weights, expected 432",
        ),
        "one head": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, 1)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            None,
        ),
        "the library's layer gives two things": (
            """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            mask = ~mask
            if mask.ndim == 3:
                mask = mask.repeat_interleave(self.heads, dim=0)
        y = self.norm1(x)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)
        return x + self.mlp(self.norm2(x))
""",
            None,
        ),
        "a normalisation over tokens and numbers": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(F.layer_norm(x, x.shape[1:]))
""",
            None,
        ),
        "a batch normalisation": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.BatchNorm1d(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.BatchNorm1d(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x.transpose(1, 2)).transpose(1, 2), mask)
        return x + self.mlp(self.norm2(x.transpose(1, 2)).transpose(1, 2))
""",
            None,
        ),
        "the library's block": (
            """
class Block(nn.TransformerEncoderLayer):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__(dim, heads, mlp_ratio * dim, 0.0, "gelu", batch_first=True, norm_first=True)
        self.heads = heads

    def forward(self, x, mask=None):
        if mask is not None and mask.ndim == 3:
            mask = mask.repeat_interleave(self.heads, dim=0)
        return super().forward(x, None if mask is None else ~mask)
""",
            "TransformerEncoderLayer",
        ),
        "one normalisation, two names": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = self.norm1
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            "`norm2.weight` of shape (6,) is missing",
        ),
        "attention twice": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            None,
        ),
        "the mask is always causal": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            mask = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).tril()
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
            None,
        ),
        "the first shortcut starts behind the normalisation": (
            """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = self.norm1(x)
        x = x + self.attention(x, mask)
        return x + self.mlp(self.norm2(x))
""",
            "the shortcut starts behind the normalisation",
        ),
    },
    "patchify": {
        "reshape alone": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    return x.reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    return tokens.reshape(N, C, height, width)
""",
            "x.reshape cuts rows, not patches",
        ),
        "the colours of a pixel side by side": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 3, 5, 1).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, patch, patch, C)
    return x.permute(0, 5, 1, 3, 2, 4).reshape(N, C, height, width)
""",
            "all of channel 0 must come first",
        ),
        "patches column by column": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 4, 2, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, w, h, C, patch, patch)
    return x.permute(0, 3, 2, 4, 1, 5).reshape(N, C, height, width)
""",
            "they must go row by row",
        ),
        "a patch column by column": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 5, 3).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 5, 2, 4).reshape(N, C, height, width)
""",
            "rows must come first",
        ),
        "each channel's patches are tokens": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 1, 2, 4, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            None,
        ),
        "the wrong axis is cut": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, patch, h, patch, w)
    return x.permute(0, 3, 5, 1, 2, 4).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            None,
        ),
        "back in another order": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 2, 4, 5).reshape(N, C, height, width)
""",
            "reshape alone lays tokens out as rows",
        ),
        "what is left over is cut off": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    h, w = H // patch, W // patch
    x = x[:, :, : h * patch, : w * patch].reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "must be refused",
        ),
        "no check in patchify": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected ValueError",
        ),
        "the height alone is looked at": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected ValueError",
        ),
        "the width alone is looked at": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected ValueError",
        ),
        "the number of pixels alone is looked at": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H * W % patch**2:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected ValueError",
        ),
        "both must be wrong": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch and W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch and width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected ValueError",
        ),
        "assert": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    assert H % patch == 0 and W % patch == 0
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    assert height % patch == 0 and width % patch == 0
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected ValueError, got AssertionError",
        ),
        "no check of height and width": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected ValueError",
        ),
        "no check of the number of tokens": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected ValueError",
        ),
        "no check of the number of tokens, minus one for the colours": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, -1, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, -1, height, width)
""",
            "Expected ValueError",
        ),
        "numbers of pixels are compared": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L * patch**2 != height * width:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            None,
        ),
        "no check of the length of a token": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected ValueError",
        ),
        "the length of a token against patch alone": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected ValueError",
        ),
        "minus one for the colours": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, -1, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, -1, height, width)
""",
            "is ambiguous",
        ),
        "images are square": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h = w = int(L**0.5)
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            None,
        ),
        "three colours": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = 3
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            None,
        ),
        "height and width changed places": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    w, h = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, width, height)
""",
            "the axes are in another order",
        ),
        "floats come out": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.float().reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected torch.int64, got torch.float32",
        ),
        "floats come back": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.float().reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "Expected torch.int64, got torch.float32",
        ),
        "the library's functions": (
            """
def patchify(x, patch):
    if x.shape[2] % patch or x.shape[3] % patch:
        raise ValueError("patch does not divide the image")
    return F.unfold(x, patch, stride=patch).transpose(1, 2)


def unpatchify(tokens, patch, height, width):
    h, w = height // patch, width // patch
    if height % patch or width % patch or tokens.shape[1] != h * w or tokens.shape[2] % patch**2:
        raise ValueError("these are not the patches of an image")
    return F.fold(tokens.transpose(1, 2), (height, width), patch, stride=patch)
""",
            "not implemented for 'Long'",
        ),
        "the library's functions on floats": (
            """
def patchify(x, patch):
    if x.shape[2] % patch or x.shape[3] % patch:
        raise ValueError("patch does not divide the image")
    return F.unfold(x.float(), patch, stride=patch).transpose(1, 2).to(x.dtype)


def unpatchify(tokens, patch, height, width):
    h, w = height // patch, width // patch
    if height % patch or width % patch or tokens.shape[1] != h * w or tokens.shape[2] % patch**2:
        raise ValueError("these are not the patches of an image")
    if len(tokens) == 0:
        return tokens.new_zeros(0, tokens.shape[2] // patch**2, height, width)
    return F.fold(tokens.float().transpose(1, 2), (height, width), patch, stride=patch).to(tokens.dtype)
""",
            None,
        ),
        "a list of patches": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    places = [(i * patch, j * patch) for i in range(h) for j in range(w)]
    return torch.stack([x[:, :, i : i + patch, j : j + patch] for i, j in places], dim=1)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            "the shape is not",
        ),
        "images must be square": (
            """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch or H != W:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(N, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(N, C, height, width)
""",
            None,
        ),
    },
    "vit": {
        "the mean of all tokens": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x).mean(dim=1))
""",
            None,
        ),
        "the mean of the patches": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x)[:, 1:].mean(dim=1))
""",
            None,
        ),
        "the last patch is read": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, -1]))
""",
            None,
        ),
        "the first patch is read": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 1]))
""",
            "a patch is read, not the class token",
        ),
        "the class token stands at the end, the first is read": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([x, self.token.expand(len(x), -1, -1)], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            None,
        ),
        "no positions": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1)
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "parameter `positions` should have shape (1, 17, 6); yours: None",
        ),
        "positions are made and not added": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1)
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "the positions are not added to the patches",
        ),
        "no position for the class token": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x + self.positions], dim=1)
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "yours: (1, 16, 6)",
        ),
        "one number for each position": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, 1) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "yours: (1, 17, 1)",
        ),
        "one position for all": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "yours: (1, 1, 6)",
        ),
        "sines and cosines, not learnt": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        t = torch.arange((image_size // patch) ** 2 + 1)[:, None]
        angles = t / 10000 ** (torch.arange(dim) // 2 * 2 / dim)
        self.register_buffer("positions", torch.where(torch.arange(dim) % 2 == 0, angles.sin(), angles.cos()))
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "parameter `positions` should have shape (1, 17, 6); yours: None",
        ),
        "a position for each row and each column": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.row = nn.Parameter(torch.randn(image_size // patch, 1, dim) * 0.02)
        self.column = nn.Parameter(torch.randn(1, image_size // patch, dim) * 0.02)
        self.first = nn.Parameter(torch.randn(1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1)
        x = x + torch.cat([self.first, (self.row + self.column).flatten(0, 1)])
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "parameter `positions` should have shape (1, 17, 6); yours: None",
        ),
        "no normalisation at the end": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(x[:, 0])
""",
            "no normalisation before the last layer",
        ),
        "normalised before the blocks": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        x = self.norm(x)
        for block in self.blocks:
            x = block(x)
        return self.logits(x[:, 0])
""",
            None,
        ),
        "the class token is zeros": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.register_buffer("token", torch.zeros(1, 1, dim))
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "parameter `token` should have shape (1, 1, 6); yours: None",
        ),
        "the class token is not learnt": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = torch.randn(1, 1, dim)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "parameter `token` should have shape (1, 1, 6); yours: None",
        ),
        "the class token is frozen": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02, requires_grad=False)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            None,
        ),
        "a class token for each image": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([torch.randn(len(x), 1, x.shape[2]), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "Two calls differ",
        ),
        "the same block again and again": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        block = nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
        self.blocks = nn.ModuleList([block] * depth)
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'2 blocks': 1020",
        ),
        "blocks in a Python list": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = list(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'2 blocks': 1020",
        ),
        "one block whatever the depth": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(1)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'2 blocks': 1020",
        ),
        "at least one block": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(max(depth, 1))
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'0 blocks': 0",
        ),
        "a block too many": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth + 1)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'2 blocks': 1020",
        ),
        "the library's stack of blocks": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        block = nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
        self.blocks = nn.TransformerEncoder(block, depth)
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        x = self.blocks(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "index 0 is out of range",
        ),
        "no batch_first": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "batch_first=True is missing",
        ),
        "dropout of the library's block": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.1, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "dropout left in the blocks",
        ),
        "ReLU of the library's block": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "ReLU in the blocks",
        ),
        "the library's block normalises after": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "norm_first=True",
        ),
        "2048 numbers in the library's block": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 2048, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'2 blocks': 1020",
        ),
        "twice as wide, not four times": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 2 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'2 blocks': 1020",
        ),
        "one head": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, 1, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "the blocks have one head",
        ),
        "patches without a bias": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch, bias=False)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'the layer for patches': 30",
        ),
        "logits without a bias": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes, bias=False)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'the last layer': 70",
        ),
        "patches by reshape": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Linear(in_channels * patch**2, dim)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x.reshape(len(x), -1, self.patches.in_features))
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "numbers of several patches",
        ),
        "tokens by reshape": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).reshape(len(x), self.positions.shape[1] - 1, -1)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "after a convolution transpose, then flatten",
        ),
        "patches overlap": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch + 2, stride=patch, padding=1)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "numbers of several patches",
        ),
        "softmax at the end": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0])).softmax(dim=1)
""",
            None,
        ),
        "all tokens are read": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim * ((image_size // patch) ** 2 + 1), n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x).flatten(1))
""",
            "'the last layer': 70",
        ),
        "a hidden layer before the logits": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Sequential(nn.Linear(dim, dim), nn.Tanh(), nn.Linear(dim, n_classes))

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'the last layer': 70",
        ),
        "no class token": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = x + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "parameter `token` should have shape (1, 1, 6); yours: None",
        ),
        "positions are added in every block": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1)
        for block in self.blocks:
            x = block(x + self.positions)
        return self.logits(self.norm(x[:, 0]))
""",
            None,
        ),
        "positions are added twice": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + 2 * self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            None,
        ),
        "the blocks get a causal mask": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x, torch.ones(x.shape[1], x.shape[1]).triu(1).bool())
        return self.logits(self.norm(x[:, 0]))
""",
            None,
        ),
        "the image is divided by 255": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x / 255).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            None,
        ),
        "a bend after the patches": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = F.gelu(self.patches(x)).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            None,
        ),
        "grey images": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(1, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x.mean(dim=1, keepdim=True)).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "'the layer for patches': 112",
        ),
        "the class token is added to the patches": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = x + self.token + self.positions[:, 1:]
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x.mean(dim=1)))
""",
            None,
        ),
        "blocks in the wrong order of axes, one image": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x.transpose(0, 1)).transpose(0, 1)
        return self.logits(self.norm(x[:, 0]))
""",
            None,
        ),
        "the class token's position is the last row": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        first = self.token.expand(len(x), -1, -1) + self.positions[:, -1:]
        x = torch.cat([first, x + self.positions[:, :-1]], dim=1)
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "the class token stands last",
        ),
        "the class token has one axis": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), 1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "parameter `token` should have shape (1, 1, 6); yours: (6,)",
        ),
        "a table for the positions": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Embedding((image_size // patch) ** 2 + 1, dim)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions.weight
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "parameter `positions` should have shape (1, 17, 6); yours: None",
        ),
        "other names": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.cls = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.pos = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(len(x), -1, -1), x], dim=1) + self.pos
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "parameter `token` should have shape (1, 1, 6); yours: None",
        ),
        "the class token gets no position": (
            """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x + self.positions[:, 1:]], dim=1)
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
            "no position is added to the class token",
        ),
    },
    "warmup-cosine": {
        "one step too early": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * (step + 1) / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            "the warm-up begins at 1 / warmup",
        ),
        "always divided by the warm-up": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    rise = min(1.0, step / warmup)
    share = min(1.0, max(0.0, (step - warmup) / max(total - warmup, 1)))
    if rise < 1:
        return lr * rise
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            "division by zero",
        ),
        "up to the warm-up's last step, and beyond": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step <= warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            "division by zero",
        ),
        "the warm-up's line wins at the end": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step <= warmup and warmup > 0:
        return lr * step / warmup
    if step >= total:
        return float(lr_min)
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            None,
        ),
        "the cosine over all steps": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = step / total
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            "the cosine runs from step 0",
        ),
        "the cosine's steps counted from 0": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = step / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            None,
        ),
        "the cosine ends one step early": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / max(total - warmup - 1, 1)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            "one step early",
        ),
        "divided by total": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / total
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            "total - warmup",
        ),
        "lr_min is not used": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr / 2 * (1 + math.cos(math.pi * share))
""",
            "`lr_min` is not used",
        ),
        "lr_min comes on top": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + lr / 2 * (1 + math.cos(math.pi * share))
""",
            "lr_min is added to the whole",
        ),
        "lr_min as a floor": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return max(lr_min, lr / 2 * (1 + math.cos(math.pi * share)))
""",
            "`lr_min` is not used",
        ),
        "0 at the end": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            None,
        ),
        "up again after the end": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / max(total - warmup, 1)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            "the cosine rises again",
        ),
        "nothing stops it at the end": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            "the cosine rises again",
        ),
        "the line starts at lr_min": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr_min + (lr - lr_min) * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            None,
        ),
        "twice the rate": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * share))
""",
            None,
        ),
        "a whole cosine": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(2 * math.pi * share))
""",
            "a whole cosine",
        ),
        "a quarter of a cosine": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) * math.cos(math.pi / 2 * share)
""",
            "a quarter",
        ),
        "degrees": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(180 * share))
""",
            "degrees",
        ),
        "a straight line down": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) * (1 - share)
""",
            "a straight line",
        ),
        "the line and the cosine at once": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    rate = lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * step / total))
    return rate * min(1.0, step / warmup) if warmup else rate
""",
            None,
        ),
        "a tensor": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + torch.cos(torch.tensor(math.pi * share)))
""",
            None,
        ),
        "whole numbers": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return float(lr_min)
    if step < warmup:
        return lr * (step // warmup)
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            None,
        ),
        "the largest rate at the end when the warm-up is all": (
            """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step > total:
        return float(lr_min)
    if step < warmup:
        return lr * step / warmup
    if total == warmup:
        return lr
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) / 2 * (1 + math.cos(math.pi * share))
""",
            None,
        ),
    },
    "attention-rollout": {
        "later blocks from the right": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=-1, keepdim=True)
        out = out @ table
    return out
""",
            "later blocks multiply from the right",
        ),
        "no identity": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    return out
""",
            "the identity is not added",
        ),
        "rows are not divided": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        out = table @ out
    return out
""",
            "rows are not divided by their sums",
        ),
        "columns are divided": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=0, keepdim=True)
        out = table @ out
    return out
""",
            "columns, not rows",
        ),
        "the sum over heads": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.sum(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    return out
""",
            "heads are added up",
        ),
        "the largest head": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.amax(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    return out
""",
            "the largest head",
        ),
        "the first head": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table[0] + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    return out
""",
            "the first head alone",
        ),
        "the mean over the queries": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=1) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    return out
""",
            None,
        ),
        "divided first, then the identity": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0)
        table = table / table.sum(dim=-1, keepdim=True) + torch.eye(table.shape[-1], dtype=table.dtype)
        out = table @ out
    return out
""",
            "rows are not divided by their sums",
        ),
        "the identity at the end": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    out = out + torch.eye(len(out), dtype=out.dtype)
    return out / out.sum(dim=-1, keepdim=True)
""",
            "each block must get its identity",
        ),
        "the weights are changed": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table += torch.eye(table.shape[-1], dtype=table.dtype)
        mean = table.mean(dim=0)
        out = mean / mean.sum(dim=-1, keepdim=True) @ out
    return out
""",
            "changes its argument 1",
        ),
        "the list is emptied": (
            """
def attention_rollout(weights):
    eye = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    out = eye
    while weights:
        table = weights.pop(0).mean(dim=0) + eye
        out = table / table.sum(dim=-1, keepdim=True) @ out
    return out
""",
            "changes its argument 1",
        ),
        "the last block alone": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights[-1:]:
        table = table.mean(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    return out
""",
            "only the last block",
        ),
        "without the first block": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights[1:]:
        table = table.mean(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    return out
""",
            "only the last block",
        ),
        "number by number": (
            """
def attention_rollout(weights):
    out = torch.ones(())
    for table in weights:
        table = table.mean(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table * out
    return out
""",
            "number by number",
        ),
        "each head for itself, the mean at the end": (
            """
def attention_rollout(weights):
    eye = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    out = eye
    for table in weights:
        table = table + eye
        out = table / table.sum(dim=-1, keepdim=True) @ out
    return out.mean(dim=0)
""",
            None,
        ),
        "the first block without the identity": (
            """
def attention_rollout(weights):
    eye = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    out = weights[0].mean(dim=0)
    for table in weights[1:]:
        table = table.mean(dim=0) + eye
        out = table / table.sum(dim=-1, keepdim=True) @ out
    return out
""",
            "the identity is not added",
        ),
        "transposed": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    return out.T
""",
            "it is transposed",
        ),
        "the row of the class token alone": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    return out[0]
""",
            "has the wrong shape",
        ),
        "the mean of the blocks": (
            """
def attention_rollout(weights):
    out = torch.stack([table.mean(dim=0) for table in weights]).mean(dim=0)
    out = out + torch.eye(len(out), dtype=out.dtype)
    return out / out.sum(dim=-1, keepdim=True)
""",
            "this is the mean of the blocks",
        ),
        "ones all over in place of the identity": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0) + 1
        table = table / table.sum(dim=-1, keepdim=True)
        out = table @ out
    return out
""",
            None,
        ),
        "a softmax in place of the division": (
            """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        table = table.softmax(dim=-1)
        out = table @ out
    return out
""",
            None,
        ),
        "two blocks": (
            """
def attention_rollout(weights):
    eye = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    first, last = [(table.mean(dim=0) + eye) / 2 for table in (weights[0], weights[-1])]
    return last @ first if len(weights) > 1 else first
""",
            None,
        ),
    },
    "causal-mask": {
        "above the diagonal": (
            """
def causal_mask(length):
    return torch.ones(length, length).triu().bool()
""",
            "row 0 may see itself only",
        ),
        "what is left out": (
            """
def causal_mask(length):
    return torch.ones(length, length).triu(1).bool()
""",
            "True must mean: may attend",
        ),
        "not itself": (
            """
def causal_mask(length):
    return torch.ones(length, length).tril(-1).bool()
""",
            "a token must see itself, too",
        ),
        "the next one too": (
            """
def causal_mask(length):
    return torch.ones(length, length).tril(1).bool()
""",
            "may not see the next",
        ),
        "floats": (
            """
def causal_mask(length):
    return torch.ones(length, length).tril()
""",
            "bool",
        ),
        "integers": (
            """
def causal_mask(length):
    return torch.ones(length, length, dtype=torch.long).tril()
""",
            "bool",
        ),
        "minus infinity": (
            """
def causal_mask(length):
    return torch.full((length, length), -math.inf).triu(1)
""",
            "torch.float32",
        ),
        "the library's mask": (
            """
def causal_mask(length):
    return nn.Transformer.generate_square_subsequent_mask(length)
""",
            "Expected torch.bool",
        ),
        "a NumPy array": (
            """
def causal_mask(length):
    return np.tri(length, dtype=bool)
""",
            "Expected torch.bool, got bool",
        ),
        "two axes more": (
            """
def causal_mask(length):
    return torch.ones(1, 1, length, length).tril().bool()
""",
            "has the wrong shape",
        ),
        "the diagonal alone": (
            """
def causal_mask(length):
    return torch.eye(length).bool()
""",
            "those before it",
        ),
        "everything": (
            """
def causal_mask(length):
    return torch.ones(length, length).bool()
""",
            "nothing is hidden",
        ),
        "from the other corner": (
            """
def causal_mask(length):
    return torch.ones(length, length).tril().bool().flip(1)
""",
            "column 0 on the left",
        ),
        "the first is for nobody": (
            """
def causal_mask(length):
    mask = torch.ones(length, length).tril().bool()
    mask[:, 0] = False
    return mask
""",
            "all must see the first",
        ),
    },
    "quiz-temperature": {
        "upside down": (
            """
def quiz_temperature():
    return 0.55
""",
            None,
        ),
        "the logarithm of 3": (
            """
def quiz_temperature():
    return 1.1
""",
            None,
        ),
        "shares proportional to logits": (
            """
def quiz_temperature():
    return 2
""",
            None,
        ),
        "the logarithm to base 10": (
            """
def quiz_temperature():
    return 4.19
""",
            None,
        ),
        "a string": (
            """
def quiz_temperature():
    return "1.82"
""",
            None,
        ),
        "a guess": (
            """
def quiz_temperature():
    return 1.5
""",
            None,
        ),
    },
    "sample-tokens": {
        "the largest logit": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = logits.argmax(dim=-1, keepdim=True)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "the largest logit is taken",
        ),
        "the temperature is not used": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1]
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "the temperature has no effect",
        ),
        "times the temperature": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] * temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "logits are multiplied by the temperature",
        ),
        "shares are divided by the temperature": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1]
        new = torch.multinomial(logits.softmax(dim=-1) / temperature, 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "divide the logits by it, not the shares",
        ),
        "shares to the power of the temperature": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1]
        new = torch.multinomial(logits.softmax(dim=-1) ** temperature, 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "multiplied by the temperature",
        ),
        "the root of the temperature": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature**0.5
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "no generator": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "global random state",
        ),
        "a seed inside": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    generator.manual_seed(0)
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "is another seed set inside",
        ),
        "a generator of its own with the same seed": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    generator = torch.Generator().manual_seed(generator.initial_seed())
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "NumPy with the generator's seed": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    rng = np.random.default_rng(generator.initial_seed())
    tokens = prefix.clone()
    for _ in range(steps):
        shares = (model(tokens)[:, -1] / temperature).double().softmax(dim=-1).numpy()
        new = [rng.choice(shares.shape[1], p=row / row.sum()) for row in shares]
        tokens = torch.cat([tokens, torch.tensor(new, dtype=torch.long).reshape(-1, 1)], dim=1)
    return tokens
""",
            None,
        ),
        "each step starts the generator anew": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        generator.manual_seed(generator.initial_seed())
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "logits at the first place": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, 0] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "the mean of all places": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens).mean(dim=1) / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "the last place but one": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, max(tokens.shape[1] - 2, 0)] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "the model sees the last token alone": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens[:, -1:])[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "the model sees the prefix alone": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(prefix)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "the model sees as many tokens as the prefix has": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens[:, -prefix.shape[1] :])[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "all places are drawn at once": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    shares = (model(prefix)[:, -1] / temperature).softmax(dim=-1)
    if steps == 0:
        return prefix.clone()
    new = torch.multinomial(shares, steps, replacement=True, generator=generator)
    return torch.cat([prefix, new], dim=1)
""",
            None,
        ),
        "a full width of zeros": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    L = prefix.shape[1]
    tokens = torch.cat([prefix, torch.zeros(len(prefix), steps, dtype=torch.long)], dim=1)
    for i in range(L, L + steps):
        logits = model(tokens)[:, -1] / temperature
        tokens[:, i] = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)[:, 0]
    return tokens
""",
            None,
        ),
        "one draw for all rows": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        shares = (model(tokens)[:, -1] / temperature).softmax(dim=-1)
        cut = torch.rand(1, generator=generator)
        new = (shares.cumsum(dim=-1) < cut).sum(dim=-1, keepdim=True).clamp(max=shares.shape[1] - 1)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "each row is drawn for itself",
        ),
        "the first row's token for all": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new[:1].expand(len(tokens), 1)], dim=1)
    return tokens
""",
            "each row is drawn for itself",
        ),
        "the first row's shares for all": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits[0].softmax(dim=-1), len(tokens), replacement=True, generator=generator)[:, None]
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "softmax over the rows": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=0), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "every token is equally likely",
        ),
        "new tokens alone": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens[:, prefix.shape[1] :]
""",
            "has the wrong shape",
        ),
        "a list that stays empty": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens, new = prefix, []
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new.append(torch.multinomial(logits.softmax(dim=-1), 1, generator=generator))
        tokens = torch.cat([prefix, *new], dim=1)
    return torch.cat([prefix, torch.cat(new, dim=1)], dim=1)
""",
            None,
        ),
        "the model is put into evaluation mode": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    model.eval()
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "exponentials that overflow": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.exp(), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "floats": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens.float()
""",
            "Expected torch.int64",
        ),
        "32 bits": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens.int()
""",
            "Expected torch.int64",
        ),
        "the three most likely alone": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        best = logits.topk(min(3, logits.shape[1])).values[:, -1:]
        logits = logits.masked_fill(logits < best, -math.inf)
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "token 0 is never drawn": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        logits[:, 0] = -math.inf
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "one row": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.full((len(tokens), 1), torch.multinomial(logits[0].softmax(dim=-1), 1, generator=generator).item())
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "each row is drawn for itself",
        ),
        "equally likely": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = torch.randint(logits.shape[1], (len(tokens), 1), generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "every token is equally likely",
        ),
        "a step too many": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps + 1):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "off by one",
        ),
        "at least one step": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(max(steps, 1)):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "off by one",
        ),
        "a step too few": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps - 1):
        logits = model(tokens)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            "has the wrong shape",
        ),
        "logits with noise": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    tokens = prefix.clone()
    for _ in range(steps):
        logits = model(tokens)[:, -1] / temperature
        new = (logits + torch.randn(logits.shape, generator=generator)).argmax(dim=-1, keepdim=True)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens
""",
            None,
        ),
        "prefix grows": (
            """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    for _ in range(steps):
        logits = model(prefix)[:, -1] / temperature
        new = torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)
        prefix.data = torch.cat([prefix, new], dim=1)
    return prefix
""",
            "changed",
        ),
    },
    "quiz-cost": {
        "no class token": (
            """
def quiz_cost():
    return 4096
""",
            None,
        ),
        "the number of tokens": (
            """
def quiz_cost():
    return 65
""",
            None,
        ),
        "keys alone get a class token": (
            """
def quiz_cost():
    return 4160
""",
            None,
        ),
        "pixels in place of patches": (
            """
def quiz_cost():
    return 1050625
""",
            None,
        ),
        "three colours": (
            """
def quiz_cost():
    return 12675
""",
            None,
        ),
        "half of it": (
            """
def quiz_cost():
    return 2145
""",
            None,
        ),
        "a float": (
            """
def quiz_cost():
    return 4225.0
""",
            None,
        ),
    },
}

RIGHT = {
    "attention": {
        "loops over all queries": """
def attention(q, k, v, mask=None):
    lead = q.shape[:-2]
    T, S, d = q.shape[-2], k.shape[-2], q.shape[-1]
    allowed = torch.ones(T, S, dtype=torch.bool) if mask is None else mask
    allowed = allowed.expand(*lead, T, S).reshape(-1, T, S)
    q, k, v = (x.reshape(-1, *x.shape[-2:]) for x in (q, k, v))
    outs, tables = [], []
    for n in range(len(q)):
        rows = []
        for t in range(T):
            shares = 0.0 * (q[n, t] @ k[n].T)
            some = allowed[n, t]
            if some.any():
                fits = (k[n][some] * q[n, t]).sum(dim=1) / d**0.5
                shares = shares.index_put((some.nonzero()[:, 0],), torch.softmax(fits, dim=0))
            rows.append(shares)
        table = torch.stack(rows)
        tables.append(table)
        outs.append(table @ v[n])
    return torch.stack(outs).reshape(*lead, T, -1), torch.stack(tables).reshape(*lead, T, S)
""",
        "einsum, exponentials by hand": """
def attention(q, k, v, mask=None):
    scores = torch.einsum("...td,...sd->...ts", q, k) * q.size(-1) ** -0.5
    if mask is None:
        mask = torch.ones(scores.shape[-2:], dtype=torch.bool)
    least = torch.finfo(scores.dtype).min
    top = scores.detach().masked_fill(~mask, least).amax(dim=-1, keepdim=True).clamp(min=least / 2)
    fits = torch.where(mask, scores - top, -math.inf).exp()
    total = fits.sum(dim=-1, keepdim=True)
    weights = fits / torch.where(total == 0, torch.ones_like(total), total)
    return torch.einsum("...ts,...se->...te", weights, v), weights
""",
        "minus a billion, then times the mask": """
def attention(q, k, v, mask=None):
    scores = torch.matmul(q, k.mT) / np.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e9)
    weights = F.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights * mask
    return torch.matmul(weights, v), weights
""",
        "only rows with a True go through the softmax": """
def attention(q, k, v, mask=None):
    scores = (q @ k.transpose(-1, -2)).div(math.sqrt(k.shape[-1]))
    if mask is None:
        weights = torch.softmax(scores, -1)
        return weights @ v, weights
    some = mask.any(dim=-1, keepdim=True)
    weights = torch.softmax(scores.masked_fill(~mask & some, float("-inf")), -1)
    weights = weights.masked_fill(~some, 0.0)
    return weights @ v, weights
""",
        "batches in a row, bmm, root of d split between q and k": """
def attention(q, k, v, mask=None):
    lead, root = q.shape[:-2], q.shape[-1] ** 0.25
    a, b, c = (x.reshape(-1, *x.shape[-2:]) for x in (q, k, v))
    scores = torch.bmm(a / root, (b / root).transpose(1, 2))
    if mask is not None:
        hide = ~mask.expand(*lead, *mask.shape[-2:]).reshape(scores.shape)
        empty = hide.all(dim=2, keepdim=True)
        scores = scores.masked_fill(hide, -torch.inf).masked_fill(empty, 0.0)
        weights = scores.softmax(dim=2).masked_fill(empty, 0.0)
    else:
        weights = scores.softmax(dim=2)
    out = torch.bmm(weights, c)
    return out.reshape(*lead, *out.shape[1:]), weights.reshape(*lead, *weights.shape[1:])
""",
        "through the logarithm": """
def attention(q, k, v, mask=None):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    bias = torch.zeros_like(scores)
    if mask is not None:
        bias = bias.masked_fill(mask.logical_not(), torch.finfo(scores.dtype).min / 2)
    weights = (scores + bias).log_softmax(dim=-1).exp()
    if mask is not None:
        weights = torch.where(mask, weights, torch.zeros((), dtype=weights.dtype))
    return weights @ v, weights
""",
        "NaN becomes 0": """
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = torch.nan_to_num(scores.softmax(dim=-1), 0.0)
    return weights @ v, weights
""",
    },
    "multi-head": {
        "fused, library's attention": """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = self.qkv(x).reshape(N, T, 3, self.heads, dim // self.heads).permute(2, 0, 3, 1, 4)
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        out = F.scaled_dot_product_attention(q, k, v, mask)
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
        "q, k, v, and attention by hand": """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        N, T, dim = x.shape
        q, k, v = (layer(x).reshape(N, T, self.heads, -1).transpose(1, 2) for layer in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (dim // self.heads) ** 0.5
        if mask is not None:
            if mask.ndim == 3:
                mask = mask[:, None]
            scores = scores.masked_fill(~mask, -math.inf)
        out = scores.softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(N, T, dim))
""",
        "a loop over heads": """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.dim, self.n_heads = dim, heads
        self.q, self.k, self.v, self.proj = (nn.Linear(dim, dim) for _ in range(4))

    def forward(self, x, mask=None):
        q, k, v = self.q(x), self.k(x), self.v(x)
        size = self.dim // self.n_heads
        outs = []
        for h in range(self.n_heads):
            part = slice(h * size, (h + 1) * size)
            scores = torch.bmm(q[..., part], k[..., part].transpose(1, 2)) / math.sqrt(size)
            if mask is not None:
                scores = torch.where(mask, scores, -1e30)
            outs.append(torch.bmm(torch.softmax(scores, dim=2), v[..., part]))
        return self.proj(torch.cat(outs, dim=2))
""",
        "fused, einsum, chunk": """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.qkv = nn.Linear(dim, dim * 3)
        self.proj = nn.Linear(dim, dim)
        self.h = heads

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(-1, (self.h, -1)) for part in self.qkv(x).chunk(3, dim=-1))
        scores = torch.einsum("nthd,nshd->nhts", q, k) * q.shape[-1] ** -0.5
        if mask is not None:
            mask = mask.expand(len(x), -1, -1).unsqueeze(1)
            scores = scores + torch.zeros(mask.shape).masked_fill(~mask, -torch.inf)
        return self.proj(torch.einsum("nhts,nshd->nthd", scores.softmax(-1), v).flatten(2))
""",
        "images and heads in one axis": """
def many(x, heads):
    N, T, dim = x.shape
    return x.view(N, T, heads, dim // heads).permute(0, 2, 1, 3).contiguous().view(N * heads, T, dim // heads)


class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.k = nn.Linear(dim, dim)
        self.q = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)
        self.dim, self.heads = dim, heads

    def forward(self, x, mask=None):
        N, T, _ = x.shape
        q, k, v = many(self.q(x), self.heads), many(self.k(x), self.heads), many(self.v(x), self.heads)
        if mask is not None and mask.dim() == 3:
            mask = mask.repeat_interleave(self.heads, dim=0)
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        out = out.view(N, self.heads, T, self.dim // self.heads).permute(0, 2, 1, 3).reshape(N, T, self.dim)
        return self.proj(out)
""",
        "image by image": """
class MultiHeadSelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)
        self.heads, self.size = heads, dim // heads

    def one(self, x, mask):
        q, k, v = self.qkv(x).split(self.heads * self.size, dim=1)
        q, k, v = (part.reshape(-1, self.heads, self.size).transpose(0, 1) for part in (q, k, v))
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(0, 1).flatten(1))

    def forward(self, x, mask=None):
        masks = [None] * len(x) if mask is None else mask.expand(len(x), *mask.shape[-2:])
        return torch.stack([self.one(image, own) for image, own in zip(x, masks)])
""",
    },
    "sincos-positions": {
        "two loops": """
def sincos_positions(length, dim):
    rows = []
    for t in range(length):
        row = []
        for i in range(dim // 2):
            w = 10000 ** (-2 * i / dim)
            row += [math.sin(t * w), math.cos(t * w)]
        rows.append(row)
    return torch.tensor(rows)
""",
        "stacked, 32 bits all through": """
def sincos_positions(length, dim):
    w = torch.exp(torch.arange(0, dim, 2) * (-math.log(10000.0) / dim))
    angles = torch.arange(length).unsqueeze(1) * w
    return torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)
""",
        "a complex exponential": """
def sincos_positions(length, dim):
    i = torch.arange(dim // 2, dtype=torch.float64)
    angles = torch.outer(torch.arange(length, dtype=torch.float64), 10000 ** (-2 * i / dim))
    turn = torch.exp(1j * angles)
    return torch.view_as_real(turn).flip(-1).reshape(length, dim).float()
""",
        "a cosine is a sine": """
def sincos_positions(length, dim):
    column = np.arange(dim)
    angles = np.arange(length)[:, None] / 10000 ** (column // 2 * 2 / dim)
    return torch.from_numpy(np.sin(angles + column % 2 * np.pi / 2).astype(np.float32))
""",
        "NumPy, column by column": """
def sincos_positions(length, dim):
    t, out = np.arange(length), np.empty((length, dim), dtype="float32")
    for j in range(dim):
        w = 10000.0 ** (-(j - j % 2) / dim)
        out[:, j] = np.cos(t * w) if j % 2 else np.sin(t * w)
    return torch.tensor(out)
""",
    },
    "block": {
        "own attention, fused": """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))
""",
        "the library's attention": """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        if mask is not None:
            mask = ~mask
            if mask.ndim == 3:
                mask = mask.repeat_interleave(self.heads, dim=0)
        y = self.norm1(x)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))
""",
        "own attention with q, k, v and proj, all in one class": """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.q, self.k, self.v, self.proj = (nn.Linear(dim, dim) for _ in range(4))
        self.up = nn.Linear(dim, mlp_ratio * dim)
        self.down = nn.Linear(mlp_ratio * dim, dim)

    def attend(self, x, mask):
        N, T, dim = x.shape
        q, k, v = (f(x).view(N, T, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        scores = q @ k.mT / q.shape[-1] ** 0.5
        if mask is not None:
            scores = scores.masked_fill(~mask.reshape(-1, 1, T, T), -math.inf)
        return self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(N, T, dim))

    def forward(self, x, mask=None):
        x = x + self.attend(self.norm1(x), mask)
        y = self.up(self.norm2(x))
        return x + self.down(y * 0.5 * (1 + torch.erf(y / 2**0.5)))
""",
        "the library's attention, token axis first, float mask": """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.attn = nn.MultiheadAttention(dim, heads)
        self.fc1 = nn.Linear(dim, int(dim * mlp_ratio))
        self.fc2 = nn.Linear(int(dim * mlp_ratio), dim)
        self.norm1 = nn.LayerNorm(dim)
        self.norm2 = nn.LayerNorm(dim)

    def forward(self, x, mask=None):
        h = self.norm1(x).transpose(0, 1)
        bias = None
        if mask is not None:
            bias = torch.zeros(mask.shape).masked_fill(~mask, float("-inf"))
            if bias.dim() == 3:
                bias = bias[:, None].expand(-1, self.attn.num_heads, -1, -1).flatten(0, 1)
        h, _ = self.attn(h, h, h, attn_mask=bias)
        x = x + h.transpose(0, 1)
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))
""",
        "a residual class round both parts": """
class Heads(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.size = heads, dim // heads
        self.q, self.k, self.v = nn.Linear(dim, dim), nn.Linear(dim, dim), nn.Linear(dim, dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask):
        outs = []
        q, k, v = self.q(x), self.k(x), self.v(x)
        for h in range(self.heads):
            a, b, c = (part[..., h * self.size : (h + 1) * self.size] for part in (q, k, v))
            outs.append(F.scaled_dot_product_attention(a, b, c, mask))
        return self.proj(torch.cat(outs, dim=-1))


class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.norm2 = nn.LayerNorm(dim)
        self.heads = Heads(dim, heads)
        self.think = nn.ModuleList([nn.Linear(dim, mlp_ratio * dim), nn.Linear(mlp_ratio * dim, dim)])

    def forward(self, x, mask=None):
        out = x.clone()
        out += self.heads(self.norm1(x), mask)
        first, second = self.think
        return torch.add(out, second(F.gelu(first(self.norm2(out)))))
""",
        "library's attention, a mask for each head by hand": """
class Block(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim, eps=1e-5)
        self.norm2 = nn.LayerNorm([dim])
        self.attn = nn.MultiheadAttention(dim, heads, dropout=0.0, bias=True, batch_first=True)
        self.mlp = nn.Sequential(
            nn.Linear(dim, dim * mlp_ratio), nn.GELU("none"), nn.Linear(dim * mlp_ratio, dim), nn.Dropout(0.0)
        )

    def forward(self, x, mask=None):
        heads = self.attn.num_heads
        normed = self.norm1(x)
        if mask is None:
            out = self.attn(normed, normed, normed)[0]
        else:
            hide = torch.logical_not(mask).expand(len(x), *mask.shape[-2:])
            hide = torch.stack([hide[n // heads] for n in range(len(x) * heads)])
            out = self.attn(normed, normed, normed, attn_mask=hide)[0]
        hidden = out + x
        return self.mlp(self.norm2(hidden)) + hidden
""",
    },
    "patchify": {
        "loops and slices": """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch != 0 or W % patch != 0:
        raise ValueError(f"{patch} does not divide {H} and {W}")
    tokens = []
    for top in range(0, H, patch):
        for left in range(0, W, patch):
            tokens.append(x[:, :, top : top + patch, left : left + patch].flatten(1))
    return torch.stack(tokens, dim=1)


def unpatchify(tokens, patch, height, width):
    N, L, size = tokens.shape
    if height % patch != 0 or width % patch != 0:
        raise ValueError(f"{patch} does not divide {height} and {width}")
    if L != (height // patch) * (width // patch) or size % (patch * patch) != 0:
        raise ValueError("tokens do not fit")
    x = torch.empty(N, size // (patch * patch), height, width, dtype=tokens.dtype)
    number = 0
    for top in range(0, height, patch):
        for left in range(0, width, patch):
            x[:, :, top : top + patch, left : left + patch] = tokens[:, number].view(N, x.shape[1], patch, patch)
            number += 1
    return x
""",
        "windows of the tensor": """
def patchify(x, patch):
    if any(side % patch for side in x.shape[2:]):
        raise ValueError("no whole number of patches")
    windows = x.unfold(2, patch, patch).unfold(3, patch, patch)
    return windows.permute(0, 2, 3, 1, 4, 5).flatten(3).flatten(1, 2)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("no whole number of patches")
    if tokens.shape[1] != height * width // patch**2:
        raise ValueError("another number of patches")
    if tokens.shape[2] % patch**2:
        raise ValueError("no whole number of channels")
    colours = tokens.shape[2] // patch**2
    x = tokens.unflatten(2, (colours, patch, patch)).unflatten(1, (height // patch, width // patch))
    return torch.einsum("nijcab->nciajb", x).reshape(len(tokens), colours, height, width)
""",
        "split and joined": """
def fits(patch, height, width):
    if height % patch or width % patch:
        raise ValueError("does not fit")


def patchify(x, patch):
    fits(patch, *x.shape[2:])
    rows = [part for row in x.split(patch, dim=2) for part in row.split(patch, dim=3)]
    return torch.stack([part.flatten(start_dim=1) for part in rows], dim=1)


def unpatchify(tokens, patch, height, width):
    fits(patch, height, width)
    down, right = height // patch, width // patch
    if tokens.shape[1] != down * right or tokens.shape[2] % patch**2:
        raise ValueError("does not fit")
    channels = tokens.shape[2] // patch**2
    parts = [part.reshape(len(tokens), channels, patch, patch) for part in tokens.unbind(dim=1)]
    rows = [torch.cat(parts[i * right : (i + 1) * right], dim=3) for i in range(down)]
    return torch.cat(rows, dim=2)
""",
        "the numbers of the pixels are cut, then looked up": """
def where(patch, channels, height, width):
    number = torch.arange(channels * height * width).reshape(channels, height // patch, patch, width // patch, patch)
    return number.permute(1, 3, 0, 2, 4).reshape(-1)


def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch")
    return x.flatten(1)[:, where(patch, C, H, W)].reshape(N, (H // patch) * (W // patch), C * patch**2)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch")
    if tokens.shape[1] != (height // patch) * (width // patch) or tokens.shape[2] % patch**2:
        raise ValueError("tokens")
    C = tokens.shape[2] // patch**2
    back = where(patch, C, height, width).argsort()
    return tokens.flatten(1)[:, back].reshape(len(tokens), C, height, width)
""",
        "axes exchanged one pair after the other": """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch > 0 or W % patch > 0:
        raise ValueError
    x = x.contiguous().view(N, C, H // patch, patch, W // patch, patch)
    x = x.transpose(3, 4).movedim(1, 3)
    return x.contiguous().view(N, H * W // patch**2, C * patch**2)


def unpatchify(tokens, patch, height, width):
    if height % patch > 0 or width % patch > 0:
        raise ValueError
    N, L, size = tokens.shape
    if L * patch**2 != height * width:
        raise ValueError
    C, rest = divmod(size, patch**2)
    if rest:
        raise ValueError
    x = tokens.reshape(N, height // patch, width // patch, C, patch, patch)
    return x.movedim(3, 1).transpose(3, 4).reshape(N, C, height, width)
""",
        "minus one for the images": """
def patchify(x, patch):
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError("patch does not divide the image")
    h, w = H // patch, W // patch
    x = x.reshape(N, C, h, patch, w, patch)
    return x.permute(0, 2, 4, 1, 3, 5).reshape(N, h * w, C * patch * patch)


def unpatchify(tokens, patch, height, width):
    if height % patch or width % patch:
        raise ValueError("patch does not divide the image")
    N, L, size = tokens.shape
    h, w = height // patch, width // patch
    if L != h * w:
        raise ValueError("wrong number of patches")
    if size % patch**2:
        raise ValueError("wrong length of a token")
    C = size // patch**2
    x = tokens.reshape(-1, h, w, C, patch, patch)
    return x.permute(0, 3, 1, 4, 2, 5).reshape(-1, C, height, width)
""",
    },
    "vit": {
        "a convolution, the library's blocks": """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Conv2d(in_channels, dim, patch, stride=patch)
        self.token = nn.Parameter(torch.randn(1, 1, dim) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (image_size // patch) ** 2 + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(depth)
        )
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.logits(self.norm(x[:, 0]))
""",
        "own blocks, a table of positions": """
class Own(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x, mask=None):
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=2))
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]
        return self.proj(F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).flatten(2))


class Both(nn.Module):
    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Own(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp_ratio * dim), nn.GELU(), nn.Linear(mlp_ratio * dim, dim))

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))


class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patch = patch
        self.embed = nn.Linear(in_channels * patch * patch, dim)
        self.register_parameter("token", nn.Parameter(torch.zeros(1, 1, dim)))
        self.register_parameter("positions", nn.Parameter(torch.randn(1, 1 + (image_size // patch) ** 2, dim)))
        self.blocks = nn.Sequential(*[Both(dim, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, n_classes)

    def forward(self, x):
        tokens = self.embed(F.unfold(x, self.patch, stride=self.patch).transpose(1, 2))
        tokens = torch.cat((self.token.repeat(x.shape[0], 1, 1), tokens), dim=1).add(self.positions)
        return self.head(self.norm(self.blocks(tokens))[:, 0])
""",
        "permuted patches, token axis first": """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.side, self.patch = image_size // patch, patch
        self.words = nn.Linear(patch * patch * in_channels, dim)
        self.token = nn.Parameter(torch.empty(1, 1, dim).normal_(std=0.02))
        self.positions = nn.Parameter(torch.zeros(1, self.side**2 + 1, dim))
        layer = lambda: nn.TransformerEncoderLayer(dim, heads, 4 * dim, dropout=0, activation=F.gelu, norm_first=True)
        self.depth = depth
        for number in range(depth):
            setattr(self, f"block{number}", layer())
        self.last = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, n_classes))

    def forward(self, x):
        N, C, H, W = x.shape
        x = x.reshape(N, C, self.side, self.patch, self.side, self.patch).permute(2, 4, 0, 3, 5, 1)
        x = self.words(x.flatten(3).flatten(0, 1))
        x = torch.cat([self.token.repeat(1, N, 1), x]) + self.positions.transpose(0, 1)
        for number in range(self.depth):
            x = getattr(self, f"block{number}")(x)
        return self.last(x[0])
""",
        "own blocks with the library's attention, positions added before the class token joins": """
class Layer(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attn = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.mlp = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        y = self.norm1(x)
        x = x + self.attn(y, y, y, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        grid = image_size // patch
        self.cut = nn.Unfold(patch, stride=patch)
        self.to_tokens = nn.Linear(in_channels * patch**2, dim)
        self.positions = nn.Parameter(torch.rand(1, 1 + grid * grid, dim))
        self.token = nn.Parameter(torch.rand(1, 1, dim))
        self.layers = nn.ModuleList([Layer(dim, heads) for _ in range(depth)])
        self.final = nn.LayerNorm(dim)
        self.classify = nn.Linear(dim, n_classes)

    def forward(self, x):
        patches = self.to_tokens(self.cut(x).mT) + self.positions[:, 1:]
        first = (self.token + self.positions[:, :1]).repeat(len(x), 1, 1)
        x = torch.cat([first, patches], 1)
        for layer in self.layers:
            x = layer(x)
        return self.classify(self.final(x)[:, 0, :])
""",
        "a zero vector for the class token, the library's stack when there are blocks": """
class ViT(nn.Module):
    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        self.patches = nn.Sequential(nn.Conv2d(in_channels, dim, kernel_size=patch, stride=patch), nn.Flatten(2))
        self.token = nn.Parameter(torch.zeros(1, 1, dim))
        self.positions = nn.Parameter(torch.zeros(1, (image_size // patch) ** 2 + 1, dim))
        nn.init.trunc_normal_(self.positions, std=0.02)
        norm = nn.LayerNorm(dim)
        if depth:
            layer = nn.TransformerEncoderLayer(dim, heads, dim * 4, 0.0, "gelu", batch_first=True, norm_first=True)
            self.body = nn.TransformerEncoder(layer, depth, norm, enable_nested_tensor=False)
        else:
            self.body = norm
        self.out = nn.Linear(dim, n_classes)

    def forward(self, x):
        x = self.patches(x).permute(0, 2, 1)
        token = self.token.expand(len(x), 1, -1)
        return self.out(self.body(torch.cat([token, x], dim=1) + self.positions)[:, 0])
""",
    },
    "warmup-cosine": {
        "the square of a cosine": """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step < warmup:
        return lr * (step / warmup)
    left = max(total - warmup, 1)
    angle = math.pi / 2 * min((step - warmup) / left, 1)
    if step >= total:
        return float(lr_min)
    return lr_min + (lr - lr_min) * math.cos(angle) ** 2
""",
        "NumPy, cut off at the end": """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step < min(warmup, total):
        return float(np.interp(step, [0, warmup], [0, lr]))
    if step >= total:
        return float(lr_min)
    share = np.clip((step - warmup) / (total - warmup), 0, 1)
    return float(lr_min + 0.5 * (lr - lr_min) * (1 + np.cos(np.pi * share)))
""",
        "a mixture of both rates": """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if warmup > 0 and step < warmup:
        return float(lr * step / warmup)
    if total <= step:
        return float(lr_min)
    high = (math.cos((step - warmup) * math.pi / (total - warmup)) + 1) / 2
    return float(high * lr + (1 - high) * lr_min)
""",
        "the library's schedule": """
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    if step >= total:
        return lr_min
    if step < warmup:
        return step * lr / warmup
    optimiser = torch.optim.SGD([torch.zeros(1)], lr=lr)
    plan = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, total - warmup, lr_min)
    for _ in range(step - warmup):
        optimiser.step()
        plan.step()
    return optimiser.param_groups[0]["lr"]
""",
    },
    "attention-rollout": {
        "half the weights, half the identity": """
def attention_rollout(weights):
    out = None
    for table in weights:
        mixed = 0.5 * table.mean(0) + 0.5 * torch.eye(table.shape[1]).to(table)
        out = mixed if out is None else mixed @ out
    return out
""",
        "all blocks in one tensor, from the last to the first": """
def attention_rollout(weights):
    tables = torch.stack([torch.mean(w, dim=0) for w in weights])
    tables = F.normalize(tables + torch.eye(tables.shape[-1], dtype=tables.dtype), p=1, dim=2)
    out = tables[-1]
    for table in tables.flip(0)[1:]:
        out = torch.matmul(out, table)
    return out
""",
        "token by token": """
def attention_rollout(weights):
    L = weights[0].shape[1]
    out = torch.stack([F.one_hot(torch.tensor(t), L).to(weights[0].dtype) for t in range(L)])
    for table in weights:
        new = torch.zeros_like(out)
        for t in range(L):
            row = table[:, t].mean(dim=0).clone()
            row[t] += 1
            row = row / row.sum()
            for s in range(L):
                new[t] += row[s] * out[s]
        out = new
    return out
""",
        "calls itself, einsum": """
def attention_rollout(weights):
    *before, last = weights
    heads, L, _ = last.shape
    last = torch.einsum("hts->ts", last) / heads
    last = last.clone().fill_diagonal_(0) + torch.diag(last.diagonal() + 1)
    last = last / last.sum(1)[:, None]
    return torch.einsum("ts,su->tu", last, attention_rollout(before)) if before else last
""",
        "rows are divided once, at the end": """
def attention_rollout(weights):
    out = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for table in weights:
        table = table.mean(dim=0) + torch.eye(table.shape[-1], dtype=table.dtype)
        out = table @ out
    return out / out.sum(dim=-1, keepdim=True)
""",
    },
    "causal-mask": {
        "places compared": """
def causal_mask(length):
    t = torch.arange(length)
    return t[:, None] >= t
""",
        "two loops": """
def causal_mask(length):
    return torch.tensor([[key <= query for key in range(length)] for query in range(length)])
""",
        "not what comes later": """
def causal_mask(length):
    return ~torch.triu(torch.ones(length, length, dtype=torch.bool), diagonal=1)
""",
        "row by row": """
def causal_mask(length):
    mask = torch.zeros((length, length), dtype=torch.bool)
    for row in range(length):
        mask[row, : row + 1] = True
    return mask
""",
        "NumPy": """
def causal_mask(length):
    return torch.from_numpy(np.tril(np.ones((length, length), dtype=bool)))
""",
        "sums from above": """
def causal_mask(length):
    return torch.eye(length).cumsum(dim=0) > 0
""",
        "the library's mask compared": """
def causal_mask(length):
    return nn.Transformer.generate_square_subsequent_mask(length) == 0
""",
    },
    "quiz-temperature": {
        "computed": """
def quiz_temperature():
    return 2 / math.log(3)
""",
        "two places": """
def quiz_temperature():
    return 1.82
""",
    },
    "sample-tokens": {
        "Gumbel noise and argmax": """
def sample_tokens(model, prefix, steps, temperature, generator):
    with torch.no_grad():
        out = prefix
        for _ in range(steps):
            logits = model(out)[:, -1, :].double() / temperature
            noise = -torch.log(-torch.log(torch.rand(logits.shape, generator=generator, dtype=torch.float64)))
            out = torch.cat([out, (logits + noise).argmax(dim=1)[:, None]], dim=1)
    return out.clone()
""",
        "the cumulated shares": """
@torch.inference_mode()
def sample_tokens(model, prefix, steps, temperature, generator):
    out = prefix.clone()
    for _ in range(steps):
        scores = model(out)[:, -1] / temperature
        borders = torch.softmax(scores, dim=1).cumsum(dim=1)
        cut = torch.rand(len(out), 1, generator=generator) * borders[:, -1:]
        new = torch.searchsorted(borders, cut, right=True).clamp(max=scores.shape[1] - 1)
        out = torch.hstack([out, new])
    return out
""",
        "row by row, place by place": """
def sample_tokens(model, prefix, steps, temperature, generator):
    N, L = prefix.shape
    tokens = torch.zeros(N, L + steps, dtype=torch.int64)
    tokens[:, :L] = prefix
    for place in range(L, L + steps):
        with torch.no_grad():
            logits = model(tokens[:, :place])
        for n in range(N):
            shares = F.softmax(logits[n, -1] / temperature, dim=0)
            tokens[n, place] = torch.multinomial(shares, 1, generator=generator).item()
    return tokens
""",
        "calls itself": """
def sample_tokens(model, prefix, steps, temperature, generator):
    if steps == 0:
        return prefix.clone()
    with torch.no_grad():
        fits = model(prefix)[:, -1] / temperature
    fits = (fits - fits.max(dim=-1, keepdim=True).values).exp()
    new = fits.multinomial(1, generator=generator)
    return sample_tokens(model, torch.cat((prefix, new), dim=-1), steps - 1, temperature, generator)
""",
        "exponential clocks": """
@torch.no_grad()
def sample_tokens(model, prefix, steps, temperature, generator):
    rows = [prefix]
    for _ in range(steps):
        shares = model(torch.cat(rows, dim=1))[:, -1].div(temperature).log_softmax(dim=-1).exp()
        waits = torch.empty_like(shares).exponential_(generator=generator)
        rows.append((shares / waits).argmax(dim=-1, keepdim=True))
    return torch.cat(rows, dim=1)
""",
    },
    "quiz-cost": {
        "computed": """
def quiz_cost():
    return ((32 // 4) ** 2 + 1) ** 2
""",
    },
}

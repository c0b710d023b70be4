# %% [markdown]
# # 9 · Vision transformers
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({{colab}})

# %% [markdown]
# **About this lesson** · You write attention and a transformer's block, and train two models with them: one that reads
# digits, and one that draws them pixel by pixel.
#
# You will
# - look things up softly, by hand, then with matrices,
# - see what heads and positions are for,
# - train a vision transformer, and see what it looks at,
# - turn the same block into a small GPT that draws,
# - see what a network that knows nothing about images has to pay for it.
#
# You need lesson 6 (convolutions). Reading takes about an hour, the exercises 150 (53 points). The whole notebook runs in
# about two minutes on a laptop CPU.

# %% [markdown]
# ## Set-up

# %% tags=["install"]
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("course_utils") is None:
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "git+{{repository}}"], check=True
    )

# %% tags=["imports"]
import math

import ipywidgets
import numpy as np
import sklearn.svm
import torch
import torch.nn.functional as F
from torch import nn
from tqdm.auto import tqdm

from course_utils import checks, compare, data, plot
from course_utils.seeds import seeded

# %% [markdown]
# ## 1 · A soft look-up
#
# A dictionary takes a key and gives the value that is stored under it. The key fits one entry, or none. **Attention** is a dictionary
# whose keys fit more or less: the **query** is compared with every key, and the answer is a mixture of all values, the
# better the fit the larger the share. The shares are called **attention weights**. (They are results, not learnt like the weights of a layer.)

# %% [markdown]
# Four words, each with a key of two numbers (how much animal, how much motion), and a value:
#
# | word | key | value |
# |---|---|---|
# | the | (0, 0) | 0 |
# | cat | (2, 0) | 10 |
# | ran | (0, 2) | 20 |
# | fast | (0, 1) | 30 |
#
# The query (2, 0) asks for an animal. Its dot products with the keys are 0, 4, 0, 0. The softmax of these makes shares: $e^4 = 54.6$ against
# three times 1, so 0.9479 for "cat" and 0.0174 for each of the others. The answer is 0.9479 · 10 + 0.0174 (0 + 20 + 30) = 10.35.

# %%
keys = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [0.0, 1.0]])
values = np.array([0.0, 10.0, 20.0, 30.0])
query = np.array([2.0, 0.0])
fit = np.exp(keys @ query)
shares = fit / fit.sum()
print("shares", shares.round(3), "answer", round(float(shares @ values), 2))

# %% [markdown]
# With a query of zeros all shares are equal, and the answer is the mean, 15. With long queries one share is nearly 1, and
# the slope of the softmax nearly 0: it learns nothing. Products of vectors of $d$ random numbers grow like $\sqrt d$, so they are divided
# by it:
#
# $$\text{attention}(Q, K, V) = \text{softmax}\left(\frac{Q K^\top}{\sqrt d}\right) V$$
#
# There are T queries and S keys, so $Q K^\top$ is T x S: **a row for each query**, and each row adds up to 1.

# %% [markdown]
# In loops: for each query, its products with all keys, their softmax, the mixture of the values.


# %%
def attention_in_loops(q, k, v):
    """(T, d), (S, d), (S, dv) -> (T, dv), one query after the other."""
    out = np.zeros((len(q), v.shape[1]))
    for t in range(len(q)):
        fits = np.array([np.dot(q[t], key) for key in k]) / len(q[t]) ** 0.5  # (S,)
        shares = np.exp(fits) / np.exp(fits).sum()
        for share, value in zip(shares, v):
            out[t] += share * value
    return out


print(attention_in_loops(query[None], keys, values[:, None]))

# %% [markdown]
# With the root of d = 2 below, the fit of the cat is 2.83, not 4: its share falls to 0.85, and the answer rises to 11.
#
# The same with four patches of a digit: the query is one patch, the keys are all of them. Here nothing is learnt yet:
# queries, keys and values are the patches themselves, with their mean taken off.

# %%
images, digit_labels = data.digits()
quarters = images[3].reshape(2, 4, 2, 4).transpose(0, 2, 1, 3).reshape(4, 16)
centred = quarters - quarters.mean()
products = centred @ centred.T / np.sqrt(16)
weights = np.exp(products) / np.exp(products).sum(axis=1, keepdims=True)
figure, axes = plot.figure(1, 2, size=(3.2, 2.6))
axes[0].imshow(images[3], cmap="gray")
for k in range(4):
    axes[0].text(4 * (k % 2), 4 * (k // 2) + 0.2, str(k), color="red", fontsize=12)
axes[0].axhline(3.5, color="white")
axes[0].axvline(3.5, color="white")
axes[0].set(title="four patches", xticks=(), yticks=())
plot.heatmap(axes[1], weights)
axes[1].set(title="shares, a row for each query", xlabel="key", ylabel="query")
plot.show(
    figure,
    "A digit cut into four patches, and the four by four shares: each patch attends to itself and to those that look alike.",
)

# %% [markdown]
# ### Exercise 1 · Attention
# **7 points · 20 minutes**
#
# The mask says who may attend to what: False is left out, its share is 0, and the others share what is left. A row with False everywhere gives
# zeros. PyTorch's `F.scaled_dot_product_attention`, `F.multi_head_attention_forward` and `nn.MultiheadAttention` are not allowed: this is what you build.
#
# <details><summary>Hint</summary>
#
# Minus infinity becomes 0 in a softmax. A row of nothing but minus infinity becomes NaN: what then? `k.transpose(-2, -1)` exchanges the last two axes.
#
# </details>


# %% solution="attention"
# --- exercise: attention ---
def attention(q, k, v, mask=None):
    """Scaled dot-product attention (Vaswani and others, 2017).

    Parameters
    ----------
    q : Tensor of shape (..., T, d), float
        Queries. The axes in front, such as batch and heads, are any number, and the same for q, k and v.
    k : Tensor of shape (..., S, d), float
        Keys.
    v : Tensor of shape (..., S, dv), float
        Values.
    mask : Tensor of shape (T, S), or one that broadcasts to (..., T, S), bool, optional
        True: the query of this row may attend to the key of this column.

    Returns
    -------
    out : Tensor of shape (..., T, dv)
        Gradients come back to q, k and v.
    weights : Tensor of shape (..., T, S)
        Each row adds up to 1; a row that may attend nowhere has zeros in both. Products of +-1000 don't overflow.
    """
    ### BEGIN SOLUTION
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])  # (..., T, S)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
        lost = ~mask.any(dim=-1, keepdim=True)  # (..., T, 1)
        scores = scores.masked_fill(lost, 0.0)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        weights = weights.masked_fill(lost, 0.0)
    return weights @ v, weights
    ### END SOLUTION


# %% check="attention-worked" points=1
words = torch.tensor([[0.0, 0, 0], [2, 0, 0], [0, 2, 0], [0, 1, 0]])
worth = torch.arange(20.0).reshape(4, 5)
asked = torch.tensor([[2.0, 0, 0], [0, 2, 0]])
answer = attention(asked.clone(), words.clone(), worth.clone())
out, shares = checks.parts(answer, 2)
fits = np.array([[0.0, 4, 0, 0], [0, 0, 4, 2]])
roots = {
    "the products are not divided by the root of d": 1,
    "divided by d, not by its root": 3,
    "multiplied by the root of d, not divided": 3**-0.5,
    "divided by the root of S, the number of keys: d is asked for": 2,
    "divided by the root of T, the number of queries": 2**0.5,
    "divided by the root of dv, the length of a value": 5**0.5,
}
known = {text: np.exp(fits / root) for text, root in roots.items()}
known = {text: e / e.sum(axis=1, keepdims=True) for text, e in known.items()}
e = np.exp(fits / 3**0.5)
known["the softmax goes over the queries, not over the keys"] = e / e.sum(axis=0)
known["there is no softmax"] = fits / 3**0.5
wanted = e / e.sum(axis=1, keepdims=True)
checks.close(shares, wanted, suspects=known)
checks.close(out, wanted @ worth.numpy())

# %% check="attention-random" points=1
rng = checks.rng("attention-random")
checks.forbidden(attention, "scaled_dot_product_attention", "MultiheadAttention")
checks.forbidden(attention, "multi_head_attention_forward")
for lead, T, S, d, dv, kind in (
    ((), 3, 5, 4, 2, "float64"),
    ((2,), 4, 3, 6, 5, "float32"),
    ((2, 3), 1, 4, 2, 3, "float64"),
    ((3, 1, 2), 5, 1, 3, 1, "float64"),
):
    kind = getattr(torch, kind)
    q, k, v = (
        torch.tensor(rng.normal(size=(*lead, *shape))).to(kind)
        for shape in ((T, d), (S, d), (S, dv))
    )
    out, shares = checks.parts(checks.unchanged(attention, q, k, v), 2)
    checks.close(out, F.scaled_dot_product_attention(q, k, v), rtol=1e-5, atol=1e-6)
    right = (q @ k.mT / d**0.5).softmax(dim=-1)
    checks.close(shares, right, rtol=1e-5, atol=1e-6)

# %% check="attention-mask" points=1
rng = checks.rng("attention-mask")
cases = ((2, 3), (), 4, 5), ((2,), (2,), 3, 4), ((2, 3), (2, 1), 4, 4)
for lead, over, T, S in cases:
    q, k, v = (torch.tensor(rng.normal(size=(*lead, n, 6))) for n in (T, S, S))
    mask = torch.tensor(rng.uniform(size=(*over, T, S)) < 0.6)
    mask[..., 0] = True
    mask[..., 1, :] = False
    given = [part.clone() for part in (q, k, v, mask)]
    out, shares = checks.parts(checks.unchanged(attention, *given), 2)
    fits = q @ k.mT / 6**0.5
    hidden = fits.masked_fill(~mask, -math.inf)
    right = torch.nan_to_num(hidden.softmax(dim=-1), 0.0)
    lost = hidden.masked_fill(~mask.any(-1, keepdim=True), 0.0)
    known = {
        "True must mean: may attend": fits.masked_fill(mask, -math.inf).softmax(-1),
        "a row that may attend nowhere: NaN, not zeros": hidden.softmax(-1),
        "a row that may attend nowhere gets equal shares": lost.softmax(-1),
        "masked after the softmax: rows do not add up to 1": fits.softmax(-1) * mask,
        "0 in place of minus infinity: exp(0) is 1": (fits * mask).softmax(-1),
        "the mask is not used": fits.softmax(-1),
    }
    checks.close(shares, right, suspects=known, rtol=1e-5, atol=1e-6)
    checks.close(out, right @ v, rtol=1e-5, atol=1e-6)

# %% check="attention-far" points=1
far = torch.tensor([[1000.0, 0.0], [-1000.0, 0.0]])
near = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
worth = torch.tensor([[1.0], [2.0], [4.0]])
out, shares = checks.parts(attention(far.clone(), near.clone(), worth.clone()), 2)
overflow = "the exponential overflows: take the row's largest score off, or use softmax"
known = {
    overflow: math.nan * np.ones((2, 3)),
    overflow + " (nan_to_num hides it)": 0 * np.ones((2, 3)),
}
checks.close(shares, [[1, 0, 0], [0, 1, 0]], suspects=known, atol=1e-6)
checks.close(out, [[1.0], [2.0]], atol=1e-5)
alone = torch.tensor([[False, False, True], [False, False, False]])
out, shares = checks.parts(attention(far, near, worth, alone), 2)
checks.close(shares, [[0, 0, 1], [0, 0, 0]], atol=1e-6)
checks.close(out, [[4.0], [0.0]], atol=1e-5)

# %% check="attention-apart" points=1
# Scores of one row must not spoil those of another, nor those that do not count.
near = torch.tensor([[1.0, 0.0], [0.9, 0.0], [0.0, 1.0]])
both, worth = torch.tensor([[1000.0, 0.0], [0.0, 0.0]]), torch.ones(3, 1)
_, shares = checks.parts(attention(both.clone(), near.clone(), worth.clone()), 2)
third, own = [1 / 3] * 3, "the largest score of all is taken off, not each row's own"
known = {own: [[1, 0, 0], [0, 0, 0]], f"{own}: 0 / 0": [[1, 0, 0], [math.nan] * 3]}
known["scores are cut off at a bound"] = [[0.5, 0.5, 0], third]
checks.close(shares, [[1, 0, 0], third], suspects=known, atol=1e-6)
only = torch.tensor([[True, False, False]])
given = -both[:1], near.clone(), worth.clone(), only
_, shares = checks.parts(attention(*given), 2)
text = "a score that may not count beats one that may: minus infinity, not a number"
checks.close(shares, [[1, 0, 0]], suspects={text: [[0, 0.5, 0.5]]}, atol=1e-6)

# %% check="attention-back" points=1
rng = checks.rng("attention-back")
q, k, v = (torch.tensor(rng.normal(size=(2, n, 3))) for n in (4, 5, 5))
upstream, mask = torch.tensor(rng.normal(size=(2, 4, 3))), torch.ones(4, 5).bool()
mask[1], mask[2, 3:] = False, False
_, slopes = checks.gradients(attention, q, k, v, mask, upstream=upstream, to=(0, 1, 2))
leaves = [part.clone().requires_grad_() for part in (q, k, v)]
rows = [0, 2, 3]  # the others may attend nowhere, and have no say
right = F.scaled_dot_product_attention(leaves[0][:, rows], *leaves[1:], mask[rows])
right.backward(upstream[:, rows])
message = "NaN in a gradient: minus infinity went through the softmax of a whole row."
for slope, leaf in zip(slopes, leaves):
    checks.holds(not bool(slope.isnan().any()), message)
    checks.close(slope, leaf.grad, rtol=1e-5, atol=1e-6)

# %% check="attention-secret" points=1
# Once more when your work is graded, on vectors that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("attention-secret")
T, S, d, dv = (int(n) for n in rng.integers(2, 7, size=4))
q, k, v = (
    torch.tensor(rng.normal(size=(2, *shape))) for shape in ((T, d), (S, d), (S, dv))
)
mask = torch.tensor(rng.uniform(size=(T, S)) < 0.5)
mask[0] = False
right = (q @ k.mT / d**0.5).masked_fill(~mask, -math.inf).softmax(-1).nan_to_num(0.0)
out, shares = checks.parts(attention(q, k, v, mask), 2)
checks.close(shares, right, rtol=1e-5, atol=1e-6)
checks.close(out, right @ v, rtol=1e-5, atol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# ## 2 · Many at a time
#
# What goes in, a word, or later a patch or a pixel, is a vector of `dim` numbers: a **token**. One query can ask for one thing. A word may want to know who did it and when. So several **heads** ask at once: the
# vector of `dim` numbers is mapped to queries, keys and values by three linear layers; each is cut into `heads` pieces of
# dim / heads numbers; each head attends with its piece; the answers are put side by side again, and a last linear layer mixes them. Queries, keys
# and values all come from the same tokens: **self-attention**.

# %% [markdown]
# ### Exercise 2 · Multi-head self-attention
# **7 points · 20 minutes**
#
# `nn.MultiheadAttention` is not allowed: it is what you build. `F.scaled_dot_product_attention` is, from here on.
#
# <details><summary>Hint</summary>
#
# Cut the last axis into (heads, dim / heads), then exchange tokens and heads: (N, T, dim) -> (N, T, heads, size) -> (N,
# heads, T, size). Cut directly to (N, heads, T, size), and numbers of several tokens get mixed. A mask for each image,
# (N, T, T), needs one more axis, for the heads.
#
# </details>


# %% solution="multi-head"
# --- exercise: multi-head ---
class MultiHeadSelfAttention(nn.Module):
    """Self-attention with several heads.

    Its linear layers have biases and are called `q`, `k`, `v` and `proj`; or `qkv`, with the rows of q first, then those
    of k, then those of v, and `proj`. Head h has the numbers h * dim / heads and following of each.

    Parameters
    ----------
    dim : int
        Length of a token.
    heads : int
        It divides `dim`.
    """

    def __init__(self, dim, heads):
        super().__init__()
        ### BEGIN SOLUTION
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)
        ### END SOLUTION

    def forward(self, x, mask=None):
        """Let every token attend to every token.

        Parameters
        ----------
        x : Tensor of shape (N, T, dim), float32
        mask : Tensor of shape (T, T) or (N, T, T), bool, optional
            True: the token of this row may attend to that of this column. Every row has a True.

        Returns
        -------
        Tensor of shape (N, T, dim), float32
            No weights beside it.
        """
        ### BEGIN SOLUTION
        (count, length, dim), size = x.shape, x.shape[2] // self.heads
        parts = self.qkv(x).reshape(count, length, 3, self.heads, size)
        q, k, v = parts.permute(2, 0, 3, 1, 4)  # each (N, heads, T, size)
        if mask is not None and mask.ndim == 3:
            mask = mask[:, None]  # the same for all heads
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.proj(out.transpose(1, 2).reshape(count, length, dim))
        ### END SOLUTION


# %% check="multi-head-layers" points=1
for dim, heads in ((6, 2), (8, 8), (5, 1)):
    layer = MultiHeadSelfAttention(dim, heads)
    shapes = {name: tuple(p.shape) for name, p in layer.named_parameters()}
    one = {"proj": (dim, dim), "q": (dim, dim), "k": (dim, dim), "v": (dim, dim)}
    fused = {"proj": (dim, dim), "qkv": (3 * dim, dim)}
    allowed = [
        {
            f"{name}.{kind}": size if kind == "weight" else size[:1]
            for name, size in layers.items()
            for kind in ("weight", "bias")
        }
        for layers in (one, fused)
    ]
    message = f"Its parameters should be {allowed[0]}, or with `qkv` in place of q, k and v; yours are {shapes}."
    checks.holds(shapes in allowed, message)
    out = layer(torch.zeros(2, 3, dim))
    checks.shape(out, (2, 3, dim))
    checks.dtype(out, "torch.float32")

# %% check="multi-head-heads" points=1
rng = checks.rng("multi-head-heads")
N, T, dim, heads, size = 2, 5, 6, 2, 3
layer = MultiHeadSelfAttention(dim, heads)
w = {name: p.detach() for name, p in layer.state_dict().items()}
if "q.weight" in w:
    for kind in ("weight", "bias"):
        w[f"qkv.{kind}"] = torch.cat([w[f"{name}.{kind}"] for name in "qkv"])
x = torch.tensor(2 * rng.normal(size=(N, T, dim))).float()
qkv = (x @ w["qkv.weight"].T + w["qkv.bias"]).chunk(3, dim=2)  # each (N, T, dim)
sdp, last, bias = F.scaled_dot_product_attention, w["proj.weight"].T, w["proj.bias"]
cut = [z.reshape(N, T, heads, size).transpose(1, 2) for z in qkv]
turned = [z.reshape(N, T, size, heads).permute(0, 3, 1, 2) for z in qkv]
mixed = [z.reshape(N, heads, T, size) for z in qkv]
small = sdp(cut[0] / heads**0.5, *cut[1:]).transpose(1, 2)
known = {
    "reshape to (N, heads, T, size) mixes tokens": sdp(*mixed).transpose(1, 2),
    "reshape alone, there and back, mixes tokens": sdp(*mixed),
    "heads and tokens are not exchanged back": sdp(*cut),
    "a head takes every other number": sdp(*turned).permute(0, 2, 3, 1),
    "a head takes every other number, but only at first": sdp(*turned).transpose(1, 2),
    "attention goes over the heads": sdp(*[z.transpose(1, 2) for z in cut]),
    "divided by the root of dim, not of dim / heads": small,
}
known = {t: z.reshape(N, T, dim) @ last + bias for t, z in known.items()}
known["`proj` is not applied"] = sdp(*cut).transpose(1, 2).reshape(N, T, dim)
wanted = known["`proj` is not applied"] @ last + bias
checks.close(layer(x.clone()), wanted, suspects=known, rtol=1e-3, atol=1e-4)

# %% check="multi-head-random" points=1
rng = checks.rng("multi-head-random")
checks.forbidden(MultiHeadSelfAttention, "MultiheadAttention")
checks.forbidden(MultiHeadSelfAttention, "multi_head_attention_forward")
for N, T, dim, heads in ((2, 5, 6, 2), (1, 4, 8, 4), (3, 1, 4, 1), (2, 3, 9, 3)):
    layer, w = MultiHeadSelfAttention(dim, heads), {}
    for name, p in layer.state_dict().items():
        w[name] = torch.tensor(rng.normal(size=tuple(p.shape))).float()
    layer.load_state_dict(w)
    twin, state = nn.MultiheadAttention(dim, heads, batch_first=True), {}
    for kind in ("weight", "bias"):
        first = [w[f"{n}.{kind}"] for n in ("qkv", *"qkv") if f"{n}.{kind}" in w]
        state[f"in_proj_{kind}"] = torch.cat(first)
        state[f"out_proj.{kind}"] = w[f"proj.{kind}"]
    twin.load_state_dict(state)
    x = torch.tensor(rng.normal(size=(N, T, dim))).float()
    with torch.no_grad():
        wanted = twin(x, x, x, need_weights=False)[0]
    mapped = x @ state["in_proj_weight"].T + state["in_proj_bias"]
    q, k, v = mapped.reshape(N, T, 3, heads, -1).permute(2, 0, 3, 1, 4)
    sdp = F.scaled_dot_product_attention
    wrong = {"q k^T is not divided by the root of dim / heads": sdp(q, k, v, scale=1)}
    wrong["divided by the root of heads"] = sdp(q, k, v, scale=heads**-0.5)
    wrong["the parts of qkv must be q, k, v, in this order"] = sdp(k, q, v)
    wrong["the parts of qkv must be q, k, v, not v, k, q"] = sdp(v, k, q)
    wrong["nothing may be masked here"] = sdp(q, k, v, is_causal=True)
    known = {"the shortcut belongs to the block, not here": wanted + x}
    for text, z in wrong.items():
        known[text] = twin.out_proj(z.transpose(1, 2).reshape(N, T, dim)).detach()
    found = checks.unchanged(layer, x.clone())
    checks.close(found, wanted, suspects=known, rtol=1e-3, atol=1e-4)

# %% check="multi-head-mask" points=1
rng = checks.rng("multi-head-mask")
for N, T, dim, heads in ((2, 4, 6, 2), (1, 3, 6, 3)):
    layer, w = MultiHeadSelfAttention(dim, heads), {}
    for name, p in layer.state_dict().items():
        w[name] = torch.tensor(rng.normal(size=tuple(p.shape))).float()
    layer.load_state_dict(w)
    if "q.weight" in w:
        for kind in ("weight", "bias"):
            w[f"qkv.{kind}"] = torch.cat([w[f"{name}.{kind}"] for name in "qkv"])
    x = torch.tensor(rng.normal(size=(N, T, dim))).float()
    mask = torch.tensor(rng.uniform(size=(T, T)) < 0.5)
    own = torch.arange(T)  # each row has a True, and a False
    mask[own, own], mask[own, (own + 1) % T] = True, False
    mapped = (x @ w["qkv.weight"].T + w["qkv.bias"]).reshape(N, T, 3, heads, -1)

    def through(over):
        found = F.scaled_dot_product_attention(*mapped.permute(2, 0, 3, 1, 4), over)
        found = found.transpose(1, 2).reshape(N, T, dim)
        return found @ w["proj.weight"].T + w["proj.bias"]

    known = {"the mask is not used": None, "True must mean: may attend": ~mask}
    known["rows and columns of the mask have changed places"] = mask.T
    known = {text: through(over) for text, over in known.items()}
    out = checks.unchanged(layer, x.clone(), mask.clone())
    checks.close(out, through(mask), suspects=known, rtol=1e-3, atol=1e-4)

# %% check="multi-head-each" points=1
rng = checks.rng("multi-head-each")
for N, T, dim, heads in ((3, 5, 8, 4), (2, 3, 6, 3), (2, 2, 4, 2), (4, 4, 4, 1)):
    layer = MultiHeadSelfAttention(dim, heads)
    x = torch.tensor(rng.normal(size=(N, T, dim))).float()
    mask = torch.tensor(rng.uniform(size=(N, T, T)) < 0.5) | torch.eye(T).bool()
    out = checks.unchanged(layer, x.clone(), mask.clone()).detach()
    for n in range(N):  # an image alone, with its own mask
        known = {}
        for other in range(N):
            alone = layer(x[n : n + 1].clone(), mask[other].clone()).detach()
            known[f"image {n} has the mask of image {other}"] = alone[0]
        wanted = known.pop(f"image {n} has the mask of image {n}")
        checks.close(out[n], wanted, suspects=known, rtol=1e-3, atol=1e-4)

# %% check="multi-head-back" points=1
rng = checks.rng("multi-head-back")
layer = MultiHeadSelfAttention(6, 3)
x = torch.tensor(rng.normal(size=(2, 4, 6))).float()
upstream = torch.tensor(rng.normal(size=(2, 4, 6))).float()
w = {name: p.detach() for name, p in layer.state_dict().items()}
for kind in ("weight", "bias"):
    w.setdefault(
        f"qkv.{kind}", torch.cat([w.get(f"{n}.{kind}", torch.zeros(0)) for n in "qkv"])
    )
twin = nn.MultiheadAttention(6, 3, batch_first=True)
state = {"in_proj_weight": w["qkv.weight"], "in_proj_bias": w["qkv.bias"]}
twin.load_state_dict(
    state | {f"out_proj.{n}": w[f"proj.{n}"] for n in ("weight", "bias")}
)
_, (slope,) = checks.gradients(layer, x, upstream=upstream)
leaf = x.clone().requires_grad_()
twin(leaf, leaf, leaf, need_weights=False)[0].backward(upstream)
checks.close(slope, leaf.grad, rtol=1e-3, atol=1e-5)

# %% check="multi-head-secret" points=1
# Once more when your work is graded, for sizes that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("multi-head-secret")
heads, size, N, T = (int(n) for n in rng.integers(1, 5, size=4))
dim = heads * size
layer = MultiHeadSelfAttention(dim, heads)
w = {
    name: torch.tensor(rng.normal(size=tuple(p.shape))).float()
    for name, p in layer.state_dict().items()
}
layer.load_state_dict(w)
for kind in ("weight", "bias"):
    w.setdefault(
        f"qkv.{kind}", torch.cat([w.get(f"{n}.{kind}", torch.zeros(0)) for n in "qkv"])
    )
x, mask = (
    torch.tensor(rng.normal(size=(N, T, dim))).float(),
    torch.ones(T, T).bool().tril(),
)
parts = (x @ w["qkv.weight"].T + w["qkv.bias"]).reshape(N, T, 3, heads, size)
out = F.scaled_dot_product_attention(*parts.permute(2, 0, 3, 1, 4), attn_mask=mask)
wanted = out.transpose(1, 2).reshape(N, T, dim) @ w["proj.weight"].T + w["proj.bias"]
checks.close(layer(x, mask), wanted, rtol=1e-3, atol=1e-4)
### END HIDDEN TESTS

# %% [markdown]
# ## 3 · Where is it?
#
# Attention looks at a **set**: exchange two tokens, and the answers are exchanged, nothing else. "Dog bites man" and "man
# bites dog" are the same to it. So each token is told where it stands: a vector for its **position** is added. The first
# transformers used sines and cosines, fast ones and slow ones, like the hands of a clock:
#
# $$p_{t, 2i} = \sin(t\,\omega_i), \quad p_{t, 2i + 1} = \cos(t\,\omega_i), \quad \omega_i = 10000^{-2i/\text{dim}}$$
#
# For dim = 4 and t = 1 that is sin 1, cos 1, sin 0.01, cos 0.01: (0.841, 0.540, 0.010, 1.000).

# %%
letters = torch.randn(1, 5, 8, generator=torch.Generator().manual_seed(0))  # 5 tokens
swapped = [0, 3, 2, 1, 4]
plain_layer = nn.MultiheadAttention(8, 2, batch_first=True)
with torch.no_grad():
    answers = plain_layer(letters, letters, letters)[0]
    others = letters[:, swapped]
    exchanged = plain_layer(others, others, others)[0]
print("tokens 1 and 3 change places, and so do their answers, nothing else:")
print(f"largest difference {float((exchanged - answers[:, swapped]).abs().max()):.0e}")

# %% [markdown]
# ### Exercise 3 · Positions
# **3 points · 8 minutes**
#
# Your table will tell the GPT of section 7 where each pixel is.


# %% solution="sincos-positions"
# --- exercise: sincos-positions ---
def sincos_positions(length, dim):
    """Vectors for positions 0, 1, ...: sines and cosines of falling frequency, in turns.

    Parameters
    ----------
    length : int
    dim : int
        Even.

    Returns
    -------
    Tensor of shape (length, dim), float32
        Column 2 i is sin(t w), column 2 i + 1 is cos(t w), with w = 10000 ** (-2 i / dim).
    """
    ### BEGIN SOLUTION
    place = torch.arange(length, dtype=torch.float64)[:, None]
    angle = place * 10000.0 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    return torch.stack([angle.sin(), angle.cos()], dim=2).reshape(length, dim).float()
    ### END SOLUTION


# %% check="sincos-positions-worked" points=1
table = sincos_positions(2, 4)
wanted = np.array(
    [[0, 1, 0, 1], [math.sin(1), math.cos(1), math.sin(0.01), math.cos(0.01)]]
)
half = np.array([[0, 1, 0, 1], [*wanted[1, :2], math.sin(0.1), math.cos(0.1)]])
slow = np.array([[0, 1, 0, 1], [*wanted[1, :2], math.sin(1e-4), math.cos(1e-4)]])
later = [[math.sin(1), math.cos(1), math.sin(0.01), math.cos(0.01)]]
later += [[math.sin(2), math.cos(2), math.sin(0.02), math.cos(0.02)]]
known = {
    "all sines first, then all cosines: they must take turns": wanted[:, [0, 2, 1, 3]],
    "cosine before sine": wanted[:, [1, 0, 3, 2]],
    "the exponent is i / dim: 2 i / dim is asked for": half,
    "the last frequency is 1e-4, not 1e-2: the exponent is 2 i / dim, i = 0, 1, ...": slow,
    "positions begin at 1": later,
}
for text, angles in {
    "frequencies rise: the exponent must be negative": (1, 1, 100, 100),
    "the base must be 10000, not 1000": (1, 1, 1000**-0.5, 1000**-0.5),
    "angles are multiplied by 2 pi": 2 * math.pi * np.array([1, 1, 0.01, 0.01]),
    "t must be the position itself, no share of the length": (0.5, 0.5, 0.005, 0.005),
    "sine and cosine of a pair must have the same frequency": (1, 0.1, 0.01, 0.001),
}.items():
    known[text] = [
        [0, 1, 0, 1],
        [f(a) for f, a in zip([math.sin, math.cos] * 2, angles)],
    ]
checks.close(table, wanted, suspects=known, rtol=1e-4, atol=1e-5)
checks.dtype(table, "torch.float32")

# %% check="sincos-positions-sizes" points=1
for length, dim in ((7, 2), (1, 8), (65, 12), (300, 16)):
    wanted = np.zeros((length, dim))
    for t in range(length):
        for i in range(dim // 2):
            angle = t * 10000 ** (-2 * i / dim)
            wanted[t, 2 * i], wanted[t, 2 * i + 1] = math.sin(angle), math.cos(angle)
    table = checks.unchanged(sincos_positions, length, dim)
    checks.close(table, wanted, rtol=1e-3, atol=1e-4)

# %% check="sincos-positions-secret" points=1
# Once more when your work is graded, for sizes that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("sincos-positions-secret")
for _ in range(3):
    length, dim = int(rng.integers(2, 60)), 2 * int(rng.integers(1, 12))
    angle = np.arange(length)[:, None] * 10000 ** (-2 * np.arange(dim // 2) / dim)
    table = sincos_positions(length, dim)
    checks.close(table[:, ::2], np.sin(angle), rtol=1e-3, atol=1e-4)
    checks.close(table[:, 1::2], np.cos(angle), rtol=1e-3, atol=1e-4)
### END HIDDEN TESTS

# %%
figure, axes = plot.figure(1, 2, size=(3.4, 2.6))
table = sincos_positions(65, 32)
axes[0].imshow(table, cmap="viridis", aspect="auto")
axes[0].set(title="positions", xlabel="number", ylabel="position")
axes[1].imshow(table @ table.T, cmap="viridis")
axes[1].set(title="their products", xlabel="position", ylabel="position")
plot.show(
    figure,
    "Left the table: the first columns change fast with the position, the last hardly. Right the products of all pairs of positions: largest on the diagonal, falling off in ripples.",
)

# %% [markdown]
# ## 4 · The block
#
# A transformer is one block, many times. Each block first lets the tokens look at each other, then lets each think for
# itself, in a small network of two linear layers with a non-linearity between, the **MLP**. Around both there is a shortcut, as in lesson 6, and before both a **layer
# normalisation**: each token's numbers get mean 0 and variance 1, then a learnt scale and offset. (So nothing depends on the batch.)
#
# $$x \leftarrow x + \text{attention}(\text{norm}_1(x)), \qquad x \leftarrow x + \text{mlp}(\text{norm}_2(x))$$
#
# With the normalisations there it is called **pre-norm**. The first transformers had them behind the shortcuts, post-norm, and were harder to train when deep. The non-linearity is the **GELU**, $x\,\Phi(x)$: like ReLU, but round. $\Phi(x)$ is the share of the normal distribution below $x$. (Some networks replace it by a
# formula with tanh, which is nearly the same. We don't.)

# %% [markdown]
# ### Exercise 4 · A transformer's block
# **7 points · 20 minutes**
#
# Attention is either your `MultiHeadSelfAttention` or `nn.MultiheadAttention`. In the mask of the latter
# True means left out, the opposite. It takes (T, T), or a mask for each image and head, (N * heads, T, T): repeat that of each image with `repeat_interleave`.
# PyTorch's layers of a transformer (`nn.TransformerEncoderLayer` and the like) are not allowed: they are what you build.


# %% solution="block"
# --- exercise: block ---
class Block(nn.Module):
    """Attention and two linear layers, each with a layer normalisation before it and a shortcut around it.

    The normalisations (`nn.LayerNorm`) are called `norm1` and `norm2`; linear layers have biases; there is no dropout.

    Parameters
    ----------
    dim, heads : int
    mlp_ratio : int
        The first linear layer makes mlp_ratio * dim numbers of each token. Between the two stands the exact GELU.
    """

    def __init__(self, dim, heads, mlp_ratio=4):
        super().__init__()
        ### BEGIN SOLUTION
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)
        wide = nn.Linear(dim, mlp_ratio * dim), nn.GELU()
        self.mlp = nn.Sequential(*wide, nn.Linear(mlp_ratio * dim, dim))
        ### END SOLUTION

    def forward(self, x, mask=None):
        """Return the tokens after the block.

        Parameters
        ----------
        x : Tensor of shape (N, T, dim), float32
            It is not changed.
        mask : Tensor of shape (T, T) or (N, T, T), bool, optional
            True: may attend. Every row has a True.

        Returns
        -------
        Tensor of shape (N, T, dim), float32
        """
        ### BEGIN SOLUTION
        h = self.norm1(x)
        if mask is not None:
            mask = ~mask if mask.ndim == 2 else ~mask.repeat_interleave(self.heads, 0)
        x = x + self.attention(h, h, h, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))
        ### END SOLUTION


# %% check="block-layers" points=1
for dim, heads, ratio in ((6, 2, 3), (4, 4, 2), (8, 2, 4)):
    block = Block(dim, heads, ratio)
    shapes = {name: tuple(p.shape) for name, p in block.named_parameters()}
    for name in ("norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias"):
        message = f"`{name}` of shape ({dim},) is missing among {shapes}."
        checks.holds(shapes.get(name) == (dim,), message)
    for wanted in ((ratio * dim, dim), (dim, ratio * dim)):
        message = f"A linear layer with weights of shape {wanted} is missing: {shapes}."
        checks.holds(wanted in shapes.values(), message)
    count = sum(math.prod(shape) for shape in shapes.values())
    wanted = (4 + 2 * ratio) * dim**2 + (9 + ratio) * dim
    message = f"Block({dim}, {heads}, {ratio}) has {count} weights, expected {wanted}."
    checks.holds(count == wanted, message)
    checks.shape(block(torch.zeros(2, 3, dim)), (2, 3, dim))
count = sum(p.numel() for _, p in Block(4, 2).named_parameters())
checks.holds(count == 12 * 16 + 13 * 4, "Without more, mlp_ratio is 4.")
names = "TransformerEncoderLayer", "TransformerEncoder", "TransformerDecoderLayer"
checks.forbidden(Block, *names)

# %% check="block-mlp" points=1
rng = checks.rng("block-mlp")
for dim, heads, ratio in ((6, 2, 2), (4, 1, 5)):
    block, w, layers = Block(dim, heads, ratio), {}, {}
    for name, p in block.state_dict().items():
        w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 4).float()
        layers[tuple(p.shape)] = name.removesuffix("weight")
    wide, back = layers[ratio * dim, dim], layers[dim, ratio * dim]
    for name in w:
        if name.rpartition(".")[0].endswith("proj") and not name.startswith(
            (wide, back)
        ):
            w[name] *= 0  # attention adds nothing
    w[wide + "bias"] -= 2.2  # where nearly GELU is not GELU
    block.load_state_dict(w)

    def half(x, bend=F.gelu, norm="norm2"):
        x_hat = F.layer_norm(x, (dim,), w[f"{norm}.weight"], w[f"{norm}.bias"])
        h = bend(x_hat @ w[wide + "weight"].T + w[wide + "bias"])
        return x + h @ w[back + "weight"].T + w[back + "bias"]

    x = torch.tensor(rng.normal(size=(2, 5, dim))).float()
    known = {"ReLU in place of GELU": half(x, F.relu)}
    known["SiLU in place of GELU"] = half(x, F.silu)
    tanh = half(x, lambda z: F.gelu(z, approximate="tanh"))
    known["GELU by its formula with tanh: the exact one is asked for"] = tanh
    known["nothing between the linear layers"] = half(x, lambda z: z)
    known["norm1 stands before the linear layers"] = half(x, norm="norm1")
    known["no shortcut around the linear layers"] = half(x) - x
    checks.close(block(x.clone()), half(x), suspects=known, rtol=1e-5, atol=1e-5)

# %% check="block-attention" points=1
rng = checks.rng("block-attention")
for dim, heads, ratio in ((6, 2, 2), (8, 4, 4), (5, 1, 5)):
    block, twin, w = Block(dim, heads, ratio), nn.MultiheadAttention(dim, heads), {}
    for name, p in block.state_dict().items():
        w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 2).float()
    back = next(n for n, p in w.items() if p.shape == (dim, ratio * dim))
    ends = [n for n in w if n.endswith("proj.weight")]
    proj = next(n for n in ends if w[n].numel() == dim**2)
    for kind in ("weight", "bias"):
        w[back.replace("weight", kind)] *= 0  # the linear layers add nothing
        ends = f".in_proj_{kind}", *[f".{name}.{kind}" for name in ("qkv", *"qkv")]
        first = [w[name] for end in ends for name in w if f".{name}".endswith(end)]
        state = {f"in_proj_{kind}": torch.cat(first)}
        state[f"out_proj.{kind}"] = w[proj.replace("weight", kind)]
        twin.load_state_dict(state, strict=False)
    block.load_state_dict(w)
    x = torch.tensor(rng.normal(size=(4, 3, dim))).float()
    x_hat = F.layer_norm(x, (dim,), w["norm1.weight"], w["norm1.bias"])
    with torch.no_grad():
        right, plain = (twin(*[h.mT.permute(2, 0, 1)] * 3)[0] for h in (x_hat, x))
        mixed = x + twin(*[x_hat] * 3)[0]
    known = {"the batch is taken for the tokens: batch_first=True": mixed}
    known["no normalisation before attention"] = x + plain.transpose(0, 1)
    known["no shortcut around attention"] = right.transpose(0, 1)
    known["the shortcut starts behind the normalisation"] = x_hat + right.transpose(
        0, 1
    )
    wanted = x + right.transpose(0, 1)
    checks.close(block(x.clone()), wanted, suspects=known, rtol=1e-3, atol=1e-4)

# %% check="block-both" points=1
rng = checks.rng("block-both")
for dim, heads, ratio in ((6, 2, 2), (8, 4, 5)):
    whole, first, second = (Block(dim, heads, ratio) for _ in range(3))
    w = {}
    for name, p in whole.state_dict().items():
        w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 2).float()
    ends = [n for n in w if n.endswith("proj.weight") and w[n].numel() == dim**2]
    ends += [n for n in w if w[n].shape == (dim, ratio * dim)]
    proj, back = (name.removesuffix("weight") for name in ends)
    whole.load_state_dict(w)
    for part, off in ((first, back), (second, proj)):  # attention, linear layers alone
        off = {name: 0 * p for name, p in w.items() if name.startswith(off)}
        part.load_state_dict(w | off)
    x, upstream = torch.tensor(rng.normal(size=(2, 2, 5, dim))).float()
    one, two = (part(x.clone()).detach() for part in (first, second))
    known = {"both parts get x: the second must get what the first made": one + two - x}
    known["first the linear layers, then attention"] = first(two.clone()).detach()
    out = checks.unchanged(whole, x.clone()).detach()
    wanted = second(one.clone()).detach()
    checks.close(out, wanted, suspects=known, rtol=1e-3, atol=1e-4)
    _, (slope,) = checks.gradients(whole, x.clone(), upstream=upstream)
    ahead, behind = (whole(x + h).detach() for h in (0.01 * upstream, -0.01 * upstream))
    moved = ((ahead - behind) * upstream).sum() / 0.02
    checks.close((slope * upstream).sum(), moved, rtol=0.02)

# %% check="block-mask" points=1
rng = checks.rng("block-mask")
for dim, heads in ((6, 2), (4, 4)):
    block, w = Block(dim, heads, 2), {}
    for name, p in block.state_dict().items():
        w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 2).float()
    block.load_state_dict(w)
    x = torch.tensor(rng.normal(size=(3, 5, dim))).float()
    causal, own = torch.ones(5, 5).bool().tril(), torch.eye(5).bool()
    out = checks.unchanged(block, x.clone(), causal.clone())
    known = {"the mask is not used": block(x.clone()).detach()}
    part = torch.tensor([0, 0, 1, 1, 1])
    halves = part[:, None] == part
    wanted = [block(x[:, :2].clone()), block(x[:, 2:].clone())]
    turned = block(x.clone(), ~halves).detach()
    right = not np.allclose(turned, torch.cat(wanted, 1).detach(), rtol=1e-3, atol=1e-3)
    message = "With the mask turned round the answer is right. True means: may attend; "
    message += "for nn.MultiheadAttention it means: left out."
    checks.holds(right, message)
    for t in range(5):  # a token, and nothing after it
        wanted, wrong = block(x[:, : t + 1].clone()).detach()[:, t], {}
        for text, value in known.items():
            wrong[text] = value[:, t]
        checks.close(out.detach()[:, t], wanted, suspects=wrong, rtol=1e-3, atol=1e-3)
    lone = block(x.clone(), own.clone()).detach()
    for t in range(5):  # each token alone
        wanted = block(x[:, t : t + 1].clone()).detach()[:, 0]
        checks.close(lone[:, t], wanted, rtol=1e-3, atol=1e-3)

# %% check="block-masks" points=1
rng = checks.rng("block-masks")
for dim, heads in ((6, 2), (4, 4)):
    block, w = Block(dim, heads, 2), {}
    for name, p in block.state_dict().items():
        w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 2).float()
    block.load_state_dict(w)
    x = torch.tensor(rng.normal(size=(3, 5, dim))).float()
    each = torch.tensor(rng.uniform(size=(3, 5, 5)) < 0.5) | torch.eye(5).bool()
    out = checks.unchanged(block, x.clone(), each.clone())
    for n in range(3):
        alone = block(x[n : n + 1].clone(), each[n].clone())[0]
        message = "With a mask for each image an image gets another one's mask, in some of its heads."
        checks.holds(
            np.allclose(out[n].detach(), alone.detach(), rtol=1e-3, atol=1e-3), message
        )

# %% check="block-secret" points=1
# Once more when your work is graded, with weights that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("block-secret")
heads, size = (int(n) for n in rng.integers(2, 4, size=2))
block, dim, w, linear = Block(heads * size, heads), heads * size, {}, {}
for name, p in block.state_dict().items():
    w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 2).float()
    linear[tuple(p.shape)] = name.removesuffix("weight")
block.load_state_dict(w)
roles = {"linear1.": linear[4 * dim, dim], "linear2.": linear[dim, 4 * dim]}
roles |= {name: name for name in ("norm1.", "norm2.")}
twin = nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, F.gelu, norm_first=True)
for kind in ("weight", "bias"):
    state = {to + kind: w[of + kind] for to, of in roles.items()}
    ends = f".in_proj_{kind}", *[f".{name}.{kind}" for name in ("qkv", *"qkv")]
    first = [w[name] for end in ends for name in w if f".{name}".endswith(end)]
    state[f"self_attn.in_proj_{kind}"] = torch.cat(first)
    last = next(n for n in w if n.endswith("proj.weight") and w[n].numel() == dim**2)
    state[f"self_attn.out_proj.{kind}"] = w[last.removesuffix("weight") + kind]
    twin.load_state_dict(state, strict=False)
x = torch.tensor(rng.normal(size=(2, 5, dim))).float()
mask = torch.tensor(rng.uniform(size=(5, 5)) < 0.5) | torch.eye(5).bool()
for given, left_out in (((), None), ((mask,), ~mask)):
    wanted = twin(x.transpose(0, 1), src_mask=left_out).transpose(0, 1).detach()
    checks.close(block(x.clone(), *given), wanted, rtol=1e-3, atol=1e-3)
### END HIDDEN TESTS

# %% [markdown]
# ## 5 · An image is a sentence of patches
#
# Where are the words of an image? The **vision transformer** (Dosovitskiy and others, 2020) cuts the image into square patches and takes each for a
# word: its numbers, laid out in a row, go through one linear layer. An image of 224 x 224 with patches of 16 has 14 · 14 = 196 words of 3 · 16 · 16 =
# 768 numbers. A digit of 8 x 8 with patches of 2 has 16 words of 4.

# %% [markdown]
# ### Exercise 5 · Patches
# **5 points · 15 minutes**
#
# Worked by hand: a grey image of one row of patches,
#
# $$\begin{pmatrix} 1 & 2 & 5 & 6 \\ 3 & 4 & 7 & 8 \end{pmatrix}$$
#
# with patches of 2 gives two tokens, (1, 2, 3, 4) and (5, 6, 7, 8). With three colours a token has the four reds first, then four greens, then four blues.
#
# <details><summary>Hint</summary>
#
# Split both H and W into two axes: (N, C, H / patch, patch, W / patch, patch). Then bring the axes into the order that you want, and join them. Back is the same in the other direction.
#
# </details>


# %% solution="patchify"
# --- exercise: patchify ---
def patchify(x, patch):
    """Cut images into square patches.

    Parameters
    ----------
    x : Tensor of shape (N, C, H, W), any dtype
        N may be 0.
    patch : int
        Side of a patch, in pixels.

    Returns
    -------
    Tensor of shape (N, L, C * patch * patch), of x's dtype
        Patches row by row, L = (H / patch) (W / patch); in each all of channel 0 row by row, then channel 1, ...

    Raises
    ------
    ValueError
        When `patch` does not divide H and W.
    """
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    if H % patch or W % patch:
        raise ValueError(f"patches of {patch} do not divide {H} x {W}")
    pieces = x.reshape(N, C, H // patch, patch, W // patch, patch)
    return pieces.permute(0, 2, 4, 1, 3, 5).flatten(3).flatten(1, 2)
    ### END SOLUTION


def unpatchify(tokens, patch, height, width):
    """Put images together again.

    Parameters
    ----------
    tokens : Tensor of shape (N, L, C * patch * patch), any dtype
        As `patchify` makes them; N may be 0.
    patch, height, width : int
        In pixels.

    Returns
    -------
    Tensor of shape (N, C, height, width), of the tokens' dtype

    Raises
    ------
    ValueError
        When `patch` does not divide height and width, L is not their number of patches, or the length of a token is no
        multiple of patch * patch.
    """
    ### BEGIN SOLUTION
    (N, L, size), rows, columns = tokens.shape, height // patch, width // patch
    whole = height % patch == 0 and width % patch == 0 and size % patch**2 == 0
    if not whole or rows * columns != L:
        raise ValueError(f"{L} tokens of {size} do not make {height} x {width} pixels")
    pieces = tokens.reshape(N, rows, columns, size // patch**2, patch, patch)
    return pieces.permute(0, 3, 1, 4, 2, 5).reshape(N, pieces.shape[3], height, width)
    ### END SOLUTION


# %% check="patchify-worked" points=1
image = torch.tensor([[[[1.0, 2.0, 5.0, 6.0], [3.0, 4.0, 7.0, 8.0]]]])
known = {
    "the numbers are only laid out anew: x.reshape cuts rows, not patches": [
        [[1, 2, 5, 6], [3, 4, 7, 8]]
    ],
    "inside a patch column by column: rows must come first": [
        [[1, 3, 2, 4], [5, 7, 6, 8]]
    ],
}
checks.close(patchify(image.clone(), 2), [[[1, 2, 3, 4], [5, 6, 7, 8]]], suspects=known)
colours = torch.cat([image, 10 * image], dim=1)
tokens = [[[1, 2, 3, 4, 10, 20, 30, 40], [5, 6, 7, 8, 50, 60, 70, 80]]]
known = {
    "inside a token the channels go in turns: all of channel 0 must come first": [
        [[1, 10, 2, 20, 3, 30, 4, 40], [5, 50, 6, 60, 7, 70, 8, 80]]
    ]
}
checks.close(patchify(colours.clone(), 2), tokens, suspects=known)
tall = image.mT.contiguous()  # four rows, two columns
checks.close(patchify(tall, 2), [[[1, 3, 2, 4], [5, 7, 6, 8]]])

# %% check="patchify-random" points=1
rng = checks.rng("patchify-random")
for N, C, rows, columns, patch in (
    (2, 3, 2, 3, 2),
    (1, 1, 3, 1, 4),
    (3, 2, 1, 2, 3),
    (2, 4, 3, 5, 1),
    (0, 2, 2, 1, 3),
):
    x = torch.tensor(
        rng.integers(-99, 99, size=(columns * patch, rows * patch, C, N))
    ).permute(3, 2, 1, 0)
    wanted = np.zeros((N, rows * columns, C * patch * patch))
    for i in range(rows):
        for j in range(columns):
            piece = x[:, :, i * patch : (i + 1) * patch, j * patch : (j + 1) * patch]
            wanted[:, i * columns + j] = piece.reshape(N, C * patch * patch)
    turned = wanted.reshape(N, rows, columns, C * patch**2).swapaxes(1, 2)
    turned = turned.reshape(wanted.shape)
    tokens = checks.unchanged(patchify, x, patch)
    known = (
        {"patches column by column: they must go row by row": turned}
        if min(rows, columns) > 1
        else None
    )
    checks.close(tokens, wanted, suspects=known)
    checks.dtype(tokens, "torch.int64")

# %% check="patchify-back" points=1
rng = checks.rng("patchify-back")
tokens = torch.tensor([[[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]])
known = {"reshape alone lays tokens out as rows": [[[[1, 2, 3, 4], [5, 6, 7, 8]]]]}
known["inside a patch column by column"] = [[[[1, 3, 5, 7], [2, 4, 6, 8]]]]
image = [[[[1, 2, 5, 6], [3, 4, 7, 8]]]]
checks.close(unpatchify(tokens.clone(), 2, 2, 4), image, suspects=known)
for N, C, rows, columns, patch in (
    (2, 3, 2, 3, 2),
    (1, 1, 3, 1, 4),
    (3, 2, 1, 2, 3),
    (2, 4, 3, 5, 1),
    (0, 2, 2, 1, 3),
):
    tokens = torch.tensor(
        rng.integers(-99, 99, size=(N, C * patch * patch, rows * columns))
    ).mT
    H, W = rows * patch, columns * patch
    wanted = np.zeros((N, C, H, W))
    for i in range(rows):
        for j in range(columns):
            piece = tokens[:, i * columns + j].reshape(N, C, patch, patch)
            wanted[:, :, i * patch : (i + 1) * patch, j * patch : (j + 1) * patch] = (
                piece
            )
    image = checks.unchanged(unpatchify, tokens, patch, H, W)
    checks.close(image, wanted)
    checks.dtype(image, "torch.int64")
large = 2**40 + torch.arange(16).reshape(1, 1, 4, 4)
same = np.array_equal(unpatchify(patchify(large.clone(), 2), 2, 4, 4), large)
checks.holds(same, "Large whole numbers lose digits: no detour over floats.")

# %% check="patchify-refused" points=1
for H, W, patch in ((4, 5, 2), (5, 4, 2), (3, 3, 2), (4, 4, 8)):
    checks.raises(ValueError, patchify, torch.zeros(1, 3, H, W), patch)
checks.raises(
    ValueError, unpatchify, torch.zeros(1, 4, 12), 2, 4, 5
)  # 2 does not divide 5
checks.raises(ValueError, unpatchify, torch.zeros(1, 4, 12), 2, 5, 4)
checks.raises(
    ValueError, unpatchify, torch.zeros(1, 6, 12), 2, 4, 4
)  # four patches, not six
checks.raises(
    ValueError, unpatchify, torch.zeros(1, 8, 12), 2, 4, 4
)  # nor eight: no images to join
checks.raises(
    ValueError, unpatchify, torch.zeros(1, 4, 6), 2, 4, 4
)  # 6 is no multiple of 4
checks.raises(ValueError, unpatchify, torch.zeros(2, 2, 4), 2, 4, 4)
checks.raises(ValueError, unpatchify, torch.zeros(1, 1, 16), 4, 2, 8)
checks.raises(ValueError, patchify, torch.zeros(1, 1, 2, 8), 4)

# %% check="patchify-secret" points=1
# Once more when your work is graded, on images that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("patchify-secret")
for _ in range(3):
    N, C, rows, columns, patch = (int(n) for n in rng.integers(1, 5, size=5))
    x = torch.tensor(rng.normal(size=(N, C, rows * patch, columns * patch))).float()
    tokens = F.unfold(x, patch, stride=patch).mT  # (N, L, C * patch * patch)
    checks.close(patchify(x.clone(), patch), tokens)
    checks.close(unpatchify(tokens.clone(), patch, rows * patch, columns * patch), x)
    checks.raises(
        ValueError, patchify, torch.zeros(1, 1, 2 * patch + 1, 3 * patch + 3), patch + 1
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 6 · A vision transformer
# **8 points · 25 minutes**
#
# The **class token** is one more token, in front of the patches, the same for every image. It has nothing to say of its own; it
# collects. What it has become after the last block is what the classifier reads.
#
# For the block take your `Block` or the library's: `nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True)`.
# `F.unfold`, or a convolution whose stride is its size, cut patches too; `nn.Parameter` makes a tensor a weight,
# `expand` repeats it for each image of a batch; keep the blocks in a `nn.ModuleList` or `nn.Sequential`.


# %% solution="vit"
# --- exercise: vit ---
class ViT(nn.Module):
    """A vision transformer for square images.

    Patches through a linear layer with a bias; a class token before them; positions added to all of these; `depth`
    blocks of exercise 4 with mlp_ratio 4; a layer normalisation; from the class token alone a linear layer with a bias to the logits.
    Two parameters are learnt beside the layers: `token` of shape (1, 1, dim), the class token, and `positions` of shape
    (1, 1 + L, dim), with L patches; row 0 is the class token's.

    Parameters
    ----------
    image_size : int
        Height and width of an image, in pixels.
    patch : int
        Side of a patch; it divides `image_size`.
    in_channels, dim : int
    depth : int
        Number of blocks; 0 is legal.
    heads, n_classes : int
    """

    def __init__(self, image_size, patch, in_channels, dim, depth, heads, n_classes):
        super().__init__()
        ### BEGIN SOLUTION
        self.patch = patch
        self.embed = nn.Linear(in_channels * patch**2, dim)
        self.token = nn.Parameter(0.02 * torch.randn(1, 1, dim))
        self.positions = nn.Parameter(
            0.02 * torch.randn(1, 1 + (image_size // patch) ** 2, dim)
        )
        options = {"activation": "gelu", "batch_first": True, "norm_first": True}
        blocks = (
            nn.TransformerEncoderLayer(dim, heads, 4 * dim, 0.0, **options)
            for _ in range(depth)
        )
        self.blocks = nn.Sequential(*blocks)
        self.norm, self.head = nn.LayerNorm(dim), nn.Linear(dim, n_classes)
        ### END SOLUTION

    def forward(self, x):
        """Return logits.

        Parameters
        ----------
        x : Tensor of shape (N, in_channels, image_size, image_size), float32

        Returns
        -------
        Tensor of shape (N, n_classes), float32
        """
        ### BEGIN SOLUTION
        cut = F.unfold(x, self.patch, stride=self.patch).mT  # (N, L, C * patch * patch)
        first = self.token.expand(len(x), -1, -1)
        tokens = torch.cat([first, self.embed(cut)], dim=1) + self.positions
        return self.head(self.norm(self.blocks(tokens)[:, 0]))
        ### END SOLUTION


# %% check="vit-parameters" points=1
for size, patch, C, dim, depth, heads, n_classes in (
    (8, 2, 1, 6, 2, 3, 10),
    (6, 3, 3, 4, 1, 1, 2),
    (12, 4, 2, 8, 0, 2, 5),
):
    model = ViT(size, patch, C, dim, depth, heads, n_classes)
    L, found = (size // patch) ** 2, {n: p.shape for n, p in model.named_parameters()}
    for name, shape in (("token", (1, 1, dim)), ("positions", (1, L + 1, dim))):
        seen = found.get(name) and tuple(found[name])
        message = f"The parameter `{name}` should have shape {shape}; yours: {seen}."
        checks.holds(seen == shape, message)
    block, patches = 12 * dim**2 + 13 * dim, (C * patch**2 + 1) * dim
    rest = {"the layer for patches": patches, f"{depth} blocks": depth * block}
    rest |= {"the last normalisation": 2 * dim, "the last layer": (dim + 1) * n_classes}
    count = sum(map(math.prod, found.values())) - (L + 2) * dim
    message = (
        f"Beside these two, {count} weights; expected {sum(rest.values())}: {rest}."
    )
    checks.holds(count == sum(rest.values()), message)
    frozen = [name for name, p in model.named_parameters() if not p.requires_grad]
    checks.holds(not frozen, f"All weights are learnt; {frozen} are not.")

# %% check="vit-shapes" points=1
for size, patch, C, dim, depth, heads, n_classes, N in (
    (8, 2, 1, 6, 2, 3, 10, 3),
    (6, 3, 3, 4, 1, 1, 2, 1),
    (12, 4, 2, 8, 0, 2, 5, 2),
):
    model = ViT(size, patch, C, dim, depth, heads, n_classes)
    x = torch.ones(N, C, size, size)
    logits, again = model(x.clone()), model(x.clone())
    checks.shape(logits, (N, n_classes))
    checks.dtype(logits, "torch.float32")
    same = np.array_equal(logits.detach(), again.detach())
    checks.holds(same, "Two calls differ. Is there dropout left in the blocks?")

# %% check="vit-reads" points=1
# Patches and attention give 0 here, and the linear layers of each block a constant.
rng = checks.rng("vit-reads")
for patch, depth in ((4, 0), (2, 1), (4, 2)):
    model, w = ViT(8, patch, 3, 6, depth, 2, 4), {}
    for name, p in model.state_dict().items():
        drawn = 2 * torch.tensor(rng.normal(size=tuple(p.shape))).float()
        kept = name in ("token", "positions") or p.shape in ((4, 6), (6, 24), (4,))
        scale = p.shape == (6,) and name.endswith("weight")  # of a normalisation
        w[name] = drawn if kept else 0 * p + float(scale) - float(p.shape == (24,))
    model.load_state_dict(w)
    last, bias = (next(p for p in w.values() if p.shape == z) for z in ((4, 6), (4,)))
    backs = [p for p in w.values() if p.shape == (6, 24)]
    first, places = w["token"][0, 0], w["positions"][0]

    def read(h, bend=F.gelu, norm=lambda z: F.layer_norm(z, (6,)), post=lambda z: z):
        for back in backs:
            h = post(post(h) + back @ bend(torch.full((24,), -1.0)))
        return torch.stack([last @ norm(h) + bias] * 2)

    h, known = (
        first + places[0],
        {"the class token stands last": read(first + places[-1])},
    )
    known["no position is added to the class token"] = read(first)
    known["a patch is read, not the class token"] = read(places[1])
    known["no normalisation before the last layer"] = read(h, norm=lambda z: z)
    known["ReLU in the blocks, in place of GELU"] = read(h, F.relu)
    known["norm_first=True"] = read(h, post=lambda z: F.layer_norm(z, (6,)))
    found = model(torch.tensor(rng.normal(size=(2, 3, 8, 8))).float())
    checks.close(found, read(h), suspects=known, rtol=1e-4, atol=1e-4)

# %% check="vit-pixels" points=1
rng = checks.rng("vit-pixels")
for size, patch, C in ((8, 2, 1), (6, 3, 2), (4, 4, 3)):
    model, w = ViT(size, patch, C, 6, 1, 2, 3), {}
    for name, p in model.state_dict().items():
        w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 2).float()
    model.load_state_dict(w)
    x = torch.tensor(rng.normal(size=(2, C, size, size))).float()
    upstream = torch.tensor([[1.0, -2.0, 0.5]] * 2)
    _, (slope,) = checks.gradients(model, x, upstream=upstream)
    count = int((slope != 0).sum())
    message = f"Each of {x.numel()} pixels should matter to the logits; {count} do."
    message += "\nLikely cause: batch_first=True is missing" if count == 0 else ""
    checks.holds(count > 0.9 * x.numel(), message)

# %% check="vit-alone" points=1
rng = checks.rng("vit-alone")
model, w = ViT(6, 2, 2, 8, 2, 2, 5), {}
for name, p in model.state_dict().items():
    w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 2).float()
model.load_state_dict(w)
x = torch.tensor(rng.normal(size=(4, 2, 6, 6))).float()
together = model(x.clone()).detach()
apart = torch.cat([model(x[n : n + 1].clone()).detach() for n in range(4)])
message = "The logits of an image depend on the others of its batch."
message += "\nLikely cause: batch_first=True is missing"
checks.holds(np.allclose(together, apart, rtol=1e-3, atol=1e-3), message)

# %% check="vit-order" points=1
rng = checks.rng("vit-order")
model, w = ViT(6, 2, 2, 8, 2, 2, 5), {}
for name, p in model.state_dict().items():
    w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 2).float()
x = torch.tensor(rng.normal(size=(2, 2, 6, 6))).float()
across, down = x[:, :, :, [2, 3, 0, 1, 4, 5]], x[:, :, [0, 1, 4, 5, 2, 3]]
for known in (True, False):
    model.load_state_dict(w | {"positions": float(known) * w["positions"]})
    right = model(x.clone()).detach()
    for moved, what in ((across, "side by side"), (down, "one above the other")):
        found = model(moved.clone()).detach()
        same = np.allclose(found, right, rtol=1e-3, atol=1e-3)
        message = f"Patches {what} changed places, and the logits stay the same."
        message += "\nLikely cause: the positions are not added to the patches"
        if not known:
            message = f"With positions of 0, patches {what} changed places: the logits "
            message += "must stay the same.\nLikely cause: a token holds numbers of "
            message += "several patches (after a convolution transpose, then flatten), or a patch is read"
        checks.holds(same != known, message)

# %% check="vit-heads" points=1
rng = checks.rng("vit-heads")
model, w = ViT(6, 2, 3, 8, 1, 2, 5), {}
for name, p in model.state_dict().items():
    w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 2).float()
model.load_state_dict(w)
x = torch.tensor(rng.normal(size=(2, 3, 6, 6))).float()
right = model(x.clone()).detach()
swap, turned = torch.tensor([7, 1, 2, 3, 4, 5, 6, 0]), dict(w)
for name, p in w.items():  # number 0 of head 0 and number 3 of head 1
    if p.shape[0] == 24:
        turned[name] = torch.cat([p[:8][swap], p[8:16][swap], p[16:]])
    elif name.rpartition(".")[0].endswith((".q", ".k")):
        turned[name] = p[swap]
model.load_state_dict(turned)
same = np.allclose(model(x.clone()).detach(), right, rtol=1e-3, atol=1e-3)
message = "Numbers of two heads changed places in all queries and keys, and the logits "
message += "stay the same.\nLikely cause: the blocks have one head"
checks.holds(not same, message)
(patches,) = (name.rpartition(".")[0] for name, p in w.items() if p.numel() == 96)
more, shift = torch.tensor(rng.normal(size=8)).float(), dict(w)
shift["positions"] = w["positions"] + more
for name in ("token", f"{patches}.bias"):
    shift[name] = w[name] - more
model.load_state_dict(shift)
same = np.allclose(model(x.clone()).detach(), right, rtol=1e-3, atol=1e-3)
message = (
    "The same vector was added to all positions, and taken off the class token and "
)
message += "the patches' bias: their sums, and so the logits, must stay the same."
checks.holds(same, message)

# %% check="vit-secret" points=1
# Once more when your work is graded, for sizes that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("vit-secret")
patch, count, C, heads, n_classes = (int(n) for n in rng.integers(2, 5, size=5))
size, dim = patch * count, heads * int(rng.integers(2, 5))
for depth in (0, 1, 2):
    model, w = ViT(size, patch, C, dim, depth, heads, n_classes), {}
    for name, p in model.state_dict().items():
        w[name] = torch.tensor(rng.normal(size=tuple(p.shape)) / 2).float()
    model.load_state_dict(w)
    x = torch.tensor(rng.normal(size=(3, C, size, size))).float()
    logits = model(x.clone()).detach()
    checks.shape(logits, (3, n_classes))
    apart = torch.cat([model(x[n : n + 1].clone()) for n in range(3)])
    checks.close(apart.detach(), logits, rtol=1e-3, atol=1e-3)
    spread = float((logits.max(0).values - logits.min(0).values).max())
    checks.holds((spread > 1e-4) == (depth > 0), f"depth {depth}: spread {spread}.")
    turned = model(x.roll(patch, 3)).detach()
    far = float((turned - logits).abs().max())
    checks.holds((far > 1e-4) == (depth > 0), f"depth {depth}, patches moved: {far}.")
    model.load_state_dict(w | {"positions": 0 * w["positions"]})
    still = (model(x.roll(patch, 3)) - model(x.clone())).detach().abs().max()
    checks.holds(float(still) < 1e-3, f"no positions, patches moved: {still}.")
### END HIDDEN TESTS

# %% [markdown]
# The first steps of a transformer are the dangerous ones: its weights are random, and Adam knows nothing yet of their
# gradients' sizes. Large steps then spoil what comes after, the more so the more blocks it has, and most of all with post-norm. So the learning rate climbs first, in a straight line, the **warm-up**, and
# then falls along half a cosine:
#
# $$\eta(s) = \eta_{\min} + \frac{\eta - \eta_{\min}}{2}\left(1 + \cos\frac{\pi (s - w)}{S - w}\right) \quad\text{from step } w \text{ to } S$$
#
# With $\eta = 1$, $\eta_{\min} = 0$, $w = 2$, $S = 6$ the six steps have 0, 0.5, 1, 0.854, 0.5, 0.146.

# %% [markdown]
# ### Exercise 7 · Warm-up and cosine
# **3 points · 8 minutes**
#
# All trainings of this lesson ask your function for their rate, at each step.


# %% solution="warmup-cosine"
# --- exercise: warmup-cosine ---
def warmup_cosine(step, total, warmup, lr, lr_min=0.0):
    """Learning rate of a step: a straight line up, half a cosine down.

    Parameters
    ----------
    step : int
        From 0 on.
    total : int
        From this step on the rate is `lr_min`.
    warmup : int
        In steps before this one the rate is lr * step / warmup; 0 <= warmup <= total.
    lr, lr_min : float

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    if step < warmup:
        return lr * step / warmup
    if step >= total:
        return float(lr_min)
    share = (step - warmup) / (total - warmup)
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * share)) / 2
    ### END SOLUTION


# %% check="warmup-cosine-worked" points=1
rates = [warmup_cosine(step, 6, 2, 1.0) for step in range(8)]
low = (1 + math.cos(0.75 * math.pi)) / 2
wanted = [0, 0.5, 1, 1 - low, 0.5, low, 0, 0]
whole = [(1 + math.cos(math.pi * step / 6)) / 2 for step in range(6)]
late = "the cosine runs from step 0: it begins when the warm-up ends"
early = "the warm-up begins at 1 / warmup: lr * step / warmup is asked for"
known = {late: [0, 0.5, *whole[2:], 0, 0], early: [0.5, 1, *wanted[2:]]}
known["after the last step the cosine rises again"] = [*wanted[:7], low]
for text, falls in {
    "a whole cosine: half of one goes from 1 to 0": (1, 0.5, 0, 0.5),
    "a quarter of a cosine: half of one": [math.cos(n * math.pi / 8) for n in range(4)],
    "a straight line down, not a cosine": (1, 0.75, 0.5, 0.25),
    "the angle is in degrees": [(1 + math.cos(45 * n)) / 2 for n in range(4)],
    "divided by total, not by total - warmup": whole[:4],
    "the cosine ends one step early": (1, 0.75, 0.25, 0),
}.items():
    known[text] = [0, 0.5, *falls, 0, 0]
checks.close(rates, wanted, suspects=known, atol=1e-12)
kind = type(warmup_cosine(3, 6, 2, 1.0)).__name__
checks.holds(kind in ("float", "float64"), f"Return a float; yours is {kind}.")
known = {"`lr_min` is not used": 0.15, "lr_min is added to the whole": 0.25}
checks.close(warmup_cosine(4, 6, 2, 0.3, 0.1), 0.2, suspects=known)

# %% check="warmup-cosine-edges" points=1
for total, warmup, lr, lr_min in (
    (20, 5, 0.3, 0.1),
    (7, 0, 0.01, 0.0),
    (4, 4, 2.0, 0.5),
    (9, 1, 3e-4, 1e-5),
):
    for step in range(total + 3):
        share = (step - warmup) / max(total - warmup, 1)
        wanted = lr_min + (lr - lr_min) * (1 + math.cos(math.pi * share)) / 2
        wanted = (
            lr * step / warmup if step < warmup else lr_min if step >= total else wanted
        )
        checks.close(warmup_cosine(step, total, warmup, lr, lr_min), wanted, atol=1e-12)

# %% check="warmup-cosine-secret" points=1
# Once more when your work is graded, with numbers that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("warmup-cosine-secret")
warmup, more = (int(n) for n in rng.integers(2, 30, size=2))
lr, lr_min, total = (
    float(rng.uniform(0.1, 1)),
    float(rng.uniform(0, 0.1)),
    warmup + more,
)
for step in range(total + 2):
    wanted = (lr + lr_min) / 2 + (lr - lr_min) / 2 * math.cos(
        math.pi * (step - warmup) / more
    )
    wanted = (
        lr / warmup * step if step < warmup else lr_min if step >= total else wanted
    )
    checks.close(warmup_cosine(step, total, warmup, lr, lr_min), wanted, atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# Now the digits. 1,297 to learn from, 500 to test; AdamW, batches of 64. One function trains all models of this lesson, those that give one
# row of logits for an image and those that give one for each token.

# %%
order = np.random.default_rng(0).permutation(len(images))
digits_x, digits_y = (
    torch.tensor(images[order, None]).float(),
    torch.tensor(digit_labels[order]),
)
train_x, train_y, test_x, test_y = (
    digits_x[:-500],
    digits_y[:-500],
    digits_x[-500:],
    digits_y[-500:],
)


# %%
def learn(model, x, y, steps, seed, lr=3e-3, batch=64):
    """Train with AdamW, warm-up and cosine; return the loss of each step."""
    generator, losses = torch.Generator().manual_seed(seed), []
    optimiser = torch.optim.AdamW(model.parameters(), lr, weight_decay=0.05)
    for step in tqdm(range(steps)):
        for group in optimiser.param_groups:
            group["lr"] = warmup_cosine(step, steps, 3 * steps // 10, lr)
        rows = torch.randint(len(x), (batch,), generator=generator)
        loss = F.cross_entropy(model(x[rows]).flatten(0, -2), y[rows].flatten())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


# %% [markdown]
# First the cheapest test of a new model: can it learn **one batch** by heart? What can't do that has a bug.


# %%
@torch.no_grad()
def accuracy(model, x, y):
    return float((model(x).argmax(dim=1) == y).float().mean())


# %%
few_x, few_y = train_x[:64], train_y[:64]
small = seeded(lambda: ViT(8, 2, 1, 48, 2, 4, 10), seed=0)
before = accuracy(small, few_x, few_y)
learn(small, few_x, few_y, steps=150, seed=0)
one_batch = accuracy(small, few_x, few_y)
print(f"one batch: {before:.2f} before, {one_batch:.2f} after 150 steps")

# %% [markdown]
# Then all of them: 1,000 steps, about 15 seconds.

# %%
vit = seeded(lambda: ViT(8, 2, 1, 48, 2, 4, 10), seed=0)
vit_losses = learn(vit, train_x, train_y, steps=1000, seed=0)
vit_accuracy = accuracy(vit, test_x, test_y)
print(
    f"{sum(p.numel() for p in vit.parameters()):,} weights, test accuracy {vit_accuracy:.3f}"
)

# %% [markdown]
# ## 6 · What does it look at?
#
# The attention weights say how much each token took from each other. But there are several heads, and blocks on top of blocks: what the class token takes in
# block 2 from "patch 5" is no longer patch 5: block 1 has mixed it with others. **Attention rollout** (Abnar and Zuidema, 2020) follows the mixture down. Per block: the mean over heads; the identity added, for the
# shortcut; rows divided by their sums. Then the product of all blocks, later ones from the left.
#
# By hand, two tokens, one head, two blocks. Block 1 says (1, 0), (1, 0); with the identity and divided (1, 0), (0.5, 0.5). Block 2 says (0, 1), (0, 1): (0.5, 0.5), (0, 1). The product:
#
# $$\begin{pmatrix} 0.5 & 0.5 \\ 0 & 1 \end{pmatrix} \begin{pmatrix} 1 & 0 \\ 0.5 & 0.5 \end{pmatrix} = \begin{pmatrix} 0.75 & 0.25 \\ 0.5 & 0.5 \end{pmatrix}$$

# %% [markdown]
# ### Exercise 8 · Attention rollout
# **4 points · 10 minutes**
#
# The example above, for any number of heads, tokens and blocks.


# %% solution="attention-rollout"
# --- exercise: attention-rollout ---
def attention_rollout(weights):
    """How much each token of the first block goes into each token after the last (Abnar and Zuidema, 2020).

    Parameters
    ----------
    weights : list of Tensor of shape (heads, L, L), float
        Attention weights of each block, the first block first; at least one.

    Returns
    -------
    Tensor of shape (L, L), of the weights' dtype
        Each row adds up to 1.
    """
    ### BEGIN SOLUTION
    whole = torch.eye(weights[0].shape[-1], dtype=weights[0].dtype)
    for layer in weights:
        mixed = layer.mean(dim=0) + torch.eye(len(whole), dtype=layer.dtype)
        whole = mixed / mixed.sum(dim=1, keepdim=True) @ whole
    return whole
    ### END SOLUTION


# %% check="attention-rollout-worked" points=1
first = torch.tensor([[[1.0, 0.0], [1.0, 0.0]]])
second = torch.tensor([[[0.0, 1.0], [0.0, 1.0]]])
known = {
    "later blocks multiply from the right": [[0.5, 0.5], [0.25, 0.75]],
    "the identity is not added": [[1.0, 0.0], [1.0, 0.0]],
    "rows are not divided by their sums": [[3.0, 1.0], [2.0, 2.0]],
    "only the last block": [[0.5, 0.5], [0.0, 1.0]],
    "columns, not rows, are divided by their sums": [[7 / 9, 1 / 3], [2 / 9, 2 / 3]],
    "* goes number by number: the matrix product is @": [[0.5, 0.0], [0.0, 0.5]],
    "this is the mean of the blocks: they must be multiplied": [
        [0.75, 0.25],
        [0.25, 0.75],
    ],
    "each block must get its identity, not the product": [[1.0, 0.0], [0.5, 0.5]],
}
checks.close(
    attention_rollout([first, second]), [[0.75, 0.25], [0.5, 0.5]], suspects=known
)
checks.close(attention_rollout([first]), [[1.0, 0.0], [0.5, 0.5]])

# %% check="attention-rollout-random" points=2
rng = checks.rng("attention-rollout-random")
for depth, heads, L in ((1, 3, 4), (3, 2, 5), (4, 1, 3), (2, 4, 1)):
    shape = heads, L, L
    weights = [torch.tensor(rng.normal(size=shape)).exp() for _ in range(depth)]
    weights = [layer / layer.sum(dim=2, keepdim=True) for layer in weights]
    right = summed = biggest = one = np.eye(L)
    for layer in weights:
        mean, most = layer.numpy().mean(axis=0), layer.numpy().max(axis=0)
        right = (mean + np.eye(L)) / 2 @ right  # rows of weights add up to 1
        one = (layer[0].numpy() + np.eye(L)) / 2 @ one
        summed = (heads * mean + np.eye(L)) / (heads + 1) @ summed
        most = most + np.eye(L)
        biggest = most / most.sum(axis=1, keepdims=True) @ biggest
    known = {
        "heads are added up: take their mean": summed,
        "the largest head: take the mean": biggest,
        "the first head alone: take the mean": one,
    }
    given = [layer.clone() for layer in weights]
    found = checks.unchanged(attention_rollout, given)
    checks.close(found, right, suspects=known if heads > 1 and L > 1 else None)
    checks.dtype(found, "torch.float64")

# %% check="attention-rollout-secret" points=1
# Once more when your work is graded, on weights that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("attention-rollout-secret")
depth, heads, L = (int(n) for n in rng.integers(2, 6, size=3))
weights = [
    torch.tensor(rng.normal(size=(heads, L, L))).softmax(dim=2) for _ in range(depth)
]
right = np.linalg.multi_dot(
    [
        np.eye(L),
        *[(np.eye(L) + layer.numpy().mean(axis=0)) / 2 for layer in weights[::-1]],
    ]
)
checks.close(attention_rollout([layer.clone() for layer in weights]), right)
### END HIDDEN TESTS

# %% [markdown]
# Where are the weights in your network? A **hook** is a function that is called each time that a layer runs, with the
# layer's input. With these inputs the layers of attention are asked once more, this time for their weights.


# %%
def weights_of(layer, x):
    """Return the attention weights (heads, L, L) of a layer for the first image: the library's layer, or yours."""
    if isinstance(layer, nn.MultiheadAttention):
        return layer(x, x, x, average_attn_weights=False)[1][0]
    both = (
        layer.qkv(x).chunk(3, dim=2)[:2]
        if hasattr(layer, "qkv")
        else (layer.q(x), layer.k(x))
    )
    q, k = (part[0].unflatten(1, (4, -1)).transpose(0, 1) for part in both)  # 4 heads
    return attention(q, k, k)[1]


@torch.no_grad()
def looked_at(model, image):
    """Return the attention weights of all blocks for one image (1, C, H, W)."""
    kinds, inputs = (nn.MultiheadAttention, MultiHeadSelfAttention), []
    layers = [layer for layer in model.modules() if isinstance(layer, kinds)]

    def keep(layer, given, named):
        inputs.append((*given, *named.values())[0])

    hooks = [x.register_forward_pre_hook(keep, with_kwargs=True) for x in layers]
    model.train()(
        image
    )  # in evaluation mode the library takes a short cut past the hooks; there is no dropout
    for hook in hooks:
        hook.remove()
    return [weights_of(layer, x) for layer, x in zip(layers, inputs)]


# %%
figure, axes = plot.figure(2, 6, size=(1.3, 1.4))
for column, digit in enumerate((0, 1, 2, 3, 4, 7)):
    image = test_x[test_y == digit][:1]
    rolled = attention_rollout(looked_at(vit, image))[0, 1:].reshape(4, 4)
    axes[0, column].imshow(image[0, 0], cmap="gray")
    axes[1, column].imshow(image[0, 0], cmap="gray", alpha=0.3)
    axes[1, column].imshow(np.kron(rolled, np.ones((2, 2))), cmap="viridis", alpha=0.7)
    for ax in axes[:, column]:
        ax.set(xticks=(), yticks=())
    axes[0, column].set_title(str(digit))
plot.show(
    figure,
    "Six digits, and below each the share that each patch has in the class token after the last block: bright patches count more.",
)

# %% [markdown]
# The class token took much from few patches: some on a stroke, such as the upper right of the 0, some where there is little or none, such as the gap above the bar of the 7, or the left of the 3, where an 8 would have its stroke. Take such
# pictures for hints, not for reasons: rollout knows nothing of values and linear layers, and another start of the same network gives other pictures.

# %% [markdown]
# ## 7 · The same block draws
#
# A sentence is written word by word, and each new word may look at those before it only. The same block can do that: it gets a mask that is True on and below the diagonal,
# the **causal mask**. Each token then predicts **the next one**: one pass through the network gives a lesson at every place at once. That is GPT. Our words
# are pixels, in five grey levels, row by row, and before the first pixel stands a word that says which digit it is.

# %% [markdown]
# ### Exercise 9 · The causal mask
# **2 points · 3 minutes**
#
# One line will do.


# %% solution="causal-mask"
# --- exercise: causal-mask ---
def causal_mask(length):
    """Which token may attend to which, when none may see what comes later.

    Parameters
    ----------
    length : int

    Returns
    -------
    Tensor of shape (length, length), bool
        True: the token of this row may attend to that of this column, itself or an earlier one.
    """
    ### BEGIN SOLUTION
    return torch.ones(length, length, dtype=torch.bool).tril()
    ### END SOLUTION


# %% check="causal-mask-worked" points=1
mask = causal_mask(3)
checks.dtype(mask, "torch.bool")
i, j = np.indices((3, 3))
known = {"rows must be queries: row 0 may see itself only": i <= j}
known |= {"a token must see itself, too": i > j, "True must mean: may attend": i < j}
known |= {"a token may not see the next": j <= i + 1, "nothing is hidden": i + j >= 0}
known["a token must see those before it, too"] = i == j
known["row 0 must be at the top, column 0 on the left"] = i + j >= 2
known["all must see the first token"] = (i >= j) & (j > 0)
checks.equal(mask, i >= j, suspects=known)
checks.equal(causal_mask(1), [[True]])

# %% check="causal-mask-secret" points=1
# Once more when your work is graded, for lengths that are drawn then.
### BEGIN HIDDEN TESTS
for length in checks.rng("causal-mask-secret").integers(2, 90, size=3).tolist():
    mask = causal_mask(length)
    checks.dtype(mask, "torch.bool")
    checks.equal(mask, np.arange(length)[:, None] >= np.arange(length))
### END HIDDEN TESTS

# %% [markdown]
# To draw, the network is asked for the logits of the next token, one is drawn at random, put at the end, and so on. The logits are divided by a **temperature** first. With logits 2 and 0 and temperature 1 the shares are 0.88 and
# 0.12; at temperature 0.5 the logits are 4 and 0, the shares 0.98 and 0.02: cold means careful.

# %% [markdown]
# ### Quiz 1 · Hot
# **1 point · 3 minutes**
#
# Logits 2 and 0: at which temperature are the shares 0.75 and 0.25? Two places after the point are enough.


# %% solution="quiz-temperature"
# --- exercise: quiz-temperature ---
def quiz_temperature():
    """Return a Python number above 0."""
    ### BEGIN SOLUTION
    return 1.82
    ### END SOLUTION


# %% check="quiz-temperature-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
warmth = quiz_temperature()
message = f"Return a Python number above 0; yours is {type(warmth).__name__}."
checks.holds(type(warmth) in (int, float) and warmth > 0, message)
### BEGIN HIDDEN TESTS
checks.close(1 / (1 + math.exp(-2 / quiz_temperature())), 0.75, atol=0.002)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 10 · Drawing tokens
# **5 points · 15 minutes**
#
# `torch.multinomial` draws from shares, and takes a generator.


# %% solution="sample-tokens"
# --- exercise: sample-tokens ---
def sample_tokens(model, prefix, steps, temperature, generator):
    """Let a model write on.

    Parameters
    ----------
    model : callable
        Takes tokens, Tensor of shape (N, L), int64; returns logits, Tensor of shape (N, L, V): those at place i are for token i + 1.
    prefix : Tensor of shape (N, L), int64
        The tokens to begin with, L >= 1; it is not changed.
    steps : int
        Number of tokens to write; 0 is legal.
    temperature : float
        Above 0; logits are divided by it.
    generator : torch.Generator
        All random numbers come from it.

    Returns
    -------
    Tensor of shape (N, L + steps), int64
        The prefix and what follows. Each new token is drawn from the softmax of the logits at the last place, rows independently.
    """
    ### BEGIN SOLUTION
    tokens = prefix
    for _ in range(steps):
        with torch.no_grad():
            shares = (model(tokens)[:, -1] / temperature).softmax(dim=1)
        drawn = torch.multinomial(shares, 1, generator=generator)
        tokens = torch.cat([tokens, drawn], dim=1)
    return tokens.clone()
    ### END SOLUTION


# %% check="sample-tokens-certain" points=1
def add(tokens):
    """The next token is the sum of the last two, modulo 7; logits at earlier places say something else."""
    before = torch.cat([0 * tokens[:, :1], tokens[:, :-1]], dim=1)
    return 1000.0 * F.one_hot((tokens + before) % 7, 7)


for rows, steps in (([[1, 2], [3, 5], [0, 6]], 4), ([[4]], 3), ([[2, 2, 1]], 0)):
    prefix, wanted = torch.tensor(rows), [list(row) for row in rows]
    for row in wanted:
        for _ in range(steps):
            row.append(sum(row[-2:]) % 7)
    generator = torch.Generator().manual_seed(1)
    (out, left) = checks.changed(
        sample_tokens, add, prefix.clone(), steps, 1.0, generator
    )
    checks.equal(out, wanted)
    checks.dtype(out, "torch.int64")
    checks.holds(np.array_equal(left[1], prefix), "`prefix` was changed.")


# %% check="sample-tokens-generator" points=1
def flat(tokens):
    return torch.zeros(*tokens.shape, 50)


starts = [torch.Generator().manual_seed(seed) for seed in (5, 5, 6)]
prefix = torch.zeros(8, 1).long()
one, same, other = (
    checks.unchanged(sample_tokens, flat, prefix.clone(), 6, 1.0, g) for g in starts
)
message = "Two generators with the same seed must give the same tokens: draw with `generator`."
checks.holds(np.array_equal(one, same), message)
message = (
    "Generators with different seeds give the same tokens: is another seed set inside?"
)
checks.holds(not np.array_equal(one, other), message)
checks.holds(
    len(np.unique(one[:, 1:], axis=0)) > 1,
    "All rows are the same: each row is drawn for itself.",
)
later = torch.Generator().manual_seed(5)
torch.rand(1, generator=later)
message = "A generator that goes on gives the tokens of a new one: draw with `generator`, not with its seed."
again = sample_tokens(flat, prefix.clone(), 6, 1.0, later)
checks.holds(not np.array_equal(again, one), message)

# %% check="sample-tokens-shares" points=2
logits = torch.tensor([2.0, 0.0, -1.0, 1.0])
for temperature in (1.0, 0.5, 3.0):
    generator = torch.Generator().manual_seed(
        checks.rng("sample-tokens-shares").integers(10**6).item()
    )
    out = sample_tokens(
        lambda t: logits.expand(*t.shape, 4),
        torch.zeros(4000, 1).long(),
        2,
        temperature,
        generator,
    )
    checks.shape(out, (4000, 3))
    known = {
        "the largest logit is taken, nothing is drawn": [1.0, 0.0, 0.0, 0.0],
        "the temperature has no effect: divide the logits by it, not the shares": logits.softmax(
            0
        ),
        "logits are multiplied by the temperature": (logits * temperature).softmax(0),
        "every token is equally likely": [0.25] * 4,
    }
    for place in (1, 2):
        shares = np.bincount(np.asarray(out[:, place]), minlength=4) / 4000
        checks.close(
            shares, (logits / temperature).softmax(0), suspects=known, rtol=0, atol=0.04
        )
    pairs = np.bincount(np.asarray(4 * out[:, 1] + out[:, 2]), minlength=16) / 4000
    both = torch.outer(*[(logits / temperature).softmax(0)] * 2).flatten()
    checks.close(pairs, both, rtol=0, atol=0.04)


# %% check="sample-tokens-secret" points=1
# Once more when your work is graded, with logits that are drawn then.
### BEGIN HIDDEN TESTS
rng = checks.rng("sample-tokens-secret")
V, temperature = int(rng.integers(3, 7)), float(rng.uniform(0.4, 2))
table = torch.tensor(rng.normal(size=(V, V)))  # row: the token before
generator = torch.Generator().manual_seed(int(rng.integers(10**6)))
prefix = torch.tensor(rng.integers(V, size=(6000, 2)))
out = sample_tokens(
    lambda tokens: table[tokens], prefix.clone(), 2, temperature, generator
)
checks.equal(out[:, :2], prefix)
for place in (1, 2):
    for before in range(V):
        rows = np.asarray(out[:, place]) == before
        shares = np.bincount(np.asarray(out[:, place + 1])[rows], minlength=V) / max(
            rows.sum(), 1
        )
        near = 2.8 / np.sqrt(max(rows.sum(), 1))
        checks.close(
            shares, (table[before] / temperature).softmax(0), rtol=0, atol=near
        )
### END HIDDEN TESTS

# %% [markdown]
# The network: a vector for each token, the sines and cosines of exercise 3, two blocks, and logits for 15 tokens, five greys and ten digits.


# %%
class GPT(nn.Module):
    def __init__(self, n_tokens, length, dim, depth, heads):
        super().__init__()
        self.vectors = nn.Embedding(n_tokens, dim)
        self.register_buffer("positions", sincos_positions(length, dim))
        self.blocks = nn.ModuleList(Block(dim, heads) for _ in range(depth))
        self.norm = nn.LayerNorm(dim)
        self.logits = nn.Linear(dim, n_tokens)

    def forward(self, tokens):
        length = tokens.shape[1]
        x = self.vectors(tokens) + self.positions[:length]  # (N, L, dim)
        for block in self.blocks:
            x = block(x, causal_mask(length))
        return self.logits(self.norm(x))  # (N, L, n_tokens)


# %%
GREYS = 5
grey = (train_x.flatten(1) * (GREYS - 1)).round().long()  # (1297, 64)
sentences = torch.cat([GREYS + train_y[:, None], grey], dim=1)  # the digit comes first
gpt = seeded(lambda: GPT(GREYS + 10, 65, 48, 2, 4), seed=0)
gpt_losses = learn(gpt, sentences[:, :-1], sentences[:, 1:], steps=600, seed=0)
print("a sentence:", sentences[0, :20].tolist(), "...")
print(f"loss {gpt_losses[0]:.2f} at first, {np.mean(gpt_losses[-50:]):.2f} at last")
print(f"by chance among 15 tokens {math.log(15):.2f}, among 5 greys {math.log(5):.2f}")


# %%
def write_digits(temperature, each=10, seed=0):
    """Let the GPT write `each` images of every digit; return images (10 * each, 8, 8) and what was asked."""
    asked = torch.arange(10).repeat(each)
    generator = torch.Generator().manual_seed(seed)
    out = sample_tokens(gpt, GREYS + asked[:, None], 64, temperature, generator)
    return (out[:, 1:].clamp(max=GREYS - 1) / (GREYS - 1)).reshape(-1, 8, 8), asked


# %% [markdown]
# Who says whether a drawing is a 3? Someone who has not seen what the GPT has seen: a support vector machine (lesson 4) that learnt from **the other 500** digits.

# %%
held_out = test_x.flatten(1).numpy()
independent = sklearn.svm.SVC(C=10, gamma=0.32).fit(held_out, test_y)
print(
    f"it reads real digits: {independent.score(train_x.flatten(1).numpy(), train_y):.3f}"
)
read_as_asked = {}
for temperature in (0.5, 1.0, 1.5, 2.5):
    drawn, asked = write_digits(temperature, each=20)
    said = independent.predict(drawn.flatten(1).numpy())
    read_as_asked[temperature] = float((said == asked.numpy()).mean())
    print(f"temperature {temperature}: {read_as_asked[temperature]:.2f} read as asked")

# %%
written = {f"at {t}": write_digits(t, each=1)[0] for t in (0.5, 1.0, 1.5)}
figure = plot.images(
    np.concatenate(list(written.values())), columns=10, size=0.7, rows=list(written)
)
plot.show(
    figure,
    "Three rows of the digits 0 to 9, written at temperatures 0.5, 1 and 1.5: clean and plain, then livelier, then breaking up.",
)


# %%
def show_drawn(temperature):
    figure = plot.images(write_digits(temperature, each=2)[0], columns=10, size=0.7)
    plot.show(figure, f"Two of each digit, written at temperature {temperature}.")


_ = ipywidgets.interact(
    show_drawn,
    temperature=ipywidgets.FloatSlider(
        1.0, min=0.2, max=3, step=0.1, continuous_update=False
    ),
)


# %% [markdown]
# Did it learn the training digits by heart? Then its drawings would lie on them.

# %%
new, asked = write_digits(1.0, each=20)
gaps = torch.cdist(new.flatten(1), grey / (GREYS - 1))
real_gaps = torch.cdist(
    (test_x.flatten(1) * (GREYS - 1)).round() / (GREYS - 1), grey / (GREYS - 1)
)
print(
    f"distance to the nearest training digit: {gaps.min(1).values.median():.2f} when drawn, {real_gaps.min(1).values.median():.2f} for real ones it never saw"
)
print(f"exact copies: {int((gaps.min(1).values == 0).sum())} of {len(new)}")

# %% [markdown]
# No copies. But the drawings lie farther from the training digits than real ones do: not only new, also a little wrong. Lesson 10 measures such things.

# %% [markdown]
# ## 8 · Built in, or learnt?
#
# A convolution knows two things about images before it has seen one: near pixels belong together, and what is true here is true there. That is its **inductive bias**. A
# transformer knows next to nothing of the kind: that the pixels of a patch belong together, and that a patch means the
# same everywhere. The rest it has to learn from data. So with few images the CNN should win. Both get the same 400 steps, on 50, 100, 200, 400 and 1,297 digits.


# %%
def small_cnn():
    first = (
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
    )
    return nn.Sequential(*first, nn.MaxPool2d(2), nn.Flatten(), nn.Linear(512, 10))


makers = {"CNN": small_cnn, "ViT": lambda: ViT(8, 2, 1, 48, 2, 4, 10)}
sizes = (50, 100, 200, 400, 1297)
by_size = {name: [] for name in makers}
for count in sizes:
    for name, make in makers.items():
        model = seeded(make, seed=1)
        learn(model, train_x[:count], train_y[:count], steps=400, seed=1)
        by_size[name].append(accuracy(model, test_x, test_y))
for name, values in by_size.items():
    print(f"{name}:", *(f"{part:.2f} with {n}," for n, part in zip(sizes, values)))

# %% [markdown]
# With 50 digits the CNN is far ahead, with all of them hardly. Now break what the CNN
# knows: shuffle the pixels, all images **in the same way**, and learn from 100 digits. To the eye nothing is left.

# %%
shuffle = torch.tensor(np.random.default_rng(5).permutation(64))
shuffled_x, shuffled_test = (
    x.flatten(1)[:, shuffle].reshape(-1, 1, 8, 8) for x in (train_x, test_x)
)
broken = {}
for name, make in makers.items():
    for title, x, new_x in (
        ("as they are", train_x, test_x),
        ("shuffled", shuffled_x, shuffled_test),
    ):
        broken[name, title] = []
        for seed in (1, 2, 3):
            model = seeded(make, seed=seed)
            learn(model, x[:100], train_y[:100], steps=400, seed=seed)
            broken[name, title].append(accuracy(model, new_x, test_y))
        print(f"{name} {title}:", *(f"{part:.3f}" for part in broken[name, title]))

# %% [markdown]
# The CNN loses 1 to 4 percentage points: what it knew is now false. (No more than that, because its last layer sees all places.) The ViT
# even **gains** 6 to 14: what a patch means it had to learn anyway, and four pixels from all over the image seem to say more about a digit than four neighbours, which
# are much alike. An inductive bias is worth something only where it is true.

# %%
figure, axes = plot.figure(1, 2, size=(3.6, 2.8))
for (name, values), mark in zip(by_size.items(), "os"):
    axes[0].plot(sizes, values, marker=mark, label=name)
axes[0].set(
    title="accuracy on test digits",
    xlabel="training digits",
    ylabel="accuracy",
    xscale="log",
)
axes[0].legend()
axes[1].imshow(shuffled_x[0, 0], cmap="gray")
axes[1].set(title=f"a shuffled {train_y[0]}", xticks=(), yticks=())
plot.show(
    figure,
    "Accuracy grows with the number of training digits; the CNN is ahead where they are few. Right a shuffled digit: noise to the eye.",
)

# %% [markdown]
# ### Quiz 2 · What it costs
# **1 point · 3 minutes**
#
# A colour image of 32 x 32 pixels, patches of 4, a class token. How many numbers are the attention weights of **one** head in **one** block? (With patches of 2 it is about 16 times as many: that is why patches are large.)


# %% solution="quiz-cost"
# --- exercise: quiz-cost ---
def quiz_cost():
    """Return a Python int."""
    ### BEGIN SOLUTION
    return 4225
    ### END SOLUTION


# %% check="quiz-cost-answer" points=1
# Here only the form is checked; the answer itself is checked when your work is graded.
checks.holds(type(quiz_cost()) is int, "Return a Python int.")
### BEGIN HIDDEN TESTS
layer, tokens = (
    nn.MultiheadAttention(4, 1, batch_first=True),
    torch.zeros(1, 1 + (32 // 4) ** 2, 4),
)
checks.equal(quiz_cost(), layer(tokens, tokens, tokens)[1].numel())
### END HIDDEN TESTS

# %% [markdown]
# **What you have seen**
#
# - Attention looks things up softly: shares from a softmax, a mixture of values.
# - Heads ask several questions at once; positions have to be told.
# - A block is attention and two linear layers, each with a normalisation before and a shortcut around it.
# - A vision transformer reads patches as words; rollout shows what it took from where.
# - With a causal mask the same block is a GPT, and draws.
# - What a network does not know about images it has to learn from them.

# %% [markdown]
# ## Your code against the library
#
# Queries of 90 tokens, keys of 120, 4 heads. Here `scaled_dot_product_attention` goes through the table of weights piece by piece ("flash attention") and never stores all of it. That saves memory on long sequences; short ones gain hardly any time.

# %%
race_generator = torch.Generator().manual_seed(0)
race_q, race_k, race_v = (
    torch.randn(8, 4, n, 32, generator=race_generator) for n in (90, 120, 120)
)
race_x = torch.randn(16, 65, 48, generator=race_generator)
race_images = torch.randn(32, 3, 64, 64, generator=race_generator)
race_block, race_library = (
    Block(48, 4),
    nn.TransformerEncoderLayer(
        48, 4, 192, 0.0, "gelu", batch_first=True, norm_first=True
    ),
)
race_layer, race_whole = (
    MultiHeadSelfAttention(48, 4),
    nn.MultiheadAttention(48, 4, batch_first=True),
)
exact = [part.double() for part in (race_q, race_k, race_v)]
gap = float((attention(*exact)[0] - F.scaled_dot_product_attention(*exact)).abs().max())
print(f"largest difference of attention: {gap:.0e}")

# %%
with torch.no_grad():
    compare.side_by_side(
        {
            "attention": (
                lambda: attention(race_q, race_k, race_v),
                lambda: F.scaled_dot_product_attention(race_q, race_k, race_v),
            ),
            "heads": (
                lambda: race_layer(race_x),
                lambda: race_whole(race_x, race_x, race_x, need_weights=False),
            ),
            "block": (lambda: race_block(race_x), lambda: race_library(race_x)),
            "patches": (
                lambda: patchify(race_images, 8),
                lambda: F.unfold(race_images, 8, stride=8),
            ),
        }
    )

# %% [markdown]
# **Typical errors**
#
# - The softmax goes over the queries: rows, not columns, add up to 1.
# - `masked_fill` with 0 before the softmax: exp(0) is 1. And for PyTorch's modules a True in the mask means *left out*, for `scaled_dot_product_attention` it means *may attend*.
# - `reshape` in place of `permute`: heads or patches get each other's numbers, and the network still learns, only worse.
# - No `batch_first=True`: images of a batch attend to each other.
# - The target of a GPT is its input moved by one place. Not moved, the loss falls to 0, and it copies.
# - No warm-up: a deep transformer learns more slowly, or not at all.

# %% [markdown]
# ## Scale it up
#
# Off by default, because it downloads 170 MB. CIFAR-10: 50,000 colour images of 32 x 32 pixels; your ViT with patches of 4, mirrored and shifted images, on a GPU if there is one. To hold your run against: a ViT of this
# kind, with 7 blocks, 3.7 million weights, 200 epochs and stronger augmentation, reaches 91.4 % (Hassani and others, 2021, ViT-Lite-7/4), a better recipe more; a ResNet-20 of 0.27 million weights reaches 91 % (He and others, 2015). That is the price of knowing nothing.

# %%
SCALE_UP = False


def learn_cifar(device, epochs=30, dim=192, depth=6, heads=3, batch=128, lr=1e-3):
    (x, y), (x_new, y_new) = (data.cifar10(train, device) for train in (True, False))
    generator = torch.Generator().manual_seed(0)
    model = seeded(lambda: ViT(32, 4, 3, dim, depth, heads, 10), seed=0).to(device)
    optimiser = torch.optim.AdamW(model.parameters(), lr, weight_decay=0.05)
    total, step = epochs * math.ceil(len(x) / batch), 0
    for _ in tqdm(range(epochs)):
        for rows in torch.randperm(len(x), generator=generator).split(batch):
            for group in optimiser.param_groups:
                group["lr"] = warmup_cosine(step, total, total // 10, lr)
            down, right, turn = torch.randint(0, 9, (3,), generator=generator).tolist()
            some = F.pad(x[rows], (4, 4, 4, 4))[
                :, :, down : down + 32, right : right + 32
            ]
            loss = F.cross_entropy(model(some.flip(3) if turn % 2 else some), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
    parts = zip(x_new.split(500), y_new.split(500))
    return float(np.mean([accuracy(model.eval(), *part) for part in parts]))


# %%
if SCALE_UP:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    print("test accuracy:", learn_cifar(device))

# %% [markdown]
# ## Further reading
#
# - A. Vaswani and others, *Attention is all you need* (2017): where the transformer comes from; in section 3 find two differences from your block (post-norm, and ReLU).
# - A. Dosovitskiy and others, *An image is worth 16x16 words* (2020): the vision transformer, and how much data it wants.
# - A. Karpathy, *minGPT*: a GPT in 300 lines that read like this lesson.
# - S. Abnar, W. Zuidema, *Quantifying attention flow in transformers* (2020): rollout, and what attention does not explain.

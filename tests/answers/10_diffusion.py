"""Lesson 10: answers that must lose points, each with words its message must hold, and answers that must keep all."""

WRONG = {
    "betas": {
        "the end is left out": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return start + (end - start) * torch.arange(steps, dtype=torch.float64) / steps


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "the last value is left out",
        ),
        "arange without its end": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    step = (end - start) / (steps - 1)
    return torch.tensor(np.arange(start, end - step / 2, step))


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "off by one: an entry too many or too few",
        ),
        "linspace in float32": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "Expected torch.float64, got torch.float32",
        ),
        "linspace in float32, then double": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps).double()


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            None,
        ),
        "roots on a straight line": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start**0.5, end**0.5, steps, dtype=torch.float64) ** 2


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "the roots are evenly spaced",
        ),
        "logarithms on a straight line": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.logspace(math.log10(start), math.log10(end), steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "the logarithms are evenly spaced",
        ),
        "start and end are not used": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(1e-4, 0.02, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "start and end are not used",
        ),
        "the default end is 0.2": (
            """
def linear_betas(steps, start=1e-4, end=0.2):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            None,
        ),
        "the smaller end comes first": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    start, end = min(start, end), max(start, end)
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "axis 0 runs backwards",
        ),
        "a NumPy array": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return np.linspace(start, end, steps)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "Expected torch.float64, got float64",
        ),
        "no limit": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return 1 - f[1:] / f[:-1]


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "the limit 0.999 is missing",
        ),
        "a limit of 0.9999": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.9999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "0.9999, not 0.999",
        ),
        "a limit from below, too": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(1e-4, 0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            None,
        ),
        "the cosine is not squared": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2)
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "the cosine is not squared",
        ),
        "s is always 0.008": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    s = 0.008
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "s is always 0.008",
        ),
        "no s": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos(u * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "s is left out",
        ),
        "not divided by 1 + s": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "not divided by 1 + s",
        ),
        "pi for half of pi": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            None,
        ),
        "s is added to the step, not to its share": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64)
    f = torch.cos((u + s) / (steps + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            None,
        ),
        "the quotient is upside down": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[:-1] / f[1:]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "upside down",
        ),
        "1 minus abar": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[0]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "this is 1 - abar",
        ),
        "alphas, not betas": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "this is alpha, not beta = 1 - alpha",
        ),
        "T points, one beta is missing": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.linspace(0, 1, steps, dtype=torch.float64)
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "off by one: an entry too many or too few",
        ),
        "T + 1 parts": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / (steps + 1)
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            None,
        ),
        "cosine in float32": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0)
""",
            "Expected torch.float64, got torch.float32",
        ),
        "product of the betas": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return betas.cumprod(dim=0)
""",
            "runs over beta, not over 1 - beta",
        ),
        "roots of abar": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).cumprod(dim=0).sqrt()
""",
            "a square root is taken of it",
        ),
        "the share of the noise": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return 1 - (1 - betas).cumprod(dim=0)
""",
            "this is 1 - abar",
        ),
        "abar begins with 1": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return torch.cat([betas.new_ones(1), (1 - betas).cumprod(dim=0)[:-1]])
""",
            "abar of step t holds the steps before it only",
        ),
        "1 and then abar, T + 1 numbers": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return torch.cat([betas.new_ones(1), (1 - betas).cumprod(dim=0)])
""",
            "off by one: an entry too many or too few",
        ),
        "1 minus the sum": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return 1 - betas.cumsum(dim=0)
""",
            "1 minus the sum",
        ),
        "e to the minus sum": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (-betas.cumsum(dim=0)).exp()
""",
            "e to the minus sum",
        ),
        "the product of all": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas).prod().expand(len(betas))
""",
            "the product of all",
        ),
        "a power of each alpha": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas) ** torch.arange(1, len(betas) + 1)
""",
            "a power of each alpha",
        ),
        "alphas": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return 1 - betas
""",
            "the running product is missing",
        ),
        "betas are changed": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return betas.neg_().add_(1).cumprod(dim=0)
""",
            "changes its argument",
        ),
        "abar in float32": (
            """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.linspace(start, end, steps, dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=0.999)


def alpha_bars(betas):
    return (1 - betas.float()).cumprod(dim=0)
""",
            "Expected torch.float64, got torch.float32",
        ),
    },
    "q-sample": {
        "no roots": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a * x0 + (1 - a) * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "the shares are not under a root",
        ),
        "the noise has no root": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a) * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "the share of the noise is not under a root",
        ),
        "1 minus the root": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a.sqrt()) * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "1 - sqrt(abar) stands where sqrt(1 - abar) belongs",
        ),
        "abar squared under the root": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a**2).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            None,
        ),
        "image and noise are swapped": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * noise + (1 - a).sqrt() * x0).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "image and noise have changed their shares",
        ),
        "abar[t] as it is": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t]
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            None,
        ),
        "always four axes": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].view(-1, 1, 1, 1)
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "Expected (4,), got (4, 1, 1, 4)",
        ),
        "always two axes": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t][:, None]
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            None,
        ),
        "the step before": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t - 1].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "t - 1 stands for t",
        ),
        "the step of the first image for all": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t[0]]
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "all images have the step of the first",
        ),
        "abar multiplied up once more": (
            """
def q_sample(x0, t, noise, abar):
    abar = abar.cumprod(0)
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            None,
        ),
        "float64": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return a.sqrt() * x0 + (1 - a).sqrt() * noise


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "Expected torch.float32, got torch.float64",
        ),
        "always float32": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).float()


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "Expected torch.float64, got torch.float32",
        ),
        "own noise": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    noise = torch.randn_like(x0)
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "uses or seeds the global random state",
        ),
        "x0 is changed": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return x0.mul_(a.sqrt()).add_((1 - a).sqrt() * noise)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "changes its argument",
        ),
        "noise is taken away": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 - (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "the noise is taken off",
        ),
        "back: the noise is added": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt + (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "the noise is taken off: minus, not plus",
        ),
        "back: not divided": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return (xt - (1 - b).sqrt() * eps).to(xt.dtype)
""",
            "it is not divided",
        ),
        "back: divided by abar": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b).to(xt.dtype)
""",
            "divided by abar, not by its root",
        ),
        "back: multiplied by the root": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) * b.sqrt()).to(xt.dtype)
""",
            "multiplied by the root of abar",
        ),
        "back: image alone is divided": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return (xt / b.sqrt() - (1 - b).sqrt() * eps).to(xt.dtype)
""",
            "the image alone is",
        ),
        "back: the noise has no root": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b) * eps) / b.sqrt()).to(xt.dtype)
""",
            "the noise has no root",
        ),
        "back: cut to [-1, 1]": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).clamp(-1, 1).to(xt.dtype)
""",
            "it is clipped",
        ),
        "back: abar[t] as it is": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t]
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            None,
        ),
        "back: always four axes": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].view(-1, 1, 1, 1)
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            "Expected (4,), got (4, 1, 1, 4)",
        ),
        "back: float64": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    return (xt - (1 - b).sqrt() * eps) / b.sqrt()
""",
            "Expected torch.float32, got torch.float64",
        ),
        "back: xt is changed": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    xt -= ((1 - b).sqrt() * eps).to(xt.dtype)
    return xt / b.sqrt().to(xt.dtype)
""",
            "changes its argument",
        ),
        "back: abar is kept from being small": (
            """
def q_sample(x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    b = abar[t].reshape(-1, *[1] * (xt.dim() - 1))
    b = b.clamp(min=0.01)
    return ((xt - (1 - b).sqrt() * eps) / b.sqrt()).to(xt.dtype)
""",
            None,
        ),
    },
    "quiz-steps": {
        "one step too few": (
            """
def quiz_steps():
    return 6
""",
            None,
        ),
        "counted from the wrong end": (
            """
def quiz_steps():
    return 8
""",
            None,
        ),
        "the root of abar": (
            """
def quiz_steps():
    return 14
""",
            None,
        ),
        "not a whole number": (
            """
def quiz_steps():
    return 6.64
""",
            None,
        ),
        "a float": (
            """
def quiz_steps():
    return 7.0
""",
            None,
        ),
        "a string": (
            """
def quiz_steps():
    return "7"
""",
            None,
        ),
    },
    "posterior": {
        "abar[-1] before the first step": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = abar[torch.arange(len(abar)) - 1]
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "before step 0 abar must be 1: the index -1 takes the last one",
        ),
        "0 before the first step": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_zeros(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            None,
        ),
        "abar_0 before the first step": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = abar[(torch.arange(len(abar)) - 1).clamp(min=0)]
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "before step 0 abar must be 1, not that of step 0",
        ),
        "abar is not shifted": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = abar
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "abar of step t stands for that of step t - 1",
        ),
        "abar shifted to the other side": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar[1:], abar.new_ones(1)])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            None,
        ),
        "images are swapped": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * xt + (1 - b).sqrt() * (1 - p) * x0) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "x0 and x_t have changed places",
        ),
        "abar has no root": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "abar has no root",
        ),
        "the root of abar_t in place of abar_{t-1}": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (a.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "the root is of abar of t: of t - 1 is asked for",
        ),
        "the root of beta": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b.sqrt() * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "beta is under a root",
        ),
        "abar_t for alpha_t": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + a.sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "abar stands where 1 - beta belongs",
        ),
        "alpha has no root": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b) * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "1 - beta has no root",
        ),
        "1 - abar_t for 1 - abar_{t-1} in the mean": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - a) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "multiplied by 1 - abar of t",
        ),
        "the mean is not divided": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "it is not divided by 1 - abar",
        ),
        "the first part alone is divided": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = p.sqrt() * b * x0 / (1 - a) + (1 - b).sqrt() * (1 - p) * xt
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "the first part alone",
        ),
        "the variance is beta": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "this is beta_t",
        ),
        "the standard deviation": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = (b * (1 - p) / (1 - a)).sqrt()
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "this is the standard deviation",
        ),
        "the variance is upside down": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - a) / (1 - p)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "upside down",
        ),
        "the logarithm of the variance": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = (b * (1 - p) / (1 - a)).clamp(min=1e-20).log()
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "logarithm",
        ),
        "the first variance is that of t = 1": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    table = betas * (1 - prev) / (1 - abar)
    table[0] = table[1] if len(table) > 1 else 0
    variance = table[t].reshape(shape)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            None,
        ),
        "the variance has shape (B,)": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.flatten().to(x0.dtype)
""",
            "an axis of length 1 too many or too few",
        ),
        "the variance has the shape of x0": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.expand_as(x0).to(x0.dtype)
""",
            "Expected (3, 1, 1, 1), got (3, 2, 4, 5)",
        ),
        "variance first": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return variance.to(x0.dtype), mean.to(x0.dtype)
""",
            "the variance comes first",
        ),
        "always four axes": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1, 1, 1, 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "the values are right, the shape is not",
        ),
        "no axes are added": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            None,
        ),
        "the step of the first image for all": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t[0]].expand(len(t)).reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            None,
        ),
        "float64": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean, variance.to(x0.dtype)
""",
            "Expected torch.float32, got torch.float64",
        ),
        "betas in float32": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    betas = betas.float()
    abar = (1 - betas).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            None,
        ),
        "betas are changed": (
            """
def posterior_mean_variance(x0, xt, t, betas):
    abar = betas.neg_().add_(1).cumprod(0)
    prev = torch.cat([abar.new_ones(1), abar[:-1]])
    shape = (-1,) + (1,) * (x0.dim() - 1)
    b, a, p = (v[t].reshape(shape) for v in (betas, abar, prev))
    mean = (p.sqrt() * b * x0 + (1 - b).sqrt() * (1 - p) * xt) / (1 - a)
    variance = b * (1 - p) / (1 - a)
    return mean.to(x0.dtype), variance.to(x0.dtype)
""",
            "changes its argument",
        ),
    },
    "ddpm-step": {
        "noise in the last step": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    mean = mean + sigma * noise
    return mean
""",
            "the last step adds none",
        ),
        "no noise at all": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    return mean
""",
            "every value is 0",
        ),
        "noise times beta": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = beta
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "this is the variance: take its root",
        ),
        "noise times the variance of exercise 3": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    before = abar[t - 1].item() if t > 0 else 1.0
    sigma = beta * (1 - before) / (1 - a)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "this is the variance of exercise 3",
        ),
        "no noise in the first step, noise in the last": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t < len(betas) - 1:
        mean = mean + sigma * noise
    return mean
""",
            "the last step adds none",
        ),
        "noise at t > 1 only": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 1:
        mean = mean + sigma * noise
    return mean
""",
            "no noise at t = 1",
        ),
        "own noise": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * torch.randn_like(xt)
    return mean
""",
            None,
        ),
        "noise is divided, too": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta / (1 - beta))
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "the noise is divided by the root of alpha, too",
        ),
        "as much noise as in x_t": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(1 - a)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "all the noise of x_t:",
        ),
        "as much noise as in x_{t-1}": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    before = abar[t - 1].item() if t > 0 else 1.0
    sigma = math.sqrt(1 - before)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "all the noise of x_{t-1}",
        ),
        "noise is taken away": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean - sigma * noise
    return mean
""",
            "the sign is reversed",
        ),
        "two kinds of variance: exercise 3 at first, beta later": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    before = abar[t - 1].item() if t > 0 else 1.0
    variance = beta * (1 - before) / (1 - a)
    sigma = math.sqrt(variance if t < len(betas) // 2 else beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "one variance at some steps, the other at others",
        ),
        "exercise 3 at t = 1, else beta": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    before = abar[t - 1].item() if t > 0 else 1.0
    sigma = math.sqrt(beta * (1 - before) / (1 - a) if t == 1 else beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "one variance at some steps, the other at others",
        ),
        "the mean of both standard deviations": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    before = abar[t - 1].item() if t > 0 else 1.0
    sigma = (math.sqrt(beta) + math.sqrt(beta * (1 - before) / (1 - a))) / 2
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            None,
        ),
        "multiplied by the root of alpha": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) * math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "multiplied by the root of alpha",
        ),
        "not divided by the root of alpha": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "it is not divided by the root of alpha",
        ),
        "divided by alpha": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / (1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "it is divided by alpha, not by its root",
        ),
        "divided by the root of abar": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(a)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "abar, not alpha, stands in the last denominator",
        ),
        "no root below eps": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / (1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "1 - abar is not under a root",
        ),
        "the root of beta before eps": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - math.sqrt(beta / (1 - a)) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "beta is under a root",
        ),
        "abar in place of 1 - abar": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "abar stands where 1 - abar belongs",
        ),
        "alpha in place of beta": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - (1 - beta) / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            None,
        ),
        "abar of the step before": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t - 1].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "abar of step t - 1",
        ),
        "abar is the product of betas": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = betas.cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "product of 1 - beta",
        ),
        "alpha for abar": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), 1 - betas[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "beta stands where 1 - abar belongs",
        ),
        "eps is added": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt + beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "eps is added",
        ),
        "x_t is changed": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    xt -= beta / math.sqrt(1 - a) * eps
    mean = xt / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            "changes its argument",
        ),
        "float64": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    mean = (xt - beta / math.sqrt(1 - a) * eps) / math.sqrt(1 - beta)
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean.double()
""",
            "Expected torch.float32, got torch.float64",
        ),
        "the clean image is cut to [-1, 1]": (
            """
def ddpm_step(eps, xt, t, noise, betas):
    abar = (1 - betas).cumprod(0)
    beta, a = betas[t].item(), abar[t].item()
    before = abar[t - 1].item() if t > 0 else 1.0
    x0 = ((xt - math.sqrt(1 - a) * eps) / math.sqrt(a)).clamp(-1, 1)
    mean = math.sqrt(before) * beta / (1 - a) * x0 + math.sqrt(1 - beta) * (1 - before) / (1 - a) * xt
    sigma = math.sqrt(beta)
    if t > 0:
        mean = mean + sigma * noise
    return mean
""",
            None,
        ),
    },
    "timestep-embedding": {
        "sines and cosines in turn": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w
    return torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1).float()
""",
            "take turns: all sines",
        ),
        "cosines first": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w
    return torch.cat([angles.cos(), angles.sin()], dim=1).float()
""",
            "the cosines come first",
        ),
        "the last frequency is 1 / 10000": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / max(half - 1, 1))
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            "the last frequency is 1 / 10000",
        ),
        "divided by dim, not by its half": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / dim)
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            "the exponent is i / dim",
        ),
        "i is 0, 2, 4 ...": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(0, dim, 2, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            None,
        ),
        "i begins with 1": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(1, half + 1, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            "i must begin with 0",
        ),
        "frequencies rise": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            "frequencies rise",
        ),
        "1000 in place of 10000": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 1000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            "the base must be 10000",
        ),
        "whole turns": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w * 2 * math.pi
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            "multiplied by 2 pi",
        ),
        "steps are divided by 1000": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] / 1000 * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            "divided by 1000",
        ),
        "times are cut to whole numbers": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.long().double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            None,
        ),
        "float64": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1)
""",
            "Expected torch.float32, got torch.float64",
        ),
        "the type of a float t": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).to(t.dtype if t.is_floating_point() else torch.float32)
""",
            "Expected torch.float32, got torch.float64",
        ),
        "sines alone": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.sin()], dim=1).float()
""",
            "hold cosines",
        ),
        "one below the other": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=0).float()
""",
            None,
        ),
        "the frequencies are divided out: t / w": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = t.double()[:, None] / w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            "frequencies rise",
        ),
        "steps count from 1": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = (t.double() + 1)[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            "t + 1",
        ),
        "a table of 1000 rows": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = torch.arange(1000)[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()[t]
""",
            None,
        ),
        "frequencies with an exponent of whole numbers": (
            """
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (-torch.arange(half, dtype=torch.float64) // half)
    angles = t.double()[:, None] * w
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()
""",
            None,
        ),
    },
    "diffusion-loss": {
        "a sum": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).sum()
""",
            "the sum, not the mean",
        ),
        "a sum over each image": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).flatten(1).sum(1).mean()
""",
            "summed in an image, a mean over images",
        ),
        "the root of the mean": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean().sqrt()
""",
            "the root of the mean",
        ),
        "absolute errors": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return (model(xt, t) - noise).abs().mean()
""",
            "the mean of the absolute errors",
        ),
        "Huber": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return F.smooth_l1_loss(model(xt, t), noise)
""",
            "Huber",
        ),
        "half of it": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean() / 2
""",
            "every value is 2 times too small",
        ),
        "the clean image is the target": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - x0) ** 2).mean()
""",
            "the target is the clean image",
        ),
        "the noisy image is the target": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - xt) ** 2).mean()
""",
            "target is the noisy image",
        ),
        "the noise in the image, with its factor, is the target": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - (1 - a).sqrt() * noise) ** 2).mean()
""",
            "noise times its share",
        ),
        "the model sees the clean image": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(x0, t) - noise) ** 2).mean()
""",
            "the model gets the clean images",
        ),
        "the model gets t + 1": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t + 1) - noise) ** 2).mean()
""",
            "every value is 1 too large",
        ),
        "the model gets t / T": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t / len(abar)) - noise) ** 2).mean()
""",
            "t / T",
        ),
        "the model gets abar": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, abar[t]) - noise) ** 2).mean()
""",
            "gets abar",
        ),
        "the model gets noise and image swapped": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * noise + (1 - a).sqrt() * x0).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            "image and noise have changed their shares",
        ),
        "no roots": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a * x0 + (1 - a) * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            "shares without a root",
        ),
        "1 minus the root": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a.sqrt()) * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            "1 - sqrt(abar)",
        ),
        "x0 plus the noise": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            None,
        ),
        "always four axes": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].view(-1, 1, 1, 1)
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            None,
        ),
        "always two axes": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t][:, None]
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            None,
        ),
        "the step of the first image for all": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t[0]]
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            "step of the first",
        ),
        "noisy images in float64": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            None,
        ),
        "noisy images always in float32": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).float()
    return ((model(xt, t) - noise) ** 2).mean()
""",
            None,
        ),
        "own noise": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    noise = torch.randn_like(x0)
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            "uses or seeds the global random state",
        ),
        "own steps": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    t = torch.randint(len(abar), (len(x0),))
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            "uses or seeds the global random state",
        ),
        "no gradient": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    with torch.no_grad():
        guess = model(xt, t)
    return ((guess - noise) ** 2).mean()
""",
            "cut off from the graph",
        ),
        "a float": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).mean().item()
""",
            "cut off from the graph",
        ),
        "called twice": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    assert model(xt, t).shape == noise.shape
    return ((model(xt, t) - noise) ** 2).mean()
""",
            "The model was called 2 times, expected once",
        ),
        "called for each image": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    guess = torch.cat([model(xt[i : i + 1], t[i : i + 1]) for i in range(len(t))])
    return ((guess - noise) ** 2).mean()
""",
            "The model was called 4 times, expected once",
        ),
        "one loss for each image": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((model(xt, t) - noise) ** 2).flatten(1).mean(1)
""",
            "Expected (), got (4,)",
        ),
        "weighted by the share of the noise": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return ((1 - a) * (model(xt, t) - noise) ** 2).mean()
""",
            "weighted",
        ),
        "goes back by itself": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    loss = ((model(xt, t) - noise) ** 2).mean()
    if loss.requires_grad:
        loss.backward(retain_graph=True)
    return loss
""",
            None,
        ),
        "x0 is changed": (
            """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = x0.mul_(a.sqrt()).add_((1 - a).sqrt() * noise)
    return ((model(xt, t) - noise) ** 2).mean()
""",
            "changes its argument",
        ),
    },
    "ddim-step": {
        "abar[-1] for the clean image": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item()
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "at t_prev = -1 abar must be 1: the index -1 takes the last one",
        ),
        "abar_0 for the clean image": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[max(t_prev, 0)].item()
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "at t_prev = -1 abar must be 1, not abar[0]",
        ),
        "t_prev = 0 is taken for the clean image": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev > 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "this is the clean image",
        ),
        "abar[-1] for the clean image, with tensors": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a, p = abar[t], abar[t_prev]
    sigma = eta * ((1 - p) / (1 - a)).sqrt() * (1 - a / p).sqrt()
    x0 = (xt - (1 - a).sqrt() * eps) / a.sqrt()
    x = p.sqrt() * x0 + (1 - p - sigma**2).sqrt() * eps
    return x + sigma * noise if eta > 0 else x
""",
            "at t_prev = -1 abar must be 1: the index -1 takes the last one",
        ),
        "abar[-1] for the clean image, no sigma without eta": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a, p = abar[t], abar[t_prev]
    sigma = eta * ((1 - p) / (1 - a)).sqrt() * (1 - a / p).sqrt() if eta > 0 else 0.0
    x0 = (xt - (1 - a).sqrt() * eps) / a.sqrt()
    x = p.sqrt() * x0 + (1 - p - sigma**2).sqrt() * eps
    return x + sigma * noise if eta > 0 else x
""",
            "at t_prev = -1 abar must be 1: the index -1 takes the last one",
        ),
        "always one step earlier": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t - 1].item() if t > 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "at t_prev = -1 abar must be 1, not abar[0]",
        ),
        "sigma is not taken from the direction": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "sigma is not taken off the share of eps",
        ),
        "sigma is not squared": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(max(1 - p - sigma, 0)) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "sigma is not squared",
        ),
        "taken away outside the root": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + (math.sqrt(1 - p) - sigma) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "outside the root",
        ),
        "eta is not used": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            None,
        ),
        "eta is always 0": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = 0.0
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "eta is not used",
        ),
        "eta is on or off": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = float(eta > 0) * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "eta must be a factor",
        ),
        "noise whenever it is given": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = (eta or float(noise is not None)) * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if noise is not None:
        x = x + sigma * noise
    return x
""",
            None,
        ),
        "noise is needed at eta = 0, too": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    x = x + sigma * noise
    return x
""",
            None,
        ),
        "own noise": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * torch.randn_like(xt)
    return x
""",
            None,
        ),
        "sigma of the noise is squared": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma**2 * noise
    return x
""",
            "sigma is its square",
        ),
        "noise is left out": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    return x
""",
            "noise is missing",
        ),
        "no noise at t_prev = 0": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0 and t_prev > 0:
        x = x + sigma * noise
    return x
""",
            None,
        ),
        "sigma without its second root": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * (1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            None,
        ),
        "sigma without its first factor": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            None,
        ),
        "sigma is upside down": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * (math.sqrt((1 - a) / (1 - p)) if p < 1 else 0) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            None,
        ),
        "sigma with beta of step t": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / (abar[t - 1].item() if t > 0 else 1.0))
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            None,
        ),
        "the noise has no root in the clean image": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - (1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "1 - abar has no root in the clean image",
        ),
        "the clean image is not divided": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = xt - math.sqrt(1 - a) * eps
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "the clean image is not divided by the root of abar",
        ),
        "the clean image is divided by abar": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / a
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            None,
        ),
        "the clean image is cut to [-1, 1]": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x0 = x0.clamp(-1, 1)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "the clean image is clipped",
        ),
        "eps of the clean image anew, after a cut": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x0 = x0.clamp(-1, 1)
    eps = (xt - math.sqrt(a) * x0) / math.sqrt(1 - a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "the clean image is clipped",
        ),
        "the root of p is missing": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "the clean image has no share",
        ),
        "p has no root": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = p * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "the share of the clean image has no root",
        ),
        "as much noise put back as there was": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - a - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "the noise keeps the share of step t",
        ),
        "the root of a before the clean image": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(a) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "the clean image keeps the share of step t",
        ),
        "the direction has no root": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + (1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "the share of the noise has no root",
        ),
        "x_t is changed": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = xt.sub_(math.sqrt(1 - a) * eps).div_(math.sqrt(a))
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "changes its argument",
        ),
        "float64": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x.double()
""",
            "Expected torch.float32, got torch.float64",
        ),
        "abar is multiplied up once more": (
            """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    abar = abar.cumprod(0)
    a = abar[t].item()
    p = abar[t_prev].item() if t_prev >= 0 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a)) * math.sqrt(1 - a / p)
    x0 = (xt - math.sqrt(1 - a) * eps) / math.sqrt(a)
    x = math.sqrt(p) * x0 + math.sqrt(1 - p - sigma**2) * eps
    if eta > 0:
        x = x + sigma * noise
    return x
""",
            "abar is multiplied up once more",
        ),
    },
    "frechet": {
        "the distance of the means is not squared": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return float(np.linalg.norm(mu1 - mu2) + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "is not squared",
        ),
        "absolute differences of the means": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return float(np.abs(mu1 - mu2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "is not squared",
        ),
        "the mean of squared differences": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return float(((mu1 - mu2) ** 2).mean() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "the mean over dimensions, not the sum",
        ),
        "means are left out": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return float(np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "the means are forgotten",
        ),
        "the square of the sum of differences": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return float((mu1 - mu2).sum() ** 2 + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "not a sum squared",
        ),
        "the root of the distance": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return math.sqrt(max(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root, 0))
""",
            "this is its root",
        ),
        "once the root, not twice": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - root)
""",
            "the product is taken off once, not twice",
        ),
        "a root of each entry": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    root = np.trace(np.sqrt(np.abs(cov1 @ cov2)))
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "np.sqrt takes the root of each entry",
        ),
        "a root of each entry of the product by entries": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    root = np.sqrt(np.abs(np.diag(cov1) * np.diag(cov2))).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "the root of each entry of both",
        ),
        "product by entries, then the matrix root": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 * cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            None,
        ),
        "eigvalsh of the product": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvalsh(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "eigvalsh is for symmetric matrices",
        ),
        "product of the two roots": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    def root(cov):
        values, vectors = np.linalg.eigh(cov)
        return vectors * np.sqrt(np.clip(values, 0, None)) @ vectors.T

    cross = np.trace(root(cov1) @ root(cov2))
    return float(np.sum((mu1 - mu2) ** 2) + np.trace(cov1) + np.trace(cov2) - 2 * cross)
""",
            "roots multiplied, then the trace",
        ),
        "eigenvalues of each, sorted": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvalsh(cov1) * np.linalg.eigvalsh(cov2)
    root = np.sqrt(np.clip(values, 0, None)).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "eigenvalues of each, multiplied in order",
        ),
        "the squared distance of the covariances": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    return float(np.sum((mu1 - mu2) ** 2) + np.sum((cov1 - cov2) ** 2))
""",
            "the covariances are taken for standard deviations",
        ),
        "eigenvalues without a root": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.clip(values.real, 0, None).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "the root of the product is not taken",
        ),
        "the root of the trace": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real.sum(), 0, None))
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "the trace of the product, then the root",
        ),
        "nothing is clipped": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(values.real).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "root of a negative number",
        ),
        "singular values": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    root = np.sqrt(np.linalg.svd(cov1 @ cov2, compute_uv=False)).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "singular values are not eigenvalues",
        ),
        "Cholesky": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    factor = np.linalg.cholesky(cov1)
    values = np.linalg.eigvalsh(factor.T @ cov2 @ factor)
    root = np.sqrt(np.clip(values, 0, None)).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "Matrix is not positive definite",
        ),
        "a complex number": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    root = np.sqrt(np.linalg.eigvals(cov1 @ cov2).astype(complex)).sum()
    return ((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root
""",
            "Return a float; yours is complex128",
        ),
        "a thousandth is added to the diagonals": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    cov1, cov2 = cov1 + 1e-3 * np.eye(len(mu1)), cov2 + 1e-3 * np.eye(len(mu1))
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            None,
        ),
        "covariances are changed": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    cov1 += 1e-9 * np.eye(len(mu1))
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return float(((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root)
""",
            "changes its argument",
        ),
        "an array": (
            """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.linalg.eigvals(cov1 @ cov2)
    root = np.sqrt(np.clip(values.real, 0, None)).sum()
    return np.array([((mu1 - mu2) ** 2).sum() + np.trace(cov1) + np.trace(cov2) - 2 * root])
""",
            "the values are right, the shape is not",
        ),
    },
    "guided": {
        "w is counted from 0, as in the paper": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return (1 + w) * eps_conditional - w * eps_unconditional
""",
            "it starts from the guess with the class",
        ),
        "guesses are swapped": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return eps_conditional + w * (eps_unconditional - eps_conditional)
""",
            "the two guesses have changed places",
        ),
        "in the other direction": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return eps_unconditional - w * (eps_conditional - eps_unconditional)
""",
            "the sign of the difference",
        ),
        "w times the class alone": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return w * eps_conditional
""",
            "w times the guess with the class",
        ),
        "without is not taken away": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return eps_unconditional + w * eps_conditional
""",
            "w times the guess with the class, plus the other",
        ),
        "the difference alone": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return w * (eps_conditional - eps_unconditional)
""",
            "the guess without the class is missing",
        ),
        "with the class alone": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return eps_conditional
""",
            "w is not used",
        ),
        "a mean": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return (w * eps_conditional + eps_unconditional) / (w + 1)
""",
            "a weighted mean",
        ),
        "w is cut to at most 1": (
            """
def guided(eps_conditional, eps_unconditional, w):
    w = min(max(w, 0), 1)
    return eps_unconditional + w * (eps_conditional - eps_unconditional)
""",
            "w is not used",
        ),
        "w is at least 1": (
            """
def guided(eps_conditional, eps_unconditional, w):
    if w <= 1:
        return eps_conditional
    return eps_unconditional + w * (eps_conditional - eps_unconditional)
""",
            "not taken as it is",
        ),
        "w = 0 gives the class": (
            """
def guided(eps_conditional, eps_unconditional, w):
    if not w:
        return eps_conditional
    return eps_unconditional + w * (eps_conditional - eps_unconditional)
""",
            "not taken as it is",
        ),
        "w is cut to a whole number": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return eps_unconditional + int(w) * (eps_conditional - eps_unconditional)
""",
            "not be rounded",
        ),
        "the guess without is changed": (
            """
def guided(eps_conditional, eps_unconditional, w):
    eps_unconditional += w * (eps_conditional - eps_unconditional)
    return eps_unconditional
""",
            "changes its argument",
        ),
        "the guess with is changed": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return eps_conditional.sub_(eps_unconditional).mul_(w).add_(eps_unconditional)
""",
            "changes its argument",
        ),
        "cut to [-1, 1]": (
            """
def guided(eps_conditional, eps_unconditional, w):
    return (eps_unconditional + w * (eps_conditional - eps_unconditional)).clamp(-1, 1)
""",
            "clipped",
        ),
        "as long as the guess with the class": (
            """
def guided(eps_conditional, eps_unconditional, w):
    out = eps_unconditional + w * (eps_conditional - eps_unconditional)
    return out * eps_conditional.std() / out.std()
""",
            None,
        ),
    },
    "quiz-calls": {
        "guidance is free": (
            """
def quiz_calls():
    return 50
""",
            None,
        ),
        "one call too many": (
            """
def quiz_calls():
    return 101
""",
            None,
        ),
        "calls for every step of training": (
            """
def quiz_calls():
    return 2000
""",
            None,
        ),
        "w more calls each": (
            """
def quiz_calls():
    return 150
""",
            None,
        ),
        "a float": (
            """
def quiz_calls():
    return 100.0
""",
            None,
        ),
        "calls of one step": (
            """
def quiz_calls():
    return 2
""",
            None,
        ),
    },
    "flow-loss": {
        "time runs to the noise": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = s * x0 + (1 - s) * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).mean()
""",
            "noise and image have changed their shares",
        ),
        "the velocity points to the noise": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x0 - x1)) ** 2).mean()
""",
            "the velocity points from the image to the noise",
        ),
        "time and velocity towards the noise": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = s * x0 + (1 - s) * x1
    return ((model(xt, t) - (x0 - x1)) ** 2).mean()
""",
            "the velocity points from the image to the noise",
        ),
        "the image is the target": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - x1) ** 2).mean()
""",
            "the target is the image",
        ),
        "the noise is the target": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - x0) ** 2).mean()
""",
            "the target is the noise",
        ),
        "the way that is left is the target": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - xt)) ** 2).mean()
""",
            "left of the way",
        ),
        "the way so far is the target": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (xt - x0)) ** 2).mean()
""",
            "the way so far",
        ),
        "the model sees the image": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(x1, t) - (x1 - x0)) ** 2).mean()
""",
            "gets the image",
        ),
        "the model sees the noise": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(x0, t) - (x1 - x0)) ** 2).mean()
""",
            "gets the noise",
        ),
        "the model gets 1 - t": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, 1 - t) - (x1 - x0)) ** 2).mean()
""",
            "gets 1 - t",
        ),
        "the model gets 1000 t": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, 1000 * t) - (x1 - x0)) ** 2).mean()
""",
            "t as it is",
        ),
        "the model gets t with more axes": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, s) - (x1 - x0)) ** 2).mean()
""",
            "the values are right, the shape is not",
        ),
        "the model gets whole times": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, (1000 * t).long()) - (x1 - x0)) ** 2).mean()
""",
            None,
        ),
        "t as it is": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).mean()
""",
            None,
        ),
        "always four axes": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.view(-1, 1, 1, 1)
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).mean()
""",
            None,
        ),
        "always two axes": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t[:, None]
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).mean()
""",
            None,
        ),
        "one time for all": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.mean()
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).mean()
""",
            None,
        ),
        "own times": (
            """
def flow_matching_loss(model, x0, x1, t):
    t = torch.rand(len(x0), dtype=x0.dtype)
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).mean()
""",
            "uses or seeds the global random state",
        ),
        "own noise": (
            """
def flow_matching_loss(model, x0, x1, t):
    x0 = torch.randn_like(x1)
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).mean()
""",
            "uses or seeds the global random state",
        ),
        "a little noise is left at the end (Lipman's sigma)": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - (1 - 1e-4) * s) * x0 + s * x1
    return ((model(xt, t) - (x1 - (1 - 1e-4) * x0)) ** 2).mean()
""",
            None,
        ),
        "on a circle, as in diffusion": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s).sqrt() * x0 + s.sqrt() * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).mean()
""",
            "shares under a root, as in diffusion",
        ),
        "on a circle, with angles": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    angle = s * math.pi / 2
    xt = angle.cos() * x0 + angle.sin() * x1
    return ((model(xt, t) - math.pi / 2 * (angle.cos() * x1 - angle.sin() * x0)) ** 2).mean()
""",
            None,
        ),
        "a sum": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).sum()
""",
            "the sum, not the mean",
        ),
        "a sum over each image": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).flatten(1).sum(1).mean()
""",
            "summed in an image",
        ),
        "the root of the mean": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).mean().sqrt()
""",
            "a square root is taken of it",
        ),
        "absolute errors": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ).abs().mean()
""",
            "the mean of the absolute errors",
        ),
        "one loss for each image": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).flatten(1).mean(1)
""",
            "Expected (), got (4,)",
        ),
        "no gradient": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    with torch.no_grad():
        guess = model(xt, t)
    return ((guess - (x1 - x0)) ** 2).mean()
""",
            "cut off from the graph",
        ),
        "a float": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((model(xt, t) - (x1 - x0)) ** 2).mean().item()
""",
            "cut off from the graph",
        ),
        "called twice": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    assert model(xt, t).shape == xt.shape
    return ((model(xt, t) - (x1 - x0)) ** 2).mean()
""",
            "The model was called 2 times, expected once",
        ),
        "called for each image": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    guess = torch.cat([model(xt[i : i + 1], t[i : i + 1]) for i in range(len(t))])
    return ((guess - (x1 - x0)) ** 2).mean()
""",
            None,
        ),
        "x0 is changed": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    velocity = x1 - x0
    xt = x0.mul_(1 - s).add_(s * x1)
    return ((model(xt, t) - velocity) ** 2).mean()
""",
            "changes its argument",
        ),
        "the velocity is weighted by 1 - t": (
            """
def flow_matching_loss(model, x0, x1, t):
    s = t.reshape(-1, *[1] * (x0.dim() - 1))
    xt = (1 - s) * x0 + s * x1
    return ((1 - s) * (model(xt, t) - (x1 - x0)) ** 2).mean()
""",
            None,
        ),
    },
    "euler-sample": {
        "times at the end of each step": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), (k + 1) / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "times begin after the first step",
        ),
        "times in the middle of each step": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), (k + 0.5) / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "of the middle",
        ),
        "times from 0 to 1": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / max(steps - 1, 1), dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "the last time is 1",
        ),
        "k, not k / steps": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), float(k), dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "k, not k / steps",
        ),
        "times fall from 1": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), 1 - k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "times fall from 1",
        ),
        "the time is always 0": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), 0.0, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            None,
        ),
        "times of 1000 k / steps": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), 1000 * k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "1000 times too large",
        ),
        "not divided": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t)
    return x
""",
            "a step is not divided by their number",
        ),
        "divided by steps - 1": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / max(steps - 1, 1)
    return x
""",
            "divided by steps - 1",
        ),
        "one step only": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        guess = velocity(x0, t)
    return x0 + guess / steps
""",
            "one step only",
        ),
        "backwards": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x - velocity(x, t) / steps
    return x
""",
            "it walks backwards",
        ),
        "all velocities at the start": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x + velocity(x0, t) / steps
    return x
""",
            "at the first place",
        ),
        "one step more": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps + 1):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "5 calls, expected 4",
        ),
        "one step less": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps - 1):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "3 calls, expected 4",
        ),
        "Heun": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        first = velocity(x, t)
        second = velocity(x + first / steps, t + 1 / steps)
        x = x + (first + second) / (2 * steps)
    return x
""",
            "8 calls, expected 4",
        ),
        "midpoint": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        middle = x + velocity(x, t) / (2 * steps)
        x = x + velocity(middle, t + 0.5 / steps) / steps
    return x
""",
            "8 calls, expected 4",
        ),
        "x0 is changed": (
            """
def euler_sample(velocity, x0, steps):
    x = x0
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x += velocity(x, t) / steps
    return x
""",
            "changes its argument",
        ),
        "a time without axes": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.tensor(k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            None,
        ),
        "a time of one axis too many": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0), 1), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "an axis of length 1 too many or too few",
        ),
        "one time for all, shape (1,)": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((1,), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "Expected (3,), got (1,)",
        ),
        "a Python number as the time": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = k / steps
        x = x + velocity(x, t) / steps
    return x
""",
            "t is a tensor of shape (B,), not a number",
        ),
        "times always in float32": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=torch.float32)
        x = x + velocity(x, t) / steps
    return x
""",
            "Expected torch.float64, got torch.float32",
        ),
        "whole times": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k)
        x = x + velocity(x, t) / steps
    return x
""",
            None,
        ),
        "all places on the way": (
            """
def euler_sample(velocity, x0, steps):
    x, places = x0.clone(), [x0]
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
        places.append(x)
    return torch.stack(places)
""",
            "Expected (3, 2), got (5, 3, 2)",
        ),
        "cut to [-1, 1]": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x.clamp(-1, 1)
""",
            "clipped",
        ),
        "with noise": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps + torch.randn_like(x) / steps
    return x
""",
            "uses or seeds the global random state",
        ),
        "the start is drawn anew": (
            """
def euler_sample(velocity, x0, steps):
    x = torch.randn_like(x0)
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / steps
    return x
""",
            "uses or seeds the global random state",
        ),
        "a list of times for steps of 1 / 100": (
            """
def euler_sample(velocity, x0, steps):
    x = x0.clone()
    for k in range(steps):
        t = torch.full((len(x0),), k / steps, dtype=x0.dtype)
        x = x + velocity(x, t) / 100
    return x
""",
            None,
        ),
    },
}

RIGHT = {
    "betas": {
        "NumPy inside": """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.from_numpy(np.linspace(start, end, steps))


def cosine_betas(steps, s=0.008):
    f = np.cos((np.linspace(0, 1, steps + 1) + s) / (1 + s) * np.pi / 2) ** 2
    return torch.from_numpy(np.minimum(1 - f[1:] / f[:-1], 0.999))


def alpha_bars(betas):
    return torch.from_numpy(np.cumprod(1 - betas.numpy()))
""",
        "loops over numbers": """
def linear_betas(steps, start=1e-4, end=0.02):
    step = (end - start) / (steps - 1)
    return torch.tensor([start + i * step for i in range(steps)], dtype=torch.float64)


def cosine_betas(steps, s=0.008):
    def f(u):
        return math.cos((u + s) / (1 + s) * math.pi / 2) ** 2

    betas = []
    for i in range(steps):
        betas.append(min(1 - f((i + 1) / steps) / f(i / steps), 0.999))
    return torch.tensor(betas, dtype=torch.float64)


def alpha_bars(betas):
    left, share = [], 1.0
    for beta in betas.tolist():
        share *= 1 - beta
        left.append(share)
    return torch.tensor(left, dtype=torch.float64)
""",
        "lerp, abar normalised as in the paper, a sum of logarithms": """
def linear_betas(steps, start=1e-4, end=0.02):
    weight = torch.arange(steps, dtype=torch.float64) / (steps - 1)
    return start * (1 - weight) + end * weight


def cosine_betas(steps, s=0.008):
    x = torch.linspace(0, steps, steps + 1, dtype=torch.float64)
    abar = torch.cos(((x / steps) + s) / (1 + s) * torch.pi * 0.5) ** 2
    abar = abar / abar[0]
    return torch.clip(1 - abar[1:] / abar[:-1], 0, 0.999)


def alpha_bars(betas):
    return torch.log1p(-betas).cumsum(0).exp()
""",
        "half-angle formula, a triangle of products": """
def linear_betas(steps, start=1e-4, end=0.02):
    return torch.tensor(np.interp(np.arange(steps), [0, steps - 1], [start, end]))


def cosine_betas(steps, s=0.008):
    u = torch.arange(steps + 1).double() / steps
    f = (1 + torch.cos(math.pi * (u + s) / (1 + s))) / 2
    betas = (f[:-1] - f[1:]) / f[:-1]
    betas[betas > 0.999] = 0.999
    return betas


def alpha_bars(betas):
    return torch.stack([torch.prod(1.0 - betas[: t + 1]) for t in range(len(betas))])
""",
    },
    "q-sample": {
        "loops over the images": """
def q_sample(x0, t, noise, abar):
    out = torch.empty_like(x0)
    for i, step in enumerate(t.tolist()):
        a = float(abar[step])
        out[i] = math.sqrt(a) * x0[i] + math.sqrt(1 - a) * noise[i]
    return out


def predict_x0(xt, t, eps, abar):
    rows = []
    for x, step, e in zip(xt, t, eps):
        a = abar[step].item()
        rows.append((x - (1 - a) ** 0.5 * e) / a**0.5)
    return torch.stack(rows)
""",
        "einsum": """
def q_sample(x0, t, noise, abar):
    signal, spread = abar[t].sqrt().to(x0.dtype), (1 - abar[t]).sqrt().to(x0.dtype)
    return torch.einsum("b,b...->b...", signal, x0) + torch.einsum("b,b...->b...", spread, noise)


def predict_x0(xt, t, eps, abar):
    one, other = (1 / abar[t]).sqrt().to(xt.dtype), (1 / abar[t] - 1).sqrt().to(xt.dtype)
    return torch.einsum("b,b...->b...", one, xt) - torch.einsum("b,b...->b...", other, eps)
""",
        "flat, with a helper": """
def share(abar, t, x):
    return abar.gather(0, t).view(len(t), 1).to(x)


def q_sample(x0, t, noise, abar):
    a = share(abar, t, x0)
    return (a.sqrt() * x0.reshape(len(x0), -1) + (1 - a).sqrt() * noise.reshape(len(x0), -1)).reshape(x0.shape)


def predict_x0(xt, t, eps, abar):
    a = share(abar, t, xt)
    x0 = (xt.reshape(len(xt), -1) - (1 - a).sqrt() * eps.reshape(len(xt), -1)) / a.sqrt()
    return x0.view_as(xt)
""",
        "NumPy inside": """
def q_sample(x0, t, noise, abar):
    a = abar.numpy()[t.numpy()].reshape((-1,) + (1,) * (x0.ndim - 1))
    x = np.sqrt(a) * x0.numpy() + np.sqrt(1 - a) * noise.numpy()
    return torch.from_numpy(x).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    a = abar.numpy()[t.numpy()].reshape((-1,) + (1,) * (xt.ndim - 1))
    return torch.from_numpy((xt.numpy() - np.sqrt(1 - a) * eps.numpy()) / np.sqrt(a)).type_as(xt)
""",
        "axes at the end by transposing; abar in x's own type": """
def q_sample(x0, t, noise, abar):
    a = abar[t].type_as(x0)
    x, e = x0.movedim(0, -1), noise.movedim(0, -1)
    return (x * a.sqrt() + e * (1 - a).sqrt()).movedim(-1, 0)


def predict_x0(xt, t, eps, abar):
    a = abar[t].type_as(xt)
    while a.ndim < xt.ndim:
        a = a.unsqueeze(-1)
    return xt / a.sqrt() - (1 / a - 1).sqrt() * eps
""",
        "shares in float32, the result in the type of the images": """
def q_sample(x0, t, noise, abar):
    a = abar[t].float().view(-1, *[1] * (x0.ndim - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)


def predict_x0(xt, t, eps, abar):
    a = abar[t].float().view(-1, *[1] * (xt.ndim - 1))
    return ((xt - (1 - a).sqrt() * eps) / a.sqrt()).to(xt.dtype)
""",
    },
    "quiz-steps": {
        "counted": """
def quiz_steps():
    steps, share = 0, 1.0
    while share >= 0.01:
        steps, share = steps + 1, share * 0.5
    return steps
""",
    },
    "posterior": {
        "loops over the images": """
def posterior_mean_variance(x0, xt, t, betas):
    mean, variance = torch.empty_like(x0), x0.new_zeros(len(x0), *[1] * (x0.ndim - 1))
    for i, step in enumerate(t.tolist()):
        beta = betas[step].item()
        now = float(torch.prod(1 - betas[: step + 1]))
        before = float(torch.prod(1 - betas[:step]))  # 1 if there is none
        mean[i] = (before**0.5 * beta * x0[i] + (1 - beta) ** 0.5 * (1 - before) * xt[i]) / (1 - now)
        variance[i] = beta * (1 - before) / (1 - now)
    return mean, variance
""",
        "a product of Gaussians: precisions": """
def posterior_mean_variance(x0, xt, t, betas):
    shape = [len(t)] + [1] * (x0.ndim - 1)
    beta = betas[t].view(shape)
    before = torch.cat([torch.ones(1).double(), (1 - betas).cumprod(0)])[t].view(shape)
    first = t.view(shape) == 0
    spread = torch.where(first, 1.0, 1 - before)
    precision = (1 - beta) / beta + 1 / spread
    mean = ((1 - beta).sqrt() / beta * xt + before.sqrt() / spread * x0) / precision
    mean = torch.where(first, x0.double(), mean)
    variance = torch.where(first, 0.0, 1 / precision)
    return mean.to(x0.dtype), variance
""",
        "torch.where for the first step, variance in float64": """
def posterior_mean_variance(x0, xt, t, betas):
    alphas = 1.0 - betas
    abar = torch.cumprod(alphas, dim=0)
    before = torch.where(t > 0, abar[t - 1], 1.0)
    one = before.sqrt() * betas[t] / (1 - abar[t])
    other = alphas[t].sqrt() * (1 - before) / (1 - abar[t])
    variance = betas[t] * (1 - before) / (1 - abar[t])
    one, other, variance = (v[(...,) + (None,) * (x0.ndim - 1)] for v in (one, other, variance))
    return (one * x0 + other * xt).to(x0.dtype), variance
""",
        "NumPy tables, einsum": """
def posterior_mean_variance(x0, xt, t, betas):
    b = betas.numpy()
    abar = np.cumprod(1 - b)
    prev = np.append(1.0, abar[:-1])
    c0, c1 = np.sqrt(prev) * b / (1 - abar), np.sqrt(1 - b) * (1 - prev) / (1 - abar)
    c0, c1 = (torch.from_numpy(c).to(x0.dtype)[t] for c in (c0, c1))
    mean = torch.einsum("i,i...->i...", c0, x0) + torch.einsum("i,i...->i...", c1, xt)
    variance = torch.from_numpy(b * (1 - prev) / (1 - abar))[t].to(x0.dtype)
    return mean, variance.reshape([len(x0)] + [1] * (x0.ndim - 1))
""",
        "coefficients in x0's own type, F.pad": """
def posterior_mean_variance(x0, xt, t, betas):
    abar = (1 - betas).cumprod(dim=0)
    prev = F.pad(abar[:-1], (1, 0), value=1.0)
    variance = betas * (1 - prev) / (1 - abar)

    def pick(table):
        return table[t].to(x0.dtype).reshape(len(t), *(1 for _ in x0.shape[1:]))

    mean = pick(betas * prev.sqrt() / (1 - abar)) * x0
    mean = mean + pick((1 - prev) * (1 - betas).sqrt() / (1 - abar)) * xt
    return mean, pick(variance)
""",
        "coefficients in float32, the result in the type of the images": """
def posterior_mean_variance(x0, xt, t, betas):
    abar = torch.cumprod(1 - betas, 0)
    prev = torch.cat([torch.ones(1, dtype=betas.dtype), abar[:-1]])

    def pick(table):
        return table.float()[t].reshape(-1, *[1] * (x0.ndim - 1))

    mean = pick(prev.sqrt() * betas / (1 - abar)) * x0
    mean = mean + pick((1 - betas).sqrt() * (1 - prev) / (1 - abar)) * xt
    return mean.to(x0.dtype), pick(betas * (1 - prev) / (1 - abar))
""",
    },
    "ddpm-step": {
        "exercise 3: the mean through the clean image, its variance": """
def ddpm_step(eps, xt, t, noise, betas):
    abar = torch.cat([torch.ones(1, dtype=torch.float64), (1 - betas).cumprod(0)])
    before, now, beta = abar[t], abar[t + 1], betas[t]
    x0 = (xt - (1 - now).sqrt() * eps) / now.sqrt()
    mean = (before.sqrt() * beta * x0 + (1 - beta).sqrt() * (1 - before) * xt) / (1 - now)
    return mean + (beta * (1 - before) / (1 - now)).sqrt() * noise
""",
        "the small variance, tensors, a mask": """
def ddpm_step(eps, xt, t, noise, betas):
    abar = torch.cumprod(1 - betas, 0)
    before = abar[t - 1] if t else torch.tensor(1.0).double()
    scale = torch.rsqrt(1 - betas[t])
    new = scale * (xt - betas[t] * torch.rsqrt(1 - abar[t]) * eps)
    sigma = (betas[t] * (1 - before) / (1 - abar[t])).sqrt()
    return (new + float(t != 0) * sigma * noise).to(xt.dtype)
""",
        "in float64, back to xt's type": """
def ddpm_step(eps, xt, t, noise, betas):
    kept = np.prod(1 - betas[: t + 1].numpy())
    x = xt.double() - betas[t] / np.sqrt(1 - kept) * eps.double()
    x /= np.sqrt(1 - float(betas[t]))
    if t > 0:
        x += betas[t].sqrt() * noise.double()
    return x.type_as(xt)
""",
        "a loop for abar, no noise by setting it to 0": """
def ddpm_step(eps, xt, t, noise, betas):
    abar = 1.0
    for s in range(t + 1):
        abar *= 1 - float(betas[s])
    z = torch.zeros_like(xt) if t == 0 else noise
    beta = float(betas[t])
    alpha = 1 - beta
    return alpha**-0.5 * (xt - (1 - alpha) * (1 - abar) ** -0.5 * eps) + beta**0.5 * z
""",
        "addcmul, with a copy": """
def ddpm_step(eps, xt, t, noise, betas):
    beta, abar = float(betas[t]), float((1 - betas[: t + 1]).prod())
    x = xt.clone()
    x.sub_(eps, alpha=beta / math.sqrt(1 - abar)).div_(math.sqrt(1 - beta))
    return x if t == 0 else x.add_(noise, alpha=math.sqrt(beta))
""",
    },
    "timestep-embedding": {
        "float32 throughout": """
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(half, dtype=torch.float32) / half)
    angles = t[:, None].float() * w[None]
    return torch.cat([torch.sin(angles), torch.cos(angles)], dim=-1)
""",
        "loops": """
def timestep_embedding(t, dim):
    rows = []
    for step in t.tolist():
        angles = [step * 10000 ** (-2 * i / dim) for i in range(dim // 2)]
        rows.append([math.sin(a) for a in angles] + [math.cos(a) for a in angles])
    return torch.tensor(rows, dtype=torch.float32)
""",
        "NumPy inside": """
def timestep_embedding(t, dim):
    w = np.power(10000.0, -np.arange(0, dim, 2) / dim)
    angles = np.outer(t.numpy(), w)
    return torch.from_numpy(np.hstack([np.sin(angles), np.cos(angles)]).astype(np.float32))
""",
        "a sine with a shift, filled in place": """
def timestep_embedding(t, dim):
    out = torch.empty(len(t), dim)
    w = torch.logspace(0, -4, dim // 2 + 1, dtype=torch.float64)[:-1]
    angles = torch.einsum("b,i->bi", t.double(), w)
    out[:, : dim // 2] = angles.sin()
    out[:, dim // 2 :] = (math.pi / 2 + angles).sin()
    return out
""",
        "real and imaginary part": """
def timestep_embedding(t, dim):
    half = dim // 2
    angles = torch.outer(t.double(), 1 / 10000 ** (torch.arange(half).double() / half))
    z = torch.polar(torch.ones_like(angles), angles)
    return torch.hstack((z.imag, z.real)).to(torch.float32)
""",
    },
    "diffusion-loss": {
        "mse_loss": """
def diffusion_loss(model, x0, t, noise, abar):
    kept = abar[t].to(x0.dtype).view(-1, *(1,) * (x0.ndim - 1))
    xt = torch.sqrt(kept) * x0 + torch.sqrt(1 - kept) * noise
    return F.mse_loss(model(xt, t), noise)
""",
        "a norm": """
def diffusion_loss(model, x0, t, noise, abar):
    signal, spread = abar[t].sqrt().to(x0.dtype), (1 - abar[t]).sqrt().to(x0.dtype)
    xt = torch.einsum("b,b...->b...", signal, x0) + torch.einsum("b,b...->b...", spread, noise)
    error = (noise - model(xt, t)).flatten()
    return error @ error / error.numel()
""",
        "loops before and after the model": """
def diffusion_loss(model, x0, t, noise, abar):
    xt = torch.stack([
        abar[s].item() ** 0.5 * x + (1 - abar[s].item()) ** 0.5 * e for x, s, e in zip(x0, t, noise)
    ])
    guess = model(xt, t)
    total = 0
    for one, e in zip(guess, noise):
        total = total + (one - e).square().sum()
    return total / noise.numel()
""",
        "the mean over each image, then over all; noisy images without gradient": """
def diffusion_loss(model, x0, t, noise, abar):
    with torch.no_grad():
        a = abar[t]
        for _ in x0.shape[1:]:
            a = a.unsqueeze(-1)
        xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).type(x0.dtype)
    return torch.stack([F.mse_loss(g, e) for g, e in zip(model(xt, t), noise)]).mean()
""",
        "nn.MSELoss, flat": """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar.index_select(0, t)[:, None]
    flat = a.sqrt() * x0.reshape(len(t), -1) + (1 - a).sqrt() * noise.reshape(len(t), -1)
    xt = flat.reshape(x0.shape).to(x0)
    return nn.MSELoss()(model(xt, t), noise)
""",
        "shares in float32, the result in the type of the images": """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].float().view(-1, *[1] * (x0.ndim - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return F.mse_loss(model(xt, t), noise)
""",
        "a target without a graph": """
def diffusion_loss(model, x0, t, noise, abar):
    a = abar[t].reshape(-1, *[1] * (x0.dim() - 1))
    xt = (a.sqrt() * x0 + (1 - a).sqrt() * noise).to(x0.dtype)
    return F.mse_loss(model(xt, t), noise.detach())
""",
    },
    "ddim-step": {
        "tensors, with 1 put before abar": """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    shares = torch.cat([abar.new_ones(1), abar])
    a, p = shares[t + 1], shares[t_prev + 1]
    sigma = eta * ((1 - p) / (1 - a)).sqrt() * (1 - a / p).sqrt()
    x0 = (xt - (1 - a).sqrt() * eps) / a.sqrt()
    noise = torch.zeros_like(xt) if noise is None else noise
    return p.sqrt() * x0 + (1 - p - sigma**2).clamp(min=0).sqrt() * eps + sigma * noise
""",
        "in float64, and back": """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t]
    p = abar[t_prev] if t_prev > -1 else torch.ones((), dtype=torch.float64)
    clean = (xt.double() - torch.sqrt(1 - a) * eps.double()) / torch.sqrt(a)
    variance = eta**2 * (1 - p) / (1 - a) * (1 - a / p)
    x = torch.sqrt(p) * clean + torch.sqrt(1 - p - variance) * eps.double()
    if noise is not None and eta:
        x = x + variance.sqrt() * noise.double()
    return x.to(xt.dtype)
""",
        "one factor for each input": """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a, p = float(abar[t]), 1.0 if t_prev == -1 else float(abar[t_prev])
    sigma2 = eta * eta * (1 - p) * (p - a) / ((1 - a) * p)
    first = (p / a) ** 0.5
    second = max(1 - p - sigma2, 0) ** 0.5 - (p * (1 - a) / a) ** 0.5
    x = first * xt + second * eps
    return x if eta == 0 else x + sigma2**0.5 * noise
""",
        "the clean image returned early; NumPy roots": """
def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = float(abar[t])
    x0 = (xt - np.sqrt(1 - a) * eps) / np.sqrt(a)
    if t_prev < 0:
        return x0
    p = float(abar[t_prev])
    sigma = eta * np.sqrt((1 - p) / (1 - a) * (1 - a / p))
    out = np.sqrt(p) * x0
    out += np.sqrt(1 - p - sigma**2) * eps
    if sigma > 0:
        out += sigma * noise
    return out
""",
        "abar in the type of the images, helper for the clean image": """
def clean_image(eps, xt, a):
    return xt / a.sqrt() - (1 / a - 1).sqrt() * eps


def ddim_step(eps, xt, t, t_prev, abar, eta=0.0, noise=None):
    a = abar[t]
    p = torch.where(torch.tensor(t_prev) < 0, 1.0, abar[t_prev])
    sigma = eta * torch.sqrt((1 - p) / (1 - a)) * torch.sqrt(1 - a / p)
    x = torch.add(p.sqrt() * clean_image(eps, xt, a), eps, alpha=float((1 - p - sigma.square()).sqrt()))
    return x if noise is None else x + sigma * noise
""",
    },
    "frechet": {
        "root of A, then a symmetric product": """
def frechet_distance(mu1, cov1, mu2, cov2):
    values, vectors = np.linalg.eigh(cov1)
    half = vectors @ np.diag(np.sqrt(np.maximum(values, 0))) @ vectors.T
    inner = np.linalg.eigvalsh(half @ cov2 @ half)
    gap = mu1 - mu2
    return float(gap @ gap + np.trace(cov1 + cov2) - 2 * np.sqrt(np.maximum(inner, 0)).sum())
""",
        "the nuclear norm of the product of roots": """
def psd_root(cov):
    u, s, _ = np.linalg.svd(cov, hermitian=True)
    return (u * np.sqrt(s)) @ u.T


def frechet_distance(mu1, cov1, mu2, cov2):
    cross = np.linalg.norm(psd_root(cov1) @ psd_root(cov2), ord="nuc")
    return float(np.linalg.norm(mu1 - mu2) ** 2 + np.trace(cov1) + np.trace(cov2) - 2 * cross)
""",
        "complex roots, then the real part": """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = scipy.linalg.eigvals(cov1 @ cov2)
    cross = np.sqrt(values.astype(complex)).real.sum()
    return np.dot(mu1 - mu2, mu1 - mu2) + np.trace(cov1 + cov2) - 2 * cross
""",
        "a loop over numbers, absolute eigenvalues": """
def frechet_distance(mu1, cov1, mu2, cov2):
    values = np.abs(np.linalg.eigvals(np.dot(cov2, cov1)))
    total = 0.0
    for i in range(len(mu1)):
        total += (mu1[i] - mu2[i]) ** 2 + cov1[i, i] + cov2[i, i] - 2 * math.sqrt(values[i])
    return float(total)
""",
        "a factor of A, never below 0": """
def frechet_distance(mu1, cov1, mu2, cov2):
    values, vectors = scipy.linalg.eigh(cov1)
    factor = vectors * np.sqrt(values.clip(min=0))  # factor @ factor.T = cov1
    inner = factor.T @ cov2 @ factor
    inner = (inner + inner.T) / 2
    cross = np.sqrt(scipy.linalg.eigvalsh(inner).clip(min=0)).sum()
    return max(float(((mu1 - mu2) ** 2).sum() + np.trace(cov1 + cov2) - 2 * cross), 0.0)
""",
        "scipy's root of the product, its real part": """
def frechet_distance(mu1, cov1, mu2, cov2):
    root = scipy.linalg.sqrtm(cov1 @ cov2).real
    return float(np.sum((mu1 - mu2) ** 2) + np.trace(cov1) + np.trace(cov2) - 2 * np.trace(root))
""",
        "torch inside": """
def frechet_distance(mu1, cov1, mu2, cov2):
    mu1, cov1, mu2, cov2 = (torch.tensor(v, dtype=torch.float64) for v in (mu1, cov1, mu2, cov2))
    values = torch.linalg.eigvals(cov1 @ cov2).real.clamp(min=0)
    return (F.mse_loss(mu1, mu2, reduction="sum") + (cov1 + cov2).trace() - 2 * values.sqrt().sum()).item()
""",
    },
    "guided": {
        "lerp": """
def guided(eps_conditional, eps_unconditional, w):
    return torch.lerp(eps_unconditional, eps_conditional, w)
""",
        "weights that add up to 1": """
def guided(eps_conditional, eps_unconditional, w):
    return w * eps_conditional + (1 - w) * eps_unconditional
""",
        "from the guess with the class": """
def guided(eps_conditional, eps_unconditional, w):
    return eps_conditional + (w - 1) * (eps_conditional - eps_unconditional)
""",
        "add with a factor": """
def guided(eps_conditional, eps_unconditional, w):
    return torch.add(eps_unconditional, eps_conditional - eps_unconditional, alpha=w)
""",
        "einsum": """
def guided(eps_conditional, eps_unconditional, w):
    weights = torch.tensor([w, 1 - w], dtype=eps_conditional.dtype)
    return torch.einsum("k,k...->...", weights, torch.stack([eps_conditional, eps_unconditional]))
""",
        "NumPy inside": """
def guided(eps_conditional, eps_unconditional, w):
    with_class, without = eps_conditional.numpy(), eps_unconditional.numpy()
    return torch.from_numpy(without + w * (with_class - without))
""",
    },
    "quiz-calls": {
        "a product": """
def quiz_calls():
    return 50 * 2
""",
    },
    "flow-loss": {
        "lerp and mse_loss": """
def flow_matching_loss(model, x0, x1, t):
    s = t.view(-1, *(1,) * (x0.ndim - 1))
    return F.mse_loss(model(torch.lerp(x0, x1, s.expand_as(x0)), t), x1 - x0)
""",
        "from the start along the velocity, einsum": """
def flow_matching_loss(model, x0, x1, t):
    velocity = x1 - x0
    xt = x0 + torch.einsum("b,b...->b...", t, velocity)
    error = (velocity - model(xt, t)).ravel()
    return torch.dot(error, error) / len(error)
""",
        "loops before and after the model": """
def flow_matching_loss(model, x0, x1, t):
    places = torch.stack([(1 - s) * a + s * b for a, b, s in zip(x0, x1, t)])
    guess = model(places, t)
    losses = [(g - (b - a)).pow(2).mean() for g, a, b in zip(guess, x0, x1)]
    return sum(losses) / len(losses)
""",
        "axes moved, places without gradient": """
def flow_matching_loss(model, x0, x1, t):
    with torch.no_grad():
        places = (x0.movedim(0, -1) * (1 - t) + x1.movedim(0, -1) * t).movedim(-1, 0)
    return torch.square(model(places, t) + x0 - x1).mean()
""",
        "flat, back from the end": """
def flow_matching_loss(model, x0, x1, t):
    start, end = x0.reshape(len(t), -1), x1.reshape(len(t), -1)
    places = end - (1 - t).unsqueeze(1) * (end - start)
    guess = model(places.reshape(x0.shape), t).reshape(len(t), -1)
    return nn.functional.mse_loss(guess, end - start, reduction="sum") / start.numel()
""",
        "places and target without a graph": """
def flow_matching_loss(model, x0, x1, t):
    with torch.no_grad():
        velocity = x1 - x0
        places = x0 + t.reshape(-1, *[1] * (x0.dim() - 1)) * velocity
    return F.mse_loss(model(places, t), velocity)
""",
    },
    "euler-sample": {
        "times from linspace": """
def euler_sample(velocity, x0, steps):
    times = torch.linspace(0, 1, steps + 1, dtype=x0.dtype)
    x = x0
    for now, then in zip(times[:-1], times[1:]):
        x = x + (then - now) * velocity(x, now.expand(x0.shape[0]))
    return x
""",
        "the time adds up": """
def euler_sample(velocity, x0, steps):
    x, t, dt = x0.clone(), x0.new_zeros(x0.shape[0]), 1 / steps
    while steps:
        x = x + dt * velocity(x, t)
        t = t + dt
        steps -= 1
    return x
""",
        "in place on a copy, without gradients": """
@torch.no_grad()
def euler_sample(velocity, x0, steps):
    x = x0.detach().clone()
    for k in range(steps):
        x.add_(velocity(x, torch.ones(len(x)).to(x) * k / steps), alpha=1 / steps)
    return x
""",
        "recursion": """
def euler_sample(velocity, x0, steps):
    def walk(x, k):
        if k == steps:
            return x
        return walk(x + velocity(x, x.new_full(x.shape[:1], k / steps)) / steps, k + 1)

    return walk(x0, 0)
""",
        "a table of times, velocities summed up": """
def euler_sample(velocity, x0, steps):
    table = torch.from_numpy(np.arange(steps) / steps).to(x0.dtype)[:, None].repeat(1, len(x0))
    total = torch.zeros_like(x0)
    for t in table:
        total = total + velocity(x0 + total / steps, t)
    return x0 + total / steps
""",
    },
}

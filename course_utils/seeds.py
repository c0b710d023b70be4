"""Models whose first weights depend on a seed."""


def seeded(make, seed):
    """Make a model whose first weights depend on a seed, and leave torch's own generator alone.

    Parameters
    ----------
    make : callable
        Makes the model, without arguments: its layers draw their weights from torch's own generator.
    seed : int

    Returns
    -------
    torch.nn.Module
        What `make` returned.
    """
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return make()

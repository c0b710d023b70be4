"""The headlines of the lessons: what must hold of a lesson's names after it was run from end to end.

`tools/build.py` asks after each run of a reading edition; one that misses its headline is not written.
"""

import numpy as np

HEADLINES = {}  # lesson -> function of the names that it has made


def headline(name):
    """Let a function say whether the headline of a lesson holds."""
    return lambda function: HEADLINES.setdefault(name, function)


@headline("01_regression")
def degree_three_fits_and_degree_nine_does_not(lesson):
    train, test = lesson["rms"]["train"], lesson["rms"]["test"]
    assert 0.3 < test[3] < 0.45 and test[9] > 1.2
    assert train == sorted(train, reverse=True) and train[9] < 1e-6  # ten weights for ten points


@headline("02_viola_jones")
def finds_faces(lesson):
    assert min(test[-1] for _, test, *_ in lesson["runs"]) >= 0.90
    left, top, right, bottom = lesson["merged"][lesson["sizes"].argmax()]
    assert left < 225 < right and top < 120 < bottom and right - left < 180  # the astronaut's nose is at (225, 120)
    assert lesson["sizes"].max() >= 1.2 * np.sort(lesson["sizes"])[-2]  # the next largest group
    assert lesson["without"] > 4 * lesson["cost"]


@headline("03_knn")
def names_digits(lesson):
    assert np.mean(lesson["test_accuracies"]) >= 0.98 and min(lesson["test_accuracies"]) >= 0.975
    assert min(lesson["leaking"]) > 0.8 and np.mean(lesson["honest"]) < 0.6


@headline("04_kernels")
def agrees_with_the_library(lesson):
    assert np.mean(lesson["ridge_accuracies"]) >= 0.985
    assert np.abs(np.subtract(lesson["yours"], lesson["theirs"])).max() <= 0.005
    assert max(lesson["gaps"]) < 5e-3
    scale_up = lesson["best_settings"](lesson["vectors"][:300], lesson["digit_labels"][:300], (1, 3), (0.01,))
    assert scale_up[0] > 0.9


@headline("05_backprop")
def learns_digits(lesson):
    assert min(lesson["test_accuracies"]) >= 0.965 and np.mean(lesson["test_accuracies"]) >= 0.97
    assert max(lesson["gradient_gaps"]) < 1e-8
    assert lesson["by_heart"]["train_accuracy"][-1] == 1.0
    assert lesson["together"] >= np.mean(lesson["alone"])
    assert max(lesson["spoilt"]["val_accuracy"]) > lesson["spoilt"]["val_accuracy"][-1]


@headline("06_cnn")
def reads_digits(lesson):
    assert min(lesson["test_accuracies"]) >= 0.98 and np.mean(lesson["test_accuracies"]) >= 0.985
    losses = lesson["depth_losses"]
    assert losses["plain, 20 layers"][-1] > 2 * losses["residual, 20 layers"][-1]
    assert lesson["reckoned"] == list(lesson["published"].values())
    assert lesson["published"]["VGG-16"] == 138_357_544
    left, top = lesson["x0"], lesson["y0"]
    assert left < 45 < left + 25 and top < 24 < top + 25  # the astronaut's nose is at (45, 24) of the small photo
    assert lesson["looks"][lesson["near"]].sum() > 0.99 * lesson["looks"].sum()  # saliency of that place alone


@headline("07_detection")
def detects_shapes(lesson):
    assert lesson["test_map"] >= 0.80 and lesson["lazy_map"] < 0.05
    right, truth = lesson["test_map"], lesson["truth"]
    assert lesson["mean_ap"](lesson["raw"], *truth) < right / 2  # without suppression
    assert (
        lesson["mean_ap"](lesson["moved"], *truth) < 0.7 * right and lesson["mean_ap"](lesson["swapped"], *truth) < 0.1
    )
    balance = lesson["balance"]
    assert balance["focal_mean"] < 0.8 * balance["focal_loss"]
    assert balance["only_objects"] < 0.85 * balance["cross_entropy"]


@headline("08_segmentation")
def segments_shapes(lesson):
    means = {name: lesson["mean_iou"](cm) for name, cm in lesson["matrices"].items()}
    assert means["U-Net"] >= 0.85 and means["U-Net"] > means["without skips"] + 0.01
    assert means["one pixel"] < 0.4
    edges = lesson["edge_distance"] == 0
    wrong = {
        name: (lesson["predicted"](model, lesson["test_x"]) != lesson["test_y"]).numpy()[edges].mean()
        for name, model in lesson["models"].items()
    }
    assert wrong["U-Net"] < 0.7 * wrong["without skips"]  # what the skips are for
    assert lesson["coin_counts"]["local cut"] == 24
    assert lesson["mean_iou"](lesson["odd_counts"]) > 0.7


@headline("09_vit")
def reads_and_draws_digits(lesson):
    assert lesson["vit_accuracy"] >= 0.95 and lesson["one_batch"] == 1.0
    assert lesson["read_as_asked"][1.0] >= 0.5 > lesson["read_as_asked"][2.5]
    assert lesson["gap"] < 1e-6
    sizes = lesson["by_size"]
    assert sizes["CNN"][0] > sizes["ViT"][0] + 0.1 and sizes["CNN"][-1] - sizes["ViT"][-1] < 0.05
    loss = {
        name: np.mean(lesson["broken"][name, "as they are"]) - np.mean(lesson["broken"][name, "shuffled"])
        for name in sizes
    }
    assert loss["CNN"] > 0.005 and loss["ViT"] < 0


@headline("10_diffusion")
def draws_what_is_asked(lesson):
    read, far = (np.array([scores for scores in lesson["headline"].values()])[:, :, n] for n in (0, 1))
    assert read[1:].min() >= 0.85  # VAE, DDIM, flow matching; three seeds each
    assert far[1:].max() < far[0].min() and np.mean(lesson["floor"]) < far[1:].min()
    vae = lesson["distance"](lesson["vae_samples"])
    assert lesson["guided_scores"][2][1] < lesson["guided_scores"][1][1] < vae < lesson["guided_scores"][20][1]
    variety, slips = lesson["variety"], lesson["slips"]
    assert variety(slips["no new noise"]) < 0.5 * variety(slips["DDPM as it should be"])
    assert lesson["distance"](slips["schedule ends at 0.5"]) > vae
    assert lesson["late"].std() > 5

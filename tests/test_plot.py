"""Figures: what is drawn lies where the pixels are, and every figure leaves with its text."""

import base64
import io

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

from course_utils import plot

plt.switch_backend("agg")  # now, so that matplotlib does not look for a notebook in the tests that feign one


@pytest.fixture(autouse=True)
def leave_no_trace():
    """No test leaves a setting changed; figures are closed."""
    before = dict(matplotlib.rcParams)
    yield
    plt.close("all")
    assert dict(matplotlib.rcParams) == before


@pytest.fixture
def notebook(monkeypatch):
    """What a notebook would be sent, as a list of (data, keywords)."""
    sent = []
    monkeypatch.setattr("IPython.get_ipython", object)
    monkeypatch.setattr("IPython.display.display", lambda content, **options: sent.append((content, options)))
    return sent


def pixels(figure):
    """The figure as drawn, (H, W, 3), uint8."""
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())[..., :3]


def test_show_sends_a_picture_with_its_text_and_closes(notebook):
    figure, ax = plot.figure()
    ax.plot([0, 1])
    assert plot.show(figure, "A rising line.") is None
    ((content, options),) = notebook
    assert content["text/plain"] == "A rising line."
    assert options == {"raw": True, "metadata": {"image/png": {"alt": "A rising line."}}}
    assert Image.open(io.BytesIO(base64.b64decode(content["image/png"]))).size == (450, 320)
    assert not plt.get_fignums()


def test_show_passes_through_the_real_display(monkeypatch):
    from IPython.core.displaypub import CapturingDisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.display_pub = CapturingDisplayPublisher()
    monkeypatch.setattr(InteractiveShell, "_instance", shell)
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    plot.show(plot.figure()[0], "Nothing yet.")
    (output,) = shell.display_pub.outputs
    assert output["metadata"]["image/png"]["alt"] == output["data"]["text/plain"] == "Nothing yet."


def test_outside_a_notebook_show_prints_the_text(capsys):
    plot.show(plot.figure()[0], "Nothing yet.")
    assert capsys.readouterr().out == "Nothing yet.\n"
    assert not plt.get_fignums()


def test_show_wants_a_text():
    with pytest.raises(ValueError, match="text"):
        plot.show(plot.figure()[0], " ")


def test_the_same_figure_gives_the_same_bytes(notebook):
    for _ in range(2):
        plot.show(plot.images([np.eye(5)]), "A diagonal.")
    assert notebook[0][0] == notebook[1][0]


def test_a_busy_picture_loses_colours_before_pixels():
    smooth = np.random.default_rng(0).integers(0, 255, (10, 20, 3)).repeat(24, axis=0).repeat(24, axis=1)
    ramp = np.linspace(-30, 30, 240 * 480).reshape(240, 480, 1)
    picture = (smooth + ramp + np.random.default_rng(1).normal(0, 4, (240, 480, 3))).clip(0, 255)
    figure = plot.images([picture.astype(np.uint8)], size=2.4)
    png = plot._png(figure)
    reduced = Image.open(io.BytesIO(png))
    assert len(png) <= 100_000 and reduced.mode == "P" and reduced.height == 246
    error = np.asarray(reduced.convert("RGB"), dtype=float) - pixels(figure)
    assert np.sqrt((error**2).mean()) < 12


def test_even_noise_is_under_the_limit():
    noise = np.random.default_rng(0).random((300, 500, 3))
    assert len(plot._png(plot.images([noise], size=3))) <= 100_000


@pytest.mark.parametrize(("rows", "columns", "shape"), [(1, 1, ()), (1, 3, (3,)), (2, 1, (2,)), (2, 3, (2, 3))])
def test_figure_gives_as_many_axes_as_asked(rows, columns, shape):
    figure, axes = plot.figure(rows, columns, size=(2, 1.5))
    assert np.shape(axes) == shape
    assert tuple(figure.get_size_inches()) == (2 * columns, 1.5 * rows)


def test_lines_drawn_later_have_the_colours_of_the_course():
    _, ax = plot.figure()
    lines = [ax.plot([0, k])[0] for k in range(3)]
    assert [to_hex(line.get_color()).upper() for line in lines] == list(plot.COLORS[:3])


def test_images_keep_their_values():
    grey, colour = np.full((4, 6), 0.5), np.full((4, 6, 3), [255, 0, 128], dtype=np.uint8)
    panels = [pixels(plot.images([image]))[60, 60].tolist() for image in (grey, colour, grey > 0, colour[..., 2])]
    np.testing.assert_allclose(panels, [[128] * 3, [255, 0, 128], [255] * 3, [128] * 3], atol=1)
    limited = pixels(plot.images([np.full((4, 6), 3)], limits=(1, 5)))[60, 60]
    np.testing.assert_allclose(limited, 128, atol=1)


def test_images_are_set_in_rows_with_titles():
    figure = plot.images(np.zeros((5, 8, 4)), titles=range(5), columns=3)
    assert [ax.get_title() for ax in figure.axes] == list("01234")
    left, bottom = np.array([ax.get_position().p0 for ax in figure.axes]).T.round(6)
    assert len(set(left)) == 3 and len(set(bottom)) == 2 and bottom[0] > bottom[3]
    for ax in figure.axes:
        box = ax.get_window_extent()
        assert abs(box.height / box.width - 2) < 0.01  # the image's own aspect, no room lost


def test_as_many_names_as_rows_of_images():
    with pytest.raises(ValueError, match="rows holds 3 names, and there are 2 rows of images"):
        plot.images(np.zeros((6, 8, 4)), columns=3, rows=("first", "second", "third"))


def test_names_of_rows_stand_left_of_their_images():
    figure = plot.images(np.zeros((6, 8, 4)), columns=3, rows=("first", "two\nlines"), titles=range(6))
    assert [text.get_text() for text in figure.texts] == ["first", "two\nlines"]
    for name, ax in zip(figure.texts, figure.axes[::3], strict=True):
        words, box = name.get_window_extent(), ax.get_window_extent()
        assert words.x1 < box.x0 and abs(words.y0 + words.y1 - box.y0 - box.y1) < 6
        assert abs(box.height / box.width - 2) < 0.01


def test_images_refuses_what_is_not_a_sequence_of_images():
    for wrong in ([], np.zeros((4, 4)), np.zeros((500, 4, 3))):
        with pytest.raises(ValueError, match=r"\[image\]"):
            plot.images(wrong)


def test_a_box_runs_along_the_edges_of_its_pixels():
    image = np.zeros((20, 30))
    image[5:9, 4:12] = 1
    figure, ax = plot.figure(size=(6, 4))
    ax.imshow(image, cmap="gray")
    limits = ax.get_xlim(), ax.get_ylim()
    assert plot.boxes(ax, [[4, 5, 12, 9]], color="#FF0000") is ax
    plot.boxes(ax, [[-9, 15, 40, 30]], color="#00FF00")
    assert (ax.get_xlim(), ax.get_ylim()) == limits
    drawn = pixels(figure).astype(int)
    rows, columns = np.nonzero((drawn[..., 0] > 200) & (drawn[..., 1] < 60))
    # Back from the screen to half-open pixels: the middle of the frame's line is the edge.
    corners = [[columns.min(), rows.max()], [columns.max() + 1, rows.min()]]
    corners = ax.transData.inverted().transform([[x, drawn.shape[0] - y] for x, y in corners]) + 0.5
    (x1, y2), (x2, y1) = corners
    np.testing.assert_allclose([x1, y1, x2, y2], [4, 5, 12, 9], atol=0.15)


def test_captions_name_class_and_score_and_stay_over_the_image():
    figure, ax = plot.figure(size=(4, 4))
    ax.imshow(np.zeros((64, 64)))
    corners = [[0, 0, 8, 8], [56, 0, 64, 8], [0, 56, 8, 64], [56, 56, 64, 64]]
    plot.boxes(ax, corners, labels=[0, 1, 2, 0], scores=[0.9, 0.8, 0.725, 1], names=("circle", "square", "triangle"))
    assert [text.get_text() for text in ax.texts] == ["circle 0.90", "square 0.80", "triangle 0.72", "circle 1.00"]
    figure.canvas.draw()
    for text in ax.texts:
        box, inside = text.get_window_extent(), ax.get_window_extent()
        assert inside.x0 - 2 <= box.x0 and box.x1 <= inside.x1 + 2
        assert inside.y0 - 2 <= box.y0 and box.y1 <= inside.y1 + 2


def test_a_long_caption_does_not_shrink_the_image():
    figure, ax = plot.figure()
    ax.imshow(np.zeros((64, 64)))
    figure.canvas.draw()
    before = ax.get_position().bounds
    plot.boxes(ax, [[20, 20, 30, 30]], labels=[0], names=["a caption much longer than the image is wide " * 3])
    figure.canvas.draw()
    np.testing.assert_allclose(ax.get_position().bounds, before, atol=1e-3)


def test_boxes_may_be_none_and_tensors():
    import torch

    _, ax = plot.figure()
    ax.imshow(np.zeros((9, 9)))
    plot.boxes(ax, np.empty((0, 4)))
    assert not ax.lines
    plot.boxes(ax, torch.tensor([[1, 1, 4, 4]]), torch.tensor([2]), torch.tensor([0.5]))
    assert [text.get_text() for text in ax.texts] == ["2 0.50"] and len(ax.lines) == 1


def test_a_mask_tints_its_pixels_only_and_names_its_classes():
    mask = np.zeros((10, 16), dtype=np.uint8)
    mask[2:6, 3:9], mask[6:, 12:], mask[0, 0] = 1, 3, 255
    figure, ax = plot.figure()
    assert plot.mask(ax, np.full((10, 16), 0.5), mask, names=("background", "circle", "square", "triangle")) is ax
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["circle", "triangle", "255"]
    hatches = [patch.get_hatch() for patch in ax.get_legend().get_patches()]
    assert len(set(hatches)) == 3 and all(hatches)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-0.5, 15.5), (9.5, -0.5))
    drawn = pixels(figure)
    x, y = ax.transData.transform((12, 3)).astype(int)
    np.testing.assert_allclose(drawn[drawn.shape[0] - y, x], 128, atol=1)
    x, y = ax.transData.transform((5.5, 3.5)).astype(int)
    patch = drawn[drawn.shape[0] - y - 20 : drawn.shape[0] - y + 20, x - 20 : x + 20].reshape(-1, 3)
    assert patch[:, 2].min() > 127 > patch[:, 0].max()  # blue


@pytest.mark.parametrize("value", [0, 1])
def test_a_mask_of_one_value_is_drawn(value):
    figure, ax = plot.figure()
    plot.mask(ax, np.zeros((6, 5, 3), dtype=np.uint8), np.full((6, 5), value))
    figure.canvas.draw()
    assert (ax.get_legend() is None) == (value == 0)
    if value:  # the outline of a region that fills the image runs around the image
        outline = ax.collections[-1].get_paths()[0].vertices
        np.testing.assert_allclose([outline.min(axis=0), outline.max(axis=0)], [[-0.5, -0.5], [4.5, 5.5]])


def test_a_heatmap_writes_its_numbers_where_they_can_be_read():
    _, (small, large) = plot.figure(1, 2)
    values = np.array([[10, 0, 3], [7, 200, 1]])
    assert plot.heatmap(small, values, label="images") is small
    assert [text.get_text() for text in small.texts] == ["10", "0", "3", "7", "200", "1"]
    assert [text.get_position() for text in small.texts][:4] == [(0, 0), (1, 0), (2, 0), (0, 1)]
    assert {text.get_color() for text in small.texts} == {"black", "white"}
    assert small.child_axes[0].get_ylabel() == "images"
    plot.heatmap(large, np.random.default_rng(0).random((30, 40)))
    assert not large.texts


def test_a_heatmap_takes_a_format_and_gaps():
    _, (formatted, bare) = plot.figure(1, 2)
    plot.heatmap(formatted, [[0.25, np.nan]], annotate=".1%")
    assert [text.get_text() for text in formatted.texts] == ["25.0%", "nan%"]
    assert formatted.texts[1].get_color() == "black"  # a gap is white
    plot.heatmap(bare, np.eye(3), annotate=False)
    assert not bare.texts


def test_decision_regions_follow_the_classifier():
    X, y = np.array([[-1.0, 0.0], [1.0, 0.5], [1.0, -0.5]]), np.array(["left", "right", "right"])
    seen = []

    def predict(points):
        seen.append(points.shape)
        return np.where(points[:, 0] < 0.25, "left", "right")

    figure, ax = plot.figure()
    assert plot.decision_regions(ax, predict, X, y) is ax
    assert seen == [(22500, 2)]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["left", "right"]
    drawn = pixels(figure).astype(int)
    left, right = (
        drawn[drawn.shape[0] - round(y), round(x)] for x, y in ax.transData.transform([(0.15, 0.25), (0.35, 0.25)])
    )
    assert left[2] > left[0] and right[0] > right[2]  # blue, then red
    low, high = np.array([ax.get_xlim(), ax.get_ylim()]).T
    assert (low < X.min(axis=0)).all() and (X.max(axis=0) < high).all()


def test_decision_regions_tell_classes_by_marker_even_when_one_is_never_predicted():
    _, ax = plot.figure()
    y = np.array([0, 1, 2])
    plot.decision_regions(ax, lambda points: np.ones(len(points), dtype=int), np.eye(3, 2), y, names="abc")
    points = ax.collections[1::2]  # a filled region, then the points, for each class
    assert len({scatter.get_paths()[0].vertices.tobytes() for scatter in points}) == 3


def test_many_classes_stay_apart():
    values = np.append(np.arange(1, 22), 255)  # the classes of Pascal VOC, and its border
    _, ax = plot.figure(size=(6, 6))
    plot.mask(ax, np.zeros((22, 4)), values[:, None].repeat(4, axis=1))
    patches = ax.get_legend().get_patches()
    assert len({(patch.get_edgecolor(), patch.get_hatch()) for patch in patches}) == 22


def test_training_curves_differ_in_dashes_and_count_epochs_from_one():
    _, ax = plot.figure()
    history = {"train": [3, 2, 1], "validation": [3.0, np.inf, 2.5], "short": [1.0]}
    assert plot.training_curves(ax, history, ylabel="loss (nats)") is ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("epoch", "loss (nats)")
    assert len({line.get_linestyle() for line in ax.lines}) == 3
    np.testing.assert_array_equal(ax.lines[1].get_xdata(), [1, 2, 3])
    np.testing.assert_array_equal(ax.lines[1].get_ydata(), [3, np.nan, 2.5])
    assert ax.lines[2].get_marker() == "o"  # a line of one point can't be seen
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(history)

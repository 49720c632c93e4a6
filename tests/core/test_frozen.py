"""What is frozen is read and written down like what it was made of."""

import copy
import json
import pickle

import pytest
import yaml

from core.frozen import frozen

PLAIN = {"tagline": {"zh": "慢一点", "en": "Slowly"}, "hours": [9, [1, 2]], "open": True}


@pytest.mark.parametrize(
    "written",
    [
        lambda value: json.loads(json.dumps(value)),
        lambda value: yaml.safe_load(yaml.safe_dump(value)),
        copy.deepcopy,
        lambda value: pickle.loads(pickle.dumps(value)),
    ],
)
def test_it_is_written_down_as_what_it_was_and_can_be_changed_then(written):
    thawed = written(frozen(PLAIN))

    assert thawed == PLAIN
    assert type(thawed["tagline"]) is dict
    thawed["hours"][1].append(3)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(new=1),
        lambda value: value["tagline"].__setitem__("en", "Fast"),
        lambda value: value["tagline"].pop("en"),
        lambda value: value["hours"].append(1),
        lambda value: value["hours"][1].__iadd__([1]),
        lambda value: value["hours"][1].sort(),
        lambda value: value.__ior__({}),
    ],
)
def test_it_cannot_be_changed(change):
    value = frozen(PLAIN)

    with pytest.raises(TypeError, match="shared"):
        change(value)
    assert value == PLAIN

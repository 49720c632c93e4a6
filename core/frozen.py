"""JSON that several read and none may change: plugins are handed it, and the page around them reads it."""

from typing import Any, NoReturn

from yaml.representer import SafeRepresenter


class FrozenDict(dict[str, Any]):
    """A dict that refuses to be changed; ``{**frozen}`` and ``frozen | {…}`` make one that can be."""

    def _refuse(self, *_arguments: object, **_more: object) -> NoReturn:
        msg = "this is shared and cannot be changed; make a copy"
        raise TypeError(msg)

    __setitem__ = __delitem__ = setdefault = update = pop = popitem = clear = __ior__ = _refuse

    def __deepcopy__(self, memo: object) -> Any:
        return thawed(self)

    def __reduce__(self) -> Any:
        return dict, (thawed(self),)


class FrozenList(list[Any]):
    """The same for lists."""

    def _refuse(self, *_arguments: object, **_more: object) -> NoReturn:
        msg = "this is shared and cannot be changed; make a copy"
        raise TypeError(msg)

    __setitem__ = __delitem__ = append = extend = insert = pop = remove = clear = sort = reverse = _refuse
    __iadd__ = __imul__ = _refuse

    def __deepcopy__(self, memo: object) -> Any:
        return thawed(self)

    def __reduce__(self) -> Any:
        return list, (thawed(self),)


def frozen(value: Any) -> Any:
    """`value`, and all that is in it, as it cannot be changed."""
    if isinstance(value, dict):
        return FrozenDict({key: frozen(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return FrozenList([frozen(inner) for inner in value])
    return value


def thawed(value: Any) -> Any:
    """A copy that can be changed."""
    if isinstance(value, dict):
        return {key: thawed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [thawed(inner) for inner in value]
    return value


SafeRepresenter.add_representer(FrozenDict, SafeRepresenter.represent_dict)
SafeRepresenter.add_representer(FrozenList, SafeRepresenter.represent_list)

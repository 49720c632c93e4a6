"""The business's side: draws, prizes, the counter."""

from hutong_luckydraw.console import counter, draws, editing, prizes, winners
from hutong_luckydraw.console.blueprint import blueprint

__all__ = ["blueprint", "counter", "draws", "editing", "prizes", "winners"]

"""What every tool keeps to."""

from hutong.testing import contracts_of

TestContracts = contracts_of("flyer")

"""The plugins of the house keep the contracts that every author's keeps; so do the core's routes."""

from core.testing.contracts import contracts_of, core_contracts

TestCore = core_contracts()
TestSite = contracts_of("site")
TestSurvey = contracts_of("survey")
TestMeeting = contracts_of("meeting")
TestComplaint = contracts_of("complaint")
TestClub = contracts_of("club")

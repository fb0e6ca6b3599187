"""Do the tests notice when a rule is changed? Mutation score and branch coverage of ``clause/rules``."""

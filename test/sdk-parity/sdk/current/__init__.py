"""One entry for each call that is recorded: function, case, call. `s` is the scene of scene.mts."""

from . import assets, organization, projects, tasks

CASES = assets.CASES + organization.CASES + projects.CASES + tasks.CASES

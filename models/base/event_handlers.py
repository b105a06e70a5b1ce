"""Event handlers: what else happens in the transaction of an event, registered by the models that depend on it."""

from collections import defaultdict

_reactions = defaultdict(list)


def follows(*kinds: str):
    """Let the decorated function, which takes the event's subject and actor, run whenever such an event is recorded."""

    def keep(function):
        for kind in kinds:
            _reactions[kind].append(function)
        return function

    return keep


def dispatch(kind: str, subject, actor):
    """Run what follows an event of this kind."""
    for function in _reactions[kind]:
        function(subject, actor)

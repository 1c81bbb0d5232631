"""Words → values: when, where, who, how many and with what, as pure functions over packaged tables.

    >>> from datetime import date
    >>> from incidentbook import normalise
    >>> normalise.time("late last month", reference=date(2020, 7, 28)).interval
    Interval(earliest=datetime.date(2020, 6, 21), latest=datetime.date(2020, 6, 30))
    >>> normalise.place("Ein al-Assad air base").name
    'Ain al-Asad Airbase'
    >>> normalise.actor("pro-Iranian factions").name
    'Iran-backed militias'
    >>> normalise.count("more than a dozen")
    Count(low=12, best=None, high=None)
    >>> normalise.weapon("Katyusha rockets").name
    'Katyusha rocket'

What finds such words in a text is in the modules: `incidentbook.normalise.time.find` and its like, imported by `from … import`.
"""

from incidentbook.normalise.actor import actor
from incidentbook.normalise.place import place
from incidentbook.normalise.quantity import count
from incidentbook.normalise.time import time
from incidentbook.normalise.weapon import weapon

__all__ = ["actor", "count", "place", "time", "weapon"]

"""Words → values: time, place, actor, quantity and weapon, as pure functions over packaged tables."""

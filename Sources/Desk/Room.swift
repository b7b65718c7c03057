// Placeholder of an empty room.

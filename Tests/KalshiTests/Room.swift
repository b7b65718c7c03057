// Placeholder of an empty test room.

select epoch from instance

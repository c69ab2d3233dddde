-- What one user has used is looked up when he first asks for something; the days of all others would be scanned for it.
CREATE INDEX usage_days_by_user ON usage_days (user, day);

-- V157: a refresh token of Zalo is good once, so the one that settings named is of no use after the first day
CREATE TABLE notification_zalo (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  access_token bytea NOT NULL,
  refresh_token bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  origin text NOT NULL
);

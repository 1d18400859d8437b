-- V160: uptime asks for a month of all objects at once; by object alone that would read every year
CREATE INDEX outage_watch_during ON outage_watch USING gist (during);

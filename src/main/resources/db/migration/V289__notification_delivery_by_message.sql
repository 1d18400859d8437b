-- V289: since V155 nothing leads from a message to its deliveries, so all of them were read for each message of a page
CREATE INDEX notification_delivery_by_message ON notification_delivery (message);

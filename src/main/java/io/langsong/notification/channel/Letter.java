package io.langsong.notification.channel;

import java.time.Instant;
import java.util.UUID;

/**
 * One message on its way to one recipient. Two attempts of one delivery carry equal letters.
 *
 * @param delivery tells a repeat from a new one, here and at the receiver
 * @param facts JSON object
 */
public record Letter(
        UUID delivery, String recipient, String key, String subject, String text, String facts, Instant createdAt) {}

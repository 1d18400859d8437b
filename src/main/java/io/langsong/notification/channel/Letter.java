package io.langsong.notification.channel;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to one recipient. Two attempts of one delivery over one channel carry equal letters.
 *
 * @param delivery tells a repeat from a new one, here and at the receiver
 * @param recipient of {@link Channel#recipients}, or a person's contact
 * @param person name of the account that it is for; null for whom settings name
 * @param facts JSON object
 */
public record Letter(
        UUID delivery,
        String recipient,
        @Nullable String person,
        String key,
        String subject,
        String text,
        String facts,
        Instant createdAt) {}

package io.langsong.notification.channel;

import java.time.Instant;
import java.util.UUID;

/**
 * A letter that the other side took, without a word yet of whether it arrived.
 *
 * @param remoteId what the other side called it
 */
public record Sent(UUID delivery, String recipient, String remoteId, Instant at) {}

package io.langsong.event;

import java.time.Instant;

/**
 * Who spoke and is in no inventory, or of whom one cannot tell which device it is.
 *
 * @param lastBody what it last said; one line, hostile
 */
public record UnknownSender(
        String address, Protocol protocol, long times, Instant firstAt, Instant lastAt, String lastBody) {}

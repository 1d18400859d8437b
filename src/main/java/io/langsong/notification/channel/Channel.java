package io.langsong.notification.channel;

import java.util.List;

/** A way for letters to leave. Called by one thread of its own; holds no connection between two letters. */
public interface Channel {

    /** As stored with each delivery: {@code email}, {@code webhook}. */
    String name();

    /** Who gets each message, as shown to people; without secrets, without doubles. */
    List<String> recipients();

    /** Tries once, for a bounded time. Does not throw: every end is a value. */
    SendResult send(Letter letter);
}

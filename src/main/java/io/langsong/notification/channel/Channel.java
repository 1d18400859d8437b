package io.langsong.notification.channel;

import java.util.List;
import java.util.Optional;

/** A way for letters to leave. Called by one thread of its own; holds no connection between two letters unless it says so. */
public interface Channel {

    /** As stored with each delivery: {@code email}, {@code webhook}. */
    String name();

    /** Who gets each message, as shown to people; without secrets, without doubles. */
    List<String> recipients();

    /** What it must know of a person to write to that one alone; empty for a channel that knows no people. */
    default Optional<Contact> contact() {
        return Optional.empty();
    }

    /** Whether nothing leaves by it while our own line to the Internet is cut, wherever its server stands. */
    default boolean needsInternet() {
        return true;
    }

    /** Tries once, for a bounded time. Does not throw: every end is a value. */
    SendResult send(Letter letter);

    /**
     * What became of letters that the other side took earlier, as far as that is known now; asked every few seconds while
     * there are any. A channel that is told at once what there is to know has none.
     *
     * @param open letters without a receipt, the oldest first
     */
    default List<Receipt> receipts(List<Sent> open) {
        return List.of();
    }

    /** No letter leaves for now: what is held between letters is let go. */
    default void rest() {}
}

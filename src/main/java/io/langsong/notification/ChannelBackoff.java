package io.langsong.notification;

import io.langsong.notification.channel.SendResult;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which channels are left alone for a while, because they did not answer or put off two letters in a row: the first time as long as
 * any letter waits after its first attempt, then a minute each time. So a server that is down is asked once a minute however many
 * letters wait for it, and none waits long once it is back. Any thread.
 */
final class ChannelBackoff {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final RetrySettings retry;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

    ChannelBackoff(RetrySettings retry) {
        this.retry = retry;
    }

    /**
     * @param letter that was put off last
     * @param rests how often it was left alone since it last took a letter
     */
    private record Trouble(UUID letter, int rests, long restsUntil, String reason) {
        private boolean lasts() {
            return rests > 0 && restsUntil - System.nanoTime() > 0;
        }
    }

    /** @return whether the channel takes letters again after it was left alone */
    boolean ended(String channel, UUID letter, SendResult result) {
        if (!(result instanceof SendResult.Postponed late)) {
            Trouble before = troubles.remove(channel);
            return before != null && before.rests() > 0;
        }
        troubles.compute(channel, (name, before) -> {
            int rests = before == null ? 0 : before.rests();
            boolean itsOwn = late.answered()
                    && (before == null || rests == 0 && before.letter().equals(letter));
            return itsOwn ? new Trouble(letter, 0, 0, late.reason()) : rest(letter, rests, late.reason());
        });
        return false;
    }

    private Trouble rest(UUID letter, int before, String reason) {
        Duration longest = retry.longest().compareTo(LONGEST) < 0 ? retry.longest() : LONGEST;
        Duration rest = before == 0 && retry.first().compareTo(longest) < 0 ? retry.first() : longest;
        return new Trouble(letter, before + 1, System.nanoTime() + rest.toNanos(), reason);
    }

    /** How long it is left alone yet; zero: it may be tried. */
    Duration left(String channel) {
        Trouble trouble = troubles.get(channel);
        return trouble != null && trouble.lasts()
                ? Duration.ofNanos(Math.max(1, trouble.restsUntil() - System.nanoTime()))
                : Duration.ZERO;
    }

    /** What it said last; empty when it is well. */
    String reason(String channel) {
        Trouble trouble = troubles.get(channel);
        return trouble == null ? "" : trouble.reason();
    }

    Set<String> resting() {
        return troubles.entrySet().stream()
                .filter(each -> each.getValue().lasts())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}

package io.langsong.notification;

import java.util.Map;

/**
 * One thing to tell people, before it is cut into deliveries.
 *
 * @param key says the same thing once: a second message of the same key is not sent, also after a restart
 * @param subject one line, without control characters
 * @param text plain text, lines ended by LF
 * @param facts for machines, sent by webhook as JSON
 */
public record Message(String key, String subject, String text, Map<String, Object> facts) {
    public Message {
        facts = Map.copyOf(facts);
    }
}

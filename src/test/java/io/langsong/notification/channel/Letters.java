package io.langsong.notification.channel;

import java.time.Instant;
import java.util.UUID;

/** Letters as the incident desk writes them, with names that mean harm. */
final class Letters {
    static final Instant NOW = Instant.parse("2026-06-05T07:05:30Z");
    static final UUID DELIVERY = UUID.fromString("5e7c3d1e-0000-4000-8000-000000000001");
    static final String SUBJECT = "Mất kết nối: Thôn Mận, Router \"*_</b>\\\" (+3 điểm)";
    static final String TEXT =
            "Mất kết nối: Router\nĐịa điểm: Nhà văn hóa, Thôn Mận\nBắt đầu: 14:05:30 ngày 05/06/2026\n";

    private Letters() {}

    static Letter to(String recipient) {
        return of(recipient, SUBJECT, TEXT, "{\"event\":\"outage-started\",\"outage\":7}");
    }

    static Letter personal(String recipient, String subject) {
        return new Letter(DELIVERY, recipient, "an", "outage-7-started", subject, TEXT, "{}", NOW);
    }

    static Letter of(String recipient, String subject, String text, String facts) {
        return new Letter(DELIVERY, recipient, null, "outage-7-started", subject, text, facts, NOW);
    }
}

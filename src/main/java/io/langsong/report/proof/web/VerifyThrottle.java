package io.langsong.report.proof.web;

import io.langsong.web.AddressThrottle;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** So that nobody lets the server read files all day, or tries all codes. Any thread. */
@Component
class VerifyThrottle {
    static final int MOST = 60;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final AddressThrottle throttle;

    VerifyThrottle(Clock clock) {
        this.throttle = new AddressThrottle(clock, MOST, WINDOW);
    }

    /** Each question counts. */
    boolean admits(String address) {
        boolean admits = throttle.admits(address);
        if (admits) {
            throttle.count(address);
        }
        return admits;
    }
}

package io.langsong.web;

import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Slows down one address that tries many names, which the lock of each single person does not see. Any thread. */
@Component
class SignInThrottle {
    static final int FAILURES = 20;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final AddressThrottle throttle;

    SignInThrottle(Clock clock) {
        this.throttle = new AddressThrottle(clock, FAILURES, WINDOW);
    }

    boolean admits(String address) {
        return throttle.admits(address);
    }

    void failed(String address) {
        throttle.count(address);
    }
}

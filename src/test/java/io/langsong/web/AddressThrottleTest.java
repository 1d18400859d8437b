package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressThrottleTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-12-01T02:00:00Z"));
    private final AddressThrottle throttle = new AddressThrottle(clock, 2, Duration.ofHours(1));

    private void twice(String address, String thing) {
        throttle.count(address, thing);
        throttle.count(address, thing);
    }

    @ParameterizedTest(name = "after two of 10.0.0.1 and 2001:db8::1 to a: {0} to {1} {2}")
    @CsvSource({
        "10.0.0.1, a, false",
        "10.0.0.1, b, true",
        "10.0.0.1, '', true",
        "10.0.0.2, a, true",
        "2001:db8::1, a, false",
        "2001:db8::ffff:1, a, false",
        "2001:db8::ffff:1, b, true",
        "2001:db8:0:1::1, a, true"
    })
    void eachAddressHasACountForEachThing(String address, String thing, boolean admitted) {
        twice("10.0.0.1", "a");
        twice("2001:db8::1", "a");

        assertThat(throttle.admits(address, thing)).isEqualTo(admitted);
    }

    @Test
    void withoutAThingAllThatAnAddressDoesIsOne() {
        throttle.count("10.0.0.1");
        assertThat(throttle.admits("10.0.0.1")).isTrue();
        throttle.count("10.0.0.1");
        assertThat(throttle.admits("10.0.0.1")).isFalse();
    }

    @Test
    void theCountBeginsAnewWhenItsTimeIsOver() {
        twice("10.0.0.1", "a");
        clock.advance(Duration.ofMinutes(59));
        assertThat(throttle.admits("10.0.0.1", "a")).isFalse();

        clock.advance(Duration.ofMinutes(1));

        assertThat(throttle.admits("10.0.0.1", "a")).isTrue();
        throttle.count("10.0.0.1", "a");
        assertThat(throttle.admits("10.0.0.1", "a")).isTrue();
    }
}

package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.notification.Routes.Route;
import io.langsong.notification.channel.Letter;
import io.langsong.notification.channel.SendResult;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {
    /** Two that need our line and the modem that does not. */
    private static final Routes ROUTES = new Routes(List.of(
            new Route("email", "an@xa.example", true),
            new Route("zns", "+84912345678", true),
            new Route("gsm-modem", "+84912345678", false)));

    @ParameterizedTest(name = "by {0}, attempt {1}, {2} over it, line {3}, {4}: {5}")
    @CsvSource(textBlock = """
        # channel, attempts, over this channel, line, what it said, then
        email,     1, 1, works, later,    stay
        email,     2, 2, works, later,    stay
        email,     3, 3, works, later,    zns at once
        email,     1, 1, works, in 61 s,  zns at once
        email,     1, 1, works, nothing,  zns at once
        zns,       6, 3, works, later,    gsm-modem at once
        gsm-modem, 9, 3, works, later,    email at once
        email,    12, 3, works, later,    zns later
        email,     1, 1, lost,  nothing,  gsm-modem at once
        email,     1, 1, lost,  later,    gsm-modem at once
        gsm-modem, 1, 1, lost,  later,    stay
        gsm-modem, 1, 1, lost,  nothing,  stay
        gsm-modem, 3, 3, lost,  nothing,  email at once
        """)
    void whatIsNotTakenGoesOnWhereItCanLeave(
            String channel, int attempts, int here, String line, String said, String then) {
        SendResult.Postponed late = new SendResult.Postponed(
                "r", Duration.ofSeconds(said.equals("in 61 s") ? 61 : 0), !said.equals("nothing"));

        Forwarding next =
                Forwarding.afterDelay(claim(attempts, here, null), channel, ROUTES, line.equals("lost"), late);

        assertThat(words(next)).isEqualTo(then);
    }

    @Test
    void whereNothingElseCanLeaveTheOnlyChannelIsTriedOnAndOn() {
        Routes one = new Routes(List.of(new Route("email", "an@xa.example", true)));

        for (boolean lost : new boolean[] {true, false}) {
            assertThat(Forwarding.afterDelay(
                            claim(50, 50, null),
                            "email",
                            one,
                            lost,
                            new SendResult.Postponed("r", Duration.ZERO, false)))
                    .isInstanceOf(Forwarding.Stay.class);
        }
    }

    @Test
    void theLineIsLostWhileNothingThatNeedsItIsAnswered() {
        TestClock clock = new TestClock(Instant.EPOCH);
        ObservedReach reach = new ObservedReach(Set.of("email", "zns"), clock);
        assertThat(reach.uplinkLost()).as("nobody knows").isFalse();

        reach.seen("email", false);
        assertThat(reach.uplinkLost()).as("it may be the mail server alone").isFalse();
        reach.seen("zns", false);
        assertThat(reach.uplinkLost()).isTrue();
        clock.advance(Duration.ofMinutes(2));
        assertThat(reach.uplinkLost()).as("the next letter tries it").isFalse();
        reach.seen("email", false);
        assertThat(reach.uplinkLost()).as("in vain").isTrue();
        reach.seen("email", true);
        assertThat(reach.uplinkLost()).isFalse();
        assertThat(new ObservedReach(Set.of(), clock).uplinkLost()).isFalse();
    }

    @ParameterizedTest(name = "{0} refuses after {1} did, line {2}: {3}")
    @CsvSource(textBlock = """
        email,     ,              works, zns at once
        email,     zns,           works, gsm-modem at once
        gsm-modem, ,              works, email at once
        gsm-modem, email,         works, zns at once
        gsm-modem, ,              lost,  email at once
        gsm-modem, email zns,     works, give up
        """)
    void whatIsRefusedGoesToWhoHasNotRefused(String channel, @Nullable String refused, String line, String then) {
        Forwarding next = Forwarding.afterRefusal(claim(1, 1, refused), channel, ROUTES, line.equals("lost"));

        assertThat(words(next)).isEqualTo(then);
    }

    private static Deliveries.Claim claim(int attempts, int here, @Nullable String refused) {
        Set<String> names =
                refused == null ? Set.of() : Arrays.stream(refused.split(" ")).collect(Collectors.toSet());
        Letter letter = new Letter(UUID.randomUUID(), "x", "an", "k", "s", "t", "{}", Instant.EPOCH);
        return new Deliveries.Claim(attempts, here, names, Severity.CRITICAL, letter);
    }

    private static String words(Forwarding next) {
        if (next instanceof Forwarding.GoOn on) {
            return on.route().channel() + (on.atOnce() ? " at once" : " later");
        }
        return next instanceof Forwarding.Stay ? "stay" : "give up";
    }
}

package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.notification.channel.SendResult;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelBackoffTest {
    private static final SendResult PUT_OFF = new SendResult.Postponed("451 try later", Duration.ZERO, true);
    private static final SendResult UNANSWERED = new SendResult.Postponed("no answer", Duration.ZERO, false);
    private static final SendResult TAKEN = new SendResult.Delivered("Q1");

    private final UUID letter = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final ChannelBackoff backoff =
            new ChannelBackoff(new RetrySettings(Duration.ofSeconds(30), Duration.ofMinutes(9)));

    @Test
    void aServerThatDoesNotAnswerIsLeftAloneForTheFirstWaitAndThenAMinuteEachTime() {
        end(letter, UNANSWERED);
        assertThat(left()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(30));

        end(letter, UNANSWERED);
        assertThat(left()).isBetween(Duration.ofSeconds(31), Duration.ofMinutes(1));
        assertThat(backoff.reason("email")).isEqualTo("no answer");
        assertThat(backoff.resting()).containsExactly("email");
        assertThat(backoff.left("ntfy")).isZero();
    }

    @Test
    void aLetterThatIsPutOffDoesNotHoldUpTheOthers() {
        end(letter, PUT_OFF);
        end(letter, PUT_OFF);
        assertThat(left()).isZero();

        assertThat(end(other, TAKEN)).as("it was never left alone").isFalse();
        end(letter, PUT_OFF);
        assertThat(left()).isZero();
    }

    @Test
    void aServerThatPutsOffEverybodyIsLeftAlone() {
        end(letter, PUT_OFF);
        end(other, PUT_OFF);

        assertThat(left()).isPositive();
    }

    @Test
    void whenItTakesALetterAllIsWell() {
        end(letter, UNANSWERED);

        assertThat(end(letter, TAKEN)).as("it is back").isTrue();
        assertThat(left()).isZero();
        assertThat(backoff.resting()).isEmpty();
        assertThat(end(other, TAKEN)).isFalse();
    }

    @Test
    void neverLongerThanALetterWaits() {
        ChannelBackoff quick = new ChannelBackoff(new RetrySettings(Duration.ofMillis(10), Duration.ofMillis(20)));
        quick.ended("email", letter, UNANSWERED);
        quick.ended("email", letter, UNANSWERED);

        assertThat(quick.left("email")).isLessThanOrEqualTo(Duration.ofMillis(20));
    }

    private boolean end(UUID which, SendResult result) {
        return backoff.ended("email", which, result);
    }

    private Duration left() {
        return backoff.left("email");
    }
}

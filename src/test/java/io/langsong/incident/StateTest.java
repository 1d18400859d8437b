package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import io.langsong.incident.State.Step;
import io.langsong.outage.Outage.Cause;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateTest {
    private static final Instant NOON = Instant.parse("2026-12-01T05:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            # from:       open          acknowledged   resolved      closed; - is refused
            ACKNOWLEDGE,  ACKNOWLEDGED, ACKNOWLEDGED,  -,            -
            GIVE_BACK,    -,            OPEN,          -,            -
            ASSIGN,       OPEN,         ACKNOWLEDGED,  -,            -
            NOTE,         OPEN,         ACKNOWLEDGED,  RESOLVED,     CLOSED
            WAIT,         OPEN,         ACKNOWLEDGED,  -,            -
            STOP_WAITING, OPEN,         ACKNOWLEDGED,  -,            -
            RESOLVE,      RESOLVED,     RESOLVED,      RESOLVED,     CLOSED
            RECOVER,      RESOLVED,     RESOLVED,      RESOLVED,     CLOSED
            FAIL_AGAIN,   OPEN,         ACKNOWLEDGED,  OPEN,         OPEN
            REOPEN,       -,            -,             OPEN,         OPEN
            CLOSE,        -,            -,             CLOSED,       -
            MERGE,        CLOSED,       CLOSED,        CLOSED,       -
            SPLIT,        OPEN,         ACKNOWLEDGED,  RESOLVED,     -
            """)
    void leadsFromEachStateByEachStep(Step step, String open, String taken, String resolved, String closed) {
        assertThat(after(State.OPEN, step, false)).isEqualTo(open);
        assertThat(after(State.ACKNOWLEDGED, step, true)).isEqualTo(taken);
        assertThat(after(State.RESOLVED, step, false)).isEqualTo(resolved);
        assertThat(after(State.CLOSED, step, false)).isEqualTo(closed);
    }

    private static String after(State from, Step step, boolean owned) {
        return from.after(step, owned).map(State::name).orElse("-");
    }

    @Test
    void whoeverOwnedItOwnsItWhenItGoesOn() {
        for (State over : new State[] {State.RESOLVED, State.CLOSED}) {
            for (Step step : new Step[] {Step.FAIL_AGAIN, Step.REOPEN}) {
                assertThat(over.after(step, true)).contains(State.ACKNOWLEDGED);
            }
        }
    }

    @Test
    void aLifeFromAlarmToClose() {
        Standing taken = Standing.opened(NOON).acknowledge("an", at(5));
        Standing waits = taken.await(new Waiting(Waiting.For.PROVIDER, at(6), "VT-1", "Chị Hoa 0900"));
        Standing over = waits.recover(at(60));
        Standing again = over.failAgain(at(65));
        Standing closed = again.resolve("an", at(90), Cause.PROVIDER, Fix.PROVIDER_REPAIRED)
                .close(at(100));

        assertThat(taken.alarmedAt()).isEqualTo(NOON);
        assertThat(over.waiting()).as("nothing is waited for any more").isNull();
        assertThat(over.resolved()).isEqualTo(new Standing.By(null, at(60)));
        assertThat(again.state()).isEqualTo(State.ACKNOWLEDGED);
        assertThat(again.alarmedAt()).isEqualTo(at(65));
        assertThat(again.acknowledged()).isEqualTo(new Standing.By("an", at(5)));
        assertThat(closed.closedAt()).isEqualTo(at(100));
        assertThat(closed.cause()).isEqualTo(Cause.PROVIDER);
    }

    @Test
    void whatAPersonSaidStaysWhenItRecovers() {
        Standing said = Standing.opened(NOON).resolve("an", at(5), Cause.DISASTER, Fix.REPLACED);

        assertThat(said.recover(at(9))).isEqualTo(said);
        assertThat(said.resolve("ba", at(20), Cause.POWER, Fix.RESTARTED).resolved())
                .as("a correction does not change when it ended")
                .isEqualTo(said.resolved());
    }

    @Test
    void aStepThatCanNotBeIsRefusedInWords() {
        assertThatThrownBy(() -> Standing.opened(NOON).recover(at(1)).acknowledge("an", at(2)))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(Refused.Kind.CONFLICT);
                    assertThat(refused.words()).isEqualTo("incident.refused.when-resolved");
                });
        assertThatThrownBy(() -> Standing.opened(NOON).stopWaiting())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.words()).isEqualTo("incident.refused.not-waiting"));
    }

    @Test
    void aStandingThatCanNotBeIsNone() {
        assertThatThrownBy(() -> new Standing(State.ACKNOWLEDGED, NOON, null, null, null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ACKNOWLEDGED");
        assertThatThrownBy(() -> new Standing(State.CLOSED, NOON, null, null, null, null, null, null, NOON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void offersWhatCanBeDone() {
        Standing open = Standing.opened(NOON);
        assertThat(Arrays.stream(Step.values()).filter(open::allows))
                .contains(Step.ACKNOWLEDGE, Step.RESOLVE, Step.WAIT)
                .doesNotContain(Step.STOP_WAITING, Step.REOPEN, Step.CLOSE);
    }

    private static Instant at(int minutes) {
        return Objects.requireNonNull(NOON).plusSeconds(60L * minutes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-0001", "2026-0042", "2026-9999", "2026-12345"})
    void readsNumbersAsItWritesThem(String number) {
        assertThat(IncidentNumber.parse(number)).hasToString("Optional[" + number + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2026", "2026-1", "2026-0000", "2026-01234", "0999-0001", "2026-1234567890", "2026-0001 "})
    void takesNothingElseForANumber(String text) {
        assertThat(IncidentNumber.parse(text)).isEmpty();
    }
}

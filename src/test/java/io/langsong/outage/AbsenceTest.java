package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AbsenceTest {
    private static final Instant START = Instant.parse("2026-11-30T01:00:00Z");

    private static List<Instant> at(int... seconds) {
        return IntStream.of(seconds).mapToObj(START::plusSeconds).toList();
    }

    @Test
    void anUplinkThatWasNotAskedOrAnsweredAllExplainsNothing() {
        assertThat(Absence.explains(at(1, 2, 3), at(), at())).isFalse();
        assertThat(Absence.explains(at(1, 2, 3), at(), at(0, 2, 4))).isFalse();
    }

    @Test
    void anUplinkThatWasSilentAllTheTimeExplainsIt() {
        assertThat(Absence.explains(at(1, 2, 3), at(1, 2, 3), at(0, 4))).isTrue();
        assertThat(Absence.explains(at(1, 2, 3), at(2), at()))
                .as("nothing speaks against it")
                .isTrue();
    }

    @Test
    void aDatagramThatTheUplinkLostExplainsNotWhatLastedWhileOthersCameThrough() {
        assertThat(Absence.explains(at(1, 2, 3, 4, 5, 6), at(5), at(0, 3))).isFalse();
        assertThat(Absence.explains(at(1, 2, 3, 4, 5, 6), at(2, 5), at(3, 4))).isFalse();
    }

    @Test
    void aDatagramThatTheDeviceLostBeforeItsUplinkWentChangesNothing() {
        assertThat(Absence.explains(at(1, 3, 4, 5), at(3, 4), at(2, 6))).isTrue();
    }

    @Test
    void whatTheUplinkLostAtAnotherTimeExplainsNothing() {
        assertThat(Absence.explains(at(11, 12, 13), at(1, 2, 3, 4, 5, 14, 15), at(6, 16)))
                .isFalse();
    }

    @Test
    void ofTwoChancesThatAreAlikeTheDevicesOwnSilenceIsBelieved() {
        assertThat(Absence.explains(at(1, 3, 4, 5), at(3), at(2, 6))).isFalse();
    }
}

package io.langsong.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.notification.Posted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnstableTest {
    private static final Duration QUIET = TestIncidents.SETTINGS.unstableQuiet();

    private final TestTown town = new TestTown();

    /** Down for a time and up for as long, for an hour. */
    private void flap(Duration every) {
        Instant until = town.clock.instant().plus(Duration.ofHours(1));
        while (town.clock.instant().isBefore(until)) {
            town.villageDown(7);
            town.pass(every);
            town.villageUp(7);
            town.pass(every);
        }
    }

    @ParameterizedTest(name = "down {0} s, up {0} s")
    @ValueSource(ints = {10, 30, 60})
    void anHourOfUpAndDownIsAtMostFourMessagesOfAllKinds(int seconds) {
        Instant start = town.clock.instant();
        flap(Duration.ofSeconds(seconds));

        Map<String, Integer> copies = town.copies(start);
        int messages = town.messages().size();
        System.out.printf("R37 every %d s: %d messages, copies %s%n%s", seconds, messages, copies, town.told());
        assertThat(messages).as("%s%s", copies, town.told()).isLessThanOrEqualTo(4 + 1);
        assertThat(copies.values())
                .as("copies by recipient %s%n%s", copies, town.told())
                .allMatch(count -> count <= 4);
        assertThat(town.keys())
                .as(town.told())
                .filteredOn(key -> key.startsWith("unstable-"))
                .hasSize(1);
        assertThat(town.incident(1).isUnstable()).isTrue();
        assertThat(town.incident(1).state()).isEqualTo(State.OPEN);
        assertThat(town.post
                        .jdbc
                        .sql("SELECT count(*) FROM incident_record")
                        .query(Integer.class)
                        .single())
                .as("one incident")
                .isEqualTo(1);
        assertThat(town.record.values().stream().filter(one -> one.root().equals(one.object())))
                .as("the ledger has each outage")
                .hasSize(1800 / seconds);

        town.pass(QUIET.plusMinutes(3));
        Posted last = town.messages().stream()
                .filter(message -> message.key().endsWith("-calm"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(town.told()));
        assertThat(last.subject()).isEqualTo("Hết chập chờn: Thôn 7, Bộ chuyển mạch 7");
        assertThat(last.text())
                .contains("đang hoạt động ổn định", "mất kết nối " + 1800 / seconds + " lần", "30 phút 00 giây");
        assertThat(town.incident(1).state()).isEqualTo(State.RESOLVED);
        assertThat(town.timeline(1)).as("no line for each turn").containsOnlyOnce("unstable", "calmed");
    }

    @Test
    void whatCalmsDownWhileItIsDownIsSaidToBeDownAndItsEndIsTold() {
        for (int i = 0; i < 5; i++) {
            town.villageDown(7);
            town.pass(Duration.ofSeconds(30));
            town.villageUp(7);
            town.pass(Duration.ofSeconds(30));
        }
        town.villageDown(7);
        town.pass(QUIET.plusMinutes(1));

        assertThat(town.messages())
                .as(town.told())
                .last()
                .satisfies(message -> assertThat(message.text()).contains("vẫn mất kết nối"));
        assertThat(town.incident(1).isUnstable()).isFalse();
        assertThat(town.incident(1).state().isLive()).isTrue();

        int before = town.messages().size();
        town.villageUp(7);
        town.pass(Duration.ofSeconds(30));
        assertThat(town.keys().subList(before, town.keys().size()))
                .as(town.told())
                .anyMatch(key -> key.endsWith("-ended"));
        assertThat(town.incident(1).state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void threeOutagesInAnHourAreNotUnstable() {
        for (int i = 0; i < 3; i++) {
            town.villageDown(7);
            town.passMinutes(1);
            town.villageUp(7);
            town.passMinutes(1);
        }
        assertThat(town.incident(1).isUnstable()).isFalse();
        town.passMinutes(58);
        town.villageDown(7);
        town.tick();
        assertThat(town.incidents().find(IncidentWish.of(java.util.Set.of(), null), 10))
                .noneMatch(Incident::isUnstable);
    }

    @Test
    void whatIsSlowButTooOftenIsUnstableAndStaysOneIncidentFromThenOn() {
        for (int i = 0; i < 6; i++) {
            town.villageDown(7);
            town.passMinutes(3);
            town.villageUp(7);
            town.passMinutes(12);
        }
        List<Incident> all = town.incidents().find(IncidentWish.of(java.util.Set.of(), null), 10);
        assertThat(all).as("three of their own, then one for the rest").hasSize(4);
        assertThat(all.get(0).isUnstable()).isTrue();
    }

    @Test
    void whatHidesBehindAnUnstableRootStaysUnderItUntilItIsLeftBehind() {
        for (int i = 0; i < 5; i++) {
            town.villageDown(7);
            town.pass(Duration.ofSeconds(30));
            town.up("sw-7", "ap-7-1");
            town.pass(Duration.ofSeconds(30));
            town.up("ap-7-2");
        }
        assertThat(town.incidents().parts(town.incident(1))).hasSize(15);
        assertThat(town.incidents().find(IncidentWish.of(java.util.Set.of(), null), 10))
                .hasSize(1);

        town.villageDown(7);
        town.up("sw-7", "ap-7-1");
        town.passMinutes(3);
        assertThat(town.incidents().find(IncidentWish.of(java.util.Set.of(), null), 10))
                .as("the one that does not come back has an incident of its own")
                .hasSize(2);
    }

    @Test
    void aRestartAtAnyStepKeepsIt() {
        for (int i = 0; i < 8; i++) {
            town.restart();
            town.villageDown(7);
            town.restart();
            town.pass(Duration.ofSeconds(30));
            town.restart();
            town.villageUp(7);
            town.restart();
            town.pass(Duration.ofSeconds(30));
        }
        town.restart();
        assertThat(town.keys())
                .as(town.told())
                .filteredOn(key -> key.startsWith("unstable-"))
                .hasSize(1);
        assertThat(town.messages()).as(town.told()).hasSizeLessThanOrEqualTo(4);
        town.pass(QUIET);
        town.restart();
        town.passMinutes(3);
        assertThat(town.keys())
                .as(town.told())
                .filteredOn(key -> key.startsWith("unstable-"))
                .hasSize(2);
        assertThat(town.incident(1).state()).isEqualTo(State.RESOLVED);
    }
}

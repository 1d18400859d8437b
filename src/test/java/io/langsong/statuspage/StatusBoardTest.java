package io.langsong.statuspage;

import static io.langsong.outage.Condition.DEGRADED;
import static io.langsong.outage.Condition.DOWN;
import static io.langsong.outage.Condition.UNKNOWN;
import static io.langsong.outage.Condition.UNREACHABLE;
import static io.langsong.outage.Condition.UP;
import static io.langsong.uptime.TestCommune.WIFI;
import static io.langsong.uptime.TestCommune.WIFI_MAN;
import static io.langsong.uptime.TestCommune.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.outage.Condition;
import io.langsong.outage.Conditions;
import io.langsong.outage.TestConditions;
import io.langsong.statuspage.PublicStatus.Day;
import io.langsong.statuspage.PublicStatus.Overall;
import io.langsong.statuspage.PublicStatus.State;
import io.langsong.statuspage.PublicStatus.Village;
import io.langsong.uptime.TestCommune;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusBoardTest {
    @TempDir
    private Path data;

    private TestCommune commune;
    private final Conditions conditions = new Conditions(event -> {});
    private final AtomicReference<Instant> lastPoll = new AtomicReference<>();
    private final AtomicInteger looks = new AtomicInteger();
    private StatusBoard board;

    @BeforeEach
    void start() {
        commune = new TestCommune(data);
        lastPoll.set(commune.clock.instant());
        board = new StatusBoard(
                commune.inventory,
                conditions,
                () -> {
                    looks.incrementAndGet();
                    return lastPoll.get();
                },
                Duration.ofSeconds(30),
                commune.uptimes,
                commune.maintenance,
                commune.plans,
                commune.clock);
    }

    private void are(Condition mang, Condition man) {
        TestConditions.put(conditions, WIFI, mang);
        TestConditions.put(conditions, WIFI_MAN, man);
    }

    private Village village(int position) {
        return board.now().villages().get(position - 1);
    }

    private static Day on(Village village, String date) {
        return village.days().stream()
                .filter(day -> day.date().equals(LocalDate.parse(date)))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            UP,          UP,          UP,      UP
            DEGRADED,    UP,          PARTLY,  PARTLY
            DOWN,        UP,          DOWN,    WIDELY
            UNREACHABLE, DOWN,        DOWN,    WIDELY
            UNKNOWN,     UP,          UNKNOWN, UP
            UNKNOWN,     UNKNOWN,     UNKNOWN, UNKNOWN
            """)
    void saysHowTheWifiOfAVillageIs(Condition mang, Condition man, State state, Overall overall) {
        are(mang, man);

        assertThat(village(1).state()).isEqualTo(state);
        assertThat(board.now().overall()).isEqualTo(overall);
    }

    @Test
    void whoDidNotLookKnowsNothing() {
        are(UP, DOWN);
        lastPoll.set(commune.clock.instant().minusSeconds(121));

        assertThat(board.now().villages()).extracting(Village::state).containsOnly(State.UNKNOWN);
        assertThat(board.now().overall()).isEqualTo(Overall.UNKNOWN);
    }

    @Test
    void beforeTheFirstPollNothingIsKnown() {
        lastPoll.set(null);

        assertThat(board.now().overall()).isEqualTo(Overall.UNKNOWN);
        assertThat(village(1).days()).hasSize(30).allMatch(day -> day.state() == State.UNKNOWN);
        assertThat(village(1).known()).isFalse();
    }

    @Test
    void anOfficeLineIsNobodysWifi() {
        are(UP, UP);
        TestConditions.put(conditions, TestCommune.OFFICE, DOWN);

        assertThat(board.now().overall()).isEqualTo(Overall.UP);
    }

    @Test
    void theLastDaysAreCountedByMinutes() {
        are(UP, UP);
        commune.watched(WIFI, "2026-10-01T00:00", null);
        // An hour and ten minutes, of which half an hour was planned.
        commune.bad(WIFI, DOWN, "2026-11-12T10:00", "2026-11-12T11:10");
        commune.plan("2026-11-12T10:30", "2026-11-12T11:00", "Báo muộn", "site:house");
        commune.bad(WIFI, UNREACHABLE, "2026-11-13T23:30", "2026-11-14T01:15:20");
        commune.bad(WIFI, DEGRADED, "2026-11-15T10:00", "2026-11-15T12:00");

        Village mang = village(1);

        assertThat(mang.days()).hasSize(30);
        assertThat(mang.days().get(29).date()).isEqualTo(LocalDate.parse("2026-11-20"));
        assertThat(on(mang, "2026-11-11").state()).isEqualTo(State.UP);
        assertThat(on(mang, "2026-11-12")).isEqualTo(new Day(LocalDate.parse("2026-11-12"), State.PARTLY, 40));
        assertThat(on(mang, "2026-11-13").outMinutes()).isEqualTo(30);
        assertThat(on(mang, "2026-11-14")).isEqualTo(new Day(LocalDate.parse("2026-11-14"), State.DOWN, 76));
        assertThat(on(mang, "2026-11-15").state()).isEqualTo(State.UP);
        assertThat(mang.outMinutes()).isEqualTo(146);
        assertThat(mang.outDays()).isEqualTo(3);
        assertThat(village(2).known()).isFalse();
    }

    @Test
    void plannedWorkIsToldByVillageAloneAndBefore() {
        commune.plan("2026-11-22T08:00", "2026-11-22T10:00", null, "village:man");
        commune.plan("2026-11-21T08:00", "2026-11-21T10:00", null, "device:router");
        commune.plan("2026-11-23T08:00", "2026-11-23T10:00", null, "service:office");
        commune.plan("2026-12-20T08:00", "2026-12-20T10:00", null, "village:man");

        assertThat(board.now().work()).hasSize(2);
        assertThat(board.now().work().get(0).villages()).containsExactly("Thôn Măng", "Thôn Man");
        assertThat(board.now().work().get(1).villages()).containsExactly("Thôn Man");
        assertThat(board.now().work().get(1).from()).isEqualTo(at("2026-11-22T08:00"));
    }

    @Test
    void whatIsOutWhileWorkIsPlannedIsInMaintenance() {
        commune.plan("2026-11-20T08:00:10", "2026-11-20T10:00", null, "village:mang");
        are(DOWN, UP);
        commune.clock.advance(Duration.ofMinutes(2));
        lastPoll.set(commune.clock.instant());

        assertThat(village(1).state()).isEqualTo(State.PLANNED);
        assertThat(board.now().overall()).isEqualTo(Overall.PARTLY);
    }

    @Test
    void aThousandWhoAskAreOneLook() {
        are(UP, UNKNOWN);
        for (int i = 0; i < 1000; i++) {
            board.now();
        }
        assertThat(looks).hasValue(1);

        commune.clock.advance(Duration.ofSeconds(5));
        are(DOWN, UNKNOWN);

        assertThat(village(1).state()).isEqualTo(State.DOWN);
        assertThat(looks).hasValue(2);
    }
}

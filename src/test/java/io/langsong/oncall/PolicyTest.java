package io.langsong.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.VillageId;
import io.langsong.oncall.Policy.Hours;
import io.langsong.oncall.Policy.Level;
import io.langsong.oncall.Policy.Opening;
import io.langsong.oncall.Policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which policy is meant, and when which of its levels is due. */
class PolicyTest {
    private static final ZoneId VIET_NAM = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final Instant OPENED = Instant.parse("2026-12-07T03:00:00Z");
    private static final Target ROTA = new Target.OnDuty(new RotaId("ky-thuat"));

    @ParameterizedTest(name = "acknowledged {0}, now {1}: {2}, next {3}")
    @CsvSource(textBlock = """
            # minutes after the opening; levels wait 10, 20 and 30 minutes
            ,   0, 0,       10
            ,   9, 0,       10
            ,  10, '0 1',   30
            ,  29, '0 1',   30
            ,  30, '0 1 2',
            , 999, '0 1 2',
            # before the second, at its very instant, and after it
             5,  60, 0,
            10,  60, 0,
            11,  11, '0 1',
            11,  60, '0 1',
            # at once
             0,  60, '',
            """)
    void eachLevelThatIsNotAnsweredPassesOn(
            @Nullable Integer acknowledged, int now, @Nullable String levels, @Nullable Integer next) {
        Policy policy = policy("a", 10, 20, 30);
        Instant taken = acknowledged == null ? null : minute(acknowledged);

        List<Policy.Due> due = policy.due(OPENED, taken, minute(now));

        assertThat(String.join(
                        " ",
                        due.stream().map(one -> Integer.toString(one.number())).toList()))
                .isEqualTo(levels == null ? "" : levels);
        assertThat(policy.next(OPENED, taken, minute(now)))
                .isEqualTo(Optional.ofNullable(next).map(PolicyTest::minute));
        assertThat(policy.exhausted(OPENED)).isEqualTo(minute(60));
    }

    static List<Long> seeds() {
        return IntStream.range(0, 100).mapToObj(Long::valueOf).toList();
    }

    /** As a timer uses it that fires late, stands still for a while, or fires without need. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whoeverKeepsWhatWasToldTellsEachLevelOnceAndInTime(long seed) {
        Random random = new Random(seed);
        int[] waits = random.ints(1 + random.nextInt(5), 1, 40).toArray();
        Policy policy = policy("a", waits);
        Instant acknowledged = random.nextBoolean() ? null : minute(random.nextInt(120));
        List<Integer> told = new ArrayList<>();
        Set<Integer> known = new TreeSet<>();
        Instant now = OPENED;
        while (true) {
            // Nobody has acknowledged what is yet to come.
            Instant taken = acknowledged != null && acknowledged.isAfter(now) ? null : acknowledged;
            for (Policy.Due due : policy.due(OPENED, taken, now)) {
                if (known.add(due.number())) {
                    told.add(due.number());
                }
            }
            Optional<Instant> next = policy.next(OPENED, taken, now);
            if (next.isEmpty()) {
                break;
            }
            now = random.nextInt(3) == 0
                    ? next.get().plus(Duration.ofMinutes(random.nextInt(60)))
                    : random.nextBoolean() ? next.get() : now.plus(Duration.ofSeconds(30));
        }

        long wanted = 0;
        int at = 0;
        for (int wait : waits) {
            wanted += acknowledged == null || minute(at).isBefore(acknowledged) ? 1 : 0;
            at += wait;
        }
        assertThat(told)
                .containsExactlyElementsOf(
                        IntStream.range(0, (int) wanted).boxed().toList());
    }

    @ParameterizedTest(name = "{0} in {1} at {2}: {3}")
    @CsvSource(textBlock = """
            # night: urgent, 17:00 to 07:30; man: village man or power area dien; rest: all others
            URGENT, don,  2026-12-07T17:00:00+07:00, night
            URGENT, don,  2026-12-07T16:59:59+07:00, rest
            URGENT, don,  2026-12-08T07:29:59+07:00, night
            URGENT, don,  2026-12-08T07:30:00+07:00, rest
            URGENT, man,  2026-12-08T00:00:00+07:00, night
            HIGH,   man,  2026-12-08T00:00:00+07:00, man
            LOW,    dien, 2026-12-08T12:00:00+07:00, man
            LOW,    ,     2026-12-08T12:00:00+07:00, rest
            """)
    void theFirstThatIsMeantIsTaken(Severity severity, @Nullable String place, java.time.OffsetDateTime at, String id) {
        Hours hours = new Hours(LocalTime.of(17, 0), LocalTime.of(7, 30));
        List<Policy> policies = List.of(
                new Policy("night", "Đêm", 1, Set.of(Severity.URGENT), Set.of(), Set.of(), hours, levels(5)),
                new Policy(
                        "man",
                        "Mận",
                        2,
                        Set.of(),
                        Set.of(new VillageId("man")),
                        Set.of(new PowerAreaId("dien")),
                        null,
                        levels(5)),
                policy("rest", 5));
        Set<VillageId> villages = place == null || place.equals("dien") ? Set.of() : Set.of(new VillageId(place));
        Set<PowerAreaId> areas = "dien".equals(place) ? Set.of(new PowerAreaId("dien")) : Set.of();

        assertThat(Policy.first(policies, new Opening(severity, villages, areas, at.toInstant()), VIET_NAM))
                .map(Policy::id)
                .contains(id);
        assertThat(Policy.first(
                        policies.subList(0, 1), new Opening(Severity.LOW, villages, areas, at.toInstant()), VIET_NAM))
                .isEmpty();
    }

    @Test
    void whatCanNotBeIsRefused() {
        assertThatThrownBy(() -> new Level(List.of(), Duration.ofMinutes(5))).hasMessageContaining("1 to 20");
        assertThatThrownBy(() -> new Level(List.of(ROTA), Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new Level(List.of(ROTA), Duration.ofSeconds(90)))
                .hasMessageContaining("whole minutes");
        assertThatThrownBy(() -> policy("a")).hasMessageContaining("1 to 10 levels");
        assertThatThrownBy(() -> new Hours(LocalTime.NOON, LocalTime.NOON)).hasMessageContaining("12:00");
    }

    private static Policy policy(String id, int... waits) {
        return new Policy(id, id, 9, Set.of(), Set.of(), Set.of(), null, levels(waits));
    }

    private static List<Level> levels(int... waits) {
        return IntStream.of(waits)
                .mapToObj(wait -> new Level(List.of(ROTA), Duration.ofMinutes(wait)))
                .toList();
    }

    private static Instant minute(int minute) {
        return OPENED.plus(Duration.ofMinutes(minute));
    }
}

package io.langsong.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.Refused;
import io.langsong.access.Refused.Kind;
import io.langsong.access.Role;
import io.langsong.access.TestAccess;
import io.langsong.availability.Interval;
import io.langsong.holiday.HolidayBook;
import io.langsong.oncall.PolicyWish.LevelWish;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Rotas, what people arrange about them, policies and calendars, on a real database. */
class RotasTest {
    private static final String PASSWORD = "mat khau rat dai day";
    /** A Tuesday. */
    private static final Instant NOW = at("2026-12-01T10:00:00Z");

    private final DataSource database = TestDatabase.fresh();
    private final TestClock clock = new TestClock(NOW);
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    private final People people = TestAccess.people(database, clock);
    private final AuditTrail audit = TestAccess.audit(database, clock);
    private final OnCall onCall = new OnCall(jdbc, new HolidayBook(jdbc, transactions, audit, clock), people);
    private final Rotas rotas = new Rotas(jdbc, transactions, onCall, people, audit, clock);
    private final Arrangements arrangements = new Arrangements(jdbc, transactions, onCall, people, audit, clock);
    private final Policies policies = new Policies(jdbc, transactions, people, audit);
    private final Calendars calendars = new Calendars(jdbc, transactions, onCall, people, audit, clock);

    @BeforeEach
    void people() {
        for (String name : List.of("an", "ba", "chi")) {
            people.add(name, "Anh " + name, Role.TECHNICIAN, PASSWORD);
        }
    }

    @Test
    void keepsARota() {
        RotaId id = rotas.add(null, weekly("Trực kỹ thuật", "2026-12-07", "an", "", " ba"));

        Rota rota = onCall.roster(id).orElseThrow().rota();
        assertThat(id).isEqualTo(new RotaId("truc-ky-thuat"));
        assertThat(rota.rotations())
                .containsExactly(new Rotation(
                        LocalDate.of(2026, 12, 7),
                        Rotation.Every.WEEK,
                        LocalTime.of(7, 30),
                        List.of("an", "ba"),
                        List.of("chi")));
        assertThat(rota.changedAt()).isEqualTo(NOW);
        assertThat(who(id, "2026-12-07T00:30:00Z")).isEqualTo("an");
        assertThat(trail()).contains("oncall.rota.add rota:truc-ky-thuat");
    }

    @Test
    void refusesWhatCanNotBe() {
        rotas.add("ky-thuat", weekly("Kỹ thuật", "2026-12-07", "an"));

        refused("name", "taken", () -> rotas.add(null, weekly("Kỹ thuật", "2026-12-07", "an")));
        refused("id", "taken", () -> rotas.add("ky-thuat", weekly("Khác", "2026-12-07", "an")));
        refused("id", "id", () -> rotas.add("Kỹ", weekly("Khác", "2026-12-07", "an")));
        refused("name", "hidden", () -> rotas.add(null, weekly("a\u202eb", "2026-12-07", "an")));
        refused("people", "person", () -> rotas.add(null, weekly("Khác", "2026-12-07", "an", "khong-co")));
        refused("people", "nobody", () -> rotas.add(null, weekly("Khác", "2026-12-07")));
        refused("first", "date", () -> rotas.add(null, weekly("Khác", "2026-02-30", "an")));
        refused(
                "handOver",
                "time",
                () -> rotas.add(null, new RotaWish("Khác", "2026-12-07", "week", "24:00", List.of("an"), List.of())));
        refused(
                "every",
                "choice",
                () -> rotas.add(null, new RotaWish("Khác", "2026-12-07", "month", "08:00", List.of("an"), List.of())));
        TestAccess.enable(people, "chi", false);
        refused("holidayPeople", "person", () -> rotas.add(null, weekly("Khác", "2026-12-07", "an")));
        assertThat(onCall.rosters()).hasSize(1);
    }

    @Test
    void aChangeLeavesWhatWas() {
        RotaId id = rotas.add(null, weekly("Kỹ thuật", "2026-11-02", "an", "ba"));
        String before = who(id, "2026-11-30T10:00:00Z");

        rotas.change(id, weekly("Kỹ thuật", "2026-12-03", "chi"), null);

        assertThat(who(id, "2026-11-30T10:00:00Z")).isEqualTo(before).isEqualTo("an");
        assertThat(who(id, "2026-12-03T00:29:59Z")).isEqualTo("an");
        assertThat(who(id, "2026-12-03T00:30:00Z")).isEqualTo("chi");
        refused("first", "past", () -> rotas.change(id, weekly("Kỹ thuật", "2026-11-30", "ba"), null));
        rotas.change(id, weekly("Kỹ thuật", "2026-12-02", "ba"), null);
        assertThat(who(id, "2026-12-20T00:30:00Z"))
                .as("what would have begun later is given up")
                .isEqualTo("ba");
        assertThat(onCall.roster(id).orElseThrow().rota().rotations()).hasSize(2);
    }

    @Test
    void sayingTheSameAgainIsNoChange() {
        RotaId id = rotas.add(null, weekly("Kỹ thuật", "2026-11-02", "an", "ba", "chi"));
        Roster before = onCall.roster(id).orElseThrow();
        Rotation next = before.goingOn(NOW);
        assertThat(next.people()).as("2 November + 5 weeks").containsExactly("chi", "an", "ba");

        RotaWish same =
                new RotaWish("Tên mới", next.first().toString(), "week", "07:30", next.people(), next.holidayPeople());
        rotas.change(id, same, before.rota().version());

        assertThat(onCall.roster(id).orElseThrow().rota().rotations())
                .isEqualTo(before.rota().rotations());
        assertThat(onCall.roster(id).orElseThrow().rota().name()).isEqualTo("Tên mới");
        assertThatThrownBy(() -> rotas.change(id, same, before.rota().version()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.CHANGED_MEANWHILE));
        int changes = trail().size();
        rotas.change(id, same, null);
        assertThat(trail()).hasSize(changes);
    }

    @Test
    void standsInAndEnds() {
        RotaId id = rotas.add(null, weekly("Kỹ thuật", "2026-11-30", "an", "ba"));
        Instant from = NOW.minus(Duration.ofHours(1));
        clock.advance(Duration.ofMinutes(5));

        long cover =
                arrangements.override(id, new OverrideWish("chi", from, NOW.plus(Duration.ofHours(5)), "đi họp"), "ba");
        long away = arrangements.override(
                id, new OverrideWish("", NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(2)), null), "ba");

        assertThat(who(id, "2026-12-01T09:00:00Z")).isEqualTo("chi");
        assertThat(onCall.roster(id)
                        .orElseThrow()
                        .at(NOW.plus(Duration.ofHours(30)))
                        .vacant())
                .isTrue();
        assertThat(onCall.roster(id).orElseThrow().rota().changedAt()).isEqualTo(clock.instant());
        clock.advance(Duration.ofHours(1));
        arrangements.endOverride(id, cover);
        arrangements.endOverride(id, away);
        assertThat(who(id, "2026-12-01T09:30:00Z")).as("stays known").isEqualTo("chi");
        assertThat(who(id, clock.instant().toString())).isEqualTo("an");
        assertThat(onCall.roster(id).orElseThrow().overrides()).hasSize(1);
        refused("id", "over", () -> arrangements.endOverride(id, cover));
        refused("id", "missing", () -> arrangements.endOverride(id, away));
        assertThat(trail()).contains("oncall.override.add rota:ky-thuat", "oncall.override.end rota:ky-thuat");
    }

    @Test
    void refusesOverridesThatCanNotBe() {
        RotaId id = rotas.add(null, weekly("Kỹ thuật", "2026-11-30", "an", "ba"));
        Instant later = NOW.plus(Duration.ofDays(1));

        refused("until", "order", () -> arrangements.override(id, new OverrideWish("an", later, later, null), "ba"));
        refused(
                "until",
                "over",
                () -> arrangements.override(
                        id, new OverrideWish("an", NOW.minus(Duration.ofDays(2)), NOW, null), "ba"));
        refused(
                "until",
                "too-far",
                () -> arrangements.override(
                        id, new OverrideWish("an", later, later.plus(Duration.ofDays(367)), null), "ba"));
        refused("from", "moment", () -> arrangements.override(id, new OverrideWish("an", null, later, null), "ba"));
        refused("person", "person", () -> arrangements.override(id, new OverrideWish("x", NOW, later, null), "ba"));
        refused(
                "note",
                "too-long",
                () -> arrangements.override(id, new OverrideWish("an", NOW, later, "x".repeat(301)), "ba"));
        refused(
                "rota",
                "missing",
                () -> arrangements.override(new RotaId("khac"), new OverrideWish("an", NOW, later, null), "ba"));
    }

    @Test
    void swapsTurnsThatHaveNotBegun() {
        RotaId id = rotas.add(null, weekly("Kỹ thuật", "2026-11-30", "an", "ba", "chi"));
        SwapWish.Side ba = side(id, "2026-12-07T00:30:00Z");
        SwapWish.Side chi = side(id, "2026-12-14T00:30:00Z");

        long swap = arrangements.swap(id, new SwapWish(ba, chi, null), "ba");

        assertThat(who(id, "2026-12-07T00:30:00Z")).isEqualTo("chi");
        assertThat(who(id, "2026-12-14T00:30:00Z")).isEqualTo("ba");
        refused("one", "no-turn", () -> arrangements.swap(id, new SwapWish(ba, chi, null), "ba"));
        refused(
                "one",
                "begun",
                () -> arrangements.swap(id, new SwapWish(side(id, "2026-11-30T00:30:00Z"), chi, null), "ba"));
        refused(
                "other",
                "same-person",
                () -> arrangements.swap(
                        id,
                        new SwapWish(side(id, "2026-12-07T00:30:00Z"), side(id, "2027-01-04T00:30:00Z"), null),
                        "ba"));
        clock.set(at("2026-12-08T00:00:00Z"));
        refused("id", "swap-begun", () -> arrangements.undoSwap(id, swap));
        clock.set(NOW);
        arrangements.undoSwap(id, swap);
        assertThat(who(id, "2026-12-07T00:30:00Z")).isEqualTo("ba");
        assertThat(trail()).contains("oncall.swap.add rota:ky-thuat", "oncall.swap.undo rota:ky-thuat");
    }

    @Test
    void keepsPoliciesInTheirOrder() {
        RotaId id = rotas.add(null, weekly("Kỹ thuật", "2026-11-30", "an", "ba"));
        PolicyWish usual = new PolicyWish(
                "Thường",
                null,
                List.of(),
                List.of(),
                List.of(),
                "",
                null,
                List.of(
                        level(10, "rota:ky-thuat", ""),
                        level(20),
                        level(30, "person:chi", "person:chi", "rota:ky-thuat")));
        PolicyWish night = new PolicyWish(
                "Đêm",
                1,
                List.of("urgent"),
                List.of("man"),
                List.of("dien"),
                "17:00",
                "07:30",
                List.of(level(5, "person:ba")));

        policies.add(usual);
        String first = policies.add(night);

        assertThat(onCall.policies()).extracting(Policy::id).containsExactly("dem", "thuong");
        Policy kept = onCall.policies().get(1);
        assertThat(kept.levels()).hasSize(2);
        assertThat(kept.levels().get(1).targets()).hasSize(2);
        assertThat(onCall.policy(new Policy.Opening(Severity.LOW, Set.of(), Set.of(), NOW)))
                .contains(kept);
        assertThat(onCall.people(kept.levels().get(1), NOW))
                .extracting(Person::name)
                .containsExactly("chi", "an");
        TestAccess.enable(people, "an", false);
        assertThat(onCall.people(kept.levels().get(0), NOW))
                .as("nobody can be told")
                .isEmpty();
        TestAccess.enable(people, "an", true);
        refused("id", "in-policy", () -> rotas.remove(id));
        policies.change(first, usual("Đêm", 9000), onCall.policies().get(0));
        assertThat(onCall.policies()).extracting(Policy::id).containsExactly("thuong", "dem");
        policies.remove("thuong");
        policies.remove("dem");
        rotas.remove(id);
        assertThat(onCall.rosters()).isEmpty();
        assertThat(trail())
                .contains(
                        "oncall.policy.add policy:dem",
                        "oncall.policy.change policy:dem",
                        "oncall.policy.remove policy:dem");
    }

    @Test
    void refusesPoliciesThatCanNotBe() {
        refused("levels", "levels", () -> policies.add(usual("a", null, level(5, ""))));
        refused("levels", "number", () -> policies.add(usual("a", null, level(0, "person:an"))));
        refused("levels", "target", () -> policies.add(usual("a", null, level(5, "rota:khong-co"))));
        refused("levels", "person", () -> policies.add(usual("a", null, level(5, "person:khong-co"))));
        refused("position", "number", () -> policies.add(usual("a", 10_000)));
        refused(
                "until",
                "same-time",
                () -> policies.add(new PolicyWish(
                        "a", null, List.of(), List.of(), List.of(), "08:00", "08:00", List.of(level(5, "person:an")))));
        refused(
                "until",
                "time",
                () -> policies.add(new PolicyWish(
                        "a", null, List.of(), List.of(), List.of(), "08:00", "", List.of(level(5, "person:an")))));
        refused(
                "villages",
                "place",
                () -> policies.add(new PolicyWish(
                        "a", null, List.of(), List.of("Thôn Man"), List.of(), "", "", List.of(level(5, "person:an")))));
        assertThat(onCall.policies()).isEmpty();
    }

    @Test
    void aSecretOpensItsCalendarUntilItIsReplaced() {
        RotaId id = rotas.add(null, weekly("Kỹ thuật", "2026-11-30", "an", "ba"));

        String first = calendars.issue(id, "ba");
        String second = calendars.issue(id, "ba");
        String own = calendars.issue(people.find("an").orElseThrow());

        assertThat(first).matches("[0-9a-f]{64}").isNotEqualTo(second);
        assertThat(calendars.open(first)).isEmpty();
        assertThat(calendars.open(second)).contains(new Calendars.Opened.OfRota(id));
        assertThat(calendars.open(own)).containsInstanceOf(Calendars.Opened.OfPerson.class);
        assertThat(calendars.isIssued("an")).isTrue();
        assertThat(calendars.isIssued("ba")).isFalse();
        assertThat(jdbc.sql("SELECT oncall_calendar::text FROM oncall_calendar")
                        .query(String.class)
                        .list())
                .noneMatch(row -> row.contains(second) || row.contains(own));
        TestAccess.enable(people, "an", false);
        assertThat(calendars.open(own)).as("of somebody who left").isEmpty();
        rotas.remove(id);
        assertThat(calendars.open(second)).isEmpty();
        assertThat(trail()).contains("oncall.calendar.issue rota:ky-thuat", "oncall.calendar.issue person:an");
    }

    private static PolicyWish usual(
            String name, @org.jspecify.annotations.Nullable Integer position, LevelWish... levels) {
        return new PolicyWish(
                name,
                position,
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                levels.length == 0 ? List.of(level(5, "person:an")) : List.of(levels));
    }

    private static LevelWish level(int minutes, String... targets) {
        return new LevelWish(List.of(targets), minutes);
    }

    private static RotaWish weekly(String name, String first, String... people) {
        return new RotaWish(name, first, "week", "07:30", List.of(people), List.of("chi"));
    }

    private SwapWish.Side side(RotaId id, String at) {
        Turn turn = onCall.roster(id)
                .orElseThrow()
                .planned(new Interval(at(at), at(at).plusSeconds(1)))
                .get(0);
        return new SwapWish.Side(turn.person(), turn.span().from(), turn.span().until());
    }

    private String who(RotaId id, String at) {
        return String.valueOf(onCall.roster(id).orElseThrow().at(at(at)).person());
    }

    private List<String> trail() {
        return audit.find(new AuditFilter(null, null, null, null, null), null, 1000).stream()
                .map((AuditEntry entry) -> entry.action() + " " + entry.subject())
                .toList();
    }

    private static void refused(String field, String reason, ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.field()).isEqualTo(field);
            assertThat(refused.words()).matches("(access|oncall)\\.refused\\." + reason);
        });
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}

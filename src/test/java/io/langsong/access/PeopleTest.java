package io.langsong.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class PeopleTest {
    private static final String PASSWORD = "khong ai doan ra";

    private final TestClock clock = new TestClock(Instant.parse("2026-06-05T07:05:00Z"));
    private final DataSource source = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final List<Object> events = new ArrayList<>();
    private final People people = TestAccess.people(source, TestAccess.settings(), clock, events::add);
    private final SignIn signIn = TestAccess.signIn(source, clock);

    @BeforeEach
    void thereIsHa() {
        people.add("ha", "Hà Văn Thắng", Role.TECHNICIAN, PASSWORD);
    }

    @Test
    void letsInWithTheRightPasswordWhateverTheCaseOfTheName() {
        assertThat(signIn.byPassword(" HA ", PASSWORD)).map(Person::displayName).contains("Hà Văn Thắng");
        assertThat(signIn.byPassword("ha", PASSWORD + " ")).isEmpty();
        assertThat(signIn.byPassword("nobody", PASSWORD)).isEmpty();
    }

    @Test
    void keepsThePasswordAsArgon2idOnly() {
        assertThat(jdbc.sql("SELECT password FROM access_person")
                        .query(String.class)
                        .single())
                .startsWith("$argon2id$v=19$m=64,t=1,p=1$")
                .doesNotContain(PASSWORD);
        assertThat(new Passwords().hash(PASSWORD)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void takesDecomposedLettersForTheSamePassword() {
        people.add("lan", "Lan", Role.VIEWER, "mật khẩu của Lan");

        assertThat(signIn.byPassword(
                        "lan", java.text.Normalizer.normalize("mật khẩu của Lan", java.text.Normalizer.Form.NFD)))
                .isPresent();
    }

    @Test
    void locksAfterFiveWrongTriesForQuarterOfAnHourThenTwiceAsLong() {
        wrong(5);
        assertThat(signIn.byPassword("ha", PASSWORD)).as("right, but locked").isEmpty();

        clock.advance(Duration.ofMinutes(15));
        wrong(1);
        clock.advance(Duration.ofMinutes(29));
        assertThat(signIn.byPassword("ha", PASSWORD))
                .as("the second lock is longer")
                .isEmpty();

        clock.advance(Duration.ofMinutes(1));
        assertThat(signIn.byPassword("ha", PASSWORD)).isPresent();
        wrong(4);
        assertThat(signIn.byPassword("ha", PASSWORD))
                .as("a right one counts from anew")
                .isPresent();
    }

    @Test
    void countsTriesThatComeAtOnce() {
        IntStream.range(0, 12).parallel().forEach(i -> signIn.byPassword("ha", "wrong number " + i));

        assertThat(jdbc.sql("SELECT tries FROM access_person")
                        .query(Integer.class)
                        .single())
                .isEqualTo(5);
    }

    @Test
    void disabledPeopleStayOutsideAndTheirSessionsEnd() {
        TestAccess.enable(people, "ha", false);

        assertThat(signIn.byPassword("ha", PASSWORD)).isEmpty();
        assertThat(events).containsExactly(new PersonChanged("ha"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "Hà", "a b", "<script>", "ha\nadmin", "-ha"})
    void refusesNamesThatAreNoNames(String name) {
        assertThatThrownBy(() -> people.add(name, "x", Role.VIEWER, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 63 letters");
        assertThat(signIn.byPassword(name, PASSWORD)).isEmpty();
    }

    @Test
    void refusesShortPasswords() {
        assertThatThrownBy(() -> people.changePassword("ha", "thirteen char"))
                .hasMessageContaining("has 13 characters; give 14 to 200");
    }

    @Test
    void aSignedInPersonIsNotedAndInTheTrail() {
        signIn.cameIn("ha");
        signIn.wasRefused("ha", "password");
        signIn.wasRefused("mat khau go nham o", "password");
        wrong(5);
        signIn.wasRefused("ha", "password");

        assertThat(people.find("ha").orElseThrow().signedInAt()).isEqualTo(clock.instant());
        assertThat(trail())
                .containsSubsequence(
                        "ha access.sign-in person:ha []",
                        "? access.sign-in.refused person:ha [reason: null -> password]",
                        "? access.sign-in.refused person:? [reason: null -> password]",
                        "? access.sign-in.refused person:ha [reason: null -> locked]");
    }

    @Test
    void anInvitedPersonHasAPasswordForTheFirstSignInOnly() {
        String password = people.invite(
                "lan.nt", new PersonChange(" Nguyễn Thị Lan ", "viewer", "vi", List.of("thon-man", "thon-don"), true));

        Person lan = signIn.byPassword("lan.nt", password).orElseThrow();
        assertThat(lan.displayName()).isEqualTo("Nguyễn Thị Lan");
        assertThat(lan.sees()).containsExactlyInAnyOrder("thon-man", "thon-don");
        assertThat(new AccessRules(TestAccess.settings(), clock).duties(lan).password())
                .isTrue();
        people.changePassword("lan.nt", "mat khau cua rieng Lan");
        assertThat(new AccessRules(TestAccess.settings(), clock)
                        .duties(people.find("lan.nt").orElseThrow())
                        .password())
                .isFalse();
        assertThat(String.join("\n", trail()))
                .contains(
                        "system access.person.add person:lan.nt [displayName: null -> Nguyễn Thị Lan, role: null -> viewer,"
                                + " language: null -> vi, villages: null -> thon-don thon-man, enabled: null -> true]")
                .contains("access.person.password person:lan.nt [password: *** -> ***]")
                .doesNotContain(password, "rieng Lan", "argon2");
    }

    @Test
    void aChangedRightEndsSessionsAChangedNameDoesNot() {
        people.change("ha", new PersonChange("Hà", "technician", "en", List.of(), true));
        assertThat(events).isEmpty();

        people.change("ha", new PersonChange("Hà", "technician", "en", List.of("thon-man"), true));
        assertThat(events).containsExactly(new PersonChanged("ha"));
        people.change("ha", new PersonChange("Hà", "technician", "en", List.of("thon-man"), true));
        assertThat(trail()).filteredOn(line -> line.contains("person.change")).hasSize(2);
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsNotOverwritten() {
        Person seen = people.find("ha").orElseThrow();
        people.change("ha", new PersonChange("Hà", "technician", null, List.of(), false), seen);

        assertThatThrownBy(() ->
                        people.change("ha", new PersonChange("Hà Văn", "technician", null, List.of(), true), seen))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("changed by somebody else meanwhile");
        assertThat(people.find("ha").orElseThrow().enabled()).isFalse();
        people.change(
                "ha",
                new PersonChange("Hà Văn", "technician", null, List.of(), true),
                people.find("ha").orElseThrow());
        assertThat(people.find("ha").orElseThrow().displayName()).isEqualTo("Hà Văn");
    }

    @Test
    void thereIsAlwaysAnAdministrator() {
        people.add("mot", "Một", Role.ADMIN, PASSWORD);
        people.add("hai", "Hai", Role.ADMIN, PASSWORD);
        TestAccess.enable(people, "hai", false);

        assertThatThrownBy(() -> TestAccess.enable(people, "mot", false))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("would leave nobody who can administer");
        assertThatThrownBy(() -> TestAccess.changeRole(people, "mot", Role.VIEWER))
                .isInstanceOf(Refused.class);
        TestAccess.enable(people, "hai", true);
        long kept = List.of("mot", "hai").parallelStream()
                .filter(name -> {
                    try {
                        TestAccess.changeRole(people, name, Role.VIEWER);
                        return false;
                    } catch (Refused refused) {
                        return true;
                    }
                })
                .count();
        assertThat(kept).as("of two at once one stays").isEqualTo(1);
    }

    @Test
    void whoIsNotSeenFor45DaysIsDisabledButNotTheLastAdministrator() {
        people.add("chu", "Chủ", Role.ADMIN, PASSWORD);
        clock.advance(Duration.ofDays(44));
        signIn.cameIn("ha");
        people.add("moi", "Mới", Role.VIEWER, PASSWORD);
        clock.advance(Duration.ofDays(2));
        people.disableUnused();
        assertThat(people.all()).allMatch(Person::enabled);

        clock.advance(Duration.ofDays(44));
        signIn.cameIn("moi");
        people.disableUnused();
        assertThat(people.all())
                .filteredOn(one -> !one.enabled())
                .extracting(Person::name)
                .containsExactly("ha");
        TestAccess.enable(people, "ha", true);
        people.disableUnused();
        assertThat(people.find("ha").orElseThrow().enabled())
                .as("enabled anew, counted anew")
                .isTrue();
    }

    @Test
    void anOldPasswordOfAnAdministratorIsWarnedOfAndChangedWhereThatIsSet() {
        people.add("chu", "Chủ", Role.ADMIN, PASSWORD);
        clock.advance(Duration.ofDays(60));
        AccessRules usual = new AccessRules(TestAccess.settings(), clock);
        AccessRules strict = new AccessRules(TestAccess.settings("admin-password-age", "60d"), clock);

        Person chu = people.find("chu").orElseThrow();
        assertThat(usual.duties(chu)).isEqualTo(new Duties(false, false, true));
        assertThat(strict.duties(chu)).isEqualTo(new Duties(true, false, true));
        assertThat(strict.duties(people.find("ha").orElseThrow()).first()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b", "a\nb", "\u202Eab", "\uD800", "\uFFFD", "LONG"})
    void refusesDisplayNamesThatCanNotBeRead(String typed) {
        String name = typed.equals("LONG") ? "ế".repeat(10_000) : typed;

        assertThatThrownBy(() -> people.invite("lan", new PersonChange(name, "viewer", null, List.of(), true)))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("displayName")
                .satisfies(e -> assertThat(e.getMessage().chars().noneMatch(Character::isISOControl))
                        .isTrue())
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
        assertThat(people.all()).hasSize(1);
    }

    @Test
    void refusesWhatIsNoRoleLanguageOrVillage() {
        assertRefused("role", new PersonChange("Lan", "root", null, List.of(), true));
        assertRefused("role", new PersonChange("Lan", null, null, List.of(), true));
        assertRefused("language", new PersonChange("Lan", "viewer", "xx", List.of(), true));
        assertRefused("villages", new PersonChange("Lan", "viewer", null, List.of("thon-man", "'; DROP"), true));
        assertThatThrownBy(() -> people.invite("system", new PersonChange("Lan", "viewer", null, List.of(), true)))
                .hasMessageContaining("the server itself");
        assertThat(people.all()).hasSize(1);
    }

    private void assertRefused(String field, PersonChange wanted) {
        assertThatThrownBy(() -> people.invite("lan", wanted))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith(field);
    }

    private List<String> trail() {
        List<String> lines = new ArrayList<>();
        TestAccess.audit(source, clock)
                .forEach(
                        AuditFilter.ALL,
                        entry -> lines.add(
                                0,
                                entry.actor() + " " + entry.action() + " " + entry.subject() + " "
                                        + entry.changes().stream()
                                                .map(change ->
                                                        change.field() + ": " + change.old() + " -> " + change.now())
                                                .toList()));
        return lines;
    }

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(signIn.byPassword("ha", "wrong")).isEmpty();
        }
    }
}

package io.langsong.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class SecondStepsTest {
    private static final String PASSWORD = "khong ai doan ra";

    @TempDir
    private Path data;

    private final TestClock clock = new TestClock(Instant.parse("2026-06-05T07:05:00Z"));
    private final DataSource source = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final List<Object> events = new ArrayList<>();
    private final People people = TestAccess.people(source, TestAccess.settings(), clock, events::add);
    private final SignIn signIn = TestAccess.signIn(source, clock);
    private final AccessRules rules = new AccessRules(TestAccess.settings(), clock);
    private SecondSteps steps;

    @BeforeEach
    void thereIsHa() {
        people.add("ha", "Hà Văn Thắng", Role.TECHNICIAN, PASSWORD);
        steps = TestAccess.secondSteps(source, people, clock, data);
    }

    @Test
    void countsOnceACodeWasGiven() {
        steps.begin("ha");
        assertThat(people.find("ha").orElseThrow().totp()).isFalse();
        assertThat(steps.confirm("ha", "000000")).isEmpty();

        List<String> codes = steps.confirm("ha", code(0)).orElseThrow();

        assertThat(people.find("ha").orElseThrow().totp()).isTrue();
        assertThat(codes)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(one -> one.matches("([a-z2-9]{4}-){3}[a-z2-9]{4}"));
        assertThat(steps.pending("ha")).as("is not shown again").isEmpty();
        assertThat(steps.confirm("ha", code(0))).isEmpty();
        steps.begin("ha");
        assertThat(steps.pending("ha")).as("a confirmed one is not replaced").isEmpty();
    }

    @Test
    void whatAuthenticatorAppsRead() {
        steps.begin("ha");

        assertThat(steps.pending("ha").orElseThrow().address())
                .matches(
                        "otpauth://totp/LangSong:ha\\?secret=[A-Z2-7]{32}&issuer=LangSong&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void liesSealedAndHashedInTheDatabase() {
        steps.begin("ha");
        String secret = steps.pending("ha").orElseThrow().secret();
        String recovery = steps.confirm("ha", code(0)).orElseThrow().get(0);

        byte[] kept = jdbc.sql("SELECT secret FROM access_totp")
                .query((row, n) -> row.getBytes(1))
                .single();
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
        assertThat(jdbc.sql("SELECT digest FROM access_recovery_code")
                        .query((row, n) -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
                        .list())
                .hasSize(10)
                .noneMatch(digest -> digest.contains(recovery));
    }

    @Test
    void takesACodeOnceAlsoOfManyAtOnce() {
        enrol();
        clock.advance(Duration.ofMinutes(1));
        String code = code(0);

        long taken = IntStream.range(0, 4)
                .parallel()
                .filter(i -> steps.passes("ha", code))
                .count();

        assertThat(taken).isEqualTo(1);
        assertThat(steps.passes("ha", code)).isFalse();
        clock.advance(Duration.ofSeconds(30));
        assertThat(steps.passes("ha", code(0))).isTrue();
    }

    @Test
    void takesARecoveryCodeOnceHoweverItIsTyped() {
        List<String> codes = enrol();

        assertThat(steps.passes(
                        "ha", " " + codes.get(3).toUpperCase(Locale.ROOT).replace('-', ' ')))
                .isTrue();
        assertThat(steps.passes("ha", codes.get(3))).isFalse();
        assertThat(steps.recoveryCodesLeft("ha")).isEqualTo(9);
        List<String> renewed = steps.renewRecoveryCodes("ha");
        assertThat(steps.passes("ha", codes.get(4))).isFalse();
        assertThat(steps.passes("ha", renewed.get(4))).isTrue();
    }

    @Test
    void wrongCodesLockAsWrongPasswordsDoAndARightPasswordForgivesNone() {
        List<String> codes = enrol();
        for (int i = 0; i < 5; i++) {
            assertThat(signIn.byPassword("ha", PASSWORD)).as("try %d", i).isPresent();
            assertThat(steps.passes("ha", "wrong " + i)).isFalse();
        }

        assertThat(signIn.byPassword("ha", PASSWORD)).as("locked").isEmpty();
        assertThat(steps.passes("ha", codes.get(0))).as("locked").isFalse();
        clock.advance(Duration.ofMinutes(15));
        assertThat(steps.passes("ha", codes.get(0))).isTrue();
        assertThat(signIn.byPassword("ha", PASSWORD)).isPresent();
    }

    @Test
    void hostileCodesAreWrongCodes() {
        enrol();

        for (String typed : new String[] {"", "\u0000", "\uD800", "ế".repeat(10_000)}) {
            signIn.unlock("ha");
            assertThat(steps.passes("ha", typed)).isFalse();
        }
        assertThat(steps.passes("nobody", "123456")).isFalse();
    }

    @Test
    void withItAShorterPasswordWillDo() {
        assertThat(rules.passwordLength(people.find("ha").orElseThrow())).isEqualTo(14);
        enrol();
        assertThat(rules.passwordLength(people.find("ha").orElseThrow())).isEqualTo(8);

        people.changePassword("ha", "tam ky tu");
        steps.remove("ha");

        assertThat(people.find("ha").orElseThrow().totp()).isFalse();
        assertThat(events).contains(new PersonChanged("ha"));
    }

    @Test
    void whoMustHaveItIsToldAtTheSignIn() {
        AccessRules strict = new AccessRules(TestAccess.settings("require-totp", "admins"), clock);
        people.add("chu", "Chủ", Role.ADMIN, PASSWORD);

        assertThat(strict.duties(people.find("chu").orElseThrow()).totp()).isTrue();
        assertThat(strict.duties(people.find("ha").orElseThrow()).totp()).isFalse();
        assertThat(rules.duties(people.find("chu").orElseThrow()).first()).isFalse();
    }

    private List<String> enrol() {
        steps.begin("ha");
        return steps.confirm("ha", code(-1)).orElseThrow();
    }

    /** As a telephone would show it, whose clock is so many steps off. */
    private String code(int off) {
        byte[] kept = jdbc.sql("SELECT secret FROM access_totp")
                .query((row, n) -> row.getBytes(1))
                .single();
        String secret = io.langsong.secret.SecretKeys.open(data, null, true).open(kept, "access_totp.secret of ha");
        return Totp.code(Totp.octets(secret), Totp.step(clock.instant()) + off);
    }
}

package io.langsong.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

class FirstAccessTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-06-05T07:05:00Z"));
    private final DataSource source = TestDatabase.fresh();
    private final Passwords passwords = new Passwords();
    private final ApiTokens tokens = TestAccess.tokens(source, clock);

    @Test
    void printsTheMadePasswordOnceAndItLetsIn() {
        String first = start(null, null);
        Matcher printed = Pattern.compile("password  ([a-z0-9-]{24})").matcher(first);

        assertThat(printed.find()).isTrue();
        assertThat(TestAccess.signIn(source, clock).byPassword("admin", printed.group(1)))
                .map(Person::role)
                .contains(Role.ADMIN);
        assertThat(start(null, null)).as("second start").isEmpty();
    }

    @Test
    void takesTheGivenPasswordOnceAndPrintsNothing() {
        assertThat(start("cau noi dai va rieng", null)).isEmpty();
        start("mot mat khau khac han", null);

        assertThat(TestAccess.signIn(source, clock).byPassword("admin", "cau noi dai va rieng"))
                .isPresent();
    }

    @Test
    void aChangedTokenReplacesTheOldOne() {
        start(null, "the-first-token-of-automation");
        start(null, "the-second-token-of-automation");

        assertThat(tokens.recognise("the-first-token-of-automation")).isEmpty();
        assertThat(tokens.recognise("the-second-token-of-automation"))
                .map(ApiToken::role)
                .contains(Role.ADMIN);
    }

    @Test
    void refusesWeakSecretsWithTheRemedyAndWithoutRepeatingThem() {
        assertThatThrownBy(() -> settings("admin", null))
                .rootCause()
                .hasMessageContaining("LANGSONG_ADMIN_PASSWORD")
                .hasMessageContaining("give 14 to 200");
        assertThatThrownBy(() -> settings(null, "short-token"))
                .rootCause()
                .hasMessageContaining("LANGSONG_API_TOKEN")
                .hasMessageContaining("openssl rand -hex 32")
                .hasMessageNotContaining("short-token");
        assertThat(settings("cau noi dai va rieng", "the-first-token-of-automation"))
                .asString()
                .doesNotContain("rieng", "first");
    }

    @EnableConfigurationProperties(AccessProperties.class)
    static class OnlySettings {}

    @Test
    void theShortNamesAreSettingsToo() {
        SpringApplication program = new SpringApplication(OnlySettings.class);
        program.setWebApplicationType(WebApplicationType.NONE);
        try (var context = program.run(
                "--langsong.admin-password=cau noi dai va rieng",
                "--langsong.api-token=the-first-token-of-automation")) {
            AccessProperties read = context.getBean(AccessProperties.class);

            assertThat(read.adminPassword()).isEqualTo("cau noi dai va rieng");
            assertThat(read.apiToken()).isEqualTo("the-first-token-of-automation");
        }
    }

    @Test
    void tokensExpireAndNoteTheirUseByTheHour() {
        String secret = tokens.issue("report", Role.VIEWER, Duration.ofDays(1));
        assertThat(secret).hasSize(64);

        tokens.recognise(secret);
        clock.advance(Duration.ofMinutes(59));
        tokens.recognise(secret);
        assertThat(tokens.all().get(0).lastUsedAt()).isEqualTo(clock.instant().minus(Duration.ofMinutes(59)));

        clock.advance(Duration.ofHours(24));
        assertThat(tokens.recognise(secret)).isEmpty();
    }

    private static AccessProperties settings(String password, String token) {
        List<String> given = new ArrayList<>();
        if (password != null) {
            given.addAll(List.of("admin-password", password));
        }
        if (token != null) {
            given.addAll(List.of("api-token", token));
        }
        return TestAccess.settings(given.toArray(String[]::new));
    }

    private People people(String password, String token) {
        return TestAccess.people(source, settings(password, token), clock, event -> {});
    }

    private String start(String password, String token) {
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            new FirstAccess(people(password, token), tokens, passwords, settings(password, token)).start();
        } finally {
            System.setOut(terminal);
        }
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("password  "))
                .findFirst()
                .orElse("");
    }
}

package io.langsong.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

    private final MovingClock clock = new MovingClock();
    private final DataSource source = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final List<Object> events = new ArrayList<>();
    private final People people = TestAccess.people(source, TestAccess.settings(), clock, events::add);

    @BeforeEach
    void thereIsHa() {
        people.add("ha", "Hà Văn Thắng", Role.TECHNICIAN, PASSWORD);
    }

    @Test
    void letsInWithTheRightPasswordWhateverTheCaseOfTheName() {
        assertThat(people.signIn(" HA ", PASSWORD)).map(Person::displayName).contains("Hà Văn Thắng");
        assertThat(people.signIn("ha", PASSWORD + " ")).isEmpty();
        assertThat(people.signIn("nobody", PASSWORD)).isEmpty();
    }

    @Test
    void keepsThePasswordAsArgon2idOnly() {
        assertThat(jdbc.sql("SELECT password FROM access_person")
                        .query(String.class)
                        .single())
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain(PASSWORD);
    }

    @Test
    void takesDecomposedLettersForTheSamePassword() {
        people.add("lan", "Lan", Role.VIEWER, "mật khẩu của Lan");

        assertThat(people.signIn(
                        "lan", java.text.Normalizer.normalize("mật khẩu của Lan", java.text.Normalizer.Form.NFD)))
                .isPresent();
    }

    @Test
    void locksAfterFiveWrongTriesForQuarterOfAnHourThenTwiceAsLong() {
        wrong(5);
        assertThat(people.signIn("ha", PASSWORD)).as("right, but locked").isEmpty();

        clock.forward(Duration.ofMinutes(15));
        wrong(1);
        clock.forward(Duration.ofMinutes(29));
        assertThat(people.signIn("ha", PASSWORD))
                .as("the second lock is longer")
                .isEmpty();

        clock.forward(Duration.ofMinutes(1));
        assertThat(people.signIn("ha", PASSWORD)).isPresent();
        wrong(4);
        assertThat(people.signIn("ha", PASSWORD))
                .as("a right one counts from anew")
                .isPresent();
    }

    @Test
    void countsTriesThatComeAtOnce() {
        IntStream.range(0, 12).parallel().forEach(i -> people.signIn("ha", "wrong number " + i));

        assertThat(jdbc.sql("SELECT tries FROM access_person")
                        .query(Integer.class)
                        .single())
                .isEqualTo(5);
    }

    @Test
    void disabledPeopleStayOutsideAndTheirSessionsEnd() {
        people.enable("ha", false);

        assertThat(people.signIn("ha", PASSWORD)).isEmpty();
        assertThat(events).containsExactly(new PersonChanged("ha"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "Hà", "a b", "<script>", "ha\nadmin", "-ha"})
    void refusesNamesThatAreNoNames(String name) {
        assertThatThrownBy(() -> people.add(name, "x", Role.VIEWER, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 63 letters");
        assertThat(people.signIn(name, PASSWORD)).isEmpty();
    }

    @Test
    void refusesShortPasswords() {
        assertThatThrownBy(() -> people.changePassword("ha", "thirteen char"))
                .hasMessageContaining("has 13 characters; give 14 to 200");
    }

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(people.signIn("ha", "wrong")).isEmpty();
        }
    }

    static final class MovingClock extends Clock {
        private volatile Instant now = Instant.parse("2026-06-05T07:05:00Z");

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

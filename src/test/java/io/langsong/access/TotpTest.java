package io.langsong.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238 appendix B, SHA-1; its codes have eight digits. */
    @ParameterizedTest(name = "at {0} s the code is {1}")
    @CsvSource({
        "59,          94287082",
        "1111111109,  07081804",
        "1111111111,  14050471",
        "1234567890,  89005924",
        "2000000000,  69279037",
        "20000000000, 65353130",
    })
    void agreesWithTheVectorsOfRfc6238(long seconds, String code) {
        long step = Totp.step(Instant.ofEpochSecond(seconds));

        assertThat("%08d".formatted(Totp.truncated(SECRET, step) % 100_000_000)).isEqualTo(code);
        assertThat(Totp.code(SECRET, step)).isEqualTo(code.substring(2));
    }

    /** RFC 4226 appendix D. */
    @ParameterizedTest(name = "count {0}: {1}")
    @CsvSource({
        "0, 755224", "1, 287082", "2, 359152", "3, 969429", "4, 338314",
        "5, 254676", "6, 287922", "7, 162583", "8, 399871", "9, 520489"
    })
    void agreesWithTheVectorsOfRfc4226(long count, String code) {
        assertThat(Totp.code(SECRET, count)).isEqualTo(code);
    }

    /** RFC 4648 section 10, without its padding. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void writesBase32(String text, String letters) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(Totp.base32(octets)).isEqualTo(letters);
        assertThat(Totp.octets(letters)).isEqualTo(octets);
    }

    @ParameterizedTest(name = "{0} steps off, after step {1} was used: {2}")
    @CsvSource({
        "-2, 0, false",
        "-1, 0, true",
        "0, 0, true",
        "1, 0, true",
        "2, 0, false",
        "0, 40000000, false",
        "-1, 39999999, false",
        "1, 40000000, true",
        "0, 39999999, true"
    })
    void takesACodeOneStepOffAndNoneTwice(long off, long lastUsed, boolean taken) {
        Instant now = Instant.ofEpochSecond(40_000_000L * 30 + 17);

        assertThat(Totp.matching(SECRET, Totp.code(SECRET, 40_000_000 + off), now, lastUsed)
                        .isPresent())
                .isEqualTo(taken);
    }

    @Test
    void takesNothingElse() {
        Instant now = Instant.ofEpochSecond(59);

        for (String typed : new String[] {"", "28708", "2870822", "０287082", "abcdef", "\u0000\u0000", "287 082"}) {
            assertThat(Totp.matching(SECRET, typed, now, 0)).as(typed).isEmpty();
        }
    }
}

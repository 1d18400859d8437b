package io.langsong.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a restore does to the tables of collectors. */
class RestoredTokensTest {
    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());

    @Test
    void tokensThatWereNotUsedAreVoidAndCertificatesStay() throws Exception {
        jdbc.sql("""
                INSERT INTO collector_record (id, version, name, created_at, spool, serial, serial_from, serial_until)
                VALUES ('tram', 1, 'Trạm', now(), 1, 'abc', now(), now() + interval '1 year')
                """).update();
        jdbc.sql("""
                INSERT INTO collector_token (digest, collector, issued_by, issued_at, expires_at, used_at, used_for)
                VALUES (decode(repeat('01', 32), 'hex'), 'tram', 'hoa', now(), now() + interval '7 days', NULL, NULL),
                       (decode(repeat('02', 32), 'hex'), 'tram', 'hoa', now(), now() + interval '7 days', now(), 'x')
                """).update();

        jdbc.sql(new ClassPathResource("db/restored/collector.sql").getContentAsString(StandardCharsets.UTF_8))
                .update();

        assertThat(jdbc.sql("SELECT encode(digest, 'hex') FROM collector_token")
                        .query(String.class)
                        .list())
                .containsExactly("02".repeat(32));
        assertThat(jdbc.sql("SELECT serial FROM collector_record")
                        .query(String.class)
                        .single())
                .isEqualTo("abc");
    }
}

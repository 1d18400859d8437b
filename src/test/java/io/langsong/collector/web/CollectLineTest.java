package io.langsong.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.collector.CollectorsProperties;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectLineTest {
    @ParameterizedTest(name = "set {0}, asked for by {1}: {2}")
    @CsvSource(textBlock = """
            '',                  wifi.xa.vn,      wifi.xa.vn:7701
            vpn.xa.vn,           wifi.xa.vn,      vpn.xa.vn:7701
            vpn.xa.vn:443,       wifi.xa.vn,      vpn.xa.vn:443
            '',                  10.0.0.1,        10.0.0.1:7701
            '',                  2001:db8::1,     [2001:db8::1]:7701
            [2001:db8::1]:443,   x,               [2001:db8::1]:443
            '',                  [2001:db8::1],   [2001:db8::1]:7701
            # A name that no shell should see.
            '',                  a;reboot,        SERVER:7701
            """)
    void namesTheServer(String set, String asked, String address) {
        assertThat(CollectLine.address(new CollectorsProperties(7701, "", Duration.ofSeconds(60), set), asked))
                .isEqualTo(address);
    }

    @Test
    void isTypedAtTheSite() {
        assertThat(CollectLine.of(
                        new CollectorsProperties(7701, "", Duration.ofSeconds(60), ""), "wifi.xa.vn", "ls1.a.b"))
                .isEqualTo("java -jar langsong.jar collect --server wifi.xa.vn:7701 --enrol ls1.a.b");
    }
}

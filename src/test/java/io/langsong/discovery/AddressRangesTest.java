package io.langsong.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.discovery.DiscoveryRefused.Fault;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangesTest {
    @ParameterizedTest(name = "{0} is {1} addresses, {2} to {3}")
    @CsvSource(textBlock = """
            10.20.0.0/24,             254,   10.20.0.1,          10.20.0.254
            10.20.0.77/24,            254,   10.20.0.1,          10.20.0.254
            10.20.0.8/31,             2,     10.20.0.8,          10.20.0.9
            10.20.0.8/32,             1,     10.20.0.8,          10.20.0.8
            10.20.0.0/16,             65534, 10.20.0.1,          10.20.255.254
            10.20.0.250-10.20.1.5,    12,    10.20.0.250,        10.20.1.5
            10.20.0.10-12,            3,     10.20.0.10,         10.20.0.12
            10.20.0.10 - 12,          3,     10.20.0.10,         10.20.0.12
            10.20.0.1 10.20.0.1,      1,     10.20.0.1,          10.20.0.1
            2001:db8::/126,           4,     2001:db8:0:0:0:0:0:0, 2001:db8:0:0:0:0:0:3
            2001:db8::5,              1,     2001:db8:0:0:0:0:0:5, 2001:db8:0:0:0:0:0:5
            2001:db8::/112,           65536, 2001:db8:0:0:0:0:0:0, 2001:db8:0:0:0:0:0:ffff
            """)
    void readsRanges(String text, int count, String first, String last) {
        List<InetAddress> addresses = AddressRanges.parse(text).addresses();

        assertThat(addresses).hasSize(count);
        assertThat(addresses.get(0).getHostAddress()).isEqualTo(first);
        assertThat(addresses.get(count - 1).getHostAddress()).isEqualTo(last);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(textBlock = """
            '',                        NO_RANGE
            '  , ',                    NO_RANGE
            x,                         NOT_A_RANGE
            ap1.example,               NOT_A_RANGE
            10.20.0,                   NOT_A_RANGE
            10.20.0.256,               NOT_A_RANGE
            010.20.0.1,                NOT_A_RANGE
            10.20.0.0/33,              NOT_A_RANGE
            2130706433,                NOT_A_RANGE
            fe80::1%lo,                NOT_A_RANGE
            ::ffff:10.0.0.1,           NOT_A_RANGE
            2001:db8::/129,            NOT_A_RANGE
            10.20.0.9-10.20.0.8,       BACKWARDS
            10.20.0.9-8,               BACKWARDS
            10.0.0.0/15,               TOO_MANY_ADDRESSES
            10.0.0.0/16 10.1.0.0/24,   TOO_MANY_ADDRESSES
            0.0.0.0/0,                 TOO_MANY_ADDRESSES
            2001:db8::/64,             TOO_MANY_ADDRESSES
            0.0.0.0,                   NOT_OF_DEVICES
            224.0.0.1,                 NOT_OF_DEVICES
            255.255.255.255,           NOT_OF_DEVICES
            ff02::1,                   NOT_OF_DEVICES
            ::,                        NOT_OF_DEVICES
            """)
    void refusesWhatIsNone(String text, Fault fault) {
        assertThatThrownBy(() -> AddressRanges.parse(text))
                .asInstanceOf(InstanceOfAssertFactories.type(DiscoveryRefused.class))
                .satisfies(refused -> {
                    assertThat(refused.fault()).isEqualTo(fault);
                    assertThat(refused.what(Locale.forLanguageTag("vi"))).isNotBlank();
                    assertThat(refused.getMessage()).contains("; ").doesNotContain("{0}");
                });
    }

    @Test
    void eachFaultHasItsWords() {
        for (Fault fault : Fault.values()) {
            DiscoveryRefused refused = new DiscoveryRefused("x", null, fault, 1, 2);
            for (Locale language : List.of(Locale.ENGLISH, Locale.forLanguageTag("vi"))) {
                assertThat(refused.what(language)).isNotBlank();
                assertThat(refused.remedy(language)).isNotBlank();
            }
        }
    }
}

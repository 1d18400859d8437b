package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import io.langsong.provisioning.Variable.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariableTest {
    private static Variable of(Type type, @Nullable Integer least, @Nullable Integer most, String... choices) {
        return new Variable("x", type, false, null, false, least, most, List.of(choices), null);
    }

    @ParameterizedTest(name = "{0} may be {1}")
    @CsvSource(textBlock = """
            TEXT,         Nhà văn hóa
            INTEGER,      -12
            BOOLEAN,      true
            IPV4,         10.20.0.1
            IPV4_NETWORK, 10.20.0.1/24
            IPV4_NETWORK, 0.0.0.0/0
            HOST_NAME,    thon-man-ap1
            MAC,          52:54:00:aa:bb:cc
            """)
    void whatIsWellIsTaken(Type type, String value) {
        assertThat(of(type, null, null).checked(value)).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} can not be {1}")
    @CsvSource(textBlock = """
            INTEGER,      1.5
            INTEGER,      99999999999
            BOOLEAN,      yes
            IPV4,         10.20.0.256
            IPV4,         010.20.0.1
            IPV4,         10.20.0
            IPV4_NETWORK, 10.20.0.1/33
            IPV4_NETWORK, 10.20.0.1
            HOST_NAME,    -ap
            HOST_NAME,    ap 1
            MAC,          52:54:00:aa:bb
            """)
    void whatIsWrongIsRefused(Type type, String value) {
        assertThatThrownBy(() -> of(type, null, null).checked(value))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("values.x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", "a\u001b[2J", "tab\there"})
    void noValueHasMoreThanOneLine(String value) {
        assertThatThrownBy(() -> of(Type.TEXT, null, null).checked(value)).isInstanceOf(Refused.class);
    }

    @Test
    void limitsAndChoicesHold() {
        assertThat(of(Type.INTEGER, 1, 13).checked("13")).isEqualTo("13");
        assertThatThrownBy(() -> of(Type.INTEGER, 1, 13).checked("14")).isInstanceOf(Refused.class);
        assertThat(of(Type.TEXT, 8, 63).checked("12345678")).isEqualTo("12345678");
        assertThatThrownBy(() -> of(Type.TEXT, 8, 63).checked("1234567")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> of(Type.TEXT, null, null, "a", "b").checked("c"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> of(Type.INTEGER, 5, 4)).isInstanceOf(Refused.class);
    }

    @Test
    void aSecretIsNotRepeatedWhenItIsRefused() {
        Variable secret = new Variable("x", Type.TEXT, true, null, true, 8, 63, List.of(), null);

        assertThatThrownBy(() -> secret.checked("ngan")).hasMessageNotContaining("ngan");
        assertThatThrownBy(() -> new Variable("x", Type.TEXT, true, "mac dinh", true, null, null, List.of(), null))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1x", "a-b", "a b", "${x}", "é"})
    void namesAreWhatTemplatesCanName(String name) {
        assertThatThrownBy(() -> new Variable(name, Type.TEXT, false, null, false, null, null, List.of(), null))
                .isInstanceOf(Refused.class);
    }
}

package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import io.langsong.provisioning.Template.Dialect;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTemplateTest {
    private static String render(Dialect dialect, String text, Map<String, String> values) {
        return ScriptTemplate.of(dialect, "content", text).render(values);
    }

    @Test
    void putsValuesInAndLeavesOutWhatHasNone() {
        String text = """
                /interface wireless set [find default-name=wlan1] ssid=[(${ssid})] comment="[[${note}]] (1)"
                [# th:if="${vlan}"]/interface vlan add vlan-id=[(${vlan})]
                [/][# th:unless="${vlan}"]# no vlan
                [/]:put [/system identity get name]; :put [[:pick "abc" 0 1]]
                """;

        assertThat(render(Dialect.ROUTEROS, text, Map.of("ssid", "Xã", "note", "nhà", "vlan", "7")))
                .isEqualTo("""
                        /interface wireless set [find default-name=wlan1] ssid="X\\C3\\A3" comment="nh\\C3\\A0 (1)"
                        /interface vlan add vlan-id="7"
                        :put [/system identity get name]; :put [[:pick "abc" 0 1]]
                        """);
        assertThat(render(Dialect.ROUTEROS, text, Map.of("ssid", "x", "note", "y")))
                .contains("# no vlan")
                .doesNotContain("vlan-id");
        assertThat(render(
                        Dialect.CLI,
                        "hostname [(${name})]\n[# th:if=\"${off}\"]shutdown\n[/]",
                        Map.of("name", "ap 1", "off", "false")))
                .isEqualTo("hostname ap 1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\" ; /system reboot ; \"",
                "$(reboot) `reboot` $[/system reboot]",
                "a\\",
                "\\\"; /user add name=x group=full; #",
                "[(${T(java.lang.Runtime).getRuntime().exec('x')})]",
                "__${x}__",
                "[[${ssid}]]",
                "[# th:if=\"${x}\"]",
                "${ssid}",
                "</script>&lt;",
                "'quoted' \"twice\"",
                "Xã Bá Thước ?",
                "{ } = # ;"
            })
    void noValueAddsAnythingToAScriptOfRouterOs(String hostile) {
        String text = """
                # of [(${ssid})]
                /a set x=[(${ssid})] y="<[(${ssid})]>"
                """;

        String script = render(Dialect.ROUTEROS, text, Map.of("ssid", hostile, "x", "never"));

        assertThat(script.lines()).hasSize(2);
        assertThat(script.lines().toList().get(0)).startsWith("# of ").doesNotEndWith("\\");
        assertThat(words(script.lines().toList().get(1)))
                .containsExactly("/a", "set", "x=" + hostile, "y=<" + hostile + ">");
    }

    @Test
    void noValueOfAnySignsAddsAnything() {
        long seed = Long.getLong("langsong.seed", System.nanoTime());
        System.out.println("script values: seed " + seed);
        Random random = new Random(seed);
        String signs = "\"\\$;[]{}()'`#?|&<>= \tabc\u00e3\u1edb\n\r\0\u2028\ud83d";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder hostile = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                hostile.append(signs.charAt(random.nextInt(signs.length())));
            }
            String value = hostile.toString();
            boolean fit = value.chars().noneMatch(sign -> sign < ' ' || sign == 0x2028 || sign == 0xd83d);
            String script;
            try {
                script = render(Dialect.ROUTEROS, "/a set x=[(${v})]", Map.of("v", value));
            } catch (ScriptText.Unfit unfit) {
                assertThat(fit).as(value).isFalse();
                continue;
            }
            assertThat(fit).as(value).isTrue();
            assertThat(words(script)).containsExactly("/a", "set", "x=" + value);
        }
    }

    /** As RouterOS reads one command: words, and strings in quotes; what ends a command or begins another is an error here. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char sign = line.charAt(at);
            if (quoted && sign == '\\') {
                word.write(Integer.parseInt(line.substring(at + 1, at + 3), 16));
                at += 2;
            } else if (sign == '"') {
                quoted = !quoted;
            } else if (quoted && (sign == '$' || sign == '[')) {
                throw new AssertionError("an expression in a string: " + line);
            } else if (!quoted && sign == ' ') {
                words.add(word.toString(StandardCharsets.UTF_8));
                word.reset();
            } else if (!quoted && "$;[]{}()#`\\".indexOf(sign) >= 0) {
                throw new AssertionError("more than one command: " + line);
            } else {
                word.writeBytes(Character.toString(sign).getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(quoted).as(line).isFalse();
        words.add(word.toString(StandardCharsets.UTF_8));
        return words;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nreload",
                "a\rreload",
                "a;reload",
                "a|b",
                "`x`",
                "$(x)",
                "a\"b",
                "a?",
                "a\\",
                "\u0003",
                "a\u2028b",
                "\u0085"
            })
    void aCommandLineTakesNoValueThatMayBeMore(String hostile) {
        ScriptTemplate template = ScriptTemplate.of(Dialect.CLI, "content", "description [(${v})]\nend\n");

        assertThatThrownBy(() -> template.render(Map.of("v", hostile)))
                .isInstanceOf(ScriptText.Unfit.class)
                .hasMessageNotContaining(hostile);
        assertThat(template.render(Map.of("v", "[[x]] (y) __z__ [/] Xã #1")))
                .isEqualTo("description [[x]] (y) __z__ [/] Xã #1\nend\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ROUTEROS | /a set x=[(${T(java.lang.Runtime)})]   | 1 | 10
            ROUTEROS | /a set x=[(${a.b})]                    | 1 | 10
            ROUTEROS | /a set x=[[${__${a}__}]]               | 1 | 10
            ROUTEROS | /a set x=[(#{a})]                      | 1 | 10
            ROUTEROS | ~[# th:each="a : ${b}"]x[/]            | 2 | 1
            ROUTEROS | [# th:if="${a == b}"]x[/]              | 1 | 1
            ROUTEROS | [# th:if="${a}"]x                      | 1 | 1
            ROUTEROS | /a~x[/]                                | 2 | 2
            ROUTEROS | /a set x="[# th:if="${a}"]y[/]"        | 1 | 11
            ROUTEROS | /a set x="y                            | 1 | 12
            CLI      | a~  [(${b})] c                         | 2 | 3
            CLI      | [# th:if="${a}"][(${b})][/]            | 1 | 17
            """)
    void whatIsNoTemplateIsRefusedWithItsPlace(Dialect dialect, String text, int line, int column) {
        assertThatThrownBy(() -> ScriptTemplate.of(dialect, "content", text.replace('~', '\n')))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("line %d, column %d;".formatted(line, column));
    }
}

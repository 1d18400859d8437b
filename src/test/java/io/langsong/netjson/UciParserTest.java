package io.langsong.netjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UciParserTest {
    private static UciSection only(String text) {
        return UciParser.parse("package p\nconfig t n\n" + text).sections("p").get(0);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            # as it stands        | as it is read
            plain                 | plain
            'in single quotes'    | in single quotes
            "in double quotes"    | in double quotes
            'it'\\''s'            | it's
            a'b c'"d e"f          | ab cd ef
            "\\"quoted\\" \\\\"   | "quoted" \\
            'back\\slash'         | back\\slash
            back\\ slash          | back slash
            '# no comment'        | # no comment
            'x' # comment         | x
            ';'                   | ;
            'Sơn'                 | Sơn
            """)
    void readsAWordHoweverItIsQuoted(String written, String read) {
        assertThat(only("option o " + written + "\n").options().get("o").items())
                .containsExactly(read);
    }

    @Test
    void aQuotedValueMayGoOnOverLines() {
        UciSection section = only("option a 'one\ntwo'\noption b 'three'\n");

        assertThat(section.options().get("a").text()).isEqualTo("one\ntwo");
        assertThat(section.options().get("b").text()).isEqualTo("three");
    }

    @Test
    void theLastOptionCountsAndListsGrow() {
        UciSection section = only("option a 1\noption a 2\nlist b 1\nlist b 2\noption c 1\nlist c 2\noption d\n");

        assertThat(section.options().get("a").items()).containsExactly("2");
        assertThat(section.options().get("b").items()).containsExactly("1", "2");
        assertThat(section.options().get("c").items()).containsExactly("1", "2");
        assertThat(section.options().get("d").items()).containsExactly("");
    }

    @Test
    void aSectionOfTheSameNameGoesOn() {
        UciPackages read =
                UciParser.parse("package p\r\nconfig t n\r\noption a 1\r\nconfig t\nconfig t n\n\toption b 2");

        assertThat(read.sections("p")).extracting(UciSection::name).containsExactly("n", null);
        assertThat(read.sections("p").get(0).options()).containsOnlyKeys("a", "b");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            config t n                              | 1: "config t" stands before
            package p@option a b                    | p:2: "option a" stands before
            package p@config t n@opton a b          | p:3: "opton" can not stand
            package p@config t n@option a b c       | p:3: "option" can not stand
            package p@config t n@@option a 'b@c     | p:4: the quotation mark
            package p@config t n@option a b;c       | p:3: ";" can not stand
            package                                 | 1: "package" can not stand
            """)
    void saysInWhichLineItIsNoUci(String text, String says) {
        assertThatThrownBy(() -> UciParser.parse(text.replace('@', '\n')))
                .isInstanceOfSatisfying(
                        NetJsonException.class,
                        refused -> assertThat(refused.text(Locale.ENGLISH)).startsWith("Line " + says));
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        UciPackages packages = UciPackages.checked(Map.of(
                "network",
                List.of(new UciSection(
                        "interface",
                        "lan",
                        new TreeMap<>(Map.of(
                                "a", UciValue.option("it's \"x\" \\ # ; $(x) `y`"),
                                "b", UciValue.list(List.of("'", "''", "-", " "))))))));

        assertThat(UciParser.parse(packages.text())).isEqualTo(packages);
    }
}

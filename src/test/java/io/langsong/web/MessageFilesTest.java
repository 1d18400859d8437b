package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Vietnamese and the English words of every module. */
class MessageFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/messages");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)");
    private static final Pattern USED = Pattern.compile("#\\{([a-z][a-z0-9.-]*[a-z0-9])[(}]");

    static List<String> modules() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith("_en.properties"))
                    .map(name -> name.replace(".properties", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void saysTheSameInBothLanguages(String module) throws IOException {
        Properties vietnamese = load(module + ".properties");
        Properties english = load(module + "_en.properties");

        assertThat(english.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(vietnamese.stringPropertyNames());
        assertThat(vietnamese.stringPropertyNames()).allSatisfy(key -> {
            assertThat(places(english.getProperty(key))).as(key).isEqualTo(places(vietnamese.getProperty(key)));
            assertThat(key).startsWith(module + ".");
        });
    }

    @ParameterizedTest
    @MethodSource("modules")
    void isComposedAndFreeOfApostrophes(String module) throws IOException {
        for (String file : List.of(module + ".properties", module + "_en.properties")) {
            assertThat(load(file)).allSatisfy((key, text) -> {
                assertThat((String) text)
                        .as("%s", key)
                        .isNotBlank()
                        .isEqualTo(Normalizer.normalize((String) text, Normalizer.Form.NFC));
                assertThat((String) text)
                        .as("%s: MessageFormat drops a plain apostrophe; write ’", key)
                        .doesNotContain("'");
            });
        }
    }

    @Test
    void everyWordThatATemplateNamesIsThere() throws IOException {
        Set<String> known = new TreeSet<>();
        for (String module : modules()) {
            known.addAll(load(module + ".properties").stringPropertyNames());
        }
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/templates"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".html")).toList()) {
                Matcher used = USED.matcher(Files.readString(file));
                assertThat(used.results().map(found -> found.group(1)).toList())
                        .as("%s", file)
                        .isSubsetOf(known);
            }
        }
    }

    @Test
    void theServersOwnLanguageDoesNotMatter() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.ENGLISH);
        try {
            assertThat(new MessageFiles().messageSource().getMessage("web.nav.now", null, Locale.forLanguageTag("vi")))
                    .isEqualTo("Hiện tại");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Properties load(String file) throws IOException {
        Properties words = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(file))) {
            words.load(reader);
        }
        return words;
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

/** The documents speak of files, commands and settings that there are. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\s*java -jar target/langsong\\.jar(.*)$");
    private static final Pattern SETTING = Pattern.compile("(?<![/.\\w])langsong(?:\\.[a-z][a-z0-9-]*)+");
    private static final Pattern VARIABLE = Pattern.compile("\\bLANGSONG_[A-Z_]+");
    private static final Pattern YAML = Pattern.compile("(?ms)^ *```yaml\\n(.*?)^ *```");

    private final UnknownSettings.Known known =
            UnknownSettings.Known.read(getClass().getClassLoader());

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    @Test
    void thereAreDocuments() throws IOException {
        assertThat(documents()).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFile(Path document) throws IOException {
        assertThat(found(LINK, document).map(link -> link.group(1)))
                .allSatisfy(link ->
                        assertThat(document.resolveSibling(link).normalize()).exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyCommandIsUnderstood(Path document) throws IOException {
        found(COMMAND, document)
                .map(line -> line.group(1).replaceFirst("\\s+#.*", "").strip())
                .forEach(line -> assertThatCode(() -> Commands.model()
                                .parseArgs(Commands.own(line.isEmpty() ? new String[0] : line.split("\\s+"))
                                        .toArray(String[]::new)))
                        .as(line)
                        .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everySettingIsOne(Path document) throws IOException {
        assertThat(found(SETTING, document).map(MatchResult::group))
                .allMatch(name -> known.has(name)
                        || known.byForm().values().stream().anyMatch(setting -> setting.startsWith(name + ".")));
        assertThat(found(VARIABLE, document).map(MatchResult::group))
                .allMatch(name -> known.has(name) || UnknownSettings.NOT_SETTINGS.contains(name));
        assertThat(found(YAML, document).flatMap(block -> names(block.group(1))))
                .filteredOn(name -> name.startsWith("langsong."))
                .allMatch(known::has);
    }

    private static Stream<String> names(String yaml) {
        YamlPropertiesFactoryBean reader = new YamlPropertiesFactoryBean();
        reader.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        Properties properties = reader.getObject();
        return properties.stringPropertyNames().stream();
    }

    private static Stream<MatchResult> found(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document)).results();
    }
}

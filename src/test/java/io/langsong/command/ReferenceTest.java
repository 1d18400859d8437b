package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.polling.profile.Profiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** References that are written by the program itself. */
class ReferenceTest {
    private static final Path FOLDER = Path.of("docs/reference");

    @Test
    void theSettingsAreThoseOfTheProgram() throws IOException {
        Map<String, JsonNode> settings = new TreeMap<>();
        for (String file : UnknownSettings.METADATA) {
            for (URL url : Collections.list(getClass().getClassLoader().getResources(file))) {
                try (InputStream in = url.openStream()) {
                    read(in, settings);
                }
            }
        }
        StringBuilder table = new StringBuilder();
        settings.forEach((name, setting) -> table.append("| `%s` | %s | %s |%n"
                .formatted(
                        name,
                        setting.path("defaultValue").asString("").isEmpty()
                                ? ""
                                : "`" + setting.path("defaultValue").asString("") + "`",
                        text(setting.path("description").asString("")))));

        check("settings.md", """
                # Settings

                Written by the program itself; see `ReferenceTest`.

                A setting is given on the command line (`--langsong.polling.interval=10s`), as an environment variable
                (`LANGSONG_POLLING_INTERVAL`: capitals, `_` for dots and dashes), or in `application.yml` in the folder that the server
                is started in; the first of these that has it counts. Secrets belong into a file or a variable, since other users see
                command lines. Lengths of time are written like `300ms`, `10s`, `5m`, `2h`, `400d`. A setting that there is not, or a
                value that can not be, stops the start with its name and the remedy.

                LangSong starts with none of them.

                | setting | default | meaning |
                | --- | --- | --- |
                %s
                Of Spring Boot's own settings these matter most:

                | setting | default | meaning |
                | --- | --- | --- |
                | `server.port` | `8080` | port of pages and API; also `--port` |
                | `server.address` | | address to listen at; without it all of the machine, with `--demo` 127.0.0.1 alone |
                | `spring.datasource.url` | | an external PostgreSQL, `jdbc:postgresql://HOST:5432/DATABASE`; without it the embedded one |
                | `spring.datasource.username`, `spring.datasource.password` | | its user |
                """.formatted(table));
    }

    private static void read(InputStream in, Map<String, JsonNode> settings) {
        for (JsonNode setting : JsonMapper.shared().readTree(in).path("properties")) {
            boolean ofOthers = !setting.path("name").asString("").startsWith("langsong.");
            boolean group = setting.path("type").asString("").matches("io\\.langsong\\..*Settings");
            if (!ofOthers && !group) {
                settings.put(setting.path("name").asString(""), setting);
            }
        }
    }

    private static String text(String description) {
        return description.replaceAll("\\{@code ([^}]*)}", "`$1`").replace("|", "\\|");
    }

    @Test
    void theCommandsAreThoseOfTheProgram() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Commands

                Written by the program itself; see `ReferenceTest`.

                `langsong` stands for `java -jar target/langsong.jar`. Results go to standard output, messages for people to standard
                error. The exit status is 0 when it is done, 1 when the thing asked for failed, 2 for wrong usage. `probe`, `discover`, `walk`,
                `poll`, `simulate`, `availability` and `netjson` need no server and no database; `collect` needs a server elsewhere.
                """);
        CommandLine program = Commands.model().setUsageHelpAutoWidth(false);
        append(text, "langsong", program);
        program.getSubcommands().forEach((name, command) -> append(text, name, command));

        check("commands.md", text.toString());
    }

    @Test
    void theFamiliesAreThoseOfTheProgram() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Families of devices

                Written by the program itself; see `ReferenceTest`. Each is a [profile](profiles.md) of the name in the first column; a
                device of another family is read by `generic`.

                | profile | family | where its facts come from |
                | --- | --- | --- |
                """);
        Profiles.load()
                .all()
                .forEach(profile -> text.append("| `%s` | %s | %s |%n"
                        .formatted(
                                profile.name(),
                                profile.title(),
                                profile.source().strip().replace("|", "\\|"))));

        check("families.md", text.toString());
    }

    private static void append(StringBuilder text, String name, CommandLine command) {
        text.append("%n## %s%n%n```text%n%s```%n".formatted(name, command.getUsageMessage(CommandLine.Help.Ansi.OFF)));
    }

    private static void check(String file, String expected) throws IOException {
        if ("true".equals(System.getenv("LANGSONG_WRITE_DOCS"))) {
            Files.writeString(FOLDER.resolve(file), expected);
        }
        assertThat(FOLDER.resolve(file))
                .as("written anew by LANGSONG_WRITE_DOCS=true mvn test -Dtest=ReferenceTest")
                .hasContent(expected);
    }
}

package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.testkit.SharedFixtures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AvailabilityCommandTest {
    private static final String CASE = """
            {
              "name": "trạm y tế",
              "zone": "Asia/Ho_Chi_Minh",
              "from": "2026-10-01T00:00:00+07:00",
              "to": "2026-11-01T00:00:00+07:00",
              "calendar": null,
              "monitored": null,
              "conditions": [
                {"state": "DOWN", "from": "2026-10-05T08:00:00+07:00", "to": "2026-10-05T09:00:00+07:00"},
                {"state": "UNKNOWN", "from": "2026-10-10T00:00:00+07:00", "to": "2026-10-11T00:00:00+07:00"}
              ],
              "maintenance": [["2026-10-05T08:30:00+07:00", "2026-10-05T08:45:00+07:00"]]
            }
            """;
    private static final String WEEK =
            "{\"weekly\": {\"MON\": [[\"07:30\", \"11:30\"]], \"FRI\": [[\"13:00\", \"24:00\"]]}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String content, String... args) throws IOException {
        Path file = Files.writeString(folder.resolve("cases.json"), content);
        return run(file, args);
    }

    private int run(Path file, String... args) {
        String[] all = new String[args.length + 2];
        all[0] = "availability";
        all[1] = file.toString();
        System.arraycopy(args, 0, all, 2, args.length);
        return Commands.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    private static String list(String... cases) {
        return "[" + String.join(",", cases) + "]";
    }

    private JsonNode answer() {
        return JsonMapper.shared().readTree(out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"named.json", "random.json"})
    void countsAsTheWorkedCasesSay(String name) throws IOException {
        Path file = SharedFixtures.require("availability/" + name);

        assertThat(run(file, "--batch")).isZero();

        Map<String, JsonNode> answers = new HashMap<>();
        out.toString()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .forEach(line -> answers.put(line.path("name").asString(""), line));
        JsonNode cases = JsonMapper.shared().readTree(Files.readAllBytes(file));
        assertThat(cases.size()).isEqualTo(answers.size()).isGreaterThan(10);
        for (JsonNode one : cases) {
            String title = one.path("name").asString("");
            JsonNode answer = answers.get(title);
            for (Map.Entry<String, JsonNode> expected : one.path("expected").properties()) {
                JsonNode seen = answer.path(expected.getKey());
                if (expected.getValue().isNumber()) {
                    double value = expected.getValue().asDouble();
                    assertThat(seen.isNumber()).as("%s: %s", title, expected).isTrue();
                    assertThat(seen.asDouble())
                            .as("%s: %s", title, expected.getKey())
                            .isCloseTo(
                                    value,
                                    within(expected.getValue().isIntegralNumber() ? 0 : 1e-8 * Math.max(1, value)));
                } else {
                    assertThat(seen.isNull()).as("%s: %s", title, expected).isTrue();
                }
            }
        }
    }

    @Test
    void oneObjectALineHasEveryFigure() throws IOException {
        assertThat(run(list(CASE), "--batch")).isZero();

        assertThat(out.toString().strip())
                .isEqualTo("{\"name\":\"trạm y tế\",\"calendarSeconds\":2678400,\"maintenanceSeconds\":900,"
                        + "\"unknownSeconds\":86400,\"measuredSeconds\":2591100,\"downSeconds\":2700,"
                        + "\"unreachableSeconds\":0,\"degradedSeconds\":0,\"uptime\":0.998957971517,"
                        + "\"ownFaultUptime\":0.998957971517,\"coverage\":0.967731092436,\"outagesBegun\":1,"
                        + "\"outagesEnded\":1,\"mttrSeconds\":2700,\"mtbfSeconds\":2588400}");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFigureThatThereIsNotIsNull() throws IOException {
        run(
                list(CASE.replace("2026-10-05T08:30", "2026-10-01T00:00")
                        .replace("2026-10-05T08:45", "2026-11-01T00:00")),
                "--batch");

        assertThat(answer().path("uptime").isNull()).isTrue();
        assertThat(answer().path("coverage").isNull()).isTrue();
        assertThat(answer().path("mttrSeconds").isNull()).isTrue();
        assertThat(answer().path("outagesBegun").asInt(-1)).isZero();
    }

    @Test
    void aConditionWithoutAnEndLasts() throws IOException {
        run(list(CASE.replace("\"2026-10-11T00:00:00+07:00\"", "null").replace("UNKNOWN", "DOWN")), "--batch");

        assertThat(answer().path("outagesBegun").asInt()).isEqualTo(2);
        assertThat(answer().path("outagesEnded").asInt()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            en | Uptime                               99.8957 % = 1 − 0:45:00 / 719:45:00
            en | Coverage                             96.7731 % = 719:45:00 / (719:45:00 + 24:00:00)
            en | 05/10/2026 08:00:00 – 05/10/2026 09:00:00  counts 0:45:00
            en | 10/10/2026 00:00:00 – 11/10/2026 00:00:00  24:00:00
            vi | Độ khả dụng                          99,8957 % = 1 − 0:45:00 / 719:45:00
            vi | Thời gian khắc phục (MTTR)           0:45:00
            vi | Suy giảm                             0:00:00
            """)
    void aPersonReadsHowAFigureCameAbout(String language, String line) throws IOException {
        assertThat(run(CASE, "--language", language)).isZero();

        assertThat(out.toString()).startsWith("trạm y tế").contains(line);
    }

    @Test
    void aPersonReadsADashWhereThereIsNoFigure() throws IOException {
        run(
                CASE.replace("2026-10-05T08:30", "2026-10-01T00:00").replace("2026-10-05T08:45", "2026-11-01T00:00"),
                "--language",
                "en");

        assertThat(out.toString()).containsPattern("Uptime +–\\R").containsPattern("Coverage +–\\R");
    }

    @Test
    void theExampleOfTheDocumentsComesOutAsItSays() throws IOException {
        String page = Files.readString(Path.of("docs/explanation/how-uptime-is-counted.md"));
        Matcher example = Pattern.compile("(?s)```json\\n(.*?)```").matcher(page);
        assertThat(example.find()).isTrue();

        assertThat(run(example.group(1), "--language", "en")).isZero();

        assertThat(page).contains("98.9795 %", "98.6577 %", "MTTR is 1.5 hours, MTBF 145.5");
        assertThat(out.toString())
                .contains("98.9795 % = 1 − 1:30:00 / 147:00:00", "98.6577 % = 147:00:00 / (147:00:00 + 2:00:00)")
                .containsPattern("\\(MTTR\\) +1:30:00")
                .containsPattern("\\(MTBF\\) +145:30:00")
                .containsPattern("Outages begun in the period +1\\R");
    }

    @Test
    void theHolidaysOfVietNamAreAskedForByName() throws IOException {
        String day = CASE.replaceFirst("2026-10-01T", "2026-08-31T")
                .replaceFirst("2026-11-01T", "2026-09-08T")
                .replaceFirst("null", WEEK + ", \"holidays\": \"VN\"}");

        assertThat(run(list(day), "--batch", "--language", "en")).isZero();

        // The Monday after and the Friday; not Monday 31 August.
        assertThat(answer().path("calendarSeconds").asInt()).isEqualTo((4 + 11) * 3600);
        assertThat(err.toString())
                .contains(
                        "langsong: \"trạm y tế\": days of the period are not decided yet and are estimated: 2026-08-31");
    }

    @Test
    void holidaysAndWorkedDaysCanBeListed() throws IOException {
        String week = CASE.replaceFirst("2026-11-01T", "2026-10-08T")
                .replaceFirst(
                        "null", WEEK + ", \"holidays\": [\"2026-10-02\"], \"worked\": {\"2026-10-03\": \"FRI\"}}");

        assertThat(run(list(week), "--batch")).isZero();

        assertThat(answer().path("calendarSeconds").asInt()).isEqualTo((11 + 4) * 3600);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "trạm y tế"                  | 5                          | name is not a text; write it in double quotes
            "Asia/Ho_Chi_Minh"           | "Hanoi"                    | zone "Hanoi" is no zone; write it like Asia/Ho_Chi_Minh
            "to": "2026-11-01T00         | "to": "2026-09-01T00       | must have its "to" after its "from"
            "2026-10-01T00:00:00+07:00"  | "2026-10-01"               | from "2026-10-01" is no instant; write it with its offset
            "2026-10-01T00:00:00+07:00"  | "0001-10-01T00:00:00Z"     | from "0001-10-01T00:00:00Z" is too far away
            "state": "DOWN"              | "state": "down"            | conditions[0].state "down" is no condition; they are UP, DEGRADED
            "state": "DOWN", "from"      | "state": "DOWN", "form"    | conditions[0].form is not known; did you mean from?
            "state": "DOWN", "from"      | "state": "DOWN", "at"      | conditions[0].from is missing
            "2026-10-10T00:00            | "2026-10-05T08:59          | conditions[1] overlaps conditions[0], which says something else
            ["2026-10-05T08:30:00+07:00",| [                          | maintenance[0] has 1 values; write two, [from, to]
            "maintenance"                | "maintenence"              | maintenence is not known; did you mean maintenance?
            "monitored": null            | "monitored": [1]           | monitored is not a JSON object
            "calendar": null             | "calendar": {}             | calendar.weekly is missing
            "calendar": null             | "calendar": {"weekly": {"SAX": []}}    | calendar.weekly.SAX "SAX" is no day of the week; they are MON, TUE
            "calendar": null             | "calendar": {"weekly": {"MON": [["22:00", "06:00"]]}} | calendar.weekly.MON[0] closes at 06:00, which is not after 22:00
            "calendar": null             | "calendar": {"weekly": {"MON": [["7h", "8h"]]}} | calendar.weekly.MON[0][0] "7h" is no time of day; write it like 07:30
            "calendar": null             | "calendar": {"weekly": {}, "holidays": ["2/9"]} | calendar.holidays[0] "2/9" is no date; write it like 2026-09-02
            "calendar": null             | "calendar": {"weekly": {}, "holidays": "US"}    | calendar.holidays is not a list
            "calendar": null             | "calendar": {"weekly": {}, "holidays": "VN", "worked": {}} | calendar.worked can not stand beside
            "calendar": null             | "calendar": {"weekly": {}, "holidays": ["2026-01-10"], "worked": {"2026-01-10": "FRI"}} | calendar.worked.2026-01-10 is in holidays too
            "from": "2026-10-01T00:00:00+07:00","to": "2026-11 | "from": "2025-10-01T00:00:00+07:00","to": "2026-11 | calendar.holidays "VN" knows the holidays of 2026 to 2028
            """)
    void aWrongCaseIsNamedWithItsFieldAndNothingIsPrinted(String right, String wrong, String message)
            throws IOException {
        String dense = CASE.replaceAll("\n\\s*", "");
        String changed = message.contains("knows the holidays")
                ? dense.replace("\"calendar\": null", "\"calendar\": {\"weekly\": {}, \"holidays\": \"VN\"}")
                : dense;
        assertThat(changed).contains(right);
        String name = wrong.equals("5") ? "" : " \"trạm y tế\"";
        String second = changed.replace(right, wrong);

        int status = run(list(CASE.replace("trạm y tế", "đúng"), second), "--batch", "--language", "en");

        assertThat(err.toString())
                .startsWith("langsong: ")
                .contains("cases.json: case 2" + name)
                .contains(message);
        assertThat(status).isEqualTo(Commands.WRONG_USAGE);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void everyWrongCaseIsNamedAtOnceInTheLanguageOfTheReader() throws IOException {
        run(list(CASE, CASE, "7"), "--batch", "--language", "vi");

        assertThat(err.toString())
                .contains("trường hợp 2 \"trạm y tế\": name đã dùng ở trường hợp 1; đặt tên khác")
                .contains("trường hợp 3: không phải là đối tượng JSON");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [            | --batch | cases.json:1:
            {"a":1,"a":2}| --batch | cases.json:1:
            []{}         | --batch | cases.json:1:
            {}           | --batch | is not a list; put the cases into [ ], or leave --batch out
            []           |         | is a list; add --batch
            5            |         | holds no case; write a JSON object
            {}           |         | cases.json: name is missing
            """)
    void aFileThatIsNoneIsRefused(String content, String option, String message) throws IOException {
        int status = option == null ? run(content, "--language", "en") : run(content, option, "--language", "en");

        assertThat(err.toString()).contains(message);
        assertThat(status).isEqualTo(Commands.WRONG_USAGE);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileThatCanNotBeReadIsNamed() throws IOException {
        assertThat(run(folder.resolve("no.json"), "--language", "en")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(run(folder, "--language", "en")).isEqualTo(Commands.WRONG_USAGE);
        Files.write(folder.resolve("latin.json"), "{\"name\": \"xã\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(run(folder.resolve("latin.json"), "--language", "en")).isEqualTo(Commands.WRONG_USAGE);

        assertThat(err.toString()).contains("There is no ", "can not be read", "latin.json");
    }

    @Test
    void otherFieldsAreForPeople() throws IOException {
        assertThat(run(CASE.replace("\"zone\"", "\"comment\": \"vì sao\", \"zone\"")))
                .isZero();
    }

    @Test
    void noNameCommandsATerminal() throws IOException {
        run(CASE.replace("trạm y tế", "\\u001b[2J"));

        assertThat(out.toString()).doesNotContain("\u001b").startsWith("?[2J");
    }
}

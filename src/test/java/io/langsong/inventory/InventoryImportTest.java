package io.langsong.inventory;

import static io.langsong.inventory.TestInventory.commune;
import static io.langsong.inventory.TestInventory.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryImportTest {
    private static final DataSource DATABASE = TestDatabase.fresh();

    @TempDir
    private Path folder;

    private Inventory inventory;
    private InventoryImport imports;

    @BeforeEach
    void start() {
        TestInventory.empty(DATABASE);
        inventory = started(DATABASE, folder);
        imports = new InventoryImport(inventory);
    }

    @Test
    void takesAWholeCommuneAndNothingTheSecondTime() {
        InventoryImport.Outcome first = imports.run(commune(), false);
        InventoryImport.Outcome second = imports.run(commune(), false);

        assertThat(first.problems()).isEmpty();
        assertThat(first.applied()).isTrue();
        assertThat(first.diff().added()).hasSize(18);
        assertThat(second.diff().isEmpty()).isTrue();
        assertThat(second.diff().unchanged()).isEqualTo(18);
        assertThat(inventory
                        .snapshot()
                        .device(new DeviceId("thu-02-ap1"))
                        .orElseThrow()
                        .snmp())
                .isEqualTo(new SnmpAccess(
                        "3", null, "giamsat", "SHA256", "auth-key-test", "AES128", "priv-key-test", null));
        assertThat(inventory.snapshot().powerAreas())
                .extracting(PowerArea::name)
                .containsExactly("Trạm biến áp 1", "Trạm biến áp 2");
    }

    @Test
    void aDryRunTellsAndStoresNothing() {
        InventoryImport.Outcome outcome = imports.run(commune(), true);

        assertThat(outcome.applied()).isFalse();
        assertThat(outcome.diff().added()).hasSize(18);
        assertThat(started(DATABASE, folder).snapshot().isEmpty()).isTrue();
    }

    @Test
    void oneWrongCellStopsAllFiles() {
        Map<String, String> files = new HashMap<>(commune());
        files.computeIfPresent("services.csv", (name, text) -> text.replace("thu-02-ap1", "thu-09-ap1"));

        InventoryImport.Outcome outcome = imports.run(files, false);

        assertThat(outcome.applied()).isFalse();
        assertThat(outcome.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("services.csv");
            assertThat(problem.row()).isEqualTo(3);
            assertThat(problem.column()).isEqualTo("members");
            assertThat(problem.value()).isEqualTo("thu-09-ap1");
        });
        assertThat(started(DATABASE, folder).snapshot().isEmpty()).isTrue();
    }

    @Test
    void tellsOfEveryWrongRowAndBlamesNoneThatFollows() {
        Map<String, String> files = new HashMap<>(commune());
        files.computeIfPresent("sites.csv", (name, text) -> text.replace("culture-house,tram-2", "chùa,tram-2"));
        files.computeIfPresent("devices.csv", (name, text) -> text.replace("127.21.0.11", "127.1"));

        assertThat(imports.run(files, false).problems())
                .extracting(ImportProblem::sentence)
                .satisfiesExactlyInAnyOrder(
                        site -> assertThat(site)
                                .startsWith("sites.csv row 3, kind \"chùa\": is not known; give one of culture-house"),
                        device -> assertThat(device).startsWith("devices.csv row 2, address \"127.1\": is neither"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '`', textBlock = """
            # file | text | row | column | what
            villages.csv    | ''                                   |   |          | is empty
            x.csv           | a,b                                  |   |          | fits no kind
            villages.csv    | id,name,posizion                     | 1 | posizion | is not a column of villages
            villages.csv    | id,name,position,ID                  | 1 | ID       | stands twice
            villages.csv    | people,position                      | 1 | id       | is missing in the header
            villages.csv    | id,name,position~a,A,1,9             | 2 |          | has 4 cells, the header has 3
            villages.csv    | id,name,position~a,A,1~a,B,2         | 3 | id       | stands in row 2 already
            villages.csv    | id,name,position~a,A,1~b,B,1         | 3 | position | is that of village a too
            villages.csv    | id,name,position~a,A,1~b,a,2         | 3 | name     | is that of village a too
            villages.csv    | id,name,position~a,A,"1~             |   |          | is not CSV
            villages.csv    | id;name;position~a;"A~B";1           | 2 | name     | contains a control character
            villages.csv    | id;name;position~Ä;A;1               | 2 | id       | is not the id of a village
            villages.csv    | name,position~,1                     | 2 | name     | is missing
            villages.csv    | id,name,position~a,A,                | 2 | position | is missing
            villages.csv    | id,name,position,location.latitude~a,A,1,20.5 | 2 | location.longitude | is missing
            villages.csv    | id,name,position,location.latitude,location.longitude~a,A,1,"20,5",106 | 2 | location.latitude | is not a number
            devices.csv     | id,name,site,kind,address,snmp.version~a,A,s,ups,127.0.0.1,2c | 2 | snmp.community | is missing
            """, delimiter = '|')
    void saysWhichRowAndColumnIsWrong(String file, String text, Long row, String column, String what) {
        String content = text == null || text.equals("''") ? "" : text.replace('~', '\n');

        InventoryImport.Outcome outcome = imports.run(Map.of(file, content), false);

        assertThat(outcome.applied()).isFalse();
        ImportProblem first = outcome.problems().get(0);
        assertThat(first.sentence()).contains(what).contains("; ");
        assertThat(first.row()).isEqualTo(row);
        assertThat(first.column()).isEqualTo(column);
        assertThat(inventory.snapshot().isEmpty()).isTrue();
    }

    @Test
    void knowsTheKindOfAFileByItsHeader() {
        Map<String, String> renamed = new HashMap<>();
        commune().forEach((name, text) -> renamed.put("tệp " + renamed.size() + ".csv", text));

        assertThat(imports.run(renamed, false).diff().added()).hasSize(18);
    }

    @Test
    void aColumnThatIsMissingLeavesWhatIsStoredAndAnEmptySecretToo() {
        imports.run(commune(), false);
        Device before = inventory.snapshot().device(new DeviceId("thu-02-ap1")).orElseThrow();

        imports.run(Map.of("devices.csv", "id,name\nthu-02-ap1,AP mới\n"), false);
        imports.run(Map.of("devices.csv", """
                        id,snmp.version,snmp.user,snmp.authProtocol,snmp.authKey,snmp.privProtocol,snmp.privKey,interval
                        thu-02-ap1,3,giamsat,SHA512,,AES256,new-priv-key,
                        """), false);

        Device after = inventory.snapshot().device(new DeviceId("thu-02-ap1")).orElseThrow();
        assertThat(after.name()).isEqualTo("AP mới");
        assertThat(after.address()).isEqualTo(before.address());
        assertThat(after.uplinks()).isEqualTo(before.uplinks());
        assertThat(after.interval()).isNull();
        assertThat(after.snmp())
                .isEqualTo(new SnmpAccess(
                        "3", null, "giamsat", "SHA512", "auth-key-test", "AES256", "new-priv-key", null));
    }

    @Test
    void aKeyDoesNotPassToAnotherUser() {
        imports.run(commune(), false);

        assertThat(imports.run(Map.of("devices.csv", "id,snmp.user\nthu-02-ap1,khach\n"), false)
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.column()).isEqualTo("snmp.authKey"));
    }

    @ParameterizedTest(name = "dry run: {0}")
    @ValueSource(booleans = {true, false})
    void asksTheRulesOfOtherModules(boolean dryRun) {
        Inventory ruled = started(
                TestDatabase.fresh(),
                folder,
                device -> Optional.ofNullable(device.profile())
                        .map(named ->
                                new DeviceRule.Objection("profile", named, Fault.UNKNOWN_PROFILE, List.of("openwrt"))));
        Map<String, String> files = new HashMap<>(commune());
        files.computeIfPresent("devices.csv", (name, text) -> withProfile(text, "nix"));

        InventoryImport.Outcome outcome = new InventoryImport(ruled).run(files, dryRun);

        assertThat(outcome.problems())
                .isNotEmpty()
                .allSatisfy(
                        problem -> assertThat(problem.sentence())
                                .contains(
                                        "devices.csv row ",
                                        ", profile \"nix\": is not the name of a profile; give one of openwrt, or leave it out"));
        assertThat(ruled.snapshot().isEmpty()).isTrue();
    }

    /** The sheet with one more column. */
    private static String withProfile(String text, String profile) {
        List<String> lines = text.lines().toList();
        StringBuilder wider = new StringBuilder(lines.get(0)).append(",profile\n");
        lines.stream()
                .skip(1)
                .forEach(line -> wider.append(line).append(',').append(profile).append('\n'));
        return wider.toString();
    }

    @Test
    void writesWhatItReads(@TempDir Path other) throws IOException {
        imports.run(commune(), false);
        inventory.save(new PowerArea(new PowerAreaId("f"), "=HYPERLINK(\"http://x\")"));
        inventory.save(new PowerArea(new PowerAreaId("g"), "'=quoted; \"x\", y"));

        InventoryFolder.write(inventory.snapshot(), other.resolve("copy"), true);

        Inventory copy = started(TestDatabase.fresh(), other);
        assertThat(new InventoryImport(copy).loadIfEmpty(other.resolve("copy"))).isTrue();
        assertThat(copy.snapshot().devices())
                .containsExactlyElementsOf(inventory.snapshot().devices());
        assertThat(InventoryFolder.write(copy.snapshot(), true))
                .isEqualTo(InventoryFolder.write(inventory.snapshot(), true));
        assertThat(Files.readString(other.resolve("copy/power-areas.csv"))).contains("\"'=HYPERLINK");
        assertThat(new InventoryImport(copy).loadIfEmpty(other.resolve("copy"))).isFalse();
    }

    @Test
    void writesNoSecretUnlessAsked() {
        imports.run(commune(), false);

        Map<String, String> files = InventoryFolder.write(inventory.snapshot(), false);

        assertThat(files.get("devices.csv"))
                .contains("snmp.version")
                .doesNotContain("public-test", "auth-key-test", "priv-key-test", "snmp.community");
        assertThat(imports.run(files, false).diff().isEmpty()).isTrue();
    }

    @Test
    void readsUtf8Only() throws IOException {
        Path file = folder.resolve("villages.csv");
        for (byte[] octets : List.of(
                "id,name,position\na,Thôn,1".getBytes(StandardCharsets.UTF_16),
                "id,name,position\na,Thôn,1".getBytes(StandardCharsets.ISO_8859_1))) {
            Files.write(file, octets);

            assertThatThrownBy(() -> InventoryFolder.read(file))
                    .hasMessageContaining("is not UTF-8 text; save it again as \"CSV UTF-8\"");
        }
    }

    @Test
    void saysWhatIsWrongWithTheFilesOfADemonstration() throws IOException {
        Files.writeString(folder.resolve("villages.csv"), "id,name,position\na,A,0\n");

        assertThatThrownBy(() -> imports.loadIfEmpty(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("villages.csv row 2, position \"0\"");
        assertThatThrownBy(() -> imports.loadIfEmpty("classpath:nothing/here"))
                .hasMessageContaining("holds no inventory");
        assertThat(imports.loadIfEmpty("classpath:inventory/commune")).isTrue();
    }

    @Test
    void aHundredThousandWrongRowsEndInAFewHundredProblems() {
        String rows = IntStream.range(0, 100_000)
                .mapToObj(i -> "v" + i + ",Thôn " + i + ",0")
                .collect(Collectors.joining("\n", "id,name,position\n", "\n"));

        assertThat(imports.run(Map.of("villages.csv", rows), false).problems()).hasSizeBetween(1, 200);
    }
}

package io.langsong;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.RetiredObjects;
import io.langsong.metric.MetricStore;
import io.langsong.notification.Outbox;
import io.langsong.outage.Conditions;
import io.langsong.outage.Ledger;
import io.langsong.outage.Outages;
import io.langsong.report.Reports;
import io.langsong.uptime.Impact;
import io.langsong.uptime.IssuedFigures;
import io.langsong.uptime.Uptimes;
import io.langsong.web.SeenInventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The rules of the house that a compiler does not check. */
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src/main/java/io/langsong");
    private static final JavaClasses LANGSONG = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.langsong");

    @Test
    void modulesUseOnlyWhatTheyDeclare() {
        ApplicationModules.of(LangSong.class).verify();
    }

    @Test
    void onlyWebPackagesKnowTheWeb() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..web..", "io.langsong.dashboard..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.langsong.web..", "org.springframework.web..", "org.springframework.ui..")
                .check(LANGSONG);
    }

    /** A limited person's sight is applied where the data is taken, so it is taken in few places. */
    @Test
    void pagesAndTheApiTakeOnlyWhatIsSeen() {
        noClasses()
                .that()
                .resideInAnyPackage("..web..", "io.langsong.dashboard..")
                .and()
                .doNotHaveFullyQualifiedName(SeenInventory.class.getName())
                .and()
                // For administrators, who limit others to villages.
                .doNotHaveFullyQualifiedName("io.langsong.access.web.Villages")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Inventory.class)
                .check(LANGSONG);
        noClasses()
                .that()
                .resideInAnyPackage("..web..", "io.langsong.dashboard..")
                .and()
                .haveSimpleNameNotEndingWith("Controller")
                .and()
                .doNotHaveFullyQualifiedName("io.langsong.dashboard.Sources")
                .should()
                .dependOnClassesThat(type(Outages.class)
                        .or(type(Conditions.class))
                        .or(type(Outbox.class))
                        .or(type(MetricStore.class)))
                .check(LANGSONG);
        noClasses()
                .that()
                .resideInAnyPackage("..web..", "io.langsong.dashboard..")
                .and()
                .doNotHaveFullyQualifiedName("io.langsong.uptime.web.SeenUptime")
                .should()
                .dependOnClassesThat(type(Ledger.class)
                        .or(type(RetiredObjects.class))
                        .or(type(Uptimes.class))
                        .or(type(IssuedFigures.class))
                        .or(type(Impact.class)))
                .check(LANGSONG);
        noClasses()
                .that()
                .resideInAnyPackage("..web..", "io.langsong.dashboard..")
                .and()
                .doNotHaveFullyQualifiedName("io.langsong.report.web.SeenReports")
                .should()
                .dependOnClassesThat(type(Reports.class))
                .check(LANGSONG);
    }

    @Test
    void onlyTheClockBeanKnowsTheTime() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("tests move the Clock bean; a second clock would not move with it")
                .check(LANGSONG);
    }

    @Test
    void onlyTheEngineAndTheSimulatorKnowTheSnmpLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.langsong.snmp..", "io.langsong.simulator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.snmp4j..")
                .check(LANGSONG);
        noClasses()
                .that()
                .resideInAPackage("io.langsong.simulator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.langsong.snmp..")
                .because("one bug must not hide on both sides of the wire")
                .check(LANGSONG);
    }

    @Test
    void onlyTheInfluxAdapterKnowsInflux() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.langsong.metric.influx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.influxdb..", "okhttp3..")
                .check(LANGSONG);
    }

    @Test
    void nothingUsesTheCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.langsong.command..", "io.langsong")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.langsong.command..")
                .check(LANGSONG);
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct())
                    .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                            .content()
                            .contains("@NullMarked"));
        }
    }

    /** Modulith sees Java, not SQL: a module reads and writes only tables that begin with its own name. */
    @Test
    void eachModuleKeepsToItsOwnTables() throws IOException {
        Pattern table = Pattern.compile(
                "\\b(?:FROM|JOIN|INTO|UPDATE|TABLE|COPY)\\s+(?:ONLY\\s+|IF\\s+(?:NOT\\s+)?EXISTS\\s+)?([a-z][a-z0-9]*_[a-z0-9_]+)\\b");
        List<String> library = List.of("pg_", "qrtz_", "information_schema", "jsonb_", "generate_series", "flyway_");
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Path below = SOURCES.relativize(file);
                String module = below.getName(0).toString();
                Matcher used = table.matcher(Files.readString(file));
                while (used.find()) {
                    String name = used.group(1);
                    assertThat(name)
                            .as("table in %s", below)
                            .matches(found -> found.startsWith(module + "_")
                                    || library.stream().anyMatch(found::startsWith));
                }
            }
        }
    }

    @Test
    void noTemplateWritesUnescapedText() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".html")))
                    .allSatisfy(file -> assertThat(file).content().doesNotContain("th:utext", "[("));
        }
    }
}

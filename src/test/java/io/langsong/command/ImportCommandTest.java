package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.access.AuditTrail;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.VillageId;
import io.langsong.testkit.TestDatabase;
import io.langsong.web.SeenInventory;
import io.langsong.web.TestSight;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import picocli.CommandLine;

/** Against a real server that has the inventory and nothing else. */
class ImportCommandTest {
    private static final Path COMMUNE = Path.of("src/test/resources/inventory/commune");

    @TempDir
    private static Path data;

    private static ConfigurableApplicationContext server;
    private static String address;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Configuration(proxyBeanMethods = false)
    @ComponentScan(basePackageClasses = Inventory.class)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class
    })
    static class OnlyInventory {
        @Bean
        DataSource database() {
            return TestDatabase.fresh();
        }

        @Bean
        AuditTrail audit(DataSource database, PlatformTransactionManager transactions, Clock clock) {
            return new AuditTrail(JdbcClient.create(database), transactions, clock);
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        SeenInventory seen(ObjectProvider<Inventory> inventory) {
            return new SeenInventory(inventory);
        }

        /** In the place of the doors: whoever asks may see everything. */
        @Bean
        Filter everybodySeesAll() {
            return (request, response, chain) -> {
                TestSight.signIn();
                try {
                    chain.doFilter(request, response);
                } finally {
                    TestSight.signOut();
                }
            };
        }
    }

    @BeforeAll
    static void serve() {
        server = new SpringApplicationBuilder(OnlyInventory.class)
                .web(WebApplicationType.SERVLET)
                .run("--server.port=0", "--server.address=127.0.0.1", "--langsong.data-dir=" + data);
        address = "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void importsAFolderAndShowsWhatChanged(@TempDir Path folder) throws IOException {
        assertThat(run(COMMUNE.toString(), "--server", address, "--dry-run")).isZero();
        assertThat(out.toString())
                .contains(
                        "added   device thu-01-ap1  AP 1",
                        "dry run, nothing was stored: 18 added, 0 changed, 0 unchanged");
        assertThat(server.getBean(Inventory.class).snapshot().isEmpty()).isTrue();

        assertThat(run(COMMUNE.toString(), "--server", address + "/")).isZero();
        assertThat(out.toString()).contains("imported: 18 added");

        Path file = Files.writeString(folder.resolve("x.csv"), """
                id;name;site;kind;address;port;snmp.version;snmp.community
                thu-01-ap1;AP 1;thu-01-nvh;access-point;127.21.0.12;1161;2c;other-community
                """);
        assertThat(run(file.toString(), "--server", address)).isZero();
        assertThat(out.toString())
                .contains(
                        "changed device thu-01-ap1",
                        "address: 127.21.0.11 -> 127.21.0.12",
                        "snmp.community: *** -> ***")
                .doesNotContain("other-community", "public-test");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void printsEachProblemAndStoresNothing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("villages.csv"), "id,name,position\nx,\u001b[2Jx,1\ny,Y,-1\n");

        assertThat(run(file.toString(), "--server", address)).isEqualTo(1);

        assertThat(err.toString())
                .contains(
                        "langsong: villages.csv row 2, name",
                        "langsong: villages.csv row 3, position \"-1\"",
                        "langsong: Nothing was imported")
                .doesNotContain("\u001b");
        assertThat(server.getBean(Inventory.class).snapshot().village(new VillageId("x")))
                .isEmpty();
    }

    @Test
    void saysInVietnameseWhatIsWrongWhenAsked(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("villages.csv"), "id,name,position\nx,X,-1\n");

        assertThat(run(file.toString(), "--server", address, "--language", "vi"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains(
                        "langsong: villages.csv dòng 2, position \"-1\": ngoài khoảng cho phép; nhập số",
                        "langsong: Chưa nhập gì")
                .doesNotContain("row 2", "; give");

        Path latin = Files.write(folder.resolve("sites.csv"), new byte[] {'i', 'd', (byte) 0xE9});
        assertThat(run(latin.toString(), "--language", "vi")).isEqualTo(2);
        assertThat(err.toString()).contains("sites.csv: không");
    }

    @Test
    void saysWhatToDoWhenNoServerAnswers() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(run(COMMUNE.toString(), "--server", "http://127.0.0.1:" + free))
                .isEqualTo(1);

        assertThat(err.toString())
                .contains("langsong: No server answers at http://127.0.0.1:" + free, "langsong serve");
    }

    @ParameterizedTest(name = "import {0} -> {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                                    | 2 | Missing required parameter
            nowhere                               | 2 | There is no nowhere; check the path
            pom.xml                               | 2 | ends neither in .csv nor in .xlsx
            src                                   | 2 | holds no file that ends in .csv
            pom.xml --server ftp://x              | 2 | is not an address like
            pom.xml --language fr                 | 2 | --language fr is not spoken here; give vi or en
            pom.xml --nonsense                    | 2 | Unknown option
            """)
    void refusesWrongUsage(String words, int exit, String message) {
        assertThat(run(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(exit);

        assertThat(err.toString()).contains(message);
    }

    @Test
    void saysOfASpreadsheetHowToSaveIt(@TempDir Path folder) throws IOException {
        Path sheet = Files.writeString(folder.resolve("Thiết bị.ods"), "PK");

        assertThat(run(sheet.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("Thiết bị.ods is a spreadsheet in a form that is not read; save it as Excel workbook");
    }

    private int run(String... words) {
        // Whatever this machine speaks.
        boolean given = List.of(words).contains("--language");
        String[] complete = Stream.concat(Stream.of(words), given ? Stream.of() : Stream.of("--language", "en"))
                .toArray(String[]::new);
        return new CommandLine(new ImportCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(complete);
    }
}

package io.langsong.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.langsong.testkit.TestDatabase;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseStartTest {
    @TempDir
    Path folder;

    /** Not a component, so that no other context finds it. */
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        FlywayAutoConfiguration.class
    })
    @Import(DatabaseConfiguration.class)
    static class OnlyTheDatabase {}

    @Test
    void startsTheEmbeddedDatabaseWhenNoneIsConfigured() {
        EmbeddedPostgres postgres;
        try (ConfigurableApplicationContext context = start(List.of("langsong.data-dir=" + folder))) {
            postgres = context.getBean(EmbeddedPostgres.class);

            assertThat(context.getBean(DataDirectory.class).path()).isEqualTo(folder);
            assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).contains("127.0.0.1:" + postgres.port());
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SELECT count(*) FROM flyway_schema_history WHERE success")
                            .query(Integer.class)
                            .single())
                    .isPositive();
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SHOW TimeZone")
                            .query(String.class)
                            .single())
                    .isEqualTo("UTC");
            await().until(() -> context.getBean(ActiveServer.class).isActive());
            assertThat(Files.exists(folder.resolve("postgres/data/postmaster.pid")))
                    .isTrue();
        }
        assertThat(Files.exists(folder.resolve("postgres/data/postmaster.pid"))).isFalse();
    }

    @Test
    void findsItsDataDirectoryInTheEnvironment() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("LANGSONG_DATA_DIR", folder.resolve("elsewhere").toString())));
        PGSimpleDataSource database = TestDatabase.unpooled();

        try (ConfigurableApplicationContext context =
                builder().environment(environment).run(arguments(external(database)))) {
            assertThat(context.getBean(DataDirectory.class).path()).isEqualTo(folder.resolve("elsewhere"));
        }
    }

    @Test
    void takesUpAStepThatCameToTheProgramBelowOthers() {
        PGSimpleDataSource database = TestDatabase.empty();
        startIn("before", database).close();
        JdbcClient sql = JdbcClient.create(database);
        sql.sql("ALTER TABLE discovery_found DROP COLUMN profile_reasons").update();
        sql.sql("ALTER TABLE discovery_found ADD COLUMN profile_reason text").update();
        assertThat(sql.sql("DELETE FROM flyway_schema_history WHERE version = '091'")
                        .update())
                .isEqualTo(1);

        startIn("after", database).close();

        assertThat(sql.sql("SELECT profile_reasons FROM discovery_found")
                        .query()
                        .listOfRows())
                .isEmpty();
    }

    @Test
    void aSecondServerOnAnExternalDatabaseStandsByAndTakesOver() {
        PGSimpleDataSource database = TestDatabase.empty();
        ConfigurableApplicationContext first = startIn("first", database);
        await().until(() -> first.getBean(ActiveServer.class).isActive());
        try (ConfigurableApplicationContext second = startIn("second", database)) {
            assertThat(second.getBeanNamesForType(EmbeddedPostgres.class)).isEmpty();
            assertThat(status(first)).isEqualTo(Status.UP);
            assertThat(status(second)).isEqualTo(ActiveServerHealth.STANDBY);

            first.close();

            await().untilAsserted(() -> assertThat(status(second)).isEqualTo(Status.UP));
        } finally {
            first.close();
        }
    }

    @Test
    void twoServersOnOneDatabaseMayNotShareADataDirectory() {
        PGSimpleDataSource database = TestDatabase.unpooled();
        try (ConfigurableApplicationContext first = startIn("same", database)) {
            assertThat(first.isActive()).isTrue();
            assertThatThrownBy(() -> startIn("same", database))
                    .hasRootCauseInstanceOf(DatabaseStartException.class)
                    .hasStackTraceContaining("in use by another LangSong server");
        }
    }

    @Test
    void saysWhichExternalDatabaseIsNotThereWithoutItsPassword() {
        assertThatThrownBy(() -> start(List.of(
                        "langsong.data-dir=" + folder,
                        "langsong.database.patience=0s",
                        "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/langsong?password=secret")))
                .hasRootCauseInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> new ExternalDatabase(
                                "jdbc:postgresql://127.0.0.1:1/langsong?password=secret&ssl=false", null, null)
                        .await(Duration.ZERO))
                .isInstanceOf(DatabaseStartException.class)
                .hasMessageContainingAll("jdbc:postgresql://127.0.0.1:1/langsong?password=***&ssl=false", "url")
                .hasMessageNotContaining("secret");
    }

    @Test
    void doesNotWaitForAPasswordToBecomeRight() {
        PGSimpleDataSource database = TestDatabase.unpooled();

        assertThatThrownBy(
                        () -> new ExternalDatabase(database.getURL(), "langsong", "wrong").await(Duration.ofHours(1)))
                .hasMessageContainingAll("password authentication failed", "spring.datasource.url");
        assertThatThrownBy(() -> new ExternalDatabase("jdbc:h2:mem:x", null, null).await(Duration.ofHours(1)))
                .hasMessageContaining("not a PostgreSQL address: jdbc:h2:mem:x");
    }

    private static List<String> external(PGSimpleDataSource database) {
        return List.of(
                "spring.datasource.url=" + database.getURL(),
                "spring.datasource.username=" + database.getUser(),
                "spring.datasource.password=" + database.getPassword());
    }

    private ConfigurableApplicationContext startIn(String name, PGSimpleDataSource database) {
        List<String> settings = new ArrayList<>(external(database));
        settings.add("langsong.data-dir=" + folder.resolve(name));
        return start(settings);
    }

    private static ConfigurableApplicationContext start(List<String> settings) {
        return builder().run(arguments(settings));
    }

    private static String[] arguments(List<String> settings) {
        return settings.stream().map(setting -> "--" + setting).toArray(String[]::new);
    }

    private static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(OnlyTheDatabase.class).web(WebApplicationType.NONE);
    }

    private static Status status(ConfigurableApplicationContext context) {
        return context.getBean(ActiveServerHealth.class).health().getStatus();
    }
}

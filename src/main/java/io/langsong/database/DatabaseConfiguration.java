package io.langsong.database;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.StringUtils;

/**
 * Tells Spring Boot's {@code DataSource} where the database is. The embedded one is started, the external one waited for,
 * before the pool exists; so Flyway and everything else find it ready.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {
    /** Names the external database, where there is one. */
    static final String URL = "spring.datasource.url";

    @Bean
    DataDirectory dataDirectory(Environment environment) {
        return DataDirectory.at(Path.of(environment.getProperty(DataDirectory.SETTING, "./data")));
    }

    @Bean
    MigrationLog migrationLog() {
        return new MigrationLog();
    }

    @Bean
    ActiveServer activeServer(
            JdbcConnectionDetails details,
            DataSource pool,
            FlywayMigrationInitializer migrated,
            ApplicationEventPublisher events) {
        DriverManagerDataSource unpooled = new DriverManagerDataSource(details.getJdbcUrl());
        unpooled.setUsername(details.getUsername());
        unpooled.setPassword(details.getPassword());
        return new ActiveServer(unpooled, pool, events, ActiveServer.Timing.DEFAULT);
    }

    @Bean(FencedTransactions.NAME)
    FencedTransactions fencedTransactions(
            PlatformTransactionManager transactions, DataSource pool, ActiveServer server) {
        return new FencedTransactions(transactions, pool, server);
    }

    @Bean
    ActiveServerHealth activeServerHealthIndicator(ActiveServer server) {
        return new ActiveServerHealth(server);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(NoUrl.class)
    static class Embedded {
        @Bean(destroyMethod = "close")
        EmbeddedPostgres embeddedPostgres(
                DataDirectory directory, DatabaseProperties settings, ObjectProvider<PostgresAhead> ahead) {
            return ahead.stream()
                    .flatMap(begun -> begun.await().stream())
                    .findFirst()
                    .orElseGet(() -> PostgresAhead.start(directory, settings));
        }

        @Bean
        JdbcConnectionDetails embeddedConnectionDetails(EmbeddedPostgres postgres) {
            return new Details(postgres.jdbcUrl(), postgres.user(), postgres.password());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(Url.class)
    static class External {
        /** Two servers may share a database, but not the keys and spools of a data directory. */
        @Bean(destroyMethod = "close")
        DirectoryLock directoryLock(DataDirectory directory) {
            return DirectoryLock.take(directory);
        }

        @Bean
        JdbcConnectionDetails externalConnectionDetails(
                DirectoryLock locked, DataSourceProperties external, DatabaseProperties settings) {
            ExternalDatabase database =
                    new ExternalDatabase(external.determineUrl(), external.getUsername(), external.getPassword());
            database.await(settings.patience());
            return new Details(database.url(), database.user(), database.password());
        }
    }

    private record Details(
            String getJdbcUrl,
            @Nullable String getUsername,
            @Nullable String getPassword) implements JdbcConnectionDetails {
        @Override
        public String toString() {
            return "Details[" + new ExternalDatabase(getJdbcUrl, null, null).shownUrl() + "]";
        }
    }

    static class Url implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty(URL));
        }
    }

    static final class NoUrl extends Url {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !super.matches(context, metadata);
        }
    }
}

package io.langsong.backup;

import io.langsong.access.AuditTrail;
import io.langsong.database.DataDirectory;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class BackupConfiguration {
    /** Outside of the pool, whose connections end what takes long, and must not keep our settings. */
    @Bean
    ServerBackups serverBackups(
            JdbcConnectionDetails details,
            DataDirectory directory,
            Environment environment,
            BackupProperties settings,
            Clock clock) {
        DriverManagerDataSource unpooled = new DriverManagerDataSource(details.getJdbcUrl());
        unpooled.setUsername(details.getUsername());
        unpooled.setPassword(details.getPassword());
        return new ServerBackups(unpooled, directory, environment, settings, new BackupWriter(clock, product()), clock);
    }

    @Bean
    UpgradeGuard upgradeGuard(ServerBackups backups, BackupProperties settings) {
        return new UpgradeGuard(backups, settings.beforeUpgrade());
    }

    @Bean
    RestoredAudit restoredAudit(
            JdbcClient jdbc, AuditTrail trail, @Qualifier("fencedTransactions") TransactionTemplate transaction) {
        return new RestoredAudit(jdbc, trail, transaction);
    }

    private static String product() {
        String version = BackupConfiguration.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}

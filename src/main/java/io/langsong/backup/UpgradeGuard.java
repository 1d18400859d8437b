package io.langsong.backup;

import io.langsong.database.DatabaseStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Stands before the tables take a new form: no program works on tables of a later one, nor on what a restore left half, and a
 * backup comes first. Each step is a transaction, so a kill leaves it taken or not, and the next start goes on.
 */
final class UpgradeGuard implements FlywayMigrationStrategy {
    private static final Logger log = LoggerFactory.getLogger(UpgradeGuard.class);

    private final ServerBackups backups;
    private final boolean backupFirst;

    UpgradeGuard(ServerBackups backups, boolean backupFirst) {
        this.backups = backups;
        this.backupFirst = backupFirst;
    }

    /** @throws DatabaseStartException with the remedy; nothing was changed */
    @Override
    public void migrate(Flyway flyway) {
        refuseUnfinished(flyway);
        MigrationInfoService steps = flyway.info();
        String later = Arrays.stream(steps.all())
                .filter(step -> step.getState().isApplied() && !step.getState().isResolved())
                .filter(step -> step.getVersion() != null)
                .map(step -> step.getVersion().getVersion())
                .collect(Collectors.joining(", "));
        if (!later.isEmpty()) {
            throw new DatabaseStartException(
                    "The database has been used by a newer LangSong, whose tables this one does not know (steps %s)"
                            .formatted(later),
                    "start the newer version again; or, to go back, restore the backup from before the upgrade (%s) with this version: langsong restore FILE --replace"
                            .formatted(backups.folder().resolve("before-upgrade-….zip")));
        }
        MigrationInfo now = steps.current();
        MigrationInfo[] pending = steps.pending();
        if (now != null && pending.length > 0 && backupFirst) {
            backUp(steps.applied().length, pending.length);
        }
        takeSteps(flyway);
        forget();
    }

    /** Flyway writes down on a connection of its own that a step was taken; on one and the same it is part of the step's transaction. */
    private static void takeSteps(Flyway flyway) {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection()) {
            Flyway.configure()
                    .configuration(flyway.getConfiguration())
                    .dataSource(new SingleConnectionDataSource(connection, true))
                    .load()
                    .migrate();
        } catch (SQLException e) {
            throw new DatabaseStartException(
                    "The database can not be reached: " + e.getMessage(), "start it, and start again", e);
        }
    }

    private static void refuseUnfinished(Flyway flyway) {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection()) {
            if (RestoreLoad.isUnfinished(new Catalogue(connection))) {
                throw new DatabaseStartException(
                        "A restore into this database was cut off in the middle",
                        "restore again with langsong restore FILE; it begins anew");
            }
        } catch (SQLException e) {
            throw new DatabaseStartException(
                    "The database can not be read: " + e.getMessage(), "start it, and start again", e);
        }
    }

    /** An upgrade that was cut off goes on with the backup that it began with: one of a form between versions leads nowhere back. */
    private void backUp(int taken, int steps) {
        try {
            if (Files.exists(begun()) && !Files.readString(begun()).equals(form(taken))) {
                log.info("upgrade goes on after it was cut off steps={}", steps);
                return;
            }
            Path file = backups.makeBeforeUpgrade();
            Files.writeString(begun(), form(taken));
            log.info("backup before upgrade made file={} steps={}", file, steps);
        } catch (IOException | RuntimeException e) {
            throw new DatabaseStartException(
                    "The tables must take %d steps to the form of this version, and the backup that comes first failed: %s"
                            .formatted(steps, e.getMessage()),
                    "correct that; or back up by other means and start once with langsong.backup.before-upgrade=false",
                    e);
        }
    }

    /** Is there, with the form that the tables had, from the backup to the last step. */
    private Path begun() {
        return backups.folder().resolve("upgrade-begun.txt");
    }

    private static String form(int taken) {
        return "steps taken before: " + taken + "\n";
    }

    private void forget() {
        try {
            Files.deleteIfExists(begun());
        } catch (IOException e) {
            throw new DatabaseStartException(
                    "The tables have their new form, but %s can not be deleted: %s".formatted(begun(), e.getMessage()),
                    "correct the permissions of that folder, and start again",
                    e);
        }
    }
}

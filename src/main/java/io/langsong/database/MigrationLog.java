package io.langsong.database;

import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which steps a database takes to the present form. Flyway's own lines come with a warning at each start, so they are off. */
final class MigrationLog extends BaseCallback {
    private static final Logger log = LoggerFactory.getLogger(MigrationLog.class);

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        MigrationInfo step = context.getMigrationInfo();
        log.info("database takes step version={} what={}", step.getVersion(), step.getDescription());
    }
}

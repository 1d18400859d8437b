package io.langsong.outage;

import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Corrections on a database, as the program wires them. */
public final class TestCorrections {
    private TestCorrections() {}

    public static Corrections over(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        return new Corrections(
                jdbc,
                new OutageTable(jdbc, JsonMapper.shared(), event -> {}, (object, from) -> Optional.empty()),
                event -> {},
                new TransactionTemplate(transactions),
                clock);
    }
}

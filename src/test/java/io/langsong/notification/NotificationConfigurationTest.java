package io.langsong.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.access.TestAccess;
import io.langsong.testkit.SmtpSink;
import io.langsong.testkit.TestDatabase;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

class NotificationConfigurationTest {
    @Test
    void theModuleComesUpAndSendsOnceItIsTold() {
        DataSource database = TestDatabase.fresh();
        try (SmtpSink sink = new SmtpSink()) {
            new ApplicationContextRunner()
                    .withBean(JdbcClient.class, () -> JdbcClient.create(database))
                    .withBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(database))
                    .withBean(
                            "fencedTransactions",
                            TransactionTemplate.class,
                            () -> new TransactionTemplate(new JdbcTransactionManager(database)))
                    .withBean(JsonMapper.class, () -> JsonMapper.builder().build())
                    .withBean(Clock.class, Clock::systemUTC)
                    .withBean(People.class, () -> TestAccess.people(database, Clock.systemUTC()))
                    .withBean(AuditTrail.class, () -> TestAccess.audit(database, Clock.systemUTC()))
                    .withUserConfiguration(NotificationConfiguration.class)
                    .withPropertyValues(
                            "langsong.notification.email.host=localhost",
                            "langsong.notification.email.port=" + sink.port(),
                            "langsong.notification.email.tls=none",
                            "langsong.notification.email.from=giamsat@xa.example",
                            "langsong.notification.recipients=an@xa.example")
                    .run(context -> {
                        Dispatcher dispatcher = context.getBean(Dispatcher.class);
                        Outbox outbox = context.getBean(Outbox.class);
                        outbox.post(new Message("k", "Mất kết nối", "text", Map.of()));
                        assertThat(dispatcher.isRunning()).isFalse();

                        dispatcher.start();

                        DispatcherTest.await(() -> outbox.counts().delivered() == 1);
                        assertThat(sink.mails()).hasSize(1);
                    });
        }
    }
}

package io.langsong.incident;

import io.langsong.inventory.Inventory;
import io.langsong.notification.Outbox;
import io.langsong.outage.Outages;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the module together. */
@Configuration(proxyBeanMethods = false)
class IncidentConfiguration {

    @Bean
    IncidentDesk incidentDesk(
            Outages outages,
            Inventory inventory,
            JdbcClient jdbc,
            Outbox outbox,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        return new IncidentDesk(
                outages::open,
                outages::find,
                inventory::snapshot,
                new Roots(jdbc),
                outbox,
                new Composer(new Wording(outbox.locale()), outbox.pages()),
                transaction,
                clock);
    }

    @Bean
    DigestTimer incidentDigestTimer(IncidentDesk desk) {
        return new DigestTimer(desk);
    }
}

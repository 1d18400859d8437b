package io.langsong.incident;

import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.alert.Alert;
import io.langsong.alert.Alerts;
import io.langsong.database.ActiveServer;
import io.langsong.database.ActiveTimer;
import io.langsong.inventory.Inventory;
import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.oncall.OnCall;
import io.langsong.outage.Corrections;
import io.langsong.outage.Outages;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the module together. */
@Configuration(proxyBeanMethods = false)
class IncidentConfiguration {

    @Bean
    OutageNews outageNews(
            Outages outages,
            Inventory inventory,
            JdbcClient jdbc,
            Outbox outbox,
            PlannedOutages planned,
            Books books,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        return new OutageNews(
                outages::open,
                outages::find,
                inventory::snapshot,
                planned::isPlanned,
                () -> Hush.of(books),
                new Roots(jdbc),
                outbox,
                new Composer(new Wording(outbox.locale()), outbox.pages()),
                transaction,
                clock);
    }

    @Bean
    PathNews pathNews(Outbox outbox) {
        return new PathNews(outbox, new Bilingual(outbox.locale(), outbox.pages()));
    }

    @Bean
    UnwrittenNews unwrittenNews(Outbox outbox, Inventory inventory, ActiveServer server) {
        return new UnwrittenNews(
                outbox, new Bilingual(outbox.locale(), outbox.pages()), inventory::snapshot, server::mayTell);
    }

    @Bean
    Books incidentBooks(JdbcClient jdbc, ApplicationEventPublisher events) {
        return new Books(jdbc, new Timeline(jdbc), events);
    }

    @Bean
    IncidentKeeper incidentKeeper(
            Books books,
            Outages outages,
            Alerts alerts,
            Inventory inventory,
            IncidentProperties settings,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        IncidentKeeper.Ledger ledger =
                new IncidentKeeper.Ledger(outages::open, outages::find, () -> lasting(alerts), alerts::find);
        return new IncidentKeeper(books, ledger, inventory::snapshot, settings, transaction, clock);
    }

    private static List<Alert> lasting(Alerts alerts) {
        Instant end = Instant.parse("9999-01-01T00:00:00Z");
        return alerts.find(new Alerts.Wish(Instant.EPOCH, end, null, null, null, true, null), 0, Alerts.MOST_COUNTED);
    }

    @Bean
    Incidents incidents(Books books, Outbox outbox, Outages outages, Alerts alerts) {
        return new Incidents(books, outbox, outages::find, alerts::find);
    }

    @Bean
    IncidentDesk incidentDesk(
            Books books,
            PlatformTransactionManager transactions,
            Inventory inventory,
            People people,
            AuditTrail audit,
            Outages outages,
            Corrections corrections,
            Clock clock) {
        return new IncidentDesk(
                books,
                new TransactionTemplate(transactions),
                inventory::snapshot,
                people,
                audit,
                (outage, cause, reason, by) -> outages.find(outage)
                        .filter(found -> found.cause() != cause)
                        .ifPresent(found -> corrections.correct(
                                outage, cause, Message.oneLine(reason, Corrections.LONGEST_REASON), by)),
                clock);
    }

    @Bean
    Escalation escalation(
            Books books,
            JdbcClient jdbc,
            OnCall onCall,
            PlannedOutages planned,
            Inventory inventory,
            Outbox outbox,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        return new Escalation(
                books,
                new EscalationTable(jdbc),
                onCall,
                planned,
                inventory::snapshot,
                outbox,
                new EscalationWords(outbox.locale(), outbox.pages()),
                transaction,
                clock);
    }

    @Bean
    UnstableNews unstableNews(
            Books books,
            PlannedOutages planned,
            Inventory inventory,
            Outbox outbox,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        return new UnstableNews(
                books,
                inventory::snapshot,
                planned::isPlanned,
                outbox,
                new Bilingual(outbox.locale(), outbox.pages()),
                transaction,
                clock);
    }

    @Bean
    SilentCollectors silentCollectors(
            Books books, Inventory inventory, Outbox outbox, IncidentProperties settings, Clock clock) {
        return new SilentCollectors(
                books, inventory::snapshot, outbox, new Bilingual(outbox.locale(), outbox.pages()), settings, clock);
    }

    @Bean
    StormWords stormWords(Outbox outbox) {
        return new StormWords(outbox.locale(), outbox.pages());
    }

    @Bean
    Storms storms(
            Books books,
            PlatformTransactionManager transactions,
            Inventory inventory,
            AuditTrail audit,
            Outbox outbox,
            StormWords words,
            IncidentProperties settings,
            Clock clock) {
        return new Storms(
                books,
                new TransactionTemplate(transactions),
                inventory::snapshot,
                audit,
                outbox,
                words,
                settings.stormDigest(),
                clock);
    }

    @Bean
    StormWatch stormWatch(
            Books books,
            PlannedOutages planned,
            Inventory inventory,
            Outbox outbox,
            StormWords words,
            IncidentProperties settings,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        return new StormWatch(
                books,
                inventory::snapshot,
                planned::isPlanned,
                outbox,
                words,
                settings.stormDigest(),
                transaction,
                clock);
    }

    @Bean
    ActiveTimer incidentTimer(
            OutageNews news, IncidentKeeper keeper, UnstableNews unstable, StormWatch storm, Escalation escalation) {
        return new ActiveTimer(
                "incident-timer",
                List.of(news::tellHeld, keeper::tick, unstable::tellHeld, storm::advance, escalation::advance));
    }
}

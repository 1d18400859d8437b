package io.langsong.notification;

import io.langsong.access.AuditTrail;
import io.langsong.access.People;
import io.langsong.notification.channel.ZaloTokens;
import io.langsong.secret.LateSecretBox;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Puts the module together. Nothing is sent before somebody calls {@link Dispatcher#start}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotificationProperties.class)
class NotificationConfiguration {

    @Bean
    Deliveries notificationDeliveries(JdbcClient jdbc, JsonMapper json) {
        return new Deliveries(jdbc, json);
    }

    @Bean
    PostBook notificationBook(JdbcClient jdbc, JsonMapper json) {
        return new PostBook(jdbc, json);
    }

    @Bean
    PersonalTable notificationPeople(JdbcClient jdbc) {
        return new PersonalTable(jdbc);
    }

    @Bean
    Preferences notificationPreferences(
            PersonalTable table,
            People people,
            AuditTrail audit,
            Channels channels,
            Outbox outbox,
            Clock clock,
            PlatformTransactionManager transactions) {
        return new Preferences(table, people, audit, channels, outbox, clock, new TransactionTemplate(transactions));
    }

    @Bean
    ObservedReach notificationObservedReach(Channels channels, Clock clock) {
        return new ObservedReach(channels.cutOffWithTheLine(), clock);
    }

    /** Somebody else's judgement of our line goes first. */
    @Bean
    Addressees notificationAddressees(
            PersonalTable table,
            People people,
            Channels channels,
            ObservedReach observed,
            ObjectProvider<Reach> known) {
        Reach reach = known.stream()
                .filter(one -> !(one instanceof ObservedReach))
                .findFirst()
                .orElse(observed);
        return new Addressees(table, people, channels, reach);
    }

    @Bean
    Channels notificationChannels(
            NotificationProperties properties, JdbcClient jdbc, Environment environment, JsonMapper json, Clock clock) {
        LateSecretBox secrets = new LateSecretBox(environment, () -> ZaloTokens.areStored(jdbc));
        return Channels.of(properties, jdbc, secrets, json, clock);
    }

    @Bean
    Doorbell notificationDoorbell() {
        return new Doorbell();
    }

    @Bean(destroyMethod = "stopShouting")
    Outbox outbox(
            Deliveries deliveries,
            PostBook book,
            Addressees addressees,
            Channels channels,
            Doorbell doorbell,
            NotificationProperties properties,
            Clock clock,
            PlatformTransactionManager transactions) {
        return new Outbox(
                deliveries,
                book,
                addressees,
                channels,
                doorbell,
                properties.locale(),
                properties.pages(),
                clock,
                new TransactionTemplate(transactions));
    }

    @Bean
    StaleDigests notificationDigests(
            JdbcClient jdbc,
            JsonMapper json,
            NotificationProperties properties,
            PlatformTransactionManager transactions) {
        return new StaleDigests(
                jdbc,
                json,
                new DigestWords(),
                properties.locale(),
                properties.stale(),
                new TransactionTemplate(transactions));
    }

    @Bean
    Endings notificationEndings(
            Deliveries deliveries,
            Addressees addressees,
            Channels channels,
            ObservedReach observed,
            Doorbell doorbell,
            NotificationProperties properties,
            PlatformTransactionManager transactions) {
        return new Endings(
                deliveries,
                addressees,
                channels,
                observed,
                doorbell,
                properties.retry(),
                new TransactionTemplate(transactions));
    }

    @Bean
    Dispatcher notificationDispatcher(
            Channels channels,
            Endings endings,
            Deliveries deliveries,
            StaleDigests digests,
            Doorbell doorbell,
            @Qualifier("fencedTransactions") TransactionTemplate transactions,
            Clock clock) {
        return new Dispatcher(channels, endings, deliveries, digests, doorbell, transactions, clock);
    }

    @Bean
    Heartbeat heartbeat(NotificationProperties properties, Clock clock) {
        return new Heartbeat(properties.heartbeat(), clock);
    }
}

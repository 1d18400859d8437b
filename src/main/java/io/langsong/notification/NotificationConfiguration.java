package io.langsong.notification;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
    Channels notificationChannels(NotificationProperties properties, JsonMapper json, Clock clock) {
        return Channels.of(properties, json, clock);
    }

    @Bean
    Doorbell notificationDoorbell() {
        return new Doorbell();
    }

    @Bean
    Outbox outbox(
            Deliveries deliveries,
            Channels channels,
            Doorbell doorbell,
            NotificationProperties properties,
            Clock clock,
            PlatformTransactionManager transactions) {
        return new Outbox(
                deliveries,
                channels,
                doorbell,
                properties.locale(),
                properties.pages(),
                clock,
                new TransactionTemplate(transactions));
    }

    @Bean
    Dispatcher notificationDispatcher(
            Deliveries deliveries,
            Channels channels,
            Doorbell doorbell,
            NotificationProperties properties,
            Clock clock) {
        return new Dispatcher(deliveries, channels, doorbell, properties.retry(), clock);
    }
}

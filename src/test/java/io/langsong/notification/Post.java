package io.langsong.notification;

import io.langsong.notification.channel.EmailSettings;
import io.langsong.notification.channel.WebhookSettings;
import io.langsong.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** A whole post office on a database of its own: outbox, tables, and dispatchers like those of one process each. */
public final class Post {
    private final Clock clock;
    private final NotificationProperties properties;
    private final Deliveries deliveries;
    private final Channels channels;
    private final Doorbell doorbell = new Doorbell();
    public final JdbcClient jdbc;
    public final TransactionTemplate transactions;
    public final Outbox outbox;

    private Post(NotificationProperties properties, Clock clock, DataSource database) {
        JsonMapper json = JsonMapper.builder().build();
        this.clock = clock;
        this.properties = properties;
        this.jdbc = JdbcClient.create(database);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.deliveries = new Deliveries(jdbc, json);
        this.channels = Channels.of(properties, json, clock);
        this.outbox = new Outbox(
                deliveries, channels, doorbell, properties.locale(), properties.pages(), clock, transactions);
    }

    /** One that nobody gets anything from. */
    public static Post toNobody(Clock clock) {
        return new Post(properties(mail(null), List.of(), null), clock, TestDatabase.fresh());
    }

    static Post byMail(int port, String... recipients) {
        return new Post(properties(mail(port), List.of(recipients), null), Clock.systemUTC(), TestDatabase.fresh());
    }

    static Post byMailAndWebhook(int port, String url, String... recipients) {
        return new Post(properties(mail(port), List.of(recipients), url), Clock.systemUTC(), TestDatabase.fresh());
    }

    Dispatcher dispatcher() {
        return new Dispatcher(deliveries, channels, doorbell, properties.retry(), clock);
    }

    void post(String key) {
        outbox.post(new Message(key, "Mất kết nối: " + key, "Điểm phát Wi-Fi " + key + "\n", Map.of("event", key)));
    }

    static EmailSettings mail(@Nullable Integer port) {
        String host = port == null ? null : "127.0.0.1";
        String from = port == null ? null : "LangSong <giamsat@xa.example>";
        return new EmailSettings(host, port, from, null, null, EmailSettings.Tls.NONE, Duration.ofSeconds(1));
    }

    private static NotificationProperties properties(
            EmailSettings mail, List<String> recipients, @Nullable String url) {
        return new NotificationProperties(
                mail,
                recipients,
                new WebhookSettings(url, null, true, Duration.ofSeconds(1)),
                "vi",
                null,
                new RetrySettings(Duration.ofMillis(50), Duration.ofMillis(400)));
    }
}

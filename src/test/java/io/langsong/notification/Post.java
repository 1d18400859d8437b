package io.langsong.notification;

import io.langsong.testkit.TestDatabase;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
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
    public final DataSource database;
    public final JdbcClient jdbc;
    public final TransactionTemplate transactions;
    public final Outbox outbox;

    private Post(NotificationProperties properties, Clock clock, DataSource database) {
        JsonMapper json = JsonMapper.builder().build();
        this.clock = clock;
        this.properties = properties;
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.deliveries = new Deliveries(jdbc, json);
        this.channels = Channels.of(properties, json, clock);
        this.outbox = new Outbox(
                deliveries, channels, doorbell, properties.locale(), properties.pages(), clock, transactions);
    }

    /** One that nobody gets anything from. */
    public static Post toNobody(Clock clock) {
        return new Post(properties(null, List.of(), null), clock, TestDatabase.fresh());
    }

    static Post byMail(int port, String... recipients) {
        return new Post(properties(port, List.of(recipients), null), Clock.systemUTC(), TestDatabase.fresh());
    }

    static Post byMailAndWebhook(int port, String url, String... recipients) {
        return new Post(properties(port, List.of(recipients), url), Clock.systemUTC(), TestDatabase.fresh());
    }

    Dispatcher dispatcher() {
        return new Dispatcher(deliveries, channels, doorbell, properties.retry(), clock);
    }

    void post(String key) {
        outbox.post(new Message(key, "Mất kết nối: " + key, "Điểm phát Wi-Fi " + key + "\n", Map.of("event", key)));
    }

    private static NotificationProperties properties(
            @Nullable Integer mail, List<String> recipients, @Nullable String url) {
        Map<String, Object> settings = new HashMap<>();
        if (mail != null) {
            settings.put("email.host", "127.0.0.1");
            settings.put("email.port", mail);
            settings.put("email.from", "LangSong <giamsat@xa.example>");
            settings.put("email.tls", "none");
            settings.put("email.timeout", "1s");
            settings.put("recipients", recipients);
        }
        if (url != null) {
            settings.put("webhook.url", url);
            settings.put("webhook.allow-private", true);
            settings.put("webhook.timeout", "1s");
        }
        settings.put("retry.first", "50ms");
        settings.put("retry.longest", "400ms");
        return bound(settings);
    }

    /** As Spring would read them, with its defaults. */
    static NotificationProperties bound(Map<String, ?> settings) {
        Map<String, Object> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("langsong.notification." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bindOrCreate("langsong.notification", NotificationProperties.class);
    }
}

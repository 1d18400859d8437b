package io.langsong.notification;

import io.langsong.access.People;
import io.langsong.access.Role;
import io.langsong.access.TestAccess;
import io.langsong.notification.channel.ZaloTokens;
import io.langsong.secret.LateSecretBox;
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
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** A whole post office on a database of its own: outbox, tables, and dispatchers like those of one process each. */
public final class Post {
    private final Clock clock;
    private final NotificationProperties properties;
    private final Deliveries deliveries;
    private final Addressees addressees;
    private final ObservedReach observed;
    private final StaleDigests digests;
    private final Channels channels;
    private final Doorbell doorbell = new Doorbell();
    public final DataSource database;
    public final JdbcClient jdbc;
    public final TransactionTemplate transactions;
    public final Outbox outbox;
    public final People people;
    public final Preferences preferences;

    private Post(NotificationProperties properties, Clock clock, DataSource database) {
        JsonMapper json = JsonMapper.builder().build();
        this.clock = clock;
        this.properties = properties;
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.deliveries = new Deliveries(jdbc, json);
        this.channels = Channels.of(
                properties,
                jdbc,
                new LateSecretBox(new MockEnvironment(), () -> ZaloTokens.areStored(jdbc)),
                json,
                clock);
        this.digests =
                new StaleDigests(jdbc, json, new DigestWords(), properties.locale(), properties.stale(), transactions);
        this.people = TestAccess.people(database, clock);
        this.observed = new ObservedReach(channels.cutOffWithTheLine(), clock);
        PersonalTable personal = new PersonalTable(jdbc);
        this.addressees = new Addressees(personal, people, channels, observed);
        this.outbox = new Outbox(
                deliveries,
                new PostBook(jdbc, json),
                addressees,
                channels,
                doorbell,
                properties.locale(),
                properties.pages(),
                clock,
                transactions);
        this.preferences = new Preferences(
                personal, people, TestAccess.audit(database, clock), channels, outbox, clock, transactions);
    }

    /** One that nobody gets anything from. */
    public static Post toNobody(Clock clock) {
        return new Post(properties(null, List.of(), null), clock, TestDatabase.fresh());
    }

    /** The same, on a database that others use too. */
    public static Post on(DataSource database, Clock clock) {
        return new Post(properties(null, List.of(), null), clock, database);
    }

    static Post byMail(int port, String... recipients) {
        return new Post(properties(port, List.of(recipients), null), Clock.systemUTC(), TestDatabase.fresh());
    }

    static Post byMailAndWebhook(int port, String url, String... recipients) {
        return new Post(properties(port, List.of(recipients), url), Clock.systemUTC(), TestDatabase.fresh());
    }

    /** @param settings below {@code langsong.notification}; retries are quick where they say nothing */
    public static Post with(Clock clock, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("retry.first", "50ms");
        all.putIfAbsent("retry.longest", "400ms");
        return new Post(bound(all), clock, TestDatabase.fresh());
    }

    /** The settings of a mail server on this machine. */
    public static Map<String, Object> mail(int port) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("email.host", "127.0.0.1");
        settings.put("email.port", port);
        settings.put("email.from", "LangSong <giamsat@xa.example>");
        settings.put("email.tls", "none");
        settings.put("email.timeout", "1s");
        return settings;
    }

    /** As the dispatcher does once a minute. */
    int gather(String channel) {
        return digests.gather(channel, clock.instant());
    }

    /** An account with contacts, name and value in turn. */
    void person(String name, String... contacts) {
        people.add(name, "Anh " + name, Role.TECHNICIAN, "mat khau rat dai day");
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < contacts.length; i += 2) {
            given.put(contacts[i], contacts[i + 1]);
        }
        preferences.change(name, new PersonalWish(given, List.of(), null, null, null), null);
    }

    Dispatcher dispatcher() {
        return dispatcher(transactions);
    }

    /** @param claiming as those of a server that may no longer be the active one */
    Dispatcher dispatcher(TransactionOperations claiming) {
        return new Dispatcher(
                channels,
                new Endings(deliveries, addressees, channels, observed, doorbell, properties.retry(), transactions),
                deliveries,
                digests,
                doorbell,
                claiming,
                clock);
    }

    void post(String key) {
        outbox.post(new Message(key, "Mất kết nối: " + key, "Điểm phát Wi-Fi " + key + "\n", Map.of("event", key)));
    }

    private static NotificationProperties properties(
            @Nullable Integer mail, List<String> recipients, @Nullable String url) {
        Map<String, Object> settings = new HashMap<>();
        if (mail != null) {
            settings.putAll(mail(mail));
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

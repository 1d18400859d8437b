package io.langsong.metric.intake;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.SeriesKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The series there are, with kind and unit: table {@code metric_series} and all of it in memory. Any thread may look up;
 * one thread at a time may register or forget. A series whose metric turned from gauge to counter or back is kept under
 * two ids; the newer is the one that is found.
 */
public final class SeriesRegistry {
    /** @param id never used again for another */
    public record Registered(int id, Series series) {
        public boolean isCounter() {
            return series.metric().kind() != Metric.Kind.GAUGE;
        }
    }

    private record Identity(SeriesKey key, boolean counter) {
        static Identity of(Series series) {
            return new Identity(series.key(), series.metric().kind() != Metric.Kind.GAUGE);
        }
    }

    /** Objects remembered beyond two for each series. */
    static final int MORE_SEEN = 1_000;

    private static final RowMapper<Registered> REGISTERED = (row, number) -> new Registered(
            row.getInt("id"),
            new Series(
                    new SeriesKey(
                            new DeviceId(row.getString("device")),
                            row.getString("metric"),
                            PlainText.decode(row.getString("index"))),
                    new Metric(
                            row.getString("metric"),
                            Metric.Kind.valueOf(row.getString("kind")),
                            PlainText.decode(row.getString("unit")))));

    private final JdbcClient jdbc;
    private final Map<DeviceId, Map<SeriesKey, Registered>> current = new ConcurrentHashMap<>();
    /** What is not found by its key any more, since it turned from gauge to counter or back. */
    private final Map<Identity, Registered> superseded = new ConcurrentHashMap<>();
    /** By the object that samples of a series refer to, until something is registered or forgotten. Of who registers. */
    private final Map<Series, Registered> seen = new IdentityHashMap<>();
    /** Series that are found by their key. Of who registers. */
    private int count;

    public SeriesRegistry(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Reads the table, to be called before anything else. */
    public void load() {
        current.clear();
        superseded.clear();
        seen.clear();
        count = 0;
        Texts texts = new Texts();
        jdbc.sql("SELECT id, device, metric, index, kind, unit FROM metric_series ORDER BY revision")
                .query(REGISTERED)
                .list()
                .forEach(registered -> remember(texts.sharing(registered)));
    }

    /** A hundred thousand series have few names between them; the rows of a table bring each anew. */
    private static final class Texts {
        private final Map<Object, Object> first = new HashMap<>();

        Registered sharing(Registered registered) {
            Series series = registered.series();
            Metric metric = same(series.metric());
            SeriesKey key = new SeriesKey(
                    same(series.key().device()),
                    metric.name(),
                    same(series.key().index()));
            return new Registered(registered.id(), new Series(key, metric));
        }

        @SuppressWarnings("unchecked")
        private <A> A same(A one) {
            return (A) first.computeIfAbsent(one, same -> same);
        }
    }

    private void remember(Registered registered) {
        SeriesKey key = registered.series().key();
        Registered before = current.computeIfAbsent(key.device(), device -> new ConcurrentHashMap<>(16))
                .put(key, registered);
        superseded.remove(Identity.of(registered.series()));
        count += before == null ? 1 : 0;
        if (before != null && before.isCounter() != registered.isCounter()) {
            superseded.put(Identity.of(before.series()), before);
        }
    }

    private @Nullable Registered identified(Series series) {
        Registered found = current.getOrDefault(series.key().device(), Map.of()).get(series.key());
        boolean counter = series.metric().kind() != Metric.Kind.GAUGE;
        return found != null && found.isCounter() == counter ? found : superseded.get(Identity.of(series));
    }

    public Optional<Registered> find(SeriesKey key) {
        return Optional.ofNullable(current.getOrDefault(key.device(), Map.of()).get(key));
    }

    public List<Registered> of(DeviceId device) {
        return List.copyOf(current.getOrDefault(device, Map.of()).values());
    }

    public Collection<Registered> all() {
        List<Registered> all = new ArrayList<>(superseded.values());
        current.values().forEach(of -> all.addAll(of.values()));
        return all;
    }

    /** The series of each sample; what is new goes into the table first, in one statement. */
    public Registered[] register(Batch batch) {
        Map<Identity, Series> news = new LinkedHashMap<>();
        @Nullable Registered[] registered = new @Nullable Registered[batch.size()];
        for (int i = 0; i < batch.size(); i++) {
            Series series = batch.series(i);
            registered[i] = seen.get(series);
            if (registered[i] != null) {
                continue;
            }
            Registered found =
                    current.getOrDefault(series.key().device(), Map.of()).get(series.key());
            if (found == null || !found.series().metric().equals(series.metric())) {
                // Taken out and put in again, so that what came last is registered last.
                news.remove(Identity.of(series));
                news.put(Identity.of(series), series);
            }
        }
        if (!news.isEmpty()) {
            seen.clear();
            insert(new ArrayList<>(news.values())).forEach(one -> {
                Series given = news.getOrDefault(Identity.of(one.series()), one.series());
                remember(new Registered(one.id(), given));
            });
        }
        for (int i = 0; i < batch.size(); i++) {
            if (registered[i] == null) {
                registered[i] = identified(batch.series(i));
                see(batch.series(i), registered[i], news.isEmpty());
            }
        }
        return checked(registered);
    }

    private void see(Series series, @Nullable Registered as, boolean lasts) {
        if (as != null && lasts) {
            if (seen.size() > 2 * count + MORE_SEEN) {
                // Somebody gives a new object for each sample, which must not fill the memory.
                seen.clear();
            }
            seen.put(series, as);
        }
    }

    /** How many objects are remembered. */
    int seenCount() {
        return seen.size();
    }

    private static Registered[] checked(@Nullable Registered[] registered) {
        Registered[] checked = new Registered[registered.length];
        for (int i = 0; i < registered.length; i++) {
            Registered one = registered[i];
            if (one == null) {
                throw new IllegalStateException("A series was not registered");
            }
            checked[i] = one;
        }
        return checked;
    }

    private List<Registered> insert(List<Series> series) {
        return jdbc.sql("""
                        WITH given AS (
                            INSERT INTO metric_series (device, metric, index, counter, kind, unit)
                            SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[])
                            ON CONFLICT (device, metric, index, counter) DO UPDATE
                            SET kind = excluded.kind, unit = excluded.unit,
                                revision = nextval('metric_series_revision')
                            RETURNING id, device, metric, index, kind, unit, revision)
                        SELECT id, device, metric, index, kind, unit FROM given ORDER BY revision
                        """)
                .param(column(series, one -> one.key().device().value()))
                .param(column(series, one -> one.metric().name()))
                .param(column(series, one -> PlainText.encode(one.key().index())))
                .param(column(series, one -> String.valueOf(one.metric().kind() != Metric.Kind.GAUGE)))
                .param(column(series, one -> one.metric().kind().name()))
                .param(column(series, one -> PlainText.encode(one.metric().unit())))
                .query(REGISTERED)
                .list();
    }

    private static Object column(List<Series> series, Function<Series, String> of) {
        return series.stream().map(of).toArray(String[]::new);
    }

    /** Forgets series that hold nothing any more; they get a new id when they come again. */
    public void forget(Collection<Integer> ids) {
        seen.clear();
        for (Registered one : all()) {
            if (ids.contains(one.id())) {
                superseded.computeIfPresent(
                        Identity.of(one.series()), (key, found) -> found.id() == one.id() ? null : found);
                current.getOrDefault(one.series().key().device(), Map.of())
                        .computeIfPresent(one.series().key(), (key, found) -> found.id() == one.id() ? null : found);
            }
        }
        count = current.values().stream().mapToInt(Map::size).sum();
    }
}

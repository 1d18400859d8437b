package io.langsong.alert;

import io.langsong.metric.Metric;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The metrics there may be: those of the profiles, and those that each poll brings. Any thread. */
@Component
public class KnownMetrics {
    private static final List<Metric> OF_EACH_POLL = List.of(
            new Metric("reach.rtt", Metric.Kind.GAUGE, "ms"),
            new Metric("reach.loss", Metric.Kind.GAUGE, "%"),
            new Metric("sys.uptime", Metric.Kind.GAUGE, "s"));

    private final Supplier<Profiles> profiles;
    /** Those of {@link #readOf}: profiles are read anew seldom, and there are thousands of rules in them. */
    private volatile Map<String, Metric> read = Map.of();

    private volatile @Nullable Profiles readOf;

    KnownMetrics(Supplier<Profiles> profiles) {
        this.profiles = profiles;
    }

    /** In the order of the alphabet. */
    public Set<String> names() {
        return byName().keySet();
    }

    /** One of that name; another profile may count it in another way. */
    public Optional<Metric> metric(String name) {
        return Optional.ofNullable(byName().get(name));
    }

    /** Names of profiles, in the order of the alphabet. */
    public List<String> profiles() {
        return profiles.get().all().stream().map(Profile::name).sorted().toList();
    }

    private Map<String, Metric> byName() {
        Profiles now = profiles.get();
        if (now != readOf) {
            read = read(now);
            readOf = now;
        }
        return read;
    }

    private static Map<String, Metric> read(Profiles profiles) {
        Map<String, Metric> metrics = new TreeMap<>();
        OF_EACH_POLL.forEach(metric -> metrics.put(metric.name(), metric));
        profiles.all()
                .forEach(profile -> profile.metrics()
                        .forEach(metric -> metrics.merge(
                                metric.name(),
                                metric,
                                (one, other) -> one.unit().isEmpty() ? other : one)));
        return metrics;
    }
}

package io.langsong.alert;

import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The metrics there may be: those of the profiles, and those that each poll brings. Any thread. */
@Component
public class KnownMetrics {
    private static final List<String> OF_EACH_POLL = List.of("reach.rtt", "reach.loss", "sys.uptime");

    private final Supplier<Profiles> profiles;

    KnownMetrics(Supplier<Profiles> profiles) {
        this.profiles = profiles;
    }

    /** In the order of the alphabet. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(OF_EACH_POLL);
        profiles.get().all().stream().map(Profile::metricNames).forEach(names::addAll);
        return names;
    }

    /** In the order of the alphabet. */
    public List<String> profiles() {
        return profiles.get().all().stream().map(Profile::name).sorted().toList();
    }
}

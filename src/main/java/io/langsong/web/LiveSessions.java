package io.langsong.web;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Origin;
import io.langsong.access.PersonChanged;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.stereotype.Component;

/**
 * The sessions that are open now, and since when nobody did anything in them. They live in memory, as the sessions
 * themselves do: a restart ends all. Any thread.
 */
@Component
public class LiveSessions extends SessionRegistryImpl {
    private final Clock clock;
    private final AuditTrail audit;
    private final SecureRandom random = new SecureRandom();
    /** By the id of the container, which is a secret and leaves this class in no form. */
    private final Map<String, Live> byId = new ConcurrentHashMap<>();

    LiveSessions(Clock clock, AuditTrail audit) {
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * An open session as people may see it.
     *
     * @param handle names it, and opens nothing
     * @param address where it was opened from
     * @param browser as it named itself; null when it did not
     * @param usedAt when somebody last did something
     */
    public record Live(
            String handle,
            String person,
            String address,
            @Nullable String browser,
            Instant since,
            Instant usedAt) {
        /** Null when it is none that is known. */
        public @Nullable BrowserName knownBrowser() {
            return browser == null ? null : BrowserName.of(browser).orElse(null);
        }

        /** As it named itself, made fit to be shown. */
        public String shownBrowser() {
            return browser == null ? "–" : PlainText.shown(browser);
        }

        /** The same with all that a browser says of itself, which is more than a line. */
        public String wholeBrowser() {
            return browser == null ? "–" : PlainText.shown(browser, BrowserName.LONGEST);
        }

        private Live usedAt(Instant at) {
            return new Live(handle, person, address, browser, since, at);
        }
    }

    @Override
    public void registerNewSession(String sessionId, Object principal) {
        super.registerNewSession(sessionId, principal);
        if (principal instanceof SignedIn who) {
            Origin origin = Origin.current();
            byte[] bits = new byte[8];
            random.nextBytes(bits);
            Instant now = clock.instant();
            byId.put(
                    sessionId,
                    new Live(
                            HexFormat.of().formatHex(bits),
                            who.name(),
                            origin == null ? "?" : origin.address(),
                            origin == null ? null : origin.browser(),
                            now,
                            now));
        }
    }

    @Override
    public void removeSessionInformation(String sessionId) {
        super.removeSessionInformation(sessionId);
        byId.remove(sessionId);
    }

    /** Of one person, newest first. */
    public List<Live> of(String person) {
        return byId.entrySet().stream()
                .filter(entry -> entry.getValue().person().equals(person) && !isExpired(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(Live::since).reversed())
                .toList();
    }

    private boolean isExpired(String sessionId) {
        SessionInformation session = getSessionInformation(sessionId);
        return session == null || session.isExpired();
    }

    /** Of this session of the container. */
    public Optional<Live> bySession(String sessionId) {
        return Optional.ofNullable(byId.get(sessionId));
    }

    void used(String sessionId) {
        byId.computeIfPresent(sessionId, (id, live) -> live.usedAt(clock.instant()));
    }

    /** @return false when that person has none of that handle */
    public boolean end(String person, String handle) {
        Optional<String> found = byId.entrySet().stream()
                .filter(entry -> entry.getValue().person().equals(person)
                        && entry.getValue().handle().equals(handle))
                .map(Map.Entry::getKey)
                .findFirst();
        found.ifPresent(id -> {
            expire(id);
            tell(person, "1");
        });
        return found.isPresent();
    }

    /**
     * Ends all of a person at their next request.
     *
     * @param butSession the container's id of one that goes on; null ends each
     * @return how many
     */
    public int endAll(String person, @Nullable String butSession) {
        List<String> ids = byId.entrySet().stream()
                .filter(entry -> entry.getValue().person().equals(person)
                        && !entry.getKey().equals(butSession)
                        && !isExpired(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        ids.forEach(this::expire);
        if (!ids.isEmpty()) {
            tell(person, Integer.toString(ids.size()));
        }
        return ids.size();
    }

    private void expire(String sessionId) {
        SessionInformation session = getSessionInformation(sessionId);
        if (session != null) {
            session.expireNow();
        }
    }

    /** Nobody did anything in it for too long. */
    void idled(SignedIn who) {
        audit.recordAs(
                AuditTrail.SYSTEM,
                "access.session.end",
                "person:" + who.name(),
                List.of(new Change("reason", null, "idle")));
    }

    private void tell(String person, String count) {
        audit.record("access.session.end", "person:" + person, List.of(new Change("sessions", null, count)));
    }

    /** A changed right or password, or a person put out, ends that person's sessions; that change is in the trail. */
    @EventListener
    void on(PersonChanged changed) {
        byId.forEach((id, live) -> {
            if (live.person().equals(changed.name())) {
                expire(id);
            }
        });
    }
}

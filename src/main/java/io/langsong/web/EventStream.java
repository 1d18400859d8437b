package io.langsong.web;

import io.langsong.access.PersonChanged;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The one stream of server-sent events to open pages and programs. An event names what changed; who hears it fetches it.
 *
 * <p>One thread serves all clients and never waits for one: writing is non-blocking, a client that does not read is put
 * out when its queue is full and comes back with {@code Last-Event-ID}. What it missed is replayed, or, when that is no
 * longer known, one event {@code resync} tells it to fetch everything.
 */
@Component
public class EventStream implements SmartLifecycle {
    static final int CLIENTS = 400;
    private static final int REPLAYED = 512;
    /** About 100 kB, less than one client may have waiting. */
    private static final int GATHERED = 1000;

    private static final long GATHER_MILLIS = 200;
    private static final long HEARTBEAT_SECONDS = 20;
    /** After that a client comes back through the door, where it is looked at again. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static final Pattern SAFE = Pattern.compile("[a-z0-9:._-]{1,160}");
    private static final Event RESYNC = new Event("resync", "all");

    private final Clock clock;
    private final SeenInventory seen;
    private final AtomicInteger connected = new AtomicInteger();
    /** What is to be sent with the next delivery, each once. Guarded by itself. */
    private final Set<Event> gathered = new LinkedHashSet<>();

    /** Below: the thread {@code events} alone. */
    private final List<EventClient> clients = new ArrayList<>();

    private final Deque<Numbered> recent = new ArrayDeque<>();
    private long number;

    private volatile @Nullable ScheduledThreadPoolExecutor thread;
    private volatile String run = "";

    EventStream(Clock clock, SeenInventory seen) {
        this.clock = clock;
        this.seen = seen;
    }

    /**
     * Tells every open page that something changed. Returns at once; the same event and key within a moment are one. Any
     * thread.
     *
     * @param event kind of change, as {@code condition}
     * @param key what changed, as {@code device:thon-man-ap2}; no more than a name, heard by every client that may see the object
     * @throws IllegalArgumentException when either is not made of lower-case letters, digits and {@code : . _ -}
     */
    public void broadcast(String event, String key) {
        Event told = new Event(event, key);
        ScheduledThreadPoolExecutor running = thread;
        if (running == null) {
            return;
        }
        synchronized (gathered) {
            boolean first = gathered.isEmpty();
            if (gathered.size() >= GATHERED) {
                gathered.clear();
                gathered.add(RESYNC);
            }
            gathered.add(told);
            if (first) {
                running.schedule(this::deliver, GATHER_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** How many are listening. */
    public int clients() {
        return connected.get();
    }

    /** Takes a request over; answers 503 when there are too many or the server is closing. */
    void connect(HttpServletRequest request, HttpServletResponse response, String lastEventId) throws IOException {
        ScheduledThreadPoolExecutor running = thread;
        if (running == null || connected.get() >= CLIENTS) {
            response.setHeader("Retry-After", "10");
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // A proxy that gathers output would hold the events back.
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        EventClient client =
                new EventClient(async, SignedIn.current(), System.nanoTime() + LONGEST.toNanos(), this::gone);
        connected.incrementAndGet();
        client.offer("retry: 5000\n\n");
        client.listen();
        running.execute(() -> admit(client, lastEventId));
        if (thread == null) {
            client.end();
        }
    }

    private void admit(EventClient client, String lastEventId) {
        clients.add(client);
        if (!lastEventId.isEmpty()) {
            offer(client, missedSince(lastEventId));
        }
    }

    private List<Numbered> missedSince(String lastEventId) {
        List<Numbered> missed = new ArrayList<>();
        for (Numbered event : recent) {
            if (event.id().equals(lastEventId)) {
                missed.clear();
            } else {
                missed.add(event);
            }
        }
        boolean known = lastEventId.equals(id(number)) || missed.size() < recent.size();
        return known ? missed : List.of(new Numbered(id(number), RESYNC));
    }

    private void deliver() {
        List<Event> events;
        synchronized (gathered) {
            events = List.copyOf(gathered);
            gathered.clear();
        }
        List<Numbered> numberedEvents = new ArrayList<>();
        for (Event event : events) {
            Numbered numbered = new Numbered(id(++number), event);
            recent.addLast(numbered);
            if (recent.size() > REPLAYED) {
                recent.removeFirst();
            }
            numberedEvents.add(numbered);
        }
        String frames = frames(numberedEvents);
        for (EventClient client : List.copyOf(clients)) {
            if (client.sight().all()) {
                client.offer(frames);
            } else {
                offer(client, numberedEvents);
            }
        }
    }

    /** What concerns nobody's village is heard by those who see all; that everything is to be fetched, by all. */
    private void offer(EventClient client, List<Numbered> events) {
        String frames = frames(events.stream()
                .filter(one -> one.event().equals(RESYNC)
                        || seen.sees(client.sight(), one.event().key()))
                .toList());
        if (!frames.isEmpty()) {
            client.offer(frames);
        }
    }

    private static String frames(List<Numbered> events) {
        return events.stream().map(Numbered::frame).collect(Collectors.joining());
    }

    /** The sessions of that person are over; a stream would go on telling what the person may not see any more. */
    @EventListener
    void on(PersonChanged changed) {
        ScheduledThreadPoolExecutor running = thread;
        if (running != null) {
            running.execute(() -> List.copyOf(clients).stream()
                    .filter(client -> client.isOf(changed.name()))
                    .forEach(EventClient::end));
        }
    }

    private void beat() {
        long now = System.nanoTime();
        for (EventClient client : List.copyOf(clients)) {
            if (now - client.until() >= 0) {
                client.end();
            } else {
                client.offer(": \n\n");
            }
        }
    }

    /** Called once for each client, from whatever thread saw it end. */
    private void gone(EventClient client) {
        connected.decrementAndGet();
        ScheduledThreadPoolExecutor running = thread;
        if (running != null) {
            running.execute(() -> clients.remove(client));
        }
    }

    private String id(long ofEvent) {
        return run + "-" + ofEvent;
    }

    @Override
    public void start() {
        // A number of an earlier run of the server must not be taken for one of this run.
        run = Long.toString(clock.millis(), 36);
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(
                1,
                work -> {
                    Thread made = new Thread(work, "events");
                    made.setDaemon(true);
                    return made;
                },
                (late, executor) -> {});
        started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        started.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        thread = started;
    }

    @Override
    public void stop() {
        ScheduledThreadPoolExecutor running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        running.execute(() -> {
            List.copyOf(clients).forEach(EventClient::end);
            clients.clear();
        });
        running.shutdown();
        try {
            if (!running.awaitTermination(2, TimeUnit.SECONDS)) {
                running.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Last to start and first to stop: open streams would hold up the web server's graceful end. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    private record Event(String name, String key) {
        Event {
            if (!SAFE.matcher(name).matches() || !SAFE.matcher(key).matches()) {
                throw new IllegalArgumentException(
                        "An event and its key are lower-case letters, digits and : . _ -, not \"%s\", \"%s\""
                                .formatted(name, key));
            }
        }
    }

    private record Numbered(String id, Event event) {
        String frame() {
            return "id: %s\nevent: %s\ndata: %s\n\n".formatted(id, event.name(), event.key());
        }
    }
}

package io.langsong.collector.site;

import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.Sync;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a line to the server: calls it, says who it is, asks for its clock, and gives what waits to {@link Upload}. On the thread of the executor alone. */
final class Talk implements Line.Listener {
    private static final Logger log = LoggerFactory.getLogger(Talk.class);
    private static final long PING_MILLIS = 5_000;
    private static final long DEAD_MILLIS = 15_000;
    /** A name that is looked up without end, and a handshake, must not last for ever. */
    private static final long LONGEST_DIAL_MILLIS = 90_000;

    private static final long SAY_AGAIN_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final long NOTABLE_MILLIS = Duration.ofMinutes(1).toMillis();
    /** Of a refusal: the certificate is over, and is given anew to whoever has it. */
    private static final String OVER = "certificate-expired";

    private final ServerAddress server;
    private final Credentials credentials;
    private final EventLoopGroup group;
    private final ScheduledExecutorService executor;
    private final Upload upload;
    private final Events events;
    private final String version;
    private final Syncs syncs;
    private final Allowance allowance;
    private final BackOff backOff;

    private @Nullable Line line;
    private boolean welcomed;
    private boolean stopped;
    /** Whether the next line is there for a new certificate alone, since the server said that this one is over. */
    private boolean renewing;
    /** Whether this line brought a new certificate. */
    private boolean renewed;

    private long dialledAt;
    private long heardAt;
    private long pingedAt;
    private long helloAt;
    private long unsentBefore;
    private boolean clockSaid;
    private String lastFailure = "";
    private long lastFailureAt;

    /** What the rest of the collector has to do with the line. */
    interface Events {
        Life life();

        /** Milliseconds of the life. */
        long now();

        Instant wallClock();

        /** Of what is worked by; empty for none. */
        String revision();

        /** Closes the batch under way, so that what follows is fresh. */
        void welcomed();

        void assigned(Message.Assignment assignment);

        Message.Figures figures();
    }

    Talk(
            ServerAddress server,
            Credentials credentials,
            EventLoopGroup group,
            ScheduledExecutorService executor,
            Upload upload,
            Syncs syncs,
            Allowance allowance,
            BackOff backOff,
            String version,
            Events events) {
        this.server = server;
        this.credentials = credentials;
        this.group = group;
        this.executor = executor;
        this.upload = upload;
        this.syncs = syncs;
        this.allowance = allowance;
        this.backOff = backOff;
        this.version = version;
        this.events = events;
    }

    boolean isWelcomed() {
        return welcomed;
    }

    void dial() {
        attempt(() -> {
            if (!stopped && line == null) {
                dialledAt = events.now();
                line = Line.open(
                        group,
                        server,
                        Line.context(credentials.trust(), credentials.current()),
                        task -> executor.execute(() -> attempt(task)),
                        this);
            }
        });
    }

    /** The executor would keep a fault to itself, and the line would be silent for ever. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException fault) {
            log.error("line to the server failed by a fault of this collector, it is begun anew", fault);
            Line open = line;
            if (open != null) {
                open.close("this collector failed");
            } else {
                dialLater();
            }
        }
    }

    private void dialLater() {
        if (!stopped) {
            var unused = executor.schedule(this::dial, backOff.nextMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop() {
        stopped = true;
        Line open = line;
        if (open != null) {
            open.close("this collector stops");
        }
    }

    /** Some times a second. */
    void turn() {
        Line open = line;
        if (open == null) {
            return;
        }
        long now = events.now();
        long unsent = open.unsent();
        if (unsent > 0 && unsent < unsentBefore) {
            // The kernel was full and took more: a thin line may be busy for long before an answer gets through.
            heardAt = now;
        }
        unsentBefore = unsent;
        if (welcomed && now - heardAt > DEAD_MILLIS) {
            open.close("nothing was heard for %d s".formatted(DEAD_MILLIS / 1000));
        } else if (!welcomed && now - dialledAt > LONGEST_DIAL_MILLIS) {
            open.close("no welcome within %d s".formatted(LONGEST_DIAL_MILLIS / 1000));
        } else if (welcomed) {
            if (now - pingedAt >= PING_MILLIS) {
                pingedAt = now;
                say(open, new Message.Ping(now, events.figures()));
            }
            upload.send();
        }
    }

    private int say(Line to, Message message) {
        int octets = to.say(message);
        allowance.spend(octets, System.nanoTime());
        return octets;
    }

    @Override
    public void opened(Line opened) {
        if (opened != line) {
            return;
        }
        if (renewing) {
            renewing = false;
            log.info("certificate is over, and is renewed");
            say(opened, new Message.Renew(credentials.renewal(events.now())));
            return;
        }
        helloAt = events.now();
        Backlog.State waits = upload.state();
        Life life = events.life();
        say(
                opened,
                new Message.Hello(
                        version,
                        life.id(),
                        life.startedAt().toEpochMilli(),
                        helloAt,
                        waits.batches(),
                        waits.octets(),
                        events.revision()));
    }

    @Override
    public void said(Line by, Message message, long atNanos) {
        if (by != line) {
            return;
        }
        long cameAt = events.now() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - atNanos);
        heardAt = events.now();
        if (message instanceof Message.Welcome welcome) {
            welcome(by, welcome, cameAt);
        } else if (message instanceof Message.Assignment assignment) {
            events.assigned(assignment);
        } else if (message instanceof Message.Taken taken) {
            upload.taken(taken);
        } else if (message instanceof Message.Later later) {
            upload.later(later);
        } else if (message instanceof Message.Pong pong) {
            sync(pong.at(), cameAt, pong.server());
            renewIfDue(by, pong.server());
        } else if (message instanceof Message.Enrolled enrolled) {
            renewed(by, enrolled);
        } else if (message instanceof Message.Refusal refusal) {
            renewing = refusal.code().equals(OVER);
            by.close("the server refuses: " + Plain.text(refusal.text()));
        }
    }

    private void welcome(Line by, Message.Welcome welcome, long cameAt) {
        welcomed = true;
        lastFailure = "";
        credentials.worked();
        sync(helloAt, cameAt, welcome.server());
        log.info(
                "connected server={} collector={} waiting={}",
                server,
                Plain.text(welcome.collector()),
                upload.state().batches());
        sayIfClockIsOff(welcome.server());
        pingedAt = 0;
        events.welcomed();
        upload.begin(message -> say(by, message), welcome.inOrder());
        renewIfDue(by, welcome.server());
        turn();
        // Last, so that a fault of our own on the way does not make us call again at once, over and over.
        backOff.worked();
    }

    private void sync(long askedAt, long cameAt, long serverMillis) {
        if (askedAt <= cameAt && askedAt >= 0) {
            syncs.add(new Sync((askedAt + cameAt) / 2, Instant.ofEpochMilli(serverMillis), (cameAt - askedAt + 1) / 2));
        }
    }

    private void sayIfClockIsOff(long serverMillis) {
        Duration off = Duration.between(Instant.ofEpochMilli(serverMillis), events.wallClock());
        if (!clockSaid && off.abs().toMillis() > NOTABLE_MILLIS) {
            clockSaid = true;
            log.warn(
                    "clock of this machine is off by={}; what is collected is dated by the server's clock, but set it for other programs: timedatectl set-ntp true",
                    off);
        }
    }

    private void renewIfDue(Line by, long serverMillis) {
        credentials.request(Instant.ofEpochMilli(serverMillis), events.now()).ifPresent(request -> {
            log.info("certificate is renewed");
            say(by, new Message.Renew(request));
        });
    }

    private void renewed(Line by, Message.Enrolled enrolled) {
        renewed = credentials.renewed(enrolled.certificates());
        if (renewed) {
            by.close("the certificate was renewed");
        }
    }

    @Override
    public void closed(Line by, String why) {
        if (by != line) {
            return;
        }
        line = null;
        boolean was = welcomed;
        welcomed = false;
        upload.end();
        if (stopped) {
            return;
        }
        // One that is over is known to the server, and is shown once more for a new one.
        if (!was && !renewing && !renewed) {
            credentials.failed();
        }
        renewed = false;
        sayWhy(was, why);
        dialLater();
    }

    private void sayWhy(boolean was, String why) {
        long now = events.now();
        if (was) {
            log.warn("line to the server ended server={} reason={}; what is collected is kept", server, why);
        } else if (!why.equals(lastFailure) || now - lastFailureAt > SAY_AGAIN_MILLIS) {
            log.warn("server not reached server={} reason={}; it is tried again", server, why);
            lastFailureAt = now;
        }
        lastFailure = why;
    }
}

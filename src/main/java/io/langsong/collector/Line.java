package io.langsong.collector;

import io.langsong.collector.Enrolment.Answer;
import io.langsong.collector.Roster.Presence;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.Message.Assignment;
import io.langsong.collector.wire.Message.CaughtUp;
import io.langsong.collector.wire.Message.Enrol;
import io.langsong.collector.wire.Message.Hello;
import io.langsong.collector.wire.Message.Later;
import io.langsong.collector.wire.Message.Ping;
import io.langsong.collector.wire.Message.Pong;
import io.langsong.collector.wire.Message.Refusal;
import io.langsong.collector.wire.Message.Renew;
import io.langsong.collector.wire.Message.Taken;
import io.langsong.collector.wire.Message.Upload;
import io.langsong.collector.wire.Message.Welcome;
import io.langsong.collector.wire.MessageCodec;
import io.langsong.collector.wire.Sync;
import io.langsong.collector.wire.WireException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a collector, or of who wants to become one. What needs the database is done in order, on the threads of the
 * {@link Lane}; a ping is answered at once, so that a slow database does not look like a dead line.
 */
final class Line extends SimpleChannelInboundHandler<byte[]> {
    private static final Logger log = LoggerFactory.getLogger(Line.class);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final House house;
    private final Frames frames;
    private final Supplier<@Nullable X509Certificate> certificate;
    private final Lane lane;
    private final Channel channel;
    private final Instant openedAt;
    private volatile boolean known;
    private volatile @Nullable CollectorId collector;
    private volatile @Nullable Life life;
    private volatile String assigned = "";

    /**
     * @param certificate of the other side; null: it has shown none
     * @param lane of this line alone
     */
    Line(House house, Channel channel, Frames frames, Supplier<@Nullable X509Certificate> certificate, Lane lane) {
        this.house = house;
        this.channel = channel;
        this.frames = frames;
        this.certificate = certificate;
        this.lane = lane;
        this.openedAt = house.clock().instant();
    }

    /** Null before it was welcomed. */
    @Nullable
    Life life() {
        return life;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!house.doorman().letIn(channel)) {
            house.counts().turnedAway.increment();
            var unused = context.close();
            return;
        }
        var unused =
                context.executor().schedule(this::endUnlessKnown, House.HELLO_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void endUnlessKnown() {
        if (!known) {
            var unused = channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        house.doorman().gone(channel);
        CollectorId who = collector;
        if (who != null) {
            house.roster().leave(who, this);
        }
        lane.end();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        lane.writable(channel.isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // Whom we do not read is not silent.
        if (event instanceof IdleStateEvent && channel.config().isAutoRead()) {
            var unused = context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        house.counts().broken.increment();
        log.debug("line of a collector ended from={} reason={}", from(), cause.toString());
        var unused = context.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, byte[] frame) throws WireException {
        CollectorId who = collector;
        Message message = MessageCodec.decode(frame);
        if (message instanceof Enrol enrol && who == null) {
            lane.add(0, () -> enrol(enrol));
        } else if (message instanceof Hello hello && who == null) {
            lane.add(0, () -> greet(hello));
        } else if (message instanceof Renew renew) {
            lane.add(0, () -> renew(renew));
        } else if (who == null) {
            refuse("hello-first", "Say hello before anything else; update the collector");
        } else if (message instanceof Ping ping) {
            answer(who, ping);
        } else if (message instanceof Upload upload && upload.batch() != null) {
            lane.add(upload.batch().length, () -> take(who, upload.batch()));
        } else if (message instanceof CaughtUp) {
            lane.add(0, () -> house.attendance().caughtUp(who));
        } else {
            refuse("unexpected", "The server did not expect this message here; update the collector");
        }
    }

    private void enrol(Enrol enrol) {
        say(house.enrolment().enrol(enrol.token(), enrol.request()));
    }

    /** Whose certificate is over can not say hello, and is let in for this alone. */
    private void renew(Renew renew) {
        X509Certificate shown = certificate.get();
        if (shown == null) {
            refuseStranger();
            return;
        }
        Answer answer = house.enrolment().renew(shown, renew.request());
        if (answer instanceof Answer.Certified certified && collector != null) {
            send(certified.message());
        } else {
            say(answer);
        }
    }

    /** The last that is said on this line. */
    private void say(Answer answer) {
        if (answer instanceof Answer.Certified certified) {
            log.info("collector enrolled collector={} from={}", certified.collector(), from());
            channel.writeAndFlush(certified.message()).addListener(ChannelFutureListener.CLOSE);
        } else if (answer instanceof Answer.Denied denied) {
            refuse(denied.code(), denied.text());
        }
    }

    private void greet(Hello hello) {
        X509Certificate shown = certificate.get();
        if (shown == null) {
            refuseStranger();
            return;
        }
        if (collector != null || !Greeting.isSound(hello)) {
            refuse("unexpected", "This is no hello that the server understands; update the collector");
            return;
        }
        Answer answer = house.enrolment().admit(shown);
        if (answer instanceof Answer.Admitted admitted) {
            welcome(admitted.collector(), hello, shown);
        } else {
            say(answer);
        }
    }

    private void refuseStranger() {
        refuse("no-certificate", "This line shows no certificate of this server; enrol first, with a token");
    }

    private void welcome(Collector who, Hello hello, X509Certificate shown) {
        CollectorId id = who.id();
        Instant now = house.clock().instant();
        Life lives = new Life(hello.life(), Instant.ofEpochMilli(hello.startedAt()));
        house.attendance().arrived(id, Greeting.version(hello), now);
        life = lives;
        collector = id;
        known = true;
        house.doorman().known(channel);
        frames.trust(() -> house.roster().heard(id));
        Presence presence = Presence.of(from(), hello, now);
        house.roster().enter(id, lives, this, presence).ifPresent(before -> {
            before.refuse("displaced", "Another process came in with the same certificate; let one of them alone run");
        });
        if (!channel.isActive()) {
            house.roster().leave(id, this);
            return;
        }
        // Whoever revoked or removed it since we looked has found no line to end.
        if (!house.enrolment().holds(shown, id)) {
            house.roster().leave(id, this);
            say(Enrolment.revoked());
            return;
        }
        boolean inOrder = house.attendance().connected(id, lives, hello.now(), now, sync(hello.now(), now));
        send(new Welcome(id.value(), now.toEpochMilli(), inOrder));
        log.info(
                "collector connected collector={} from={} waiting={} inOrder={}", id, from(), hello.waiting(), inOrder);
        assigned = Objects.requireNonNullElse(hello.assignment(), "");
        assign(who);
    }

    /** The hello left between the opening of the line and its arrival. */
    private Sync sync(long lifeNow, Instant now) {
        long half = Math.max(0, Duration.between(openedAt, now).toMillis()) / 2;
        return new Sync(lifeNow, now.minusMillis(half), half);
    }

    /** Tells it what it has to do, unless it knows. Any thread. */
    void assignAgain() {
        CollectorId who = collector;
        if (who != null) {
            lane.add(
                    0,
                    () -> house.collectors()
                            .find(who)
                            .ifPresentOrElse(
                                    this::assign,
                                    () -> refuse("certificate-revoked", "This collector was removed at the server")));
        }
    }

    private void assign(Collector who) {
        Assignment assignment = house.assignments().of(who);
        if (!assignment.revision().equals(assigned)) {
            assigned = assignment.revision();
            send(assignment);
        }
    }

    private void answer(CollectorId who, Ping ping) {
        Instant now = house.clock().instant();
        if (ping.figures() != null) {
            house.roster().told(who, ping.at(), now, ping.figures());
        }
        send(new Pong(ping.at(), now.toEpochMilli()));
    }

    private void take(CollectorId who, byte[] batch) {
        BatchCodec.Head head;
        try {
            head = BatchCodec.head(batch);
        } catch (WireException unreadable) {
            house.counts().damaged.increment();
            refuse("batch-damaged", "The server can not read what batch this is; look at the disk of the collector");
            return;
        }
        try {
            house.attendance().take(who, batch);
            house.counts().taken.increment();
        } catch (WireException damaged) {
            house.counts().damaged.increment();
            log.warn("batch of a collector is damaged collector={} life={} number={}", who, head.life(), head.number());
        } catch (RuntimeException away) {
            house.counts().postponed.increment();
            log.debug("batch of a collector can not be kept now collector={}", who, away);
            send(new Later(head.life(), head.number(), LATER.toMillis()));
            return;
        }
        send(new Taken(head.life(), head.number()));
    }

    private void send(Message message) {
        var unused = channel.writeAndFlush(message);
    }

    /** Says why, and ends the line. Any thread. */
    void refuse(String code, String text) {
        house.counts().refused.increment();
        if (certificate.get() == null) {
            // Anybody can be refused as often as he likes.
            log.debug("stranger refused code={} from={}", code, from());
        } else {
            log.info("collector refused code={} collector={} from={}", code, collector, from());
        }
        channel.writeAndFlush(new Refusal(code, text)).addListener(ChannelFutureListener.CLOSE);
    }

    private String from() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "?";
    }
}

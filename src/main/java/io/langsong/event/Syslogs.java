package io.langsong.event;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;

/** What becomes of a syslog message. Any thread. */
final class Syslogs {
    private final Origins origins;
    private final MessageQueue queue;
    private final UnknownSenders unknown;
    private final Counters counters;
    private final Clock clock;

    Syslogs(Origins origins, MessageQueue queue, UnknownSenders unknown, Counters counters, Clock clock) {
        this.origins = origins;
        this.queue = queue;
        this.unknown = unknown;
        this.counters = counters;
        this.clock = clock;
    }

    void received(InetAddress source, Protocol protocol, byte[] octets, int length) {
        Instant now = clock.instant();
        SyslogMessage message = SyslogParser.parse(octets, 0, length);
        String program = HostileText.of(message.program(), Heard.LONGEST_NAME);
        String text = HostileText.of(message.text(), Heard.LONGEST_BODY);
        if (origins.of(source, message.hostname()) instanceof Origins.Whose.Of of) {
            boolean unused = queue.offer(new Heard(
                    of.device(),
                    protocol,
                    source.getHostAddress(),
                    Kinds.SYSLOG,
                    program,
                    message.severity(),
                    text,
                    now,
                    now));
        } else {
            counters.unknown.increment();
            String said = program.isEmpty() ? text : program + ": " + text;
            unknown.note(source, protocol, HostileText.of(said, Heard.LONGEST_BODY), now);
        }
    }
}

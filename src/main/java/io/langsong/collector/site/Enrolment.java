package io.langsong.collector.site;

import io.langsong.collector.wire.Message;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gets a certificate for a token, once. One thread. */
final class Enrolment {
    private static final int PATIENCE_SECONDS = 60;

    private final SiteFolder folder;
    private final EventLoopGroup group;
    private final String version;

    private Enrolment(SiteFolder folder, EventLoopGroup group, String version) {
        this.folder = folder;
        this.group = group;
        this.version = version;
    }

    /**
     * Of a collector that is enrolled, or is enrolled now.
     *
     * @throws SiteException with the remedy, when there is none
     */
    static Kept identity(SiteFolder folder, SiteOptions options) throws InterruptedException {
        Kept kept = folder.kept().filter(one -> one.identity().isEnrolled()).orElse(null);
        ServerAddress server = options.server();
        String token = options.token();
        if (kept != null && token != null) {
            throw new SiteException(
                    "%s is enrolled already, at %s; leave out --enrol, or remove the file \"identity\" there to be another collector"
                            .formatted(folder, kept.server()));
        } else if (kept != null) {
            return server == null || server.equals(kept.server()) ? kept : moved(folder, kept, server);
        } else if (server == null || token == null) {
            throw new SiteException(
                    "%s holds no identity of a collector; make a token on the page of the collector, and give --server HOST:PORT --enrol TOKEN"
                            .formatted(folder));
        }
        EventLoopGroup group = CollectorSite.loop("collector-enrolment");
        try {
            return new Enrolment(folder, group, options.version()).enrol(server, Token.parse(token));
        } finally {
            var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static Kept moved(SiteFolder folder, Kept kept, ServerAddress server) {
        Kept moved = kept.at(server);
        try {
            folder.keep(moved);
            return moved;
        } catch (IOException full) {
            throw new SiteException(
                    "The identity can not be written to %s: %s; make room on its disk".formatted(folder, full), full);
        }
    }

    /**
     * The key is on disk before it is asked for, so that who loses the answer may ask again with the same token.
     *
     * @throws SiteException with the remedy, when it does not come in
     */
    private Kept enrol(ServerAddress server, Token token) throws InterruptedException {
        try {
            Identity key = folder.kept()
                    .map(Kept::identity)
                    .filter(identity -> !identity.isEnrolled())
                    .orElseGet(Identity::fresh);
            folder.keep(new Kept(server, key, null));
            Message.Enrolled answer = ask(server, token, key);
            if (answer.certificates().size() != 2
                    || !token.isOf(answer.certificates().get(1))) {
                throw new SiteException("The server sent no certificate that its token fits; update the server");
            }
            Kept enrolled = new Kept(server, key.certified(answer.certificates(), null), null);
            folder.keep(enrolled);
            return enrolled;
        } catch (IOException full) {
            throw new SiteException(
                    "The identity can not be written to %s: %s; make room on its disk".formatted(folder, full), full);
        }
    }

    private Message.Enrolled ask(ServerAddress server, Token token, Identity key) throws InterruptedException {
        CompletableFuture<Message.Enrolled> answer = new CompletableFuture<>();
        Line line = Line.open(group, server, Line.context(Trust.by(token), null), Runnable::run, new Line.Listener() {
            @Override
            public void opened(Line opened) {
                opened.say(new Message.Enrol(token.text(), key.request(), version));
            }

            @Override
            public void said(Line from, Message message, long atNanos) {
                if (message instanceof Message.Enrolled enrolled) {
                    answer.complete(enrolled);
                } else if (message instanceof Message.Refusal refusal) {
                    answer.completeExceptionally(
                            new SiteException("The server refuses: " + Plain.text(refusal.text())));
                }
            }

            @Override
            public void closed(Line closed, String why) {
                answer.completeExceptionally(unreachable(server, why));
            }
        });
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException silent) {
            throw unreachable(server, "no answer within %d s".formatted(PATIENCE_SECONDS));
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof SiteException known) {
                throw known;
            }
            throw new IllegalStateException(refused.getCause());
        } finally {
            line.close("enrolled");
        }
    }

    private static SiteException unreachable(ServerAddress server, String why) {
        return new SiteException(
                "The server %s can not be used: %s; check address and port, that a firewall lets TCP out to it, and that the token is of this server"
                        .formatted(server, why));
    }
}

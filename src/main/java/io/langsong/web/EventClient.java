package io.langsong.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: a bounded queue in front of a socket that is never waited for. Any thread; the lock is held for the
 * time of a non-blocking write at most.
 */
final class EventClient implements WriteListener, AsyncListener {
    private static final int WAITING_BYTES = 256 * 1024;

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final @Nullable String name;
    private final VillageSight sight;
    private final long until;
    private final Consumer<EventClient> gone;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    /** The container has said for the first time that writing is possible; before that it still runs the request. */
    private boolean open;

    private int waitingBytes;
    private boolean unflushed;
    /** It did not read for so long that it is to be closed as soon as that does not mean waiting for it. */
    private boolean tooSlow;

    private boolean ended;

    /**
     * @param who listens
     * @param until {@link System#nanoTime} at which it is to be closed
     * @param gone told once, when the stream has ended for whatever reason
     */
    EventClient(AsyncContext async, @Nullable SignedIn who, long until, Consumer<EventClient> gone) throws IOException {
        this.async = async;
        this.out = async.getResponse().getOutputStream();
        this.name = who == null ? null : who.name();
        this.sight = VillageSight.of(who);
        this.until = until;
        this.gone = gone;
    }

    boolean isOf(String person) {
        return person.equals(name);
    }

    VillageSight sight() {
        return sight;
    }

    long until() {
        return until;
    }

    /** Called on the thread of the request, once. */
    void listen() {
        async.addListener(this);
        out.setWriteListener(this);
    }

    synchronized void offer(String frame) {
        if (ended || tooSlow) {
            return;
        }
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        if (waitingBytes + bytes.length > WAITING_BYTES) {
            // Ending it now would make a thread of the container wait for the socket.
            tooSlow = true;
            waiting.clear();
            return;
        }
        waiting.addLast(bytes);
        waitingBytes += bytes.length;
        if (open) {
            drain();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        open = true;
        drain();
    }

    private void drain() {
        try {
            // isReady false is a promise: the container calls onWritePossible when it has become true, or onError when
            // that takes longer than its write timeout.
            while (!ended && (tooSlow || unflushed || !waiting.isEmpty()) && out.isReady()) {
                byte[] next = waiting.pollFirst();
                if (tooSlow) {
                    end();
                } else if (next == null) {
                    out.flush();
                    unflushed = false;
                } else {
                    waitingBytes -= next.length;
                    out.write(next);
                    unflushed = true;
                }
            }
        } catch (IOException clientIsGone) {
            end();
        }
    }

    synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        waiting.clear();
        gone.accept(this);
        complete();
    }

    private void complete() {
        try {
            async.complete();
        } catch (IllegalStateException alreadyOver) {
            return;
        }
    }

    @Override
    public void onError(Throwable error) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
        // Only in this callback does the container take it for an answer; else it would make an error page of it.
        complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // A stream is not started twice.
    }
}

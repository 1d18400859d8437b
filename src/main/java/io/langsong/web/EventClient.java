package io.langsong.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * One open stream: a bounded queue in front of a socket that is never waited for. Any thread; the lock is held for the
 * time of a non-blocking write at most.
 */
final class EventClient implements WriteListener, AsyncListener {
    private static final int WAITING = 1200;

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final long until;
    private final Consumer<EventClient> gone;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    /** The container has said for the first time that writing is possible; before that it still runs the request. */
    private boolean open;

    private boolean unflushed;
    private boolean ended;

    /**
     * @param until {@link System#nanoTime} at which it is to be closed
     * @param gone told once, when the stream has ended for whatever reason
     */
    EventClient(AsyncContext async, long until, Consumer<EventClient> gone) throws IOException {
        this.async = async;
        this.out = async.getResponse().getOutputStream();
        this.until = until;
        this.gone = gone;
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
        if (ended) {
            return;
        }
        if (waiting.size() >= WAITING) {
            end();
            return;
        }
        waiting.addLast(EventStream.bytes(frame));
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
            // isReady false is a promise: the container calls onWritePossible when it has become true.
            while (!ended && (unflushed || !waiting.isEmpty()) && out.isReady()) {
                byte[] next = waiting.pollFirst();
                if (next == null) {
                    out.flush();
                    unflushed = false;
                } else {
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

package io.langsong.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Reads what is left of a body after its answer, since most clients look at the answer only then, and are told nothing but a broken
 * connection when they can not send the rest. The container would do so by itself, but for as long as the client likes, on a thread
 * that others wait for: so there are few such readings at a time, each with a least speed, and who finds no place is cut off.
 */
@Component
final class RefusedBodies implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
    /** Of the 200 threads that serve. */
    private static final int MOST_TOGETHER = 32;
    /** As much as a browser may send of a file that is too large. */
    private static final long MOST_OCTETS = 128L << 20;

    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A phone on weak signal is faster. */
    private static final long LEAST_OCTETS_PER_SECOND = 4_000;

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        factory.addEngineValves(new Rest());
    }

    private static final class Rest extends ValveBase {
        private final Semaphore places = new Semaphore(MOST_TOGETHER);

        Rest() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            org.apache.coyote.Request asked = request.getCoyoteRequest();
            // Whoever awaits leave to send its body has sent none.
            if (request.isAsync() || asked.hasExpectation() || isWhole(asked)) {
                return;
            }
            response.finishResponse();
            if (!places.tryAcquire()) {
                asked.action(ActionCode.CLOSE_NOW, null);
                return;
            }
            try {
                if (!isReadToItsEnd(asked)) {
                    asked.action(ActionCode.CLOSE_NOW, null);
                }
            } finally {
                places.release();
            }
        }

        private static boolean isWhole(org.apache.coyote.Request asked) {
            AtomicBoolean whole = new AtomicBoolean();
            asked.action(ActionCode.REQUEST_BODY_FULLY_READ, whole);
            return whole.get();
        }

        private static boolean isReadToItsEnd(org.apache.coyote.Request asked) {
            long start = System.nanoTime();
            long octets = 0;
            Passed passed = new Passed();
            try {
                for (int read = asked.doRead(passed); read >= 0; read = asked.doRead(passed)) {
                    octets += read;
                    long allowed = GRACE_NANOS + octets * TimeUnit.SECONDS.toNanos(1) / LEAST_OCTETS_PER_SECOND;
                    if (octets > MOST_OCTETS || System.nanoTime() - start > allowed) {
                        return false;
                    }
                }
                return true;
            } catch (IOException gone) {
                return false;
            }
        }
    }

    /** Keeps nothing of what it is handed. */
    private static final class Passed implements ApplicationBufferHandler {
        private @Nullable ByteBuffer handed;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            handed = buffer;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return handed;
        }

        @Override
        public void expand(int size) {
            // What is handed on is a view of what the container read.
        }
    }
}

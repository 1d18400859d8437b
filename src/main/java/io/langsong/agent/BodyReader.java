package io.langsong.agent;

import io.langsong.journal.LimitedStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes bodies that may be endless, slow, or packed a thousandfold, with bounded memory and time. Any thread.
 */
final class BodyReader {
    /** Of all bodies that are under way together. */
    private static final long MOST_TOGETHER = 24L << 20;

    private static final int STEP = 16 << 10;

    private final long most;
    private final long timeoutNanos;
    private final AtomicLong together = new AtomicLong();

    BodyReader(AgentProperties settings) {
        this.most = settings.mostOctets().toBytes();
        this.timeoutNanos = settings.bodyTimeout().toNanos();
    }

    /** Why a body was not taken. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private static Refusal tooLarge() {
        return new Refusal(413, "Report too large\n");
    }

    /** Reads a body to its end, and what is in it. */
    Report read(ReportBody body) throws Refusal, NotAReport, IOException {
        String encoding = body.encoding();
        if (encoding != null && !encoding.equals("gzip")) {
            throw new Refusal(415, "Send it as it is, or packed by gzip\n");
        }
        if (body.announced() > most) {
            throw tooLarge();
        }
        byte[] octets = octets(body);
        try (InputStream plain = unpacked(new ByteArrayInputStream(octets), encoding)) {
            return ReportReader.read(plain);
        } catch (LimitedStream.Exceeded packed) {
            throw tooLarge();
        } catch (IOException damaged) {
            throw new NotAReport("Invalid data: damaged on its way");
        }
    }

    private byte[] octets(ReportBody body) throws Refusal, IOException {
        long deadline = System.nanoTime() + timeoutNanos;
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        byte[] step = new byte[STEP];
        try (InputStream in = body.open()) {
            int read = in.read(step);
            while (read >= 0) {
                octets.write(step, 0, read);
                if (together.addAndGet(read) > MOST_TOGETHER) {
                    throw new Refusal(503, "Busy, try again\n");
                }
                if (octets.size() > most) {
                    throw tooLarge();
                }
                if (System.nanoTime() - deadline > 0) {
                    throw tooSlow();
                }
                read = in.read(step);
            }
        } catch (SocketTimeoutException slow) {
            throw tooSlow();
        } finally {
            together.addAndGet(-octets.size());
        }
        return octets.toByteArray();
    }

    private static Refusal tooSlow() {
        return new Refusal(408, "Report too slow\n");
    }

    private InputStream unpacked(InputStream octets, @Nullable String encoding) throws IOException {
        return encoding == null ? octets : new LimitedStream(new GZIPInputStream(octets), most);
    }
}

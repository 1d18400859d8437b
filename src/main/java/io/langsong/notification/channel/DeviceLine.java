package io.langsong.notification.channel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A modem at a serial port of this machine, opened as a file. {@code stty} sets the port first, since Java has no word for it;
 * then a read that finds nothing ends by itself after a tenth of a second.
 */
final class DeviceLine implements ModemLine {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final InputStream in;
    private final OutputStream out;

    private DeviceLine(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    static DeviceLine open(Path device, int baud, Duration timeout) throws IOException {
        if (Files.notExists(device)) {
            throw new FileNotFoundException(device + " is not there; is the modem plugged in?");
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            throw new IOException(
                    device + " may not be read and written; add the user of this program to the group dialout");
        }
        set(device, baud, timeout);
        // Not created where it vanished meanwhile, and nothing is truncated.
        OutputStream out = Files.newOutputStream(device, StandardOpenOption.WRITE);
        try {
            return new DeviceLine(new java.io.FileInputStream(device.toFile()), out);
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    private static void set(Path device, int baud, Duration timeout) throws IOException {
        Process stty = new ProcessBuilder(
                        "stty",
                        "-F",
                        device.toString(),
                        Integer.toString(baud),
                        "raw",
                        "-echo",
                        "clocal",
                        "cs8",
                        "-parenb",
                        "-cstopb",
                        "min",
                        "0",
                        "time",
                        "1")
                .redirectErrorStream(true)
                .start();
        try {
            if (!stty.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                throw new IOException("stty did not come to an end for " + device);
            }
            if (stty.exitValue() != 0) {
                String said = new String(stty.getInputStream().readNBytes(200), StandardCharsets.UTF_8);
                throw new IOException("stty could not set " + device + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        }
    }

    @Override
    public void write(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    @Override
    public int read(byte[] into, Duration atMost) throws IOException {
        long until = System.nanoTime() + atMost.toNanos();
        while (in.available() == 0) {
            if (System.nanoTime() - until >= 0) {
                return 0;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("stopped");
            }
        }
        return Math.max(0, in.read(into));
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } finally {
            out.close();
        }
    }
}

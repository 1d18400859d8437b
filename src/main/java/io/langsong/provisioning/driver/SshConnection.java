package io.langsong.provisioning.driver;

import io.langsong.provisioning.driver.DeviceFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** One connection to a box that let us in. One thread at a time. */
public final class SshConnection implements AutoCloseable {
    private static final Duration OPEN = Duration.ofSeconds(20);
    /** A command was killed, or its box gives none. */
    static final int NO_STATUS = -1;

    private static final int MOST_OCTETS = 8 << 20;
    private static final long MOST_FILE = 256L << 20;

    private final ClientSession session;

    SshConnection(ClientSession session) {
        this.session = session;
    }

    /**
     * How a command ended.
     *
     * @param status as the box gave it; {@link #NO_STATUS} when it gave none
     * @param text both of its outputs, as they came
     */
    public record Ended(int status, String text) {}

    /** @param input what the command reads @throws DeviceFailure of kind {@code UNREACHABLE} when it does not end in time */
    public Ended run(String command, byte[] input, Duration within) throws DeviceFailure {
        return run(command, new ByteArrayInputStream(input), within);
    }

    /** As {@link #run(String, byte[], Duration)}, of what is too long for the memory. */
    public Ended run(String command, InputStream input, Duration within) throws DeviceFailure {
        Bounded output = new Bounded();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setIn(input);
            channel.setOut(output);
            channel.setErr(output);
            channel.open().verify(OPEN);
            if (channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), within).contains(ClientChannelEvent.TIMEOUT)) {
                throw new DeviceFailure(Reason.TOOK_TOO_LONG, within.toSeconds());
            }
            Integer status = channel.getExitStatus();
            if (status == null && !session.isOpen()) {
                throw new DeviceFailure(Reason.BROKE, "");
            }
            return new Ended(status == null ? NO_STATUS : status, output.text());
        } catch (IOException failed) {
            throw broken(failed);
        }
    }

    private static DeviceFailure broken(IOException failed) {
        return new DeviceFailure(Reason.BROKE, failed, null, Said.of(String.valueOf(failed.getMessage())));
    }

    /** Puts a file where the box keeps its files. */
    void upload(String name, byte[] octets) throws DeviceFailure {
        upload(name, new ByteArrayInputStream(octets));
    }

    /** As {@link #upload(String, byte[])}, of what is too long for the memory. */
    public void upload(String name, InputStream octets) throws DeviceFailure {
        try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session);
                OutputStream file = sftp.write(name)) {
            octets.transferTo(file);
        } catch (IOException failed) {
            throw new DeviceFailure(
                    Reason.NOT_UPLOADED, failed, null, name, Said.of(String.valueOf(failed.getMessage())));
        }
    }

    /** Fetches such a file; a box that sends without end is left. */
    public void download(String name, OutputStream to) throws DeviceFailure {
        try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session);
                InputStream file = sftp.read(name)) {
            byte[] buffer = new byte[1 << 16];
            long octets = 0;
            for (int count = file.read(buffer); count >= 0; count = file.read(buffer)) {
                octets += count;
                if (octets > MOST_FILE) {
                    throw new IOException("more than " + MOST_FILE + " octets came");
                }
                to.write(buffer, 0, count);
            }
        } catch (IOException failed) {
            throw broken(failed);
        }
    }

    /** A command line as a person has it, on a terminal that never turns a page. */
    ChannelShell shell(OutputStream output) throws DeviceFailure {
        try {
            ChannelShell channel = session.createShellChannel();
            channel.setPtyColumns(500);
            channel.setPtyLines(1000);
            channel.setPtyType("dumb");
            channel.setOut(output);
            channel.setErr(output);
            channel.open().verify(OPEN);
            return channel;
        } catch (IOException failed) {
            throw broken(failed);
        }
    }

    @Override
    public void close() {
        session.close(true);
    }

    /** A box is not trusted to end. */
    static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] more, int from, int count) throws IOException {
            if (octets.size() + count > MOST_OCTETS) {
                throw new IOException("more than " + MOST_OCTETS + " octets came");
            }
            octets.write(more, from, count);
            notifyAll();
        }

        synchronized String text() {
            return octets.toString(StandardCharsets.UTF_8);
        }

        /** Waits until something came beyond so many octets, or the time is over. */
        synchronized void await(int beyond, long millis) throws InterruptedException {
            if (octets.size() <= beyond && millis > 0) {
                wait(millis);
            }
        }

        synchronized int size() {
            return octets.size();
        }
    }
}

package io.langsong.notification.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A modem behind a TCP bridge: echoes until it is told not to, says other things between its answers, and lets its octets go in
 * pieces that end where it hurts.
 */
public final class FakeModem implements AutoCloseable {
    private static final int END = 0x1A;
    private static final int ESCAPE = 0x1B;

    private final ServerSocket server;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<SmsReader.Submitted> messages = new CopyOnWriteArrayList<>();
    private volatile @Nullable Socket client;
    private volatile int reference = 253;

    /** What it says to a PDU; null: it takes it. */
    volatile @Nullable String refusal;

    volatile String card = "READY";
    volatile String registration = "0,1";
    volatile boolean reports = true;
    volatile boolean silent;
    /** Hangs up in place of an answer to the next PDU. */
    volatile boolean hangsUp;
    /** Said before the next prompt. */
    volatile String between = "";

    public FakeModem() {
        try {
            server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "fake-modem");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    List<String> commands() {
        return List.copyOf(commands);
    }

    public List<SmsReader.Submitted> messages() {
        return List.copyOf(messages);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket accepted = server.accept()) {
                accepted.setTcpNoDelay(true);
                client = accepted;
                new Conversation(accepted).run();
            } catch (IOException hungUp) {
                // The next one may call.
            }
        }
    }

    /** Unasked: what became of a message, in two lines. */
    public void report(int ofReference, String number, int status) throws IOException {
        String pdu = SmsReader.report(ofReference, number, status);
        Socket caller = client;
        if (caller != null) {
            speak(caller, "\r\n+CDS: " + (pdu.length() / 2 - 1) + "\r\n" + pdu + "\r\n");
        }
    }

    /** In pieces of one, two, three octets. */
    private static synchronized void speak(Socket to, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        int from = 0;
        int size = 1;
        while (from < octets.length) {
            int length = Math.min(size, octets.length - from);
            to.getOutputStream().write(octets, from, length);
            to.getOutputStream().flush();
            from += length;
            size = size % 3 + 1;
        }
    }

    private final class Conversation {
        private final Socket caller;
        private boolean echo = true;

        Conversation(Socket caller) {
            this.caller = caller;
        }

        void run() throws IOException {
            InputStream in = caller.getInputStream();
            StringBuilder heard = new StringBuilder();
            int awaited = -1;
            int octet;
            while ((octet = in.read()) >= 0) {
                if (octet == ESCAPE) {
                    heard.setLength(0);
                    awaited = -1;
                } else if (awaited >= 0 && octet == END) {
                    take(heard.toString(), awaited);
                    heard.setLength(0);
                    awaited = -1;
                } else if (awaited < 0 && octet == '\r') {
                    awaited = answer(heard.toString());
                    heard.setLength(0);
                } else {
                    heard.append((char) octet);
                }
            }
        }

        private void say(String text) throws IOException {
            speak(caller, text);
        }

        private void ok() throws IOException {
            say("\r\n^RSSI: 17\r\n\r\nOK\r\n");
        }

        /** @return how long the message is that is to come; -1 for none */
        private int answer(String command) throws IOException {
            commands.add(command);
            if (silent) {
                return -1;
            }
            if (echo) {
                say(command + "\r");
            }
            if (command.equals("ATE0")) {
                echo = false;
                ok();
            } else if (command.equals("AT+CPIN?")) {
                say("\r\n+CPIN: " + card + "\r\n");
                ok();
            } else if (command.equals("AT+CPIN=\"1234\"")) {
                card = "READY";
                ok();
            } else if (command.startsWith("AT+CPIN=")) {
                say("\r\n+CME ERROR: 16\r\n");
            } else if (command.equals("AT+CREG?")) {
                // It just came to that: a line of the same name, unasked.
                say("\r\n+CREG: 1\r\n\r\n+CREG: " + registration + "\r\n");
                ok();
            } else if (command.startsWith("AT+CNMI=")) {
                say(reports ? "\r\nOK\r\n" : "\r\n+CMS ERROR: 303\r\n");
            } else if (command.startsWith("AT+CMGS=")) {
                say(between + "\r\n> ");
                between = "";
                return Integer.parseInt(command.substring("AT+CMGS=".length()));
            } else if (command.startsWith("AT")) {
                ok();
            } else {
                say("\r\nERROR\r\n");
            }
            return -1;
        }

        private void take(String hex, int length) throws IOException {
            if (hangsUp) {
                hangsUp = false;
                caller.close();
                return;
            }
            String no = refusal;
            if (no != null) {
                say("\r\n" + no + "\r\n");
                return;
            }
            SmsReader.Submitted message = SmsReader.read(hex);
            if (message.octets() != length) {
                say("\r\n+CMS ERROR: 304\r\n");
                return;
            }
            messages.add(message);
            reference = (reference + 1) & 0xFF;
            say("\r\n+CMTI: \"SM\",3\r\n\r\n+CMGS: " + reference + "\r\n");
            ok();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Socket caller = client;
            if (caller != null) {
                caller.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

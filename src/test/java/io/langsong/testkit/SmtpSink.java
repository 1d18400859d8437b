package io.langsong.testkit;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server that behaves as badly as it is told to. On a loopback port that stays its own while it is away. */
public final class SmtpSink implements AutoCloseable {
    /** How it treats a letter. */
    public enum Mood {
        ACCEPT,
        /** 451 to every recipient. */
        TRY_LATER,
        /** 550 to every recipient. */
        REFUSE,
        /** Takes the connection and never says a word. */
        SILENT,
        /** Takes the letter, keeps it, and drops the connection in place of saying so. */
        LOSE_ACK,
        /** Takes the letter, says so, and resets the connection. */
        RESET_AFTER
    }

    /** Where a conversation is when a test steps in. */
    public enum Step {
        /** Somebody has come, and nothing was said yet. */
        GREETING,
        /** All of a letter has come and is kept, and nothing was said to it. */
        TAKEN,
        /** It was said that the letter is taken. */
        ANSWERED
    }

    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final Map<Step, Runnable> atNext = new ConcurrentHashMap<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger greeted = new AtomicInteger();
    private volatile Mood mood = Mood.ACCEPT;
    private volatile ServerSocket server;
    private final int port;

    public SmtpSink() {
        server = listen(0);
        port = server.getLocalPort();
    }

    public int port() {
        return port;
    }

    /** From the next connection on; one that is under way goes on in the mood it began in. */
    public void mood(Mood next) {
        mood = next;
    }

    /** Once, in the next conversation that comes so far; the other side waits for as long as it takes. */
    public void atNext(Step step, Runnable action) {
        atNext.put(step, action);
    }

    private void reached(Step step) {
        Runnable action = atNext.remove(step);
        if (action != null) {
            action.run();
        }
    }

    /** Letters whose last line came, also those that were not acknowledged. */
    public List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** Connections so far. */
    public int connections() {
        return greeted.get();
    }

    /** Refuses connections from now on. */
    public void leave() {
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void comeBack() {
        server = listen(port);
    }

    @Override
    public void close() {
        leave();
    }

    private ServerSocket listen(int wanted) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            Thread accepting = new Thread(() -> accept(socket), "smtp-sink");
            accepting.setDaemon(true);
            accepting.start();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                greeted.incrementAndGet();
                Mood now = mood;
                Thread serving = new Thread(() -> serve(connection, now), "smtp-sink-connection");
                serving.setDaemon(true);
                serving.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection, Mood now) {
        try (connection) {
            converse(connection, now);
        } catch (IOException gone) {
            // The other side may leave at any word.
        } finally {
            connections.remove(connection);
        }
    }

    private void converse(Socket connection, Mood now) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        if (now == Mood.SILENT) {
            in.readLine();
            return;
        }
        OutputStream out = connection.getOutputStream();
        reached(Step.GREETING);
        say(out, "220 sink ESMTP");
        List<String> recipients = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
            switch (verb) {
                case "RCPT" -> {
                    if (now == Mood.REFUSE) {
                        say(out, "550 5.1.1 no such mailbox\u001b[31m here");
                    } else if (now == Mood.TRY_LATER) {
                        say(out, "451 4.7.1 greylisted, try again later");
                    } else {
                        recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                        say(out, "250 ok");
                    }
                }
                case "DATA" -> {
                    say(out, "354 go on");
                    String data = data(in);
                    mails.add(new Mail(Instant.now(), List.copyOf(recipients), data));
                    recipients.clear();
                    reached(Step.TAKEN);
                    if (now == Mood.LOSE_ACK) {
                        return;
                    }
                    if (now == Mood.RESET_AFTER) {
                        connection.setSoLinger(true, 0);
                    }
                    say(out, "250 2.0.0 queued as Q" + mails.size());
                    reached(Step.ANSWERED);
                    if (now == Mood.RESET_AFTER) {
                        return;
                    }
                }
                case "QUIT" -> {
                    say(out, "221 bye");
                    return;
                }
                default -> say(out, "250 ok");
            }
        }
    }

    private static String data(BufferedReader in) throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new EOFException("left in the middle of a letter, which is none then");
            }
            data.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return data.toString();
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /**
     * @param at when its last line came
     * @param data as on the wire, with dots unstuffed
     */
    public record Mail(Instant at, List<String> recipients, String data) {
        public MimeMessage parsed() {
            try {
                return new MimeMessage(
                        Session.getInstance(new Properties()),
                        new ByteArrayInputStream(data.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (MessagingException e) {
                throw new AssertionError(e);
            }
        }

        public String messageId() {
            try {
                return parsed().getMessageID();
            } catch (MessagingException e) {
                throw new AssertionError(e);
            }
        }

        public String subject() {
            try {
                return parsed().getSubject();
            } catch (MessagingException e) {
                throw new AssertionError(e);
            }
        }
    }
}

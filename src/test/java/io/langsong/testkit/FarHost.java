package io.langsong.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A host of the test's own, in a network namespace of this machine and on a cable that can be pulled. On loopback every
 * address answers a ping, so what tells a dead host from a deaf agent is tried here. Needs root and iproute2.
 */
public final class FarHost implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path ip;
    private final String namespace;
    private final String near;
    private final String far;
    private final String network;

    public FarHost() {
        this.ip = Peers.require("ip", "iproute2");
        int number = NUMBER.incrementAndGet();
        String name = ProcessHandle.current().pid() + "n" + number;
        this.namespace = "langsong" + name;
        this.near = "ls" + name + "a";
        this.far = "ls" + name + "b";
        this.network = "10.213." + ProcessHandle.current().pid() % 250 + "." + 4 * number;
        begin();
    }

    private void begin() {
        if (!"root".equals(System.getProperty("user.name"))) {
            String message = "a network namespace can only be made by root";
            if ("required".equals(System.getenv("LANGSONG_PEERS"))) {
                throw new AssertionError("LANGSONG_PEERS=required, but " + message);
            }
            Assumptions.abort(message);
        }
        run("netns", "add", namespace);
        run("link", "add", near, "type", "veth", "peer", "name", far, "netns", namespace);
        run("addr", "add", host(1) + "/30", "dev", near);
        run("link", "set", near, "up");
        run("-n", namespace, "addr", "add", host(2) + "/30", "dev", far);
        run("-n", namespace, "link", "set", "lo", "up");
        run("-n", namespace, "link", "set", far, "up");
    }

    private String host(int last) {
        int dot = network.lastIndexOf('.');
        return network.substring(0, dot + 1) + (Integer.parseInt(network.substring(dot + 1)) + last);
    }

    /** Of the far host, as seen from here. */
    public String address() {
        return host(2);
    }

    /** Of this side, as the far host sees it. */
    public String nearAddress() {
        return host(1);
    }

    /** What to put before a command, so that it runs on the far host. */
    public List<String> there(String... command) {
        List<String> all = new ArrayList<>(List.of(ip.toString(), "netns", "exec", namespace));
        all.addAll(List.of(command));
        return all;
    }

    public void pullCable() {
        run("-n", namespace, "link", "set", far, "down");
    }

    public void plugCable() {
        run("-n", namespace, "link", "set", far, "up");
    }

    @Override
    public void close() {
        run("netns", "del", namespace);
    }

    private void run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ip.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

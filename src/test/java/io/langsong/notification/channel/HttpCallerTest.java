package io.langsong.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCallerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({
        "http://8.8.8.8/, true, unencrypted",
        "http://[2001:db8::1]/, true, unencrypted",
        "https://127.0.0.1/, false, x.allow-private=true",
        "http://169.254.169.254/, false, x.allow-private=true",
    })
    void goesNeitherUnencryptedOverTheInternetNorToItsOwnMachine(String url, boolean allowPrivate, String named) {
        HttpCaller caller = new HttpCaller("x", LONG, allowPrivate, HttpCaller.Plain.PRIVATE, 100);

        HttpCaller.Outcome outcome = caller.call(URI.create(url), HttpRequest.newBuilder());

        assertThat(outcome).isInstanceOf(HttpCaller.Outcome.Silent.class);
        assertThat(outcome.toString()).contains(named);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "192.168.1.1, true",
        "172.31.0.1, true",
        "fd00::1, true",
        "172.32.0.1, false",
        "2001:db8::1, false"
    })
    void knowsPrivateNetworks(String address, boolean expected) throws IOException {
        assertThat(AddressGuard.isPrivate(InetAddress.getByName(address))).isEqualTo(expected);
    }

    @Test
    void readsNoMoreThanItIsTo() throws IOException {
        assertThat(ask(true, LONG))
                .isInstanceOfSatisfying(
                        HttpCaller.Outcome.Answered.class,
                        answer -> assertThat(answer.body()).hasSize(1000).startsWith("01234567890123456789"));
    }

    @Test
    void anAnswerThatDoesNotEndIsNone() throws IOException {
        assertThat(ask(false, Duration.ofMillis(300)))
                .isEqualTo(new HttpCaller.Outcome.Silent("no answer within PT0.3S", true));
    }

    private static HttpCaller.Outcome ask(boolean pours, Duration timeout) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread(() -> serve(server, pours), "endless");
            serving.setDaemon(true);
            serving.start();
            return new HttpCaller("x", timeout, true, HttpCaller.Plain.PRIVATE, 1000)
                    .call(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), HttpRequest.newBuilder());
        }
    }

    private static void serve(ServerSocket server, boolean pours) {
        try (Socket connection = server.accept()) {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n0123456789"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            while (pours) {
                out.write("0123456789".getBytes(StandardCharsets.US_ASCII));
            }
            InputStream in = connection.getInputStream();
            while (in.read() >= 0) {
                // Until the other side leaves.
            }
        } catch (IOException gone) {
            // The other side has enough.
        }
    }
}

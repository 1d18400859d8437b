package io.langsong.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a running server is, and how a command asks it. */
final class ServerOptions {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "where the server listens (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private URI server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:LANGSONG_API_TOKEN}",
            description = "API token (default: the environment's LANGSONG_API_TOKEN, where other users can not see it)")
    private @Nullable String token;

    URI server() {
        return server;
    }

    /** @throws ParameterException when the server's address is none */
    URI address(String path) {
        boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
        if (!http || server.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--server %s is not an address like http://127.0.0.1:8080".formatted(server));
        }
        return URI.create(server.toString().replaceAll("/+$", "") + path);
    }

    /**
     * Sends a request with the token.
     *
     * @param unencrypted what others on the line can read, for the warning when they can
     */
    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> answer, String unencrypted)
            throws IOException, InterruptedException {
        if (token != null && !token.isBlank()) {
            request.header("Authorization", "Bearer " + token.strip());
        }
        HttpRequest complete = request.timeout(ANSWER).build();
        warnOfPlainText(complete.uri(), unencrypted);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        return client.send(complete, answer);
    }

    private void warnOfPlainText(URI target, String unencrypted) throws UnknownHostException {
        if (token != null
                && "http".equals(target.getScheme())
                && !InetAddress.getByName(target.getHost()).isLoopbackAddress()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("langsong: " + unencrypted + " go to " + target.getHost()
                    + " unencrypted; use an https address if there is one");
        }
    }

    /** Why {@link #send} did not come about, and what to do. */
    String trouble(IOException failed) {
        return isSilent(failed)
                ? "No server answers at %s; start it with \"langsong serve\", or name it with --server"
                        .formatted(server)
                : "The server at %s can not be asked (%s); check --server, and the server's log"
                        .formatted(server, plain(String.valueOf(failed.getMessage())));
    }

    /** Whether {@link #send} found nobody there. */
    static boolean isSilent(IOException failed) {
        return failed instanceof ConnectException || failed instanceof UnknownHostException;
    }

    /** A terminal obeys control characters. */
    static String plain(@Nullable String text) {
        return text == null ? "" : text.replaceAll("\\p{Cntrl}", "?");
    }
}

package io.langsong.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody in front of the pages, without scripts: cookies, forms with their CSRF token, redirects followed by hand. */
final class Browser {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String server;
    /** As a proxy in front of the server tells it: tries from one address are limited. */
    private final String address;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Browser(int port) {
        int number = NUMBER.incrementAndGet();
        server = "http://127.0.0.1:" + port;
        address = "203.0.%d.%d".formatted(number / 250, 1 + number % 250);
    }

    String address() {
        return address;
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).header("Accept", "text/html"));
    }

    byte[] file(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    /** The answer as it comes, for what does not end. */
    HttpResponse<InputStream> stream(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** @param fields name, value, name, value, … */
    HttpResponse<String> post(String page, String path, String... fields) throws Exception {
        StringBuilder form = new StringBuilder("_csrf=" + encoded(csrf(page)));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
        }
        return postRaw(path, form.toString());
    }

    /** A form as octets: also such that no browser would send. */
    HttpResponse<String> postRaw(String path, String form) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    String csrf(String page) throws Exception {
        Matcher token = CSRF.matcher(get(page).body());
        assertThat(token.find()).as("CSRF token in %s", page).isTrue();
        return token.group(1);
    }

    /** Where it leads, from the root of the server on. */
    static String leadsTo(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("").replaceFirst("^http://[^/]+", "");
    }

    HttpResponse<String> signIn(String name, String password) throws Exception {
        return post("/dang-nhap", "/dang-nhap", "name", name, "password", password);
    }

    HttpResponse<String> call(String token, String method, String path, String json) throws Exception {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).header("X-Forwarded-For", address);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

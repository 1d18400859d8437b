package io.langsong.collector.site;

/** Where the server waits for collectors. @param host name or address @param port TCP */
public record ServerAddress(String host, int port) {
    private static final int USUAL_PORT = 7701;

    /**
     * @param text {@code HOST:PORT} or {@code HOST}; an IPv6 address in brackets
     * @throws IllegalArgumentException when it is neither
     */
    public static ServerAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']') && (text.startsWith("[") || text.indexOf(':') == colon);
        String host = hasPort ? text.substring(0, colon) : text;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = hasPort ? port(text, text.substring(colon + 1)) : USUAL_PORT;
        if (host.isBlank() || host.length() > 255 || host.chars().anyMatch(Character::isWhitespace)) {
            throw wrong(text);
        }
        return new ServerAddress(host, port);
    }

    private static int port(String all, String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            throw wrong(all);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "\"%s\" is no address of a server; write HOST:PORT, as langsong.example.vn:7701".formatted(text));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

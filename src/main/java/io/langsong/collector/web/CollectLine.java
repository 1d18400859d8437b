package io.langsong.collector.web;

import io.langsong.collector.CollectorsProperties;

/** What somebody types at the site. */
final class CollectLine {
    private CollectLine() {}

    /** @param asked the name by which this server was asked for; it is used where settings say nothing */
    static String of(CollectorsProperties settings, String asked, String token) {
        return "java -jar langsong.jar collect --server " + address(settings, asked) + " --enrol " + token;
    }

    static String address(CollectorsProperties settings, String asked) {
        String host = settings.publicAddress().isEmpty() ? asked : settings.publicAddress();
        if (!host.matches("[A-Za-z0-9.:\\[\\]-]{1,255}")) {
            return "SERVER:" + settings.port();
        }
        boolean bare = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
        String written = bare ? "[" + host + "]" : host;
        return written.matches(".*[^:]:[0-9]+|\\[.*]:[0-9]+") && !written.endsWith("]")
                ? written
                : written + ":" + settings.port();
    }
}

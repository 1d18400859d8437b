package io.langsong.report.paper;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Letterheads as the settings give them. */
public final class TestLetterheads {
    private TestLetterheads() {}

    static IssuerProperties settings(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("langsong.report.issuer", IssuerProperties.class);
    }

    public static Letterhead team() {
        return settings(Map.of()).letterhead(Letterhead.Issuer.TEAM);
    }

    public static Letterhead commune() {
        return settings(Map.of()).letterhead(Letterhead.Issuer.COMMUNE);
    }
}

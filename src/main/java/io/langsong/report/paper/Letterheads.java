package io.langsong.report.paper;

import org.springframework.stereotype.Component;

/** The letterheads as they are set. Any thread. */
@Component
public class Letterheads {
    private final IssuerProperties settings;

    Letterheads(IssuerProperties settings) {
        this.settings = settings;
    }

    public Letterhead of(Letterhead.Issuer issuer) {
        return settings.letterhead(issuer);
    }
}

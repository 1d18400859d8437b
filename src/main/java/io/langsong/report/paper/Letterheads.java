package io.langsong.report.paper;

import java.util.List;
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

    /** Of an official letter, which has a symbol of its own. */
    public Letterhead letter(Letterhead.Issuer issuer, List<String> addressees) {
        return settings.letterhead(issuer).to(addressees, settings.letterSymbol(issuer));
    }
}

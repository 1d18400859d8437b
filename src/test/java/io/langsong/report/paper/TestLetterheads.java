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

    public static Letterheads heads() {
        return new Letterheads(settings(Map.of()));
    }

    /** With all that there can be. */
    public static Letterhead full() {
        return settings(Map.of(
                        "langsong.report.issuer.contact", "Thôn Măng, xã Bá Thước; ĐT 0237 3 000 000",
                        "langsong.report.issuer.team.authority", "TL. CHỦ TỊCH",
                        "langsong.report.issuer.team.signer", "Nguyễn Văn A",
                        "langsong.report.issuer.team.addressees",
                                "Ủy ban nhân dân xã Bá Thước; Sở Khoa học và Công nghệ"))
                .letterhead(Letterhead.Issuer.TEAM);
    }
}

package io.langsong.report.paper;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code langsong.report.issuer.*}: what stands around the report when the team issues it, and when the commune does. In
 * texts of several lines a semicolon ends a line.
 *
 * @param place where it is issued, before the date
 * @param contact at the foot of the first page; none without
 */
@ConfigurationProperties("langsong.report.issuer")
public record IssuerProperties(
        @DefaultValue("Bá Thước") String place,
        @Nullable String contact,
        @DefaultValue TeamSettings team,
        @DefaultValue CommuneSettings commune) {
    private static final String PREFIX = "langsong.report.issuer.";
    private static final int LONGEST = 200;
    private static final Pattern SYMBOL = Pattern.compile("[\\p{Lu}\\p{N}&]+([-/][\\p{Lu}\\p{N}&]+)*");

    public IssuerProperties {
        line("place", place);
        line("contact", contact);
    }

    /**
     * @param parent the body above the team, in capitals; empty for none
     * @param name of the team, in capitals
     * @param symbol behind the number; the head of the office fixes the abbreviations in it
     * @param letterSymbol behind the number of an official letter
     * @param addressees to whom the report goes; empty for nobody
     * @param authority before the post, such as {@code TL. CHỦ TỊCH}; none without
     * @param post of who signs, in capitals
     * @param signer name of who signs; blank without
     * @param recipients who gets a copy; the last one says where it is filed
     */
    public record TeamSettings(
            @DefaultValue("UBND XÃ BÁ THƯỚC") String parent,
            @DefaultValue("TỔ ỨNG CỨU; HỖ TRỢ KỸ THUẬT") String name,
            @DefaultValue("BC-TƯCHTKT") String symbol,
            @DefaultValue("TƯCHTKT") String letterSymbol,
            @DefaultValue("Ủy ban nhân dân xã Bá Thước") String addressees,
            @Nullable String authority,
            @DefaultValue("TỔ TRƯỞNG") String post,
            @Nullable String signer,
            @DefaultValue("Như trên; Lưu: VT, TƯC") String recipients) {
        public TeamSettings {
            check("team.", parent, name, symbol, addressees, authority, post, signer, recipients);
            requireSymbol("team.letter-symbol", letterSymbol);
        }
    }

    /**
     * @param parent none: a People's Committee prints none; empty for none
     * @param name of the body, in capitals
     * @param symbol behind the number
     * @param letterSymbol behind the number of an official letter: who issues it, and who drafted it
     * @param addressees to whom the report goes; empty for nobody
     * @param authority before the post; empty for none
     * @param post of who signs, in capitals
     * @param signer name of who signs; blank without
     * @param recipients who gets a copy; the last one says where it is filed
     */
    public record CommuneSettings(
            @DefaultValue("") String parent,
            @DefaultValue("ỦY BAN NHÂN DÂN; XÃ BÁ THƯỚC") String name,
            @DefaultValue("BC-UBND") String symbol,
            @DefaultValue("UBND-TƯC") String letterSymbol,
            @DefaultValue("Ủy ban nhân dân tỉnh Thanh Hóa") String addressees,
            @DefaultValue("TM. ỦY BAN NHÂN DÂN") String authority,
            @DefaultValue("CHỦ TỊCH") String post,
            @Nullable String signer,
            @DefaultValue("Như trên; Lưu: VT, TƯC") String recipients) {
        public CommuneSettings {
            check("commune.", parent, name, symbol, addressees, authority, post, signer, recipients);
            requireSymbol("commune.letter-symbol", letterSymbol);
        }
    }

    Letterhead letterhead(Letterhead.Issuer issuer) {
        return issuer == Letterhead.Issuer.TEAM
                ? letterhead(
                        team.parent,
                        team.name,
                        team.symbol,
                        team.addressees,
                        team.authority,
                        team.post,
                        team.signer,
                        team.recipients)
                : letterhead(
                        commune.parent,
                        commune.name,
                        commune.symbol,
                        commune.addressees,
                        commune.authority,
                        commune.post,
                        commune.signer,
                        commune.recipients);
    }

    String letterSymbol(Letterhead.Issuer issuer) {
        return issuer == Letterhead.Issuer.TEAM ? team.letterSymbol : commune.letterSymbol;
    }

    private Letterhead letterhead(
            String parent,
            String name,
            String symbol,
            String addressees,
            @Nullable String authority,
            String post,
            @Nullable String signer,
            String recipients) {
        return new Letterhead(
                given(parent),
                lines(name),
                symbol,
                Wording.name(place),
                lines(addressees),
                given(authority),
                lines(post),
                given(signer),
                lines(recipients),
                given(contact));
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : Wording.name(text);
    }

    private static List<String> lines(String text) {
        return Arrays.stream(text.split(";"))
                .map(Wording::name)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static void check(
            String of,
            String parent,
            String name,
            String symbol,
            String addressees,
            @Nullable String authority,
            String post,
            @Nullable String signer,
            String recipients) {
        capitals(of + "parent", parent);
        required(of + "name", name);
        capitals(of + "name", name);
        requireSymbol(of + "symbol", symbol);
        line(of + "addressees", addressees);
        line(of + "authority", authority);
        required(of + "post", post);
        capitals(of + "post", post);
        line(of + "signer", signer);
        required(of + "recipients", recipients);
    }

    private static void requireSymbol(String name, String symbol) {
        if (!SYMBOL.matcher(symbol).matches()) {
            throw refused(
                    name, symbol, "is no symbol of a document; give capitals with - or / between them, like BC-UBND");
        }
    }

    private static void capitals(String name, String text) {
        line(name, text);
        if (!text.equals(text.toUpperCase(Locale.ROOT))) {
            throw refused(name, text, "is printed in capitals; give it so");
        }
    }

    private static void required(String name, String text) {
        line(name, text);
        if (lines(text).isEmpty()) {
            throw refused(name, text, "is empty; give at least one line");
        }
    }

    private static void line(String name, @Nullable String text) {
        if (text != null && text.length() > LONGEST) {
            throw refused(name, text, "is longer than %d characters; shorten it".formatted(LONGEST));
        }
    }

    private static IllegalArgumentException refused(String name, String value, String remedy) {
        return new IllegalArgumentException("%s%s: \"%s\" %s".formatted(PREFIX, name, value, remedy));
    }
}

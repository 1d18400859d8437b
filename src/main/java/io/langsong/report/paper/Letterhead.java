package io.langsong.report.paper;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who issues the document, to whom, and who signs. Number and date stay blank: the document system gives them.
 *
 * @param parent the body above the issuer, in capitals; null where none is printed
 * @param issuer in capitals; one line each
 * @param symbol behind the number: {@code BC-TƯCHTKT}
 * @param place {@code Bá Thước}
 * @param addressees none: the document has no "Kính gửi"
 * @param authority {@code TM. ỦY BAN NHÂN DÂN} or the like; null: the signer signs for the issuer itself
 * @param post {@code TỔ TRƯỞNG}; one line each
 * @param signer null: blank
 * @param recipients of "Nơi nhận", the last is "Lưu: …"
 * @param contact at the foot of the first page; null for none
 */
public record Letterhead(
        @Nullable String parent,
        List<String> issuer,
        String symbol,
        String place,
        List<String> addressees,
        @Nullable String authority,
        List<String> post,
        @Nullable String signer,
        List<String> recipients,
        @Nullable String contact) {
    /** Who may issue a report: the same one goes out as either's. */
    public enum Issuer {
        TEAM,
        COMMUNE;

        /** As in addresses and names of files. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Issuer> of(String code) {
            return Arrays.stream(values())
                    .filter(issuer -> issuer.code().equals(code))
                    .findFirst();
        }
    }

    /**
     * The same in another language, as far as there are words for it: usual posts and bodies, and how offices say "as above". What nobody
     * translated, such as the name of a commune, stays as it is.
     */
    public Letterhead in(Locale language) {
        HeadWords words = new HeadWords(language);
        return new Letterhead(
                parent == null ? null : words.of(parent),
                words.of(issuer),
                symbol,
                place,
                words.of(addressees),
                authority == null ? null : words.of(authority),
                words.of(post),
                signer,
                words.of(recipients),
                contact);
    }

    /** The same of another document. */
    Letterhead to(List<String> others, String symbolOfIt) {
        return new Letterhead(
                parent,
                issuer,
                symbolOfIt,
                place,
                others.stream().map(Wording::name).toList(),
                authority,
                post,
                signer,
                recipients,
                contact);
    }

    public Letterhead {
        issuer = List.copyOf(issuer);
        addressees = List.copyOf(addressees);
        post = List.copyOf(post);
        recipients = List.copyOf(recipients);
    }
}

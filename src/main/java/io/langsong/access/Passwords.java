package io.langsong.access;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes passwords with Argon2id. Any thread. */
@Component
class Passwords {
    static final int LONGEST = 200;
    /** No letters that are read as one another, for it is read off a terminal. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private final SecureRandom random = new SecureRandom();
    private final Argon2PasswordEncoder argon2;
    /** Each hash takes 19 MiB for a moment: a crowd at the door must not take the memory of the poller. */
    private final Semaphore atOnce = new Semaphore(3, true);

    /**
     * Matched for a name that nobody has, so that such a try takes as long as any other. Made beside the start of the program,
     * which it would hold up by a third of a second.
     */
    private final CompletableFuture<String> ofNobody;

    /** 19 MiB, 2 passes, 1 lane: the first choice of OWASP's password storage cheat sheet. */
    Passwords() {
        this(19 * 1024, 2);
    }

    /** Of less work, for tests of what is around it. */
    Passwords(int kibibytes, int passes) {
        argon2 = new Argon2PasswordEncoder(16, 32, 1, kibibytes, passes);
        ofNobody = CompletableFuture.supplyAsync(() -> argon2.encode(generate()));
    }

    static void check(String what, String password, int fewest) {
        if (!isLongEnough(password, fewest)) {
            throw new IllegalArgumentException("%s has %d characters; give %d to %d, e.g. four unrelated words"
                    .formatted(what, password.length(), fewest, LONGEST));
        }
    }

    static boolean isLongEnough(String password, int fewest) {
        return password.length() >= fewest && password.length() <= LONGEST;
    }

    String hash(String password) {
        atOnce.acquireUninterruptibly();
        try {
            return argon2.encode(normal(password));
        } finally {
            atOnce.release();
        }
    }

    boolean matches(String password, String hash) {
        String typed = normal(password);
        // A password that can not have been set is compared all the same, cut off: the answer takes as long.
        String bounded = typed.length() > LONGEST ? typed.substring(0, LONGEST) : typed;
        atOnce.acquireUninterruptibly();
        try {
            return argon2.matches(bounded, hash) && bounded.length() == typed.length();
        } finally {
            atOnce.release();
        }
    }

    /** One password typed on two keyboards is one password: macOS sends decomposed letters. */
    private static String normal(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFC);
    }

    void matchNobody(String password) {
        boolean unused = matches(password, ofNobody.join());
    }

    /** Five groups of four of 31 letters: 99 bits. */
    String generate() {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            if (i > 0 && i % 4 == 0) {
                made.append('-');
            }
            made.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return made.toString();
    }
}

package io.langsong.command;

import io.langsong.report.ReportVersion;
import io.langsong.report.proof.Comparison;
import io.langsong.report.proof.Comparison.Count;
import io.langsong.report.proof.Comparison.Difference;
import io.langsong.report.proof.Comparison.Part;
import io.langsong.report.proof.Proof;
import io.langsong.report.proof.ProofReading;
import io.langsong.report.proof.Recount;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Counts the figures of evidence files again, and checks their hashes and the chain between them. One thread. */
final class EvidenceCheck {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm:ss");

    private final LanguageOption language;
    private final PrintWriter out;
    private boolean holds = true;

    EvidenceCheck(LanguageOption language, PrintWriter out) {
        this.language = language;
        this.out = out;
    }

    /** @param serial place in the chain */
    private record Link(
            Path file, int serial, String sha256, @Nullable String previous) {}

    private interface Reading<T> {
        T read(InputStream in) throws IOException;
    }

    static boolean isEvidence(Path file, LanguageOption language) {
        return reading(file, language, ProofReading::isOne);
    }

    /** @param sha256 what the one file is to have; null: nobody said */
    int run(List<Path> files, @Nullable String sha256) {
        List<Link> links = new ArrayList<>();
        for (Path file : files) {
            ProofReading reading = read(file);
            links.add(new Link(
                    file,
                    reading.proof().serial(),
                    reading.sha256(),
                    reading.proof().previous()));
            tell(file, reading);
        }
        if (sha256 != null) {
            List<String> hashes = links.stream().map(Link::sha256).toList();
            String wanted = sha256.strip().toLowerCase(Locale.ROOT);
            say(hashes.contains(wanted), "evidence.hash-is", "evidence.hash-is-not", ServerOptions.plain(wanted));
        }
        if (links.size() > 1) {
            chain(links);
        }
        out.flush();
        return holds ? Commands.DONE : Commands.FAILED;
    }

    private ProofReading read(Path file) {
        try {
            return reading(file, language, ProofReading::read);
        } catch (JacksonException damaged) {
            throw new InputException(language.say(
                    "evidence.damaged",
                    ServerOptions.plain(file.toString()),
                    ServerOptions.plain(String.valueOf(damaged.getOriginalMessage()))));
        }
    }

    private static <T> T reading(Path file, LanguageOption language, Reading<T> how) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return how.read(in);
        } catch (NoSuchFileException missing) {
            throw new InputException(language.say("availability.missing", file));
        } catch (IOException unreadable) {
            throw new InputException(language.say(
                    "availability.unreadable", file, unreadable.getClass().getSimpleName()));
        }
    }

    private void tell(Path file, ProofReading reading) {
        Proof proof = reading.proof();
        out.println(ServerOptions.plain(file.toString()));
        line("month", String.valueOf(proof.facts().period().month()), String.valueOf(proof.version()));
        ReportVersion.Mark issued = proof.issued();
        if (issued != null) {
            line("issued", at(issued.at(), proof), ServerOptions.plain(issued.by()));
        }
        line("sha256", reading.sha256());
        line(proof.previous() == null ? "first" : "behind", String.valueOf(proof.serial()), proof.previous());
        Comparison comparison = recount(file, proof);
        out.println();
        out.println("  %-40s %12s %12s".formatted(word("part"), word("compared"), word("different")));
        for (Part part : Part.values()) {
            Count count = Objects.requireNonNull(comparison.counts().get(part));
            out.println("  %-40s %12d %12d"
                    .formatted(
                            word("part." + part.name().toLowerCase(Locale.ROOT)), count.compared(), count.different()));
        }
        out.println();
        comparison.first().ifPresentOrElse(this::tell, () -> line("same"));
        out.println();
    }

    private Comparison recount(Path file, Proof proof) {
        try {
            return Recount.of(proof);
        } catch (IllegalArgumentException contradiction) {
            throw new InputException(language.say(
                    "evidence.damaged",
                    ServerOptions.plain(file.toString()),
                    ServerOptions.plain(String.valueOf(contradiction.getMessage()))));
        }
    }

    private void tell(Difference difference) {
        holds = false;
        line(
                "difference",
                ServerOptions.plain((difference.of() + " " + difference.figure()).strip()),
                ServerOptions.plain(difference.said()),
                ServerOptions.plain(difference.counted()));
    }

    private void chain(List<Link> links) {
        links.sort(Comparator.comparingInt(Link::serial));
        for (int i = 1; i < links.size(); i++) {
            Link before = links.get(i - 1);
            Link link = links.get(i);
            boolean next = link.serial() == before.serial() + 1;
            if (!next || !before.sha256().equals(link.previous())) {
                holds = false;
                line(
                        next ? "broken" : "missing",
                        ServerOptions.plain(before.file().toString()),
                        ServerOptions.plain(link.file().toString()));
                return;
            }
        }
        line(
                "chain",
                links.stream().map(link -> Integer.toString(link.serial())).collect(Collectors.joining(" → ")));
    }

    private void say(boolean well, String good, String bad, String value) {
        holds &= well;
        out.println("  " + language.say(well ? good : bad, value));
    }

    private void line(String key, @Nullable Object... values) {
        out.println("  " + language.say("evidence." + key, values));
    }

    private String word(String key) {
        return language.say("evidence." + key);
    }

    private static String at(Instant at, Proof proof) {
        return TIME.format(at.atZone(ZoneId.of(proof.zone())));
    }
}

package io.langsong.health;

import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells once that something of the server is broken, and once that it is well again, to whom settings name; what comes together is one message. What is told stands in the database, so
 * that a restart repeats nothing; while that is away it is told past it. On the thread of the checks.
 */
final class HealthNews implements HealthChecks.Listener {
    /** So often in a row it has to be seen: what is over at the next look is nobody's business. */
    private static final int LOOKS = 2;

    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");
    private static final Logger log = LoggerFactory.getLogger(HealthNews.class);

    private final JdbcClient jdbc;
    private final TransactionOperations fenced;
    private final BooleanSupplier isActive;
    private final Outbox outbox;
    private final FindingSpeech speech;
    private final Map<String, Trouble> troubles = new LinkedHashMap<>();
    private boolean known;
    private boolean active;

    /**
     * @param fenced refuses when another server has taken over
     * @param isActive whether this server is the one that tells people
     */
    HealthNews(
            JdbcClient jdbc,
            TransactionOperations fenced,
            BooleanSupplier isActive,
            Outbox outbox,
            FindingSpeech speech) {
        this.jdbc = jdbc;
        this.fenced = fenced;
        this.isActive = isActive;
        this.outbox = outbox;
        this.speech = speech;
    }

    /** Something that was broken at the last look that could tell. */
    private static final class Trouble {
        private final Instant since;
        private int broken;
        private int well;
        private boolean told;
        /** On its way past the database. */
        private @Nullable CompletableFuture<Boolean> shout;

        private @Nullable Finding last;

        Trouble(Instant since, boolean told) {
            this.since = since;
            this.told = told;
        }

        /** It goes out again when nobody took it. */
        private void hear() {
            if (shout != null && shout.isDone()) {
                told = shout.join();
                shout = null;
            }
        }

        private boolean isUntold() {
            return !told && shout == null;
        }
    }

    @Override
    public void looked(HealthChecks.Looked looked) {
        List<Finding> findings = looked.findings();
        boolean databaseAway = findings.stream()
                .anyMatch(finding -> finding.check().equals(DatabaseCheck.NAME) && finding.level() == Level.BROKEN);
        // Who can not ask whether it is active was it when it last could.
        active = isActive.getAsBoolean() || active && databaseAway;
        if (!active) {
            troubles.clear();
            known = false;
            return;
        }
        known = known || remember();
        Instant now = Objects.requireNonNull(looked.at());
        findings.forEach(finding -> count(finding, now));
        troubles.values().forEach(Trouble::hear);
        tellBegun();
        tellEnded();
    }

    private boolean remember() {
        try {
            jdbc.sql("SELECT check_name, since FROM health_trouble").query(row -> {
                troubles.put(
                        row.getString("check_name"),
                        new Trouble(row.getTimestamp("since").toInstant(), true));
            });
            return true;
        } catch (DataAccessException away) {
            return false;
        }
    }

    private void count(Finding finding, Instant now) {
        Trouble trouble = troubles.get(finding.check());
        if (finding.level() == Level.BROKEN) {
            if (trouble == null) {
                trouble = new Trouble(now, false);
                troubles.put(finding.check(), trouble);
            }
            trouble.last = finding;
            trouble.broken++;
            trouble.well = 0;
        } else if (trouble != null && finding.level() != Level.UNKNOWN) {
            trouble.well++;
            trouble.broken = 0;
        }
    }

    private void tellBegun() {
        Map<String, Trouble> begun = new LinkedHashMap<>();
        troubles.forEach((check, trouble) -> {
            if (trouble.isUntold() && trouble.broken >= LOOKS) {
                begun.put(check, trouble);
            }
        });
        if (begun.isEmpty()) {
            return;
        }
        Message message = message("broken", begun, this::reasons);
        boolean told = write(
                message,
                () -> begun.forEach((check, trouble) -> jdbc.sql(
                                "INSERT INTO health_trouble (check_name, since) VALUES (:check, :since) ON CONFLICT DO NOTHING")
                        .param("check", check)
                        .param("since", Timestamp.from(trouble.since))
                        .update()));
        CompletableFuture<Boolean> shout = told ? null : outbox.shout(message);
        begun.values().forEach(trouble -> {
            trouble.told = told;
            trouble.shout = shout;
        });
    }

    private void tellEnded() {
        troubles.values().removeIf(trouble -> trouble.isUntold() && trouble.well >= LOOKS);
        Map<String, Trouble> ended = new LinkedHashMap<>();
        troubles.forEach((check, trouble) -> {
            if (trouble.told && trouble.well >= LOOKS) {
                ended.put(check, trouble);
            }
        });
        if (ended.isEmpty()) {
            return;
        }
        boolean told = write(
                message("well", ended, (all, language) -> List.of()),
                () -> ended.keySet()
                        .forEach(check -> jdbc.sql("DELETE FROM health_trouble WHERE check_name = :check")
                                .param("check", check)
                                .update()));
        if (told) {
            ended.keySet().forEach(troubles::remove);
        }
    }

    /** @return false while the database does not take it */
    private boolean write(Message message, Runnable mark) {
        try {
            fenced.executeWithoutResult(transaction -> {
                mark.run();
                outbox.post(message);
            });
            return true;
        } catch (DataAccessException | TransactionException away) {
            log.warn("health news not in the database key={} reason={}", message.key(), away.getMessage());
            return false;
        }
    }

    private Message message(
            String what, Map<String, Trouble> all, BiFunction<Map<String, Trouble>, Locale, List<String>> lines) {
        Map.Entry<String, Trouble> first = all.entrySet().iterator().next();
        String key = "health-%s-%s-%d"
                .formatted(first.getKey(), what, first.getValue().since.toEpochMilli());
        Locale one = outbox.locale();
        Locale other = one.getLanguage().equals("en") ? VIETNAMESE : Locale.ENGLISH;
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", "health-" + what);
        facts.put("checks", List.copyOf(all.keySet()));
        facts.put("since", first.getValue().since.toString());
        return new Message(key, subject(what, all, one), text(what, all, one, lines), facts)
                .translated(other, subject(what, all, other), text(what, all, other, lines));
    }

    private String subject(String what, Map<String, Trouble> all, Locale language) {
        List<String> names =
                all.keySet().stream().map(check -> speech.name(check, language)).toList();
        return speech.word("news." + what, language, String.join(", ", names));
    }

    private String text(
            String what,
            Map<String, Trouble> all,
            Locale language,
            BiFunction<Map<String, Trouble>, Locale, List<String>> lines) {
        List<String> text = new ArrayList<>(List.of(subject(what, all, language)));
        text.addAll(lines.apply(all, language));
        URI pages = outbox.pages();
        if (pages != null) {
            text.add(speech.word("news.page", language, pages.toString().replaceFirst("/+$", "") + "/suc-khoe"));
        }
        return String.join("\n", text) + "\n";
    }

    private List<String> reasons(Map<String, Trouble> all, Locale language) {
        List<String> lines = new ArrayList<>();
        for (Trouble trouble : all.values()) {
            Finding finding = trouble.last;
            if (finding != null) {
                lines.add("- " + speech.said(finding, language));
                String remedy = speech.remedy(finding, language);
                if (remedy != null) {
                    lines.add("  " + remedy);
                }
            }
        }
        return lines;
    }
}

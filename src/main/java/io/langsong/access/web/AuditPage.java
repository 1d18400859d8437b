package io.langsong.access.web;

import io.langsong.access.AuditCheck;
import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.web.CsvDownload;
import io.langsong.web.ListPage;
import io.langsong.web.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The audit log: who did what, newest first; for administrators. */
@Controller
class AuditPage {
    private static final int SHOWN = ListPage.SIZE;
    private static final int LONGEST = 200;

    private final AuditTrail trail;
    private final Words words;
    private final AuditWords inWords;

    AuditPage(AuditTrail trail, Words words, AuditWords inWords) {
        this.trail = trail;
        this.words = words;
        this.inWords = inWords;
    }

    /**
     * What was asked for, as typed; an empty one asks for all.
     *
     * @param nguoi person, program or {@code system}
     * @param viec action
     * @param doiTuong subject
     * @param tu first day
     * @param den last day
     * @param truoc only what is older than this row
     * @param sau only what is newer than this row
     */
    record Sieve(
            @Nullable String nguoi,
            @Nullable String viec,
            @Nullable String doiTuong,
            @Nullable String tu,
            @Nullable String den,
            @Nullable String truoc,
            @Nullable String sau) {}

    @GetMapping("/nhat-ky")
    String list(@ModelAttribute("sieve") Sieve sieve, Model model) {
        List<String> troubles = troubles(sieve);
        Leaf leaf = troubles.isEmpty() ? leaf(sieve) : new Leaf(List.of(), false, false);
        List<AuditEntry> shown = leaf.entries();
        model.addAttribute("troubles", troubles);
        model.addAttribute("entries", shown.stream().map(inWords::of).toList());
        model.addAttribute("actions", trail.actions());
        model.addAttribute("log", inWords);
        model.addAttribute("count", troubles.isEmpty() ? trail.count(filter(sieve)) : 0);
        model.addAttribute(
                "newer",
                leaf.newer() ? address("/nhat-ky", sieve, "sau", shown.get(0).id()) : null);
        model.addAttribute(
                "older",
                leaf.older()
                        ? address(
                                "/nhat-ky",
                                sieve,
                                "truoc",
                                shown.get(shown.size() - 1).id())
                        : null);
        model.addAttribute("file", address("/nhat-ky/tep.csv", sieve));
        return "access/audit";
    }

    /** By row and not by number, since the log grows at the top while somebody turns its pages. */
    private record Leaf(List<AuditEntry> entries, boolean newer, boolean older) {}

    private Leaf leaf(Sieve sieve) {
        Long after = number(sieve.sau());
        if (after != null) {
            List<AuditEntry> found = trail.findAfter(filter(sieve), after, SHOWN + 1);
            if (found.size() > SHOWN) {
                return new Leaf(found.subList(1, found.size()), true, true);
            }
            // The newest page is a whole one.
        }
        Long before = after == null ? number(sieve.truoc()) : null;
        List<AuditEntry> found = trail.find(filter(sieve), before, SHOWN + 1);
        boolean older = found.size() > SHOWN;
        return new Leaf(older ? found.subList(0, SHOWN) : found, before != null && !found.isEmpty(), older);
    }

    /** As it stands on the page, all of it. */
    @GetMapping("/nhat-ky/tep.csv")
    void file(@ModelAttribute("sieve") Sieve sieve, HttpServletResponse response) throws IOException {
        if (!troubles(sieve).isEmpty()) {
            response.sendRedirect(address("/nhat-ky", sieve));
            return;
        }
        try (CsvDownload csv = new CsvDownload(response, "nhat-ky.csv")) {
            csv.row(List.of("id", "at", "actor", "address", "action", "subject", "changes", "hash"));
            trail.forEach(filter(sieve), entry -> write(csv, entry));
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    private void write(CsvDownload csv, AuditEntry entry) {
        try {
            csv.row(Arrays.asList(
                    Long.toString(entry.id()),
                    words.iso(entry.at()),
                    entry.actor(),
                    entry.address(),
                    entry.action(),
                    entry.subject(),
                    entry.changes().stream()
                            .map(change -> change.field() + ": " + shown(change.old()) + " → " + shown(change.now()))
                            .collect(Collectors.joining("; ")),
                    entry.hash()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(@Nullable String value) {
        return value == null ? "–" : value;
    }

    @PostMapping("/nhat-ky/kiem-tra")
    String verify(RedirectAttributes flash) {
        AuditCheck check = trail.verify();
        flash.addFlashAttribute("check", check);
        return "redirect:/nhat-ky";
    }

    private static List<String> troubles(Sieve sieve) {
        return Stream.of(
                        tooLong(sieve.nguoi()) || tooLong(sieve.viec()) || tooLong(sieve.doiTuong())
                                ? "access.audit.too-long"
                                : null,
                        isDay(sieve.tu()) && isDay(sieve.den()) ? null : "access.audit.no-day",
                        isRow(sieve.truoc()) && isRow(sieve.sau()) ? null : "access.audit.no-row")
                .filter(Objects::nonNull)
                .toList();
    }

    private static boolean tooLong(@Nullable String text) {
        return text != null && text.length() > LONGEST;
    }

    private static boolean isDay(@Nullable String text) {
        return given(text) == null || day(text) != null;
    }

    private AuditFilter filter(Sieve sieve) {
        LocalDate to = day(sieve.den());
        return new AuditFilter(
                given(sieve.nguoi()),
                given(sieve.viec()),
                given(sieve.doiTuong()),
                start(day(sieve.tu())),
                start(to == null ? null : to.plusDays(1)));
    }

    private @Nullable Instant start(@Nullable LocalDate day) {
        return day == null
                ? null
                : day.atStartOfDay(words.there(Instant.EPOCH).getZone()).toInstant();
    }

    private static boolean isRow(@Nullable String text) {
        return given(text) == null || number(text) != null;
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        String typed = given(text);
        try {
            LocalDate day = typed == null ? null : LocalDate.parse(typed);
            return day == null || day.getYear() < 1970 || day.getYear() > 9999 ? null : day;
        } catch (DateTimeParseException notOne) {
            return null;
        }
    }

    private static @Nullable Long number(@Nullable String text) {
        String typed = given(text);
        return typed != null && typed.matches("[0-9]{1,18}") ? Long.valueOf(typed) : null;
    }

    /** A text that PostgreSQL can be asked for: it has no character 0. */
    private static @Nullable String given(@Nullable String text) {
        String typed = text == null ? "" : text.replace("\u0000", "").strip();
        return typed.isEmpty() ? null : typed;
    }

    private static String address(String path, Sieve sieve, String edge, long row) {
        String address = address(path, sieve);
        return address + (address.contains("?") ? '&' : '?') + edge + "=" + row;
    }

    private static String address(String path, Sieve sieve) {
        List<String> parameters = new ArrayList<>();
        put(parameters, "nguoi", sieve.nguoi());
        put(parameters, "viec", sieve.viec());
        put(parameters, "doiTuong", sieve.doiTuong());
        put(parameters, "tu", sieve.tu());
        put(parameters, "den", sieve.den());
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    private static void put(List<String> parameters, String name, @Nullable String value) {
        String kept = given(value);
        if (kept != null) {
            parameters.add(name + "=" + URLEncoder.encode(kept, StandardCharsets.UTF_8));
        }
    }
}

package io.langsong.provisioning.web;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.langsong.access.Refused;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.AccessPointWish;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.AccessPoints.Named;
import io.langsong.web.PlainText;
import io.langsong.web.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Plans many access points from lines {@code id;name;site;mac;group}: all of them, or none with all that is wrong. */
@Controller
@RequestMapping(AccessPointPages.PATH + "/_nhap")
class PlanImportPage {
    private static final String VIEW = "provisioning/import";
    private static final int MOST_LINES = 500;
    private static final int MOST_CHARACTERS = 200_000;
    private static final int LEAST_COLUMNS = 3;
    private static final int COLUMNS = 5;
    private static final int SITE = 2;
    private static final int MAC = 3;
    private static final int GROUP = 4;

    private final AccessPoints accessPoints;
    private final Words words;

    PlanImportPage(AccessPoints accessPoints, Words words) {
        this.accessPoints = accessPoints;
        this.words = words;
    }

    /** What stands in the lines. @param numbers of the lines in the text, in the same order */
    private record Read(List<Named> wanted, List<Long> numbers, List<String> problems) {}

    @GetMapping
    String show(Model model) {
        model.addAttribute("lines", "");
        return VIEW;
    }

    @PostMapping
    Object plan(
            @RequestParam(name = "dong", defaultValue = "") String typed,
            @RequestParam(name = "tep", required = false) @Nullable MultipartFile file,
            Model model,
            RedirectAttributes flash)
            throws IOException {
        String text = file == null || file.isEmpty() ? typed : new String(file.getBytes(), StandardCharsets.UTF_8);
        Read read = read(text);
        List<String> problems = new ArrayList<>(read.problems());
        if (problems.isEmpty()) {
            SortedMap<Integer, Refused> refusals = accessPoints.planAll(read.wanted());
            refusals.forEach(
                    (at, refused) -> problems.add(problem(read.numbers().get(at), refused)));
        }
        if (problems.isEmpty()) {
            flash.addFlashAttribute("imported", read.wanted().size());
            return "redirect:" + OverviewPage.PATH;
        }
        model.addAttribute("lines", text.length() > MOST_CHARACTERS ? "" : text);
        model.addAttribute("problems", problems);
        return new ModelAndView(VIEW, model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private Read read(String text) {
        Read read = new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        if (text.length() > MOST_CHARACTERS) {
            read.problems().add(words.message("provisioning.import.too-many", MOST_LINES));
            return read;
        }
        String lines = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(';')
                .allowMissingFields(true)
                .allowExtraFields(true)
                .allowUnclosedQuote(false)
                .allowExtraCharsAfterClosingQuote(false)
                .ofCsvRecord(lines)) {
            for (CsvRecord line : csv) {
                add(line, read);
            }
        } catch (CsvParseException | IOException broken) {
            read.problems().add(words.message("provisioning.import.broken"));
        }
        if (read.wanted().isEmpty() && read.problems().isEmpty()) {
            read.problems().add(words.message("provisioning.import.nothing"));
        } else if (read.wanted().size() > MOST_LINES) {
            read.problems().add(words.message("provisioning.import.too-many", MOST_LINES));
        }
        return read;
    }

    private void add(CsvRecord line, Read read) {
        List<String> fields = line.getFields();
        boolean names = line.getStartingLineNumber() == 1
                && fields.get(0).strip().equalsIgnoreCase("id")
                && fields.size() >= LEAST_COLUMNS
                && fields.get(1).strip().equalsIgnoreCase("name");
        if (names) {
            return;
        }
        if (fields.size() < LEAST_COLUMNS || fields.size() > COLUMNS) {
            read.problems()
                    .add(line(
                            line.getStartingLineNumber(),
                            "whole-line",
                            words.message("provisioning.import.columns", fields.size())));
            return;
        }
        read.numbers().add(line.getStartingLineNumber());
        read.wanted()
                .add(new Named(
                        field(fields, 0),
                        new AccessPointWish(
                                field(fields, 1),
                                field(fields, SITE),
                                null,
                                field(fields, GROUP),
                                List.of(),
                                List.of(),
                                null,
                                field(fields, MAC),
                                Notes.NONE)));
    }

    private static @Nullable String field(List<String> fields, int at) {
        String text = at < fields.size() ? fields.get(at).strip() : "";
        return text.isEmpty() ? null : text;
    }

    private String problem(long number, Refused refused) {
        String value = refused.value();
        return line(
                number,
                refused.field(),
                (value == null ? "" : "“" + PlainText.shown(value) + "”: ") + words.refusal(refused));
    }

    private String line(long number, String field, String what) {
        String key = field.equals("whole-line") ? "provisioning.import.whole-line" : "provisioning.point." + field;
        return words.message("provisioning.import.line", Long.toString(number), words.message(key), what);
    }
}

package io.langsong.inventory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads sheets as people fill them in. Columns and choices go by our own names or by their labels in either language. What
 * another object is named by may be its id or its name, where that is clear. Who gives no id is found by its name, or gets
 * an id made from it. A column that is not there leaves what is stored; an empty cell empties the field; an empty secret
 * keeps what is stored. Pure, one thread.
 */
final class SheetReader {
    private static final int MOST_PROBLEMS = 200;
    private static final Pattern ABBREVIATED = Pattern.compile("(.+) \\((.+)\\)");
    private static final List<Locale> LANGUAGES = List.of(Locale.forLanguageTag("vi"), Locale.ENGLISH);

    private final InventorySnapshot stored;
    private final List<Raw> raws = new ArrayList<>();
    private final List<ImportProblem> problems = new ArrayList<>();
    private final Set<String> failed = new HashSet<>();
    /** All that a name may mean after the import. */
    private final Meanings meanings;

    private final Map<String, Long> rowById = new HashMap<>();

    private SheetReader(InventorySnapshot stored) {
        this.stored = stored;
        this.meanings = new Meanings(stored);
    }

    /**
     * @param number line in the file on which it begins, the header is 1
     * @param columns the header of each field, as it stands in the file
     */
    record Row(String file, long number, Map<String, String> columns, InventoryObject object) {
        String column(String field) {
            return columns.getOrDefault(field, field);
        }
    }

    /**
     * @param failed ids of rows that could not be read; who refers to one of them is not to blame
     * @param problems at most some hundreds
     */
    record Contents(List<Row> rows, Set<String> failed, List<ImportProblem> problems) {}

    /** A row before its names are understood. */
    private record Raw(Form<?> form, String file, long number, Map<String, String> columns, Map<String, String> cells) {
        String cell(String field) {
            return cells.getOrDefault(field, "");
        }
    }

    /** @param stored what rows complete that leave out columns or secrets */
    static Contents read(List<Sheet> sheets, InventorySnapshot stored) {
        SheetReader reader = new SheetReader(stored);
        sheets.forEach(reader::collect);
        // What others are named within comes first, so that its id is known when theirs is made.
        for (Form<?> form : Form.all()) {
            reader.rowById.clear();
            reader.raws.stream().filter(raw -> raw.form() == form).forEach(reader::identify);
        }
        List<Row> rows = reader.raws.stream()
                .filter(raw -> !reader.failed.contains(reader.key(raw)))
                .flatMap(raw -> reader.understand(raw).stream())
                .toList();
        return new Contents(rows, reader.failed, reader.problems);
    }

    private void collect(Sheet sheet) {
        if (sheet.lines().isEmpty()) {
            problems.add(ImportProblem.ofFile(sheet.name(), Fault.FILE_EMPTY));
            return;
        }
        List<String> header =
                sheet.lines().get(0).cells().stream().map(String::strip).toList();
        Form<?> form = form(sheet.name(), header).orElse(null);
        if (form == null) {
            problems.add(ImportProblem.ofFile(sheet.name(), Fault.UNKNOWN_HEADER, fileNames()));
            return;
        }
        List<@Nullable Field> fields = header.stream()
                .<@Nullable Field>map(column -> field(form, column))
                .toList();
        if (!checkHeader(sheet, form, header, fields)) {
            return;
        }
        Map<String, String> columns = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field != null) {
                columns.put(field.name(), withoutStar(header.get(i)));
            }
        }
        sheet.lines().stream()
                .skip(1)
                // Spreadsheets leave rows of nothing but separators behind.
                .filter(line -> !line.cells().stream().allMatch(String::isBlank))
                .forEach(line -> collect(sheet, form, fields, columns, line));
    }

    private static String fileNames() {
        return Form.all().stream().map(one -> one.plural() + ".csv").collect(Collectors.joining(", "));
    }

    /** A sheet that is named after a kind is of that kind; else the columns tell. */
    private static Optional<Form<?>> form(String name, List<String> header) {
        String base = Meanings.folded(name.replaceAll("^.*[/\\\\›]", "").replaceAll("(?i)\\.csv$", ""));
        Optional<Form<?>> named = Form.all().stream()
                .filter(form -> names(form.plural(), "inventory.kinds." + form.plural())
                        .anyMatch(one -> Meanings.folded(one).equals(base)))
                .findFirst();
        if (named.isPresent()) {
            return named;
        }
        // Sites and services and devices have all columns of power areas; who knows most columns, and asks for most, is
        // meant.
        return Form.all().stream()
                .filter(form -> requiredFields(form)
                        .allMatch(field -> header.stream().anyMatch(column -> field.equals(field(form, column)))))
                .max(Comparator.comparingLong((Form<?> form) -> knownColumns(form, header))
                        .thenComparing(form -> requiredFields(form).count())
                        // What comes first in our order is meant where nothing else tells.
                        .thenComparing(form -> -Form.all().indexOf(form)));
    }

    private static long knownColumns(Form<?> form, List<String> header) {
        return header.stream().filter(column -> field(form, column) != null).count();
    }

    private static Stream<Field> requiredFields(Form<?> form) {
        return form.fields().stream()
                .filter(field -> field.required() && !field.name().equals("id"));
    }

    private static @Nullable Field field(Form<?> form, String column) {
        String wanted = Meanings.folded(withoutStar(column));
        return form.fields().stream()
                .filter(field -> Stream.concat(
                                Stream.of(field.name()),
                                LANGUAGES.stream().map(language -> form.label(field, language)))
                        .anyMatch(one -> Meanings.folded(one).equals(wanted)))
                .findFirst()
                .orElse(null);
    }

    /** The template marks what must be given. */
    private static String withoutStar(String column) {
        return column.replaceAll("\\s*\\*$", "");
    }

    /** Our own name for something, and its names in both languages. */
    private static Stream<String> names(String own, String key) {
        return Stream.concat(
                Stream.of(own),
                LANGUAGES.stream()
                        .map(language -> Wording.messageOrNull(key, language))
                        .filter(Objects::nonNull));
    }

    /** @return whether the rows can be read all the same, so that what is wrong with them is told too */
    private boolean checkHeader(Sheet sheet, Form<?> form, List<String> header, List<@Nullable Field> fields) {
        boolean clear = true;
        Set<Field> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String column = header.get(i);
            Field field = fields.get(i);
            if (field == null && !column.isEmpty()) {
                problems.add(new ImportProblem(
                        sheet.name(),
                        1L,
                        column,
                        null,
                        Wording.of(
                                Fault.UNKNOWN_COLUMN,
                                new Wording.Named(List.of(form.plural()), List.of("inventory.kinds." + form.plural())),
                                new Wording.Named(
                                        form.fields().stream().map(Field::name).toList(),
                                        form.fields().stream()
                                                .map(form::labelKey)
                                                .toList()))));
            } else if (field != null && !seen.add(field)) {
                problems.add(new ImportProblem(sheet.name(), 1L, column, null, Wording.of(Fault.COLUMN_TWICE)));
                clear = false;
            }
        }
        if (seen.stream()
                .noneMatch(field -> field.name().equals("id") || field.name().equals("name"))) {
            problems.add(new ImportProblem(sheet.name(), 1L, "id", null, Wording.of(Fault.ID_COLUMN_MISSING)));
            clear = false;
        }
        return clear;
    }

    private void collect(
            Sheet sheet, Form<?> form, List<@Nullable Field> fields, Map<String, String> columns, Sheet.Line line) {
        if (problems.size() >= MOST_PROBLEMS) {
            return;
        }
        if (line.cells().size() != fields.size()) {
            problems.add(new ImportProblem(
                    sheet.name(),
                    line.number(),
                    null,
                    null,
                    Wording.of(Fault.CELLS_COUNT, line.cells().size(), fields.size())));
            return;
        }
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field != null) {
                String cell = SafeCell.read(line.cells().get(i));
                cells.put(field.name(), field.secret() ? cell : spoken(form, field, cell.strip()));
            }
        }
        raws.add(new Raw(form, sheet.name(), line.number(), columns, cells));
    }

    /** In our own words, a choice by its label, with or without the abbreviation behind it, and yes or no. */
    private static String spoken(Form<?> form, Field field, String cell) {
        String wanted = Meanings.folded(cell);
        List<String> known = switch (field.type()) {
            case CHOICE -> field.choices();
            case TRUTH -> List.of("true", "false");
            default -> List.of();
        };
        return known.stream()
                .filter(choice -> LANGUAGES.stream()
                        .flatMap(language -> writings(form.label(field, choice, language)))
                        .anyMatch(label -> Meanings.folded(label).equals(wanted)))
                .findFirst()
                .orElse(cell);
    }

    /** "Điểm truy cập (AP)" is also written "Điểm truy cập" and "AP". */
    private static Stream<String> writings(String label) {
        Matcher abbreviated = ABBREVIATED.matcher(label);
        return abbreviated.matches() ? Stream.of(label, abbreviated.group(1), abbreviated.group(2)) : Stream.of(label);
    }

    private void identify(Raw raw) {
        try {
            Field scope = raw.form().scope();
            if (scope != null) {
                raw.cells().computeIfPresent(scope.name(), (name, cell) -> meanings.resolved(scope, cell));
            }
            String id = raw.cell("id");
            if (id.isEmpty()) {
                id = idByName(raw);
            }
            raw.cells().put("id", id);
            Long earlier = rowById.putIfAbsent(id, raw.number());
            if (earlier != null) {
                throw InventoryRefused.invalid(null, "id", id, Fault.ROW_TWICE, Long.toString(earlier));
            }
            meanings.learn(raw.form(), raw.cell("name"), id);
        } catch (InventoryRefused refused) {
            blame(raw, refused);
        }
    }

    private String idByName(Raw raw) {
        String name = raw.cell("name");
        if (name.isBlank()) {
            throw InventoryRefused.invalid(null, "name", null, Fault.MISSING);
        }
        Field scope = raw.form().scope();
        String within = scope == null ? "" : raw.cell(scope.name());
        return raw.form().in(stored).stream()
                .filter(object -> Meanings.folded(object.name()).equals(Meanings.folded(name)))
                .filter(object -> scope == null
                        || within.isEmpty()
                        || within.equals(raw.form().scopeOf(object)))
                .findFirst()
                .map(object -> object.id().value())
                .orElseGet(() -> raw.form().freeId(within + " " + name, id -> isTaken(raw.form(), id)));
    }

    private boolean isTaken(Form<?> form, String id) {
        return rowById.containsKey(id) || stored.find(form.id(id)).isPresent();
    }

    private Optional<Row> understand(Raw raw) {
        try {
            for (Field field : raw.form().fields()) {
                raw.cells().computeIfPresent(field.name(), (name, cell) -> meanings.resolved(field, cell));
            }
            InventoryObject before = stored.find(raw.form().id(raw.cell("id"))).orElse(null);
            Map<String, String> whole =
                    before == null ? new HashMap<>() : raw.form().publicCells(before);
            whole.putAll(raw.cells());
            return Optional.of(
                    new Row(raw.file(), raw.number(), raw.columns(), raw.form().read(whole, before)));
        } catch (InventoryRefused refused) {
            blame(raw, refused);
            return Optional.empty();
        }
    }

    private void blame(Raw raw, InventoryRefused refused) {
        failed.add(key(raw));
        failed.add(raw.cell("id"));
        if (problems.size() < MOST_PROBLEMS) {
            InventoryRefused.Problem problem = refused.problem();
            problems.add(ImportProblem.of(
                    raw.file(), raw.number(), raw.columns().getOrDefault(problem.field(), problem.field()), problem));
        }
    }

    /** Of one row, which no id can be. */
    private String key(Raw raw) {
        return raw.file() + "\n" + raw.number();
    }
}

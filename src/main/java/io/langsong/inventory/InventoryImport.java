package io.langsong.inventory;

import io.langsong.inventory.InventoryRefused.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings CSV files and workbooks into the inventory, all of them or nothing; never removes. Any thread. */
@Component
public class InventoryImport {
    private static final String IN_THE_PROGRAM = "classpath:";
    private static final int MOST_NAMED = 10;

    private final Inventory inventory;

    public InventoryImport(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * How an import ended: either problems, and nothing was stored, or the difference it makes.
     *
     * @param applied false for a dry run too
     * @param diff null when there are problems
     */
    public record Outcome(boolean applied, @Nullable InventoryDiff diff, List<ImportProblem> problems) {}

    /**
     * @param files their texts by file name, as {@link InventoryFolder#read} gives them
     * @param dryRun true: only look what it would do
     */
    public Outcome run(Map<String, String> files, boolean dryRun) {
        List<Sheet> sheets = new ArrayList<>();
        List<ImportProblem> problems = new ArrayList<>();
        files.forEach((name, text) -> {
            try {
                sheets.add(Sheet.ofCsv(name, text));
            } catch (SheetRefused refused) {
                problems.add(refused.problem());
            }
        });
        return run(sheets, problems, dryRun);
    }

    /**
     * Imports a workbook (Office Open XML), one sheet for each kind.
     *
     * @param name of the file, as messages call it
     */
    public Outcome run(String name, byte[] workbook, boolean dryRun) {
        List<Sheet> sheets;
        try {
            sheets = Workbooks.read(name, workbook);
        } catch (SheetRefused refused) {
            return new Outcome(false, null, List.of(refused.problem()));
        }
        return run(sheets, new ArrayList<>(), dryRun);
    }

    private Outcome run(List<Sheet> sheets, List<ImportProblem> problems, boolean dryRun) {
        SheetReader.Contents contents = SheetReader.read(sheets, inventory.snapshot());
        problems.addAll(contents.problems());
        List<InventoryObject> objects =
                contents.rows().stream().map(SheetReader.Row::object).toList();
        Map<InventoryId, SheetReader.Row> byId = byId(contents.rows());
        if (problems.stream().noneMatch(InventoryImport::concernsWholeFile)) {
            for (Problem problem : inventory.problems(objects)) {
                String value = problem.value();
                if (value == null || !contents.failed().contains(value)) {
                    problems.add(located(problem, byId));
                }
            }
        }
        if (!problems.isEmpty()) {
            return new Outcome(false, null, List.copyOf(problems));
        }
        try {
            InventoryDiff diff = dryRun ? inventory.preview(objects) : inventory.apply(objects);
            return new Outcome(!dryRun, diff, List.of());
        } catch (InventoryRefused changedMeanwhile) {
            return new Outcome(false, null, List.of(located(changedMeanwhile.problem(), byId)));
        }
    }

    /** Then every row that refers to one of that file would be blamed for it. */
    private static boolean concernsWholeFile(ImportProblem problem) {
        return problem.row() == null || problem.row() == 1;
    }

    private static Map<InventoryId, SheetReader.Row> byId(List<SheetReader.Row> rows) {
        Map<InventoryId, SheetReader.Row> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.object().id(), row));
        return byId;
    }

    private static ImportProblem located(Problem problem, Map<InventoryId, SheetReader.Row> rows) {
        SheetReader.Row row = problem.object() == null ? null : rows.get(problem.object());
        return row == null
                ? ImportProblem.of("", null, problem.field(), problem)
                : ImportProblem.of(row.file(), row.number(), row.column(problem.field()), problem);
    }

    /**
     * Fills an empty inventory, leaves any other alone.
     *
     * @param folder a path, or {@code classpath:provisioning/inventory} for one in the program
     * @return whether it was filled
     * @throws IllegalStateException when the files can not be used, with what is wrong in them
     */
    public boolean loadIfEmpty(String folder) {
        if (!inventory.snapshot().isEmpty()) {
            return false;
        }
        Map<String, String> files;
        try {
            files = folder.startsWith(IN_THE_PROGRAM)
                    ? InventoryFolder.readFromProgram(folder.substring(IN_THE_PROGRAM.length()))
                    : InventoryFolder.read(Path.of(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("The inventory in " + folder + " can not be read; check the path", e);
        }
        if (files.isEmpty()) {
            throw new IllegalStateException(folder + " holds no inventory; it needs at least villages.csv");
        }
        Outcome outcome = run(files, false);
        if (!outcome.applied()) {
            throw new IllegalStateException("The inventory in " + folder + " can not be used: "
                    + outcome.problems().stream()
                            .limit(MOST_NAMED)
                            .map(ImportProblem::sentence)
                            .collect(Collectors.joining(" | ")));
        }
        return true;
    }

    /** As {@link #loadIfEmpty(String)}. */
    public boolean loadIfEmpty(Path folder) {
        return loadIfEmpty(folder.toString());
    }
}

package io.langsong.inventory;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Files between the look at what they would change and their import; forgotten after an hour. Any thread. */
@Component
public class InventoryUploads {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int LONGEST_NAME = 255;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final InventoryImport imports;

    InventoryUploads(JdbcClient jdbc, Clock clock, InventoryImport imports) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.imports = imports;
    }

    /** @param name of the file on the sender's machine, which tells what is in it */
    public record Upload(UUID id, String name, byte[] content) {}

    public UUID keep(String name, byte[] content) {
        jdbc.sql("DELETE FROM inventory_upload WHERE uploaded_at < :old")
                .param("old", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
        return jdbc.sql("""
                        INSERT INTO inventory_upload (name, content, uploaded_at) VALUES (:name, :content, :now)
                        RETURNING id
                        """)
                .param("name", shortened(name))
                .param("content", content)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .single();
    }

    private static String shortened(String name) {
        String shown = Texts.shown(name);
        return shown.isEmpty() ? "-" : shown.substring(0, Math.min(LONGEST_NAME, shown.length()));
    }

    /** Empty when it was imported, or is too old. */
    public Optional<Upload> find(UUID id) {
        return jdbc.sql("SELECT id, name, content FROM inventory_upload WHERE id = :id")
                .param("id", id)
                .query(Upload.class)
                .optional();
    }

    public void forget(UUID id) {
        jdbc.sql("DELETE FROM inventory_upload WHERE id = :id").param("id", id).update();
    }

    /**
     * Looks at a file, or imports it: a workbook by its first octets, else CSV in UTF-8.
     *
     * @param dryRun true: only look what it would do
     */
    public InventoryImport.Outcome run(Upload upload, boolean dryRun) {
        byte[] content = upload.content();
        boolean zip = content.length > 3 && content[0] == 'P' && content[1] == 'K';
        boolean named = upload.name().toLowerCase(Locale.ROOT).endsWith(".xlsx");
        if (zip || named) {
            return imports.run(upload.name(), content, dryRun);
        }
        String text;
        try {
            text = InventoryFolder.decode(upload.name(), content);
        } catch (SheetRefused refused) {
            return new InventoryImport.Outcome(false, null, List.of(refused.problem()));
        }
        return imports.run(Map.of(upload.name(), text), dryRun);
    }
}

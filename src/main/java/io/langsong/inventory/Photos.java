package io.langsong.inventory;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Photos of what stands where, each drawn anew before it is kept. Any thread. */
@Component
public class Photos {
    /** Of a file that is sent. */
    public static final int MOST_OCTETS = Picture.MOST_OCTETS;

    private static final int MOST_OF_ONE = 12;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;

    Photos(JdbcClient jdbc, Clock clock, PlatformTransactionManager transactions, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.events = events;
    }

    /** @param width of the picture in pixels, so that a page can leave room for it */
    public record Photo(UUID id, @Nullable String caption, int width, int height, String addedBy, Instant addedAt) {}

    /** Newest first. */
    public List<Photo> of(InventoryId object) {
        return jdbc.sql("""
                        SELECT id, caption, width, height, added_by, added_at FROM inventory_photo
                        WHERE kind = :kind AND object = :object
                        ORDER BY added_at DESC
                        LIMIT :most
                        """)
                .param("kind", object.kind())
                .param("object", object.value())
                .param("most", MOST_OF_ONE)
                .query((row, number) -> new Photo(
                        row.getObject("id", UUID.class),
                        row.getString("caption"),
                        row.getInt("width"),
                        row.getInt("height"),
                        row.getString("added_by"),
                        row.getObject("added_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** What a photo shows; empty when there is none of that id. */
    public Optional<InventoryId> objectOf(UUID id) {
        return jdbc.sql("SELECT kind, object FROM inventory_photo WHERE id = :id")
                .param("id", id)
                .query((row, number) -> id(row.getString("kind"), row.getString("object")))
                .optional();
    }

    private static InventoryId id(String kind, String value) {
        return Form.all().stream()
                .filter(form -> form.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .id(value);
    }

    /** The JPEG itself; empty when there is none of that id. */
    public Optional<byte[]> content(UUID id) {
        return jdbc.sql("SELECT content FROM inventory_photo WHERE id = :id")
                .param("id", id)
                .query(byte[].class)
                .optional();
    }

    /**
     * Keeps a photo of an object; of the oldest beyond a dozen nothing is left.
     *
     * @param sent JPEG or PNG
     * @param caption null or empty for none
     * @param by who sent it
     * @return the id of the photo
     * @throws InventoryRefused when it is no such picture, or too large
     */
    public UUID add(InventoryId object, byte[] sent, @Nullable String caption, String by) {
        String kept = Texts.optional(object, "caption", caption, 200);
        Picture picture = Picture.redrawn(sent).orElseThrow(() -> InventoryRefused.of("photo", Fault.NOT_A_PHOTO));
        UUID id = UUID.randomUUID();
        transaction.executeWithoutResult(status -> {
            insert(id, object, kept, picture, by);
            events.publishEvent(new PhotoChanged(object, id, kept, true));
        });
        return id;
    }

    private void insert(UUID id, InventoryId object, @Nullable String caption, Picture picture, String by) {
        jdbc.sql("""
                        INSERT INTO inventory_photo (id, kind, object, caption, content, width, height, added_by, added_at)
                        VALUES (:id, :kind, :object, :caption, :content, :width, :height, :by, :now)
                        """)
                .param("id", id)
                .param("kind", object.kind())
                .param("object", object.value())
                .param("caption", caption)
                .param("content", picture.jpeg())
                .param("width", picture.width())
                .param("height", picture.height())
                .param("by", by)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                        DELETE FROM inventory_photo WHERE kind = :kind AND object = :object AND id NOT IN (
                          SELECT id FROM inventory_photo WHERE kind = :kind AND object = :object
                          ORDER BY added_at DESC LIMIT :most)
                        """)
                .param("kind", object.kind())
                .param("object", object.value())
                .param("most", MOST_OF_ONE)
                .update();
    }

    /** @return false when that object has none of that id */
    public boolean remove(InventoryId object, UUID id) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean there = jdbc.sql("DELETE FROM inventory_photo WHERE id = :id AND kind = :kind AND object = :object")
                            .param("id", id)
                            .param("kind", object.kind())
                            .param("object", object.value())
                            .update()
                    > 0;
            if (there) {
                events.publishEvent(new PhotoChanged(object, id, null, false));
            }
            return there;
        }));
    }
}

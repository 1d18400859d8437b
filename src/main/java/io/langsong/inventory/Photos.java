package io.langsong.inventory;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Photos of what stands where. A photo is drawn anew before it is kept: smaller, as JPEG, and without what the camera wrote
 * into it, its position above all. Any thread.
 */
@Component
public class Photos {
    /** Of a file that is sent. */
    public static final int MOST_OCTETS = 12 * 1024 * 1024;

    /** A small file can hold a huge picture; so many pixels are 200 MB when they are drawn. */
    private static final long MOST_PIXELS = 50_000_000;

    private static final int LONGEST_SIDE = 1_600;
    private static final float QUALITY = 0.8f;
    private static final int MOST_OF_ONE = 12;
    private static final Set<String> FORMATS = Set.of("jpeg", "jpg", "png");

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
        BufferedImage picture = scaled(read(sent));
        byte[] jpeg = write(picture);
        UUID id = UUID.randomUUID();
        transaction.executeWithoutResult(status -> {
            insert(id, object, kept, picture, jpeg, by);
            events.publishEvent(new PhotoChanged(object, id, kept, true));
        });
        return id;
    }

    private void insert(
            UUID id, InventoryId object, @Nullable String caption, BufferedImage picture, byte[] jpeg, String by) {
        jdbc.sql("""
                        INSERT INTO inventory_photo (id, kind, object, caption, content, width, height, added_by, added_at)
                        VALUES (:id, :kind, :object, :caption, :content, :width, :height, :by, :now)
                        """)
                .param("id", id)
                .param("kind", object.kind())
                .param("object", object.value())
                .param("caption", caption)
                .param("content", jpeg)
                .param("width", picture.getWidth())
                .param("height", picture.getHeight())
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

    /** Looks at the size before it draws anything. */
    private static BufferedImage read(byte[] sent) {
        if (sent.length > MOST_OCTETS) {
            throw InventoryRefused.of("photo", Fault.NOT_A_PHOTO);
        }
        ImageIO.setUseCache(false);
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(sent))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    if (FORMATS.contains(reader.getFormatName().toLowerCase(java.util.Locale.ROOT))) {
                        reader.setInput(in, true, true);
                        return read(reader);
                    }
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            if (unreadable instanceof InventoryRefused refused) {
                throw refused;
            }
            throw InventoryRefused.of("photo", Fault.NOT_A_PHOTO);
        }
        throw InventoryRefused.of("photo", Fault.NOT_A_PHOTO);
    }

    private static BufferedImage read(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MOST_PIXELS) {
            throw InventoryRefused.of("photo", Fault.NOT_A_PHOTO);
        }
        ImageReadParam param = reader.getDefaultReadParam();
        int step = Math.max(1, Math.max(width, height) / (2 * LONGEST_SIDE));
        param.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, param);
    }

    private static BufferedImage scaled(BufferedImage picture) {
        double scale = Math.min(1.0, (double) LONGEST_SIDE / Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setBackground(java.awt.Color.WHITE);
        graphics.clearRect(0, 0, width, height);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return drawn;
    }

    private static byte[] write(BufferedImage picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(jpeg)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.write(null, new IIOImage(picture, null, null), param);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return jpeg.toByteArray();
    }
}

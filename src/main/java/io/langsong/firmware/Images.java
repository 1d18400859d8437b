package io.langsong.firmware;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.database.DataDirectory;
import io.langsong.firmware.ImageFile.Damaged;
import io.langsong.firmware.ImageFile.Found;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Firmware that can be brought to boxes. Taking a file and making an image of it are two steps, so that a file is sent once though what is said of it is wrong. Any thread. */
@Component
public class Images {
    private static final Logger log = LoggerFactory.getLogger(Images.class);
    private static final int LONGEST_NAME = 160;
    private static final int LONGEST_VERSION = 64;
    private static final int LONGEST_BOARD = 100;
    private static final int MOST_BOARDS = 200;

    private final ImageTable table;
    private final ImageStore store;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    @Autowired
    Images(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            DataDirectory data,
            FirmwareProperties settings,
            AuditTrail audit,
            Clock clock) {
        this(jdbc, transactions, new ImageStore(data, settings.limit().toBytes(), Images::free), audit, clock);
    }

    Images(JdbcClient jdbc, PlatformTransactionManager transactions, ImageStore store, AuditTrail audit, Clock clock) {
        this.table = new ImageTable(jdbc);
        this.store = store;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    private static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * What a person says of a file. What the file says itself need not be said, and may not be said otherwise.
     *
     * @param name as people call it
     * @param expected SHA-256 that its maker tells, in any case; null or blank for none
     * @param version null or blank where the file says it
     * @param boards empty where the file says them
     */
    public record ImageWish(
            @Nullable String name,
            @Nullable String expected,
            @Nullable String version,
            List<String> boards) {
        public ImageWish {
            boards = List.copyOf(boards);
        }
    }

    /** The newest first. */
    public List<Image> all() {
        return table.all();
    }

    public Optional<Image> find(String sha256) {
        return table.find(sha256);
    }

    /** There is no such image. */
    public static Refused missing(String sha256) {
        return Refused.missing("firmware.refused.no-image", "sha256", sha256);
    }

    /**
     * Takes a file to its end; for a day it waits for {@link #add}.
     *
     * @return its SHA-256
     * @throws Refused when it is empty, too long, or there is no room
     * @throws IOException when whoever sends it breaks off
     */
    public String take(InputStream sent) throws IOException {
        store.tidy(one -> table.find(one).isPresent(), clock.instant());
        return store.take(sent);
    }

    /** Whether a file of this checksum is there, as an image or waiting to be one. */
    public boolean has(String sha256) {
        return store.has(sha256);
    }

    /**
     * Makes an image of a file that was taken.
     *
     * @throws Refused when the file is damaged, has another checksum than was expected, or what it is for is not known
     */
    public Image add(String sha256, ImageWish wish, String who) {
        if (!store.has(sha256)) {
            throw missing(sha256);
        }
        Image image = checked(sha256, wish, who);
        transaction.executeWithoutResult(status -> {
            if (!table.add(image)) {
                throw Refused.conflict(
                        "file",
                        sha256,
                        "firmware.refused.twice",
                        List.of(table.find(sha256).map(Image::name).orElse("")),
                        "is there already",
                        "use what is there");
            }
            audit.record(
                    "firmware.image.add",
                    subject(sha256),
                    List.of(
                            new Change("name", null, image.name()),
                            new Change("version", null, image.version()),
                            new Change("boards", null, String.join(", ", image.boards())),
                            new Change("described", null, Boolean.toString(image.described()))));
        });
        log.info(
                "firmware added sha256={} family={} version={}",
                sha256,
                image.family().code(),
                image.version());
        return image;
    }

    private Image checked(String sha256, ImageWish wish, String who) {
        String name = Typed.text("name", wish.name(), LONGEST_NAME);
        String expected = wish.expected() == null ? "" : wish.expected().strip().toLowerCase(Locale.ROOT);
        if (!expected.isEmpty() && !expected.equals(sha256)) {
            throw Refused.invalid(
                    "expected",
                    expected,
                    "firmware.refused.checksum",
                    List.of(sha256),
                    "is not the SHA-256 of the file, which is " + sha256,
                    "fetch the file again, or look where the checksum comes from");
        }
        Found found = found(sha256);
        List<String> boards = boards(found, wish);
        Family family = found.family() == null ? Family.OPENWRT : found.family();
        return new Image(
                sha256,
                name,
                family,
                length(sha256),
                version(found, wish),
                found.revision(),
                boards,
                !found.boards().isEmpty(),
                found.packageName(),
                who,
                now());
    }

    private Found found(String sha256) {
        try {
            return ImageFile.read(store.path(sha256));
        } catch (Damaged damaged) {
            throw Refused.invalid(
                    "file",
                    null,
                    "firmware.refused.damaged",
                    List.of(),
                    "is damaged: " + damaged.getMessage(),
                    "fetch it again from its maker");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private long length(String sha256) {
        try {
            return Files.size(store.path(sha256));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String version(Found found, ImageWish wish) {
        String typed = wish.version() == null ? "" : wish.version().strip();
        String said = found.version();
        if (said == null) {
            return Typed.text("version", typed, LONGEST_VERSION);
        } else if (!typed.isEmpty() && !typed.equals(said)) {
            throw Refused.invalid(
                    "version",
                    typed,
                    "firmware.refused.says-otherwise",
                    List.of(said),
                    "is not what the file says: " + said,
                    "leave it out");
        }
        return said;
    }

    private static List<String> boards(Found found, ImageWish wish) {
        List<String> typed = wish.boards().stream()
                .map(String::strip)
                .filter(board -> !board.isEmpty())
                .distinct()
                .toList();
        if (!found.boards().isEmpty()) {
            if (!typed.isEmpty() && !found.boards().containsAll(typed)) {
                throw Refused.invalid(
                        "boards",
                        String.join(", ", typed),
                        "firmware.refused.says-otherwise",
                        List.of(String.join(", ", found.boards())),
                        "are not what the file says: " + String.join(", ", found.boards()),
                        "leave them out");
            }
            return found.boards();
        }
        if (typed.isEmpty() || typed.size() > MOST_BOARDS) {
            throw Refused.invalid(
                    "boards",
                    null,
                    found.family() == Family.ROUTEROS
                            ? "firmware.refused.no-architecture"
                            : "firmware.refused.no-boards",
                    List.of(MOST_BOARDS),
                    "are missing, and the file does not say what it is for",
                    "name 1 to %d, as the boxes call themselves".formatted(MOST_BOARDS));
        }
        return typed.stream()
                .map(board -> Typed.text("boards", board, LONGEST_BOARD))
                .toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Removes one that no upgrade used. */
    public void remove(String sha256) {
        transaction.executeWithoutResult(status -> {
            Image image = table.find(sha256).orElseThrow(() -> missing(sha256));
            if (!table.remove(sha256)) {
                throw Refused.conflict(
                        "sha256",
                        sha256,
                        "firmware.refused.used",
                        List.of(),
                        "was used in an upgrade, whose record needs it",
                        "leave it");
            }
            audit.record("firmware.image.remove", subject(sha256), List.of(new Change("name", image.name(), null)));
        });
        store.remove(sha256);
    }

    /** The octets of an image. */
    InputStream open(Image image) throws IOException {
        return Files.newInputStream(store.path(image.sha256()));
    }

    private static String subject(String sha256) {
        return "firmware:" + Objects.requireNonNull(sha256);
    }
}

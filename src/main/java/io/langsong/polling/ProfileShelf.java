package io.langsong.polling;

import io.langsong.polling.profile.ProfileException;
import io.langsong.polling.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The profiles in use: those shipped, and the operator's own out of the folders that {@code langsong.profiles.folders} names.
 * Files that change are read anew within seconds. While one is wrong, what was good before stays in use. Any thread.
 */
@Component
public final class ProfileShelf implements Supplier<Profiles>, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ProfileShelf.class);
    private static final long LOOK_SECONDS = 5;

    private final ProfileProperties settings;
    private final ApplicationEventPublisher events;
    private volatile @Nullable Profiles profiles;
    private volatile @Nullable String problem;
    private volatile Map<String, String> own = Map.of();
    private Map<Path, String> seen = Map.of();
    private @Nullable ScheduledExecutorService watch;

    ProfileShelf(ProfileProperties settings, ApplicationEventPublisher events) {
        this.settings = settings;
        this.events = events;
    }

    @Override
    public Profiles get() {
        Profiles now = profiles;
        return now == null ? readFirst() : now;
    }

    /** Why an own profile is not in use: file, line and column, what and the remedy. Empty when all are. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** The operator's own files as they are in use: text by a file name of its own. Who asks devices elsewhere reads them too. */
    public Map<String, String> own() {
        get();
        return own;
    }

    private synchronized Profiles readFirst() {
        Profiles now = profiles;
        if (now == null) {
            seen = files();
            now = read(Profiles.load());
            profiles = now;
        }
        return now;
    }

    /** Reads the folders anew when a file in them has changed; tells {@link ProfilesChanged} when that gave other profiles. */
    void look() {
        synchronized (this) {
            Profiles before = readFirst();
            Map<Path, String> files = files();
            if (files.equals(seen)) {
                return;
            }
            seen = files;
            Profiles now = read(before);
            if (now == before) {
                return;
            }
            profiles = now;
        }
        events.publishEvent(new ProfilesChanged());
    }

    private Profiles read(Profiles otherwise) {
        try {
            List<Path> files = seen.keySet().stream().sorted().toList();
            Map<String, String> texts = texts(files);
            Profiles read = Profiles.load(files);
            if (!files.isEmpty() || problem != null) {
                log.info("profiles read own={} all={}", files.size(), read.all().size());
            }
            own = texts;
            problem = null;
            return read;
        } catch (ProfileException wrong) {
            log.error("profile can not be used, those before stay in use reason={}", wrong.getMessage());
            problem = wrong.getMessage();
            return otherwise;
        }
    }

    /** Two folders may have files of one name. */
    private static Map<String, String> texts(List<Path> files) {
        Map<String, String> texts = new TreeMap<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            for (int number = 2; texts.containsKey(name); number++) {
                name = number + "-" + file.getFileName();
            }
            try {
                texts.put(name, Files.readString(file));
            } catch (IOException unreadable) {
                // Who reads it as a profile says what is wrong with it.
                log.debug("profile not read file={}", file, unreadable);
            }
        }
        return Collections.unmodifiableMap(texts);
    }

    /** The files and what shows that one has changed. A folder that is not there holds none. */
    private Map<Path, String> files() {
        Map<Path, String> files = new HashMap<>();
        for (Path folder : settings.folders()) {
            try (Stream<Path> in = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
                for (Path file :
                        in.filter(name -> name.toString().matches(".*\\.ya?ml")).toList()) {
                    BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                    files.put(file, is.lastModifiedTime() + " " + is.size());
                }
            } catch (IOException goneMeanwhile) {
                log.debug("folder of profiles not read folder={}", folder, goneMeanwhile);
            }
        }
        return files;
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "profiles-watch");
            thread.setDaemon(true);
            return thread;
        });
        var unused = started.scheduleWithFixedDelay(this::lookQuietly, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        watch = started;
    }

    private void lookQuietly() {
        try {
            look();
        } catch (RuntimeException unforeseen) {
            log.error("profiles could not be looked at", unforeseen);
        }
    }

    @Override
    public void stop() {
        if (watch != null) {
            watch.shutdownNow();
        }
        watch = null;
    }

    @Override
    public boolean isRunning() {
        return watch != null;
    }
}

package io.langsong.polling.profile;

import io.langsong.polling.profile.ProfileReader.Heading;
import io.langsong.snmp.Oid;
import io.langsong.snmp.VarBind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The families of devices that are known: those shipped, and an operator's own. Immutable; any thread. */
public final class Profiles {
    /** What is asked of a device that is of no family known. */
    public static final String GENERIC = "generic";

    private static final String SHIPPED = "/profiles/";
    private static final long LONGEST_FILE = 1 << 20;
    private static final int MOST_SUGGESTED = 5;

    /** Those that are part of the program alone: the same as long as it runs, so they are read once. */
    private static volatile @Nullable Profiles shipped;

    private final Map<String, Profile> byName;

    private Profiles(Map<String, Profile> byName) {
        this.byName = byName;
    }

    /** The profiles that are part of the program. */
    public static Profiles load() {
        return load(List.of());
    }

    /**
     * The shipped profiles and those of {@code places}; one of the same name takes the place of a shipped one.
     *
     * @param places files, or folders of which every {@code *.yaml} and {@code *.yml} is read
     * @throws ProfileException when one is not there or can not be used, with its place and the remedy
     */
    public static Profiles load(List<Path> places) {
        if (!places.isEmpty()) {
            return read(places);
        }
        Profiles known = shipped;
        if (known == null) {
            known = read(places);
            shipped = known;
        }
        return known;
    }

    private static Profiles read(List<Path> places) {
        Map<String, Heading> headings = new TreeMap<>();
        shippedFiles().forEach((file, text) -> {
            Heading heading = ProfileReader.heading(file, text);
            headings.put(heading.name(), heading);
        });
        Map<String, Path> own = new LinkedHashMap<>();
        for (Path file : filesIn(places)) {
            Heading heading = ProfileReader.heading(file.toString(), text(file));
            Path other = own.put(heading.name(), file);
            if (other != null) {
                throw new ProfileException(
                        "%s: a profile \"%s\" is also in %s; rename one".formatted(file, heading.name(), other));
            }
            headings.put(heading.name(), heading);
        }
        return new Profiles(new Family(headings).all());
    }

    /** Reads parents before their children. */
    private static final class Family {
        private final Map<String, Heading> headings;
        private final Map<String, Profile> read = new TreeMap<>();
        private final Set<String> underway = new LinkedHashSet<>();

        Family(Map<String, Heading> headings) {
            this.headings = headings;
        }

        Map<String, Profile> all() {
            headings.keySet().forEach(this::profile);
            return read;
        }

        private Optional<Profile> profile(String name) {
            Heading heading = headings.get(name);
            if (heading == null || read.containsKey(name)) {
                return Optional.ofNullable(read.get(name));
            }
            if (!underway.add(name)) {
                throw heading.root()
                        .error(
                                "extends",
                                "profiles extend each other in a circle: " + String.join(", ", underway)
                                        + "; let one of them extend none");
            }
            Profile profile = ProfileReader.read(heading, this::profile);
            underway.remove(name);
            read.put(name, profile);
            return Optional.of(profile);
        }
    }

    private static List<Path> filesIn(List<Path> places) {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> in = Files.list(place)) {
                    in.filter(file -> file.toString().matches(".*\\.ya?ml"))
                            .sorted()
                            .forEach(files::add);
                } catch (IOException unreadable) {
                    throw new ProfileException(place + ": the folder of profiles can not be read: "
                            + unreadable.getMessage() + "; let the server's user read it");
                }
            } else if (Files.exists(place)) {
                files.add(place);
            } else {
                throw new ProfileException(place + ": there is no such file or folder of profiles; check the path");
            }
        }
        return files;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new ProfileException(file + ": larger than 1 MB; a profile is a few kilobytes of YAML");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException notUtf8) {
            throw new ProfileException(file + ": not UTF-8; save it as UTF-8");
        } catch (IOException unreadable) {
            throw new ProfileException(
                    file + ": can not be read: " + unreadable.getMessage() + "; let the server's user read it");
        }
    }

    /** Text by file name of what lies in the folder of shipped profiles, in the jar or beside the classes. */
    private static Map<String, String> shippedFiles() {
        URL folder = Profiles.class.getResource(SHIPPED);
        if (folder == null) {
            throw new IllegalStateException("The program has no folder " + SHIPPED + "; it was not packaged whole");
        }
        Map<String, String> texts = new TreeMap<>();
        try {
            for (String file : namesIn(folder)) {
                try (InputStream in = Profiles.class.getResourceAsStream(SHIPPED + file)) {
                    if (in != null) {
                        texts.put("profiles/" + file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The shipped profiles can not be read", unreadable);
        }
        return texts;
    }

    private static List<String> namesIn(URL folder) throws IOException {
        if (folder.openConnection() instanceof JarURLConnection jar) {
            String prefix = jar.getEntryName();
            return jar.getJarFile().stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(".yaml"))
                    .map(name -> name.substring(prefix.length()))
                    .toList();
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .toList();
        } catch (URISyntaxException impossible) {
            throw new IOException("Not a folder: " + folder, impossible);
        }
    }

    public Optional<Profile> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** By name. */
    public List<Profile> all() {
        return List.copyOf(byName.values());
    }

    /** Some names for who gave one that there is not: those that begin alike, else the first; a list of all has many. */
    public String namesLike(String name) {
        List<String> alike = byName.keySet().stream()
                .filter(known -> Stream.of(known.split("-")).anyMatch(part -> beginsAlike(part, name)))
                .limit(MOST_SUGGESTED)
                .toList();
        List<String> shown =
                alike.isEmpty() ? byName.keySet().stream().limit(MOST_SUGGESTED).toList() : alike;
        return String.join(", ", shown) + (shown.size() < byName.size() ? ", …" : "");
    }

    private static boolean beginsAlike(String part, String name) {
        return part.length() >= 3 && name.length() >= 3 && part.regionMatches(true, 0, name, 0, 3);
    }

    public Profile generic() {
        Profile generic = byName.get(GENERIC);
        if (generic == null) {
            throw new IllegalStateException("The program has no profile \"generic\"; it was not packaged whole");
        }
        return generic;
    }

    /** The objects that tell the families apart that a device with these first answers may be of. */
    List<Oid> probes(@Nullable Oid sysObjectId, String sysDescr) {
        return byName.values().stream()
                .flatMap(profile -> profile.matches().stream())
                .filter(match -> match.mayBe(sysObjectId, sysDescr))
                .map(Match::probe)
                .flatMap(Stream::ofNullable)
                .distinct()
                .toList();
    }

    /** The closest family: by priority, then longest sysObjectID prefix, then by what is tested besides. */
    Choice choose(@Nullable Oid sysObjectId, String sysDescr, List<VarBind> probed) {
        Answers answers = new Answers(probed);
        return byName.values().stream()
                .flatMap(profile -> profile.matches().stream().map(match -> new Candidate(profile, match)))
                .filter(one -> one.match.mayBe(sysObjectId, sysDescr) && one.match.probeHolds(answers))
                .min(Comparator.comparingInt((Candidate one) -> -one.profile.priority())
                        .thenComparing(Candidate::match, Match.CLOSEST)
                        .thenComparing(one -> one.profile.name()))
                .map(best -> new Choice(best.profile, best.match.reasons()))
                .orElseGet(() -> new Choice(generic(), List.of(Reason.NOTHING_FOUND)));
    }

    private record Candidate(Profile profile, Match match) {}

    /** @param reasons what spoke for it */
    record Choice(Profile profile, List<Reason> reasons) {}
}

package io.langsong.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * As whom PostgreSQL runs. It refuses root; so as root we start it in a user namespace of its own, where root has no rights,
 * or, where such are forbidden (many containers), as an unprivileged user who then owns its files.
 *
 * @param prefix words before each command
 * @param uid who must own the files
 */
record PostgresUser(List<String> prefix, int uid, int gid) {
    private static final String DEFAULT = "nobody";

    /**
     * @param runAs user to run as when we are root; empty: decide
     */
    static PostgresUser choose(String runAs, Path folder) throws IOException {
        int uid = effectiveUid();
        if (uid != 0) {
            return new PostgresUser(List.of(), Folders.owner(folder), 0);
        }
        if (runAs.isEmpty() && Commands.succeeds("unshare", "-U", "true")) {
            return new PostgresUser(List.of("unshare", "-U"), 0, 0);
        }
        return unprivileged(runAs.isEmpty() ? DEFAULT : runAs, folder);
    }

    private static int effectiveUid() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "root".equals(System.getProperty("user.name")) ? 0 : 1;
        }
        // "Uid: real effective saved file"; the owner of /proc/self is root also for a program with capabilities.
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> Integer.parseInt(line.split("\\s+")[2]))
                .findFirst()
                .orElseThrow();
    }

    private static PostgresUser unprivileged(String name, Path folder) throws IOException {
        PostgresUser user;
        try {
            int uid = Integer.parseInt(Commands.output("id", "-u", name).strip());
            int gid = Integer.parseInt(Commands.output("id", "-g", name).strip());
            user = new PostgresUser(
                    List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--"), uid, gid);
        } catch (NumberFormatException e) {
            throw new DatabaseStartException(
                    "PostgreSQL does not run as root, and there is no user %s to run it as".formatted(name),
                    "set langsong.database.run-as to an existing user, or start the server as an ordinary user",
                    e);
        }
        if (user.uid() == 0 || !Commands.succeeds(user.command("true"))) {
            throw new DatabaseStartException(
                    "PostgreSQL does not run as root, user namespaces (unshare -U) are not to be had here, and setpriv can not change to user "
                            + name,
                    "start the server as an ordinary user that owns %s, or set spring.datasource.url"
                            .formatted(folder));
        }
        user.openTheWayTo(folder, name);
        return user;
    }

    String[] command(String... words) {
        String[] all = new String[prefix.size() + words.length];
        System.arraycopy(prefix.toArray(new String[0]), 0, all, 0, prefix.size());
        System.arraycopy(words, 0, all, prefix.size(), words.length);
        return all;
    }

    /** The data directory is ours and may be passed through; the folders above it belong to the operator. */
    private void openTheWayTo(Path folder, String name) throws IOException {
        Path above = folder.getParent();
        if (above == null) {
            return;
        }
        Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(above));
        if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
            Files.setPosixFilePermissions(above, permissions);
        }
        Folders.give(folder, uid, gid);
        if (!Commands.succeeds(command("test", "-w", folder.toString()))) {
            throw new DatabaseStartException(
                    "PostgreSQL would run as user %s, who can not reach %s".formatted(name, folder),
                    "set %s to a directory whose parents everybody may pass through, such as /var/lib/langsong, or start the server as an ordinary user"
                            .formatted(DataDirectory.SETTING));
        }
    }
}

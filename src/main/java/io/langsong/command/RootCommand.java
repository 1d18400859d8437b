package io.langsong.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program itself; without a command it serves, see {@link Commands}. */
@Command(
        name = "langsong",
        description = "Looks after the public Wi-Fi and the office lines of a commune: polls, stores, judges, alerts.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {"", "Without a command the server is started, as by \"serve\"."})
final class RootCommand {

    /** The version of the jar; "development" when run from classes. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Commands.class.getPackage().getImplementationVersion();
            return new String[] {
                "LangSong " + (version == null ? "development" : version),
                "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
            };
        }
    }
}

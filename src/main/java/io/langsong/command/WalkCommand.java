package io.langsong.command;

import io.langsong.polling.SnmpFault;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.SnmpTarget;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.WalkLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads everything below one object of one device. */
@Command(
        name = "walk",
        description = "Reads all below an OID of a device and prints it as net-snmp's snmpbulkwalk -On does.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class)
final class WalkCommand implements Callable<Integer> {
    private static final WalkLimits LIMITS = new WalkLimits(1_000_000, 200_000, Duration.ofMinutes(30));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "IPv4 or IPv6 address, or host name.")
    private String address = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OID",
            defaultValue = "1.3.6.1.2.1",
            description = "Where to begin (default: ${DEFAULT-VALUE}, mib-2); 1.3.6.1 is everything.")
    private String oid = "1.3.6.1.2.1";

    @Option(names = "--record", paramLabel = "FILE", description = "Save what was read as a recording (.snmprec).")
    private @Nullable Path record;

    @Mixin
    private SnmpOptions snmp = new SnmpOptions();

    @Mixin
    private SnmpOptions.Patience patience = new SnmpOptions.Patience();

    @Override
    public Integer call() throws Exception {
        Oid root = root();
        patience.check();
        checkRecord();
        SnmpTarget target = target();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (SnmpEngine engine = new SnmpEngine()) {
            engine.start();
            SnmpReply reply = await(err, done -> engine.walk(target, List.of(root), LIMITS, done));
            if (reply instanceof SnmpReply.Answered none && none.varBinds().isEmpty()) {
                // As net-snmp: what is no subtree may be a single object.
                reply = await(err, done -> engine.get(target, List.of(root), done));
            }
            if (!(reply instanceof SnmpReply.Answered answered)) {
                err.println("langsong: " + address + ": " + SnmpFault.of(reply).message());
                return Commands.FAILED;
            }
            print(out, answered.varBinds());
            if (record != null) {
                save(record, answered.varBinds(), err);
            }
            if (!answered.complete()) {
                err.println("langsong: " + address + ": the walk was cut short: " + answered.note());
                return Commands.FAILED;
            }
            return Commands.DONE;
        }
    }

    /** Before a walk that may take half an hour, not after it. */
    private void checkRecord() {
        if (record == null) {
            return;
        }
        Path folder = record.toAbsolutePath().getParent();
        boolean there = Files.isRegularFile(record) || !Files.exists(record);
        boolean writable = folder != null && Files.isWritable(Files.exists(record) ? record : folder);
        if (!there || !writable) {
            throw unwritable(record, "");
        }
    }

    private Oid root() {
        try {
            return Oid.parse(oid);
        } catch (IllegalArgumentException notAnOid) {
            throw new InputException(notAnOid.getMessage() + "; names of MIBs are not known here");
        }
    }

    private SnmpTarget target() {
        try {
            return snmp.target(address).resolve(patience.timeout, patience.retries(3), patience.maxRepetitions(60), 20);
        } catch (UnknownHostException unknown) {
            throw new InputException("There is no host \"" + address + "\"; check the name or give its address");
        }
    }

    private static void print(PrintWriter out, List<VarBind> varBinds) {
        varBinds.forEach(varBind -> out.println(NetSnmpFormat.line(varBind)));
        out.flush();
    }

    private static void save(Path file, List<VarBind> varBinds, PrintWriter err) {
        try {
            Snmprec.write(file, varBinds);
            err.println("langsong: " + varBinds.size() + " variables recorded in " + file);
        } catch (IOException unwritable) {
            throw unwritable(file, ": " + unwritable.getClass().getSimpleName());
        }
    }

    private static InputException unwritable(Path file, String why) {
        return new InputException("The recording " + file + " can not be written" + why
                + "; name a file in a folder that is there and writable");
    }

    private SnmpReply await(PrintWriter err, Consumer<Consumer<SnmpReply>> question) throws InterruptedException {
        CompletableFuture<SnmpReply> reply = new CompletableFuture<>();
        long began = System.nanoTime();
        Progress progress = new Progress(err);
        question.accept(reply::complete);
        while (true) {
            try {
                SnmpReply answer = reply.get(1, TimeUnit.SECONDS);
                progress.clear();
                return answer;
            } catch (TimeoutException still) {
                progress.show("walking " + address + ", " + (System.nanoTime() - began) / 1_000_000_000 + " s");
            } catch (ExecutionException impossible) {
                throw new IllegalStateException("A reply is never an exception", impossible);
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.relay.admin.PublishOrder;
import dev.spillway.relay.admin.TransferView;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes files. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = "Brings files to all terminals of a group, and says which transfer does.")
final class Publish implements Callable<Integer> {
    private static final Duration LONGEST_UPLOAD = Duration.ofDays(1);

    @Mixin
    private AdminOptions admin;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "file here, which is brought to the store of the main server first; several travel as one bundle")
    private List<Path> files = List.of();

    @Option(names = "--stored", description = "the files are names in the store of the main server already")
    private boolean stored;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "in the place of files: a file at a distribution server of the main server")
    private URI url;

    @Option(names = "--group", required = true, paramLabel = "GROUP", description = "whose terminals get it")
    private String group;

    @Option(names = "--name", paramLabel = "NAME", description = "to appear under it; needed for several files")
    private String name;

    @Option(names = "--type", paramLabel = "TYPE", description = "MIME type; by default by the name")
    private String type;

    @Option(
            names = "--activate",
            paramLabel = "TIME",
            converter = Moment.class,
            description = "not to appear before, " + Moment.FORMS + "; by default at once")
    private Instant activate;

    @Option(
            names = "--expire",
            paramLabel = "TIME",
            converter = Moment.class,
            description = "to be removed then; by default after 30 days")
    private Instant expire;

    @Option(
            names = "--compression",
            paramLabel = "KIND",
            description = "of pieces on their way: auto, none or zstd (auto)")
    private String compression;

    @Option(names = "--encrypt", description = "encrypt the pieces on their way")
    private Boolean encrypt;

    @Option(names = "--planner", paramLabel = "KIND", description = "adaptive or dealing (adaptive)")
    private String planner;

    @Option(
            names = "--fan-out",
            paramLabel = "N",
            description = "children of every node with --planner dealing, 1 to 5; by default by measurement")
    private Integer fanOut;

    @Option(
            names = "--wait",
            description = "show how it goes until it has ended; the exit code says whether everybody has it")
    private boolean waits;

    @Override
    public Integer call() throws InterruptedException {
        check();
        AdminClient client = admin.client();
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            names.add(stored ? file.toString() : store(client, file));
        }
        TransferView view = client.publish(new PublishOrder(
                names.isEmpty() ? null : names,
                url == null ? null : url.toString(),
                name,
                group,
                type,
                activate,
                expire,
                compression,
                encrypt,
                planner,
                fanOut));
        admin.print(
                view,
                () -> admin.out()
                        .println(view.id() + ": " + Text.of(view.name()) + ", " + Text.size(view.bytes()) + " in "
                                + view.pieces() + " pieces, to " + view.targets() + " terminals of "
                                + Text.of(view.group())));
        return waits ? new Watching(admin, client, view.id()).untilEnd() : ExitCode.OK.code();
    }

    private void check() {
        if (files.isEmpty() == (url == null)) {
            throw admin.usage("nothing to publish, or two things: give either files or --url");
        }
        if (files.size() > 1 && name == null) {
            throw admin.usage(files.size() + " files travel as one bundle: say with --name what that is called");
        }
        if (activate != null && expire != null && !expire.isAfter(activate)) {
            throw admin.usage("--expire " + expire + " is not after --activate " + activate);
        }
        HashSet<String> names = new HashSet<>();
        for (Path file : files) {
            if (!stored && !Files.isRegularFile(file)) {
                throw new CommandFailedException(
                        ExitCode.NOT_FOUND,
                        file + " is no file here; --stored takes names in the store of the main server");
            }
            if (!names.add(String.valueOf(file.getFileName()))) {
                throw admin.usage("two files are called " + file.getFileName() + ", and the store is one folder");
            }
        }
    }

    private String store(AdminClient client, Path file) {
        String stored = file.getFileName().toString();
        try {
            if (!admin.isJson()) {
                admin.err().println("storing " + Text.of(stored) + ", " + Text.size(Files.size(file)));
                admin.err().flush();
            }
            client.store(stored, file, LONGEST_UPLOAD);
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.NOT_FOUND, file + " can't be read: " + e, e);
        } catch (CommandFailedException e) {
            throw e.exitCode() == ExitCode.CONFLICT
                    ? new CommandFailedException(
                            ExitCode.CONFLICT, e.getMessage() + "; --stored publishes what is there", e)
                    : e;
        }
        return stored;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.Download;
import dev.spillway.client.DownloadClient;
import dev.spillway.client.api.DownloadException;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.metalink.MetalinkReader;
import dev.spillway.client.store.SafeName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code spillway-get}. */
@Command(
        name = "spillway-get",
        mixinStandardHelpOptions = true,
        versionProvider = Get.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Fetches one file from several servers at the same time, and goes on where an earlier call ended.",
        exitCodeListHeading = "%nExit codes:%n")
public final class Get implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "URL",
            description = "The file on its primary server, then on its mirrors: http, https or ftp.")
    private List<URI> urls = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file (default: the name that the server gives it).")
    private Path output;

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Write into this directory.")
    private Path directory;

    @Option(
            names = {"-m", "--mirrors"},
            paramLabel = "FILE",
            description = "File with further mirrors, one URL a line.")
    private Path mirrors;

    @Option(
            names = {"-M", "--metalink"},
            paramLabel = "FILE",
            description = "Metalink 4 document with files, mirrors and checksums.")
    private Path metalink;

    @Option(
            names = {"-i", "--input-file"},
            paramLabel = "FILE",
            description = "List of files: a line each, mirrors behind tabs, out=NAME indented below.")
    private Path list;

    @Option(
            names = {"-j", "--parallel"},
            paramLabel = "N",
            defaultValue = "5",
            description = "Files of a list to fetch at the same time (default ${DEFAULT-VALUE}).")
    private int parallel;

    @Option(
            names = {"-c", "--checksum"},
            paramLabel = "TYPE=HEX",
            description = "Checksum that the file must have: md5, sha-1, sha-256, sha-384 or sha-512.")
    private String checksum;

    @Mixin
    private GetOptions options = new GetOptions();

    @Option(names = "--json", description = "Write one JSON object a line to standard output.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show errors only.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Tell what happens to servers and links.")
    private boolean verbose;

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        CommandLine command = new CommandLine(new Get());
        command.setExecutionExceptionHandler((e, line, parsed) -> {
            line.getErr().println("spillway-get: " + Text.clean(String.valueOf(e.getMessage())));
            return e instanceof IllegalArgumentException ? ExitCode.USAGE.code() : ExitCode.INTERNAL.code();
        });
        command.getCommandSpec()
                .usageMessage()
                .exitCodeList(Arrays.stream(ExitCode.values())
                        .collect(Collectors.toMap(
                                code -> " " + code.code(),
                                ExitCode::meaning,
                                (one, other) -> one,
                                LinkedHashMap::new)));
        return command.execute(args);
    }

    /** Reads the version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Get.class.getPackage().getImplementationVersion();
            return new String[] {"spillway-get " + (version == null ? "(not packaged)" : version)};
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Target> targets = targets();
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("nothing to fetch: give a URL, --input-file or --metalink");
        }
        try (DownloadClient client = new DownloadClient(options.build());
                View view = view()) {
            Runtime.getRuntime().addShutdownHook(new Thread(view::close));
            return fetchAll(client, view, targets).code();
        }
    }

    private View view() throws IOException {
        if (json) {
            return new JsonView(System.out);
        }
        // The start script looks: Java has no one way to ask on all its versions.
        if (!quiet && Boolean.getBoolean("spillway.terminal")) {
            Terminal terminal =
                    TerminalBuilder.builder().system(true).dumb(true).build();
            if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                return new TerminalView(terminal, verbose);
            }
            terminal.close();
        }
        return new PlainView(System.err, quiet, verbose);
    }

    private ExitCode fetchAll(DownloadClient client, View view, List<Target> targets) throws InterruptedException {
        ConcurrentLinkedQueue<Target> waiting = new ConcurrentLinkedQueue<>(targets);
        ConcurrentLinkedQueue<ExitCode> failures = new ConcurrentLinkedQueue<>();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(Math.max(parallel, 1), targets.size()); i++) {
            Thread worker = new Thread(() -> {
                for (Target target = waiting.poll(); target != null; target = waiting.poll()) {
                    fetch(client, view, target).ifPresent(failures::add);
                }
            });
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return failures.isEmpty() ? ExitCode.OK : failures.peek();
    }

    private static Optional<ExitCode> fetch(DownloadClient client, View view, Target target) {
        DownloadCommands commands = new DownloadCommands();
        try {
            Download.Builder builder = Download.builder(
                            client, target.locations().get(0))
                    .output(target.output())
                    .listener(view.watch(target.name(), commands));
            target.locations().stream().skip(1).forEach(builder::mirror);
            target.checksum().ifPresent(builder::checksum);
            target.metalink().ifPresent(builder::metalink);
            Download download = builder.build();
            commands.bind(download);
            download.run();
            return Optional.empty();
        } catch (DownloadException e) {
            // The view has said it.
            return Optional.of(ExitCode.of(e.failure()));
        } catch (IllegalArgumentException e) {
            System.err.println("spillway-get: " + target.name() + ": " + Text.clean(String.valueOf(e.getMessage())));
            return Optional.of(ExitCode.USAGE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(ExitCode.INTERRUPTED);
        }
    }

    private List<Target> targets() throws IOException {
        Optional<Checksum> wanted = Optional.ofNullable(checksum).map(Checksum::parse);
        Path place = output == null ? directory : directory.resolve(output);
        List<Target> targets = new ArrayList<>();
        if (list != null) {
            for (InputFile.Entry entry : InputFile.read(list)) {
                Path file = entry.name().map(directory::resolve).orElse(directory);
                targets.add(new Target(entry.locations(), file, Optional.empty(), Optional.empty()));
            }
        }
        if (metalink != null) {
            for (var file : MetalinkReader.read(Files.readAllBytes(metalink))) {
                if (file.locations().isEmpty()) {
                    throw new IOException(metalink + " names no location that we can fetch from");
                }
                Path named = output == null ? directory.resolve(SafeName.of(file.name())) : place;
                targets.add(new Target(file.locations(), named, wanted, Optional.of(file)));
            }
        }
        if (!urls.isEmpty()) {
            List<URI> locations = new ArrayList<>(urls);
            if (mirrors != null) {
                InputFile.read(mirrors).forEach(entry -> locations.addAll(entry.locations()));
            }
            targets.add(new Target(locations, place, wanted, Optional.empty()));
        }
        return targets;
    }
}
